"""What was found out about each phrasing and answer, kept from one index to the next.

Cutting a phrasing into words and naming its concepts takes nine tenths of the time of an index, and
of a large base nearly all phrasings are the same as in the index before. What is known of a text
depends on the text and the language data alone (``index.fingerprint``), so it may be used again.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from tempfile import mkstemp
from typing import NamedTuple

from intents.matching.keys import sound_pair_keys, word_key
from intents.words import concepts
from intents.words.normalise import normalise
from intents.words.segment import cut, matter, plain_words, words
from intents.words.slots import is_negated, names_a_number, without_ages


class Phrased(NamedTuple):
    """A phrasing, taken apart."""

    text: str
    """Normalised; the others are of the text without its ages."""
    topic: str
    plain: str
    matter: str
    said: list[str]
    """Its words as they are written."""
    tokens: list[str]
    nouns: int
    manner: int
    elsewhere: int
    negated: bool
    numbered: bool

    @classmethod
    def of(cls, raw: str) -> Phrased:
        """Take ``raw`` apart."""
        text = normalise(raw)
        topic = without_ages(text)
        about = concepts.concepts(topic)
        said = cut(topic)
        plain = plain_words(said)
        return cls(
            text,
            topic,
            "".join(plain),
            matter(plain),
            said,
            words(plain, about),
            about.nouns,
            about.manner,
            about.elsewhere,
            is_negated(topic),
            names_a_number(topic),
        )


def body_keys(raw: str) -> list[int]:
    """The tokens of an answer. It rarely says it in the words of the question: its sounds help too."""
    text = normalise(raw)
    tokens = words(plain_words(cut(text)), concepts.concepts(text)) if text else []
    return [*map(word_key, tokens), *sound_pair_keys(text)]


class Memory:
    """Takes texts apart and remembers; what the last index did not use any more is forgotten."""

    def __init__(self, *, keeps: bool = True) -> None:
        """``keeps`` is False where nothing is built after this: of 100,000 texts it saves 100 MB."""
        self._keeps = keeps
        self._known: dict[str, Phrased] = {}
        self._known_bodies: dict[str, list[int]] = {}
        self._phrasings: dict[str, Phrased] = {}
        self._bodies: dict[str, list[int]] = {}
        self.learned = 0
        """How many texts were not known."""

    @classmethod
    def open(cls, path: Path) -> Memory:
        """What ``save`` wrote; nothing is known where there is no such file, or not a whole one."""
        made = cls()
        try:
            found = json.loads(path.read_bytes())
            made._known = {raw: Phrased(*parts) for raw, parts in found["phrasings"].items()}
            made._known_bodies = found["bodies"]
        except FileNotFoundError:
            return made
        except (ValueError, KeyError, TypeError, AttributeError):  # a file that was cut off
            return cls()
        return made

    def phrasing(self, raw: str) -> Phrased:
        """A phrasing, taken apart."""
        found = self._known.get(raw)
        if found is None:
            found = Phrased.of(raw)
            self.learned += 1
        if self._keeps:
            self._phrasings[raw] = found
        return found

    def body(self, raw: str) -> list[int]:
        """The tokens of an answer."""
        found = self._known_bodies.get(raw)
        if found is None:
            found = body_keys(raw)
            self.learned += 1
        if self._keeps:
            self._bodies[raw] = found
        return found

    def save(self, path: Path) -> None:
        """Keep what was used; the file appears complete or not at all."""
        if not self.learned and len(self._phrasings) == len(self._known):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(
            {"phrasings": self._phrasings, "bodies": self._bodies},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        handle, draft = mkstemp(dir=path.parent, prefix=".memory-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(draft).replace(path)
