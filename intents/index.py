"""The index: an immutable artefact, built once, saved as plain arrays and opened by mmap.

Three channels over the phrasings (words with concepts, characters, sounds) and two over the items
(all words of their phrasings; words and sounds of their titles and answers), see ``channel``.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from array import array
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from functools import cached_property
from itertools import chain
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intents import concepts, segment
from intents.channel import Channel, Floats, Tokens
from intents.hearing import turns_of_phrase
from intents.keys import character_keys, single_keys, sound_keys, sound_pair_keys, word_key, word_keys
from intents.model import Item
from intents.normalise import normalise
from intents.segment import cut, plain_words, rarity, words
from intents.slots import is_negated, names_a_number, without_ages

FORMAT = 6
"""Raised whenever an artefact of an older program can no longer be read."""


@dataclass(frozen=True)
class Index:
    """All phrasings of all items, ready to be searched."""

    items: tuple[Item, ...]
    texts: tuple[str, ...]
    """The phrasings, normalised."""
    plain: tuple[str, ...]
    """The phrasings without ages, each word by the commonest that means the same."""
    vocabulary_words: tuple[str, ...]
    """The words of ``words``, in the order of its tokens."""
    said: tuple[str, ...]
    """The words of the phrasings as they are said, in a fixed order."""
    turns: tuple[str, ...]
    """Three characters that often stand together, the commonest first."""
    owners: NDArray[np.int32]
    """The item of each phrasing; an item's phrasings stand together."""
    nouns: NDArray[np.uint64]
    asks: NDArray[np.uint64]
    elsewhere: NDArray[np.int32]
    """The concepts of each phrasing."""
    negated: NDArray[np.bool_]
    numbered: NDArray[np.bool_]
    """Whether it says no, and whether it has digits."""
    rarity: Floats
    """Of each word of ``words``, in the language at large."""
    words: Channel
    characters: Channel
    sounds: Channel
    matter: Channel
    """Units are the phrasings; their tokens the characters of what they are about."""
    vocabulary: Channel
    """Units are the items; their tokens the words of all their phrasings."""
    bodies: Channel
    """Units are the items; their tokens the words and sounds of their titles and answers."""

    @classmethod
    def build(cls, items: Sequence[Item]) -> Index:
        """Index ``items``; their order breaks ties, so it is fixed by sorting on the id."""
        ordered = tuple(sorted(items, key=lambda item: item.id))
        return _Builder(ordered).index()

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """The phrasings without their ages: what is compared with a question."""
        return tuple(map(without_ages, self.texts))

    @cached_property
    def matter_rarity(self) -> Floats:
        """Of each character of ``matter``, in the language at large."""
        return np.array([rarity(chr(key)) for key in self.matter.keys.tolist()])

    @cached_property
    def each_asked_one_way(self) -> bool:
        """Whether every item has a single phrasing: its vocabulary then says nothing new."""
        return all(not item.alternates for item in self.items)

    def save(self, folder: Path) -> None:
        """Write the artefact; ``folder`` appears complete or not at all."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(mkdtemp(dir=folder.parent, prefix=".building-"))
        meta: dict[str, Any] = {"format": FORMAT, "items": [astuple(item) for item in self.items]}
        meta |= {name: getattr(self, name) for name in _LISTS}
        for name, value in self._arrays().items():
            np.save(draft / f"{name}.npy", value)
        (draft / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
        try:
            draft.rename(folder)
        except OSError:  # another process finished the same artefact first
            shutil.rmtree(draft)

    def _arrays(self) -> dict[str, NDArray[Any]]:
        found = {name: getattr(self, name) for name in _ARRAYS}
        for name in _CHANNELS:
            channel = getattr(self, name)
            found |= {f"{name}-{part}": getattr(channel, part) for part in _PARTS}
        return found

    @classmethod
    def open(cls, folder: Path) -> Index:
        """Open a saved artefact. Raises FileNotFoundError, or ValueError for another format."""
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        if meta["format"] != FORMAT:
            raise ValueError(f"index format {meta['format']}, this program reads {FORMAT}")
        parts: dict[str, Any] = {name: tuple(meta[name]) for name in _LISTS}
        parts |= {name: _mapped(folder, name) for name in _ARRAYS}
        for name in _CHANNELS:
            arrays = {part: _mapped(folder, f"{name}-{part}") for part in _PARTS}
            parts[name] = Channel(**arrays)
        return cls(items=tuple(_item(*row) for row in meta["items"]), **parts)


_LISTS = ("texts", "plain", "vocabulary_words", "said", "turns")
_ARRAYS = ("owners", "nouns", "asks", "elsewhere", "negated", "numbered", "rarity")
_CHANNELS = ("words", "characters", "sounds", "matter", "vocabulary", "bodies")
_PARTS = [field.name for field in fields(Channel)]


class _Builder:
    """Goes through the phrasings once and collects what each part of the index needs."""

    def __init__(self, items: tuple[Item, ...]) -> None:
        self.items = items
        self.texts: list[str] = []
        self.plain: list[str] = []
        self.owners = array("i")
        self.nouns, self.asks, self.elsewhere = array("Q"), array("Q"), array("i")
        self.negated, self.numbered = array("b"), array("b")
        self.known: dict[int, str] = {}
        self.said: set[str] = set()
        self.one_way = all(not item.alternates for item in items)
        self.tokens = {name: Tokens() for name in _CHANNELS}
        for number, item in enumerate(items):
            texts = dict.fromkeys(map(normalise, item.phrasings()))
            vocabulary = [self._phrasing(number, text) for text in [*filter(None, texts)] or [""]]
            if not self.one_way:
                self.tokens["vocabulary"].add([*chain(*vocabulary)])
            self._body(normalise(f"{item.title} {item.body}"))

    def _phrasing(self, owner: int, text: str) -> list[int]:
        topic = without_ages(text)
        about = concepts.concepts(topic)
        said = cut(topic)
        self.said.update(said)
        plain = plain_words(said)
        tokens = words(plain, about)
        self.plain.append("".join(plain))
        keys = word_keys(tokens)
        self.known.update(zip(map(word_key, tokens), tokens, strict=True))
        self.texts.append(text)
        self.owners.append(owner)
        self.nouns.append(about.nouns)
        self.asks.append(about.asks)
        self.elsewhere.append(about.elsewhere)
        self.negated.append(is_negated(topic))
        self.numbered.append(names_a_number(topic))
        self.tokens["words"].add(keys)
        self.tokens["characters"].add(character_keys(topic))
        self.tokens["sounds"].add(sound_keys(topic))
        self.tokens["matter"].add(single_keys(segment.matter(plain)))
        return keys

    def _body(self, text: str) -> None:
        tokens = words(plain_words(cut(text)), concepts.concepts(text)) if text else []
        # An answer rarely says it in the words of the question: its sounds help as well.
        self.tokens["bodies"].add([*map(word_key, tokens), *sound_pair_keys(text)])

    def index(self) -> Index:
        """The finished index."""
        channels = {name: Channel.build(self.tokens.pop(name)) for name in _CHANNELS}
        if self.one_way:
            channels["vocabulary"] = channels["words"]
        known = tuple(self.known[key] for key in channels["words"].keys.tolist())
        return Index(
            items=self.items,
            texts=tuple(self.texts),
            plain=tuple(self.plain),
            vocabulary_words=known,
            said=tuple(sorted(self.said)),
            turns=tuple(turns_of_phrase(self.texts)),
            owners=np.array(self.owners, dtype=np.int32),
            nouns=np.array(self.nouns, dtype=np.uint64),
            asks=np.array(self.asks, dtype=np.uint64),
            elsewhere=np.array(self.elsewhere, dtype=np.int32),
            negated=np.array(self.negated, dtype=np.bool_),
            numbered=np.array(self.numbered, dtype=np.bool_),
            rarity=np.array([rarity(word) for word in known], dtype=np.float32),
            **channels,
        )


def fingerprint() -> str:
    """Names what an index depends on beside its items: its format and the language data.

    An artefact made with another dictionary or other concepts is another artefact.
    """
    data = (concepts.DATA, segment.DICTIONARY, segment.SYNONYMS, segment.FRAME)
    parts = [str(FORMAT).encode(), *(path.read_bytes() for path in data)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:8]


def _mapped(folder: Path, name: str) -> NDArray[Any]:
    """A stored array, shared through the page cache, without the cost of numpy's memmap class."""
    return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r"))


def _item(name: str, question: str, alternates: list[str], *rest: Any) -> Item:
    return Item(name, question, tuple(alternates), *rest)
