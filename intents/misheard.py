"""Words of danger as a speech recogniser misspells them: "救名啊", "心藏病犯了", "困在点梯里".

Only a spelling that is no word of its own is read as another: "像是" is not "想死".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from intents.segment import cut, frequency
from intents.sounds import plain_sounds


@dataclass(frozen=True)
class Misheard:
    """Words by the sounds that they may begin with, the longest first; accents are kept apart."""

    words: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, words: Iterable[str]) -> Misheard:
        """Listen for ``words``."""
        known: dict[str, list[str]] = defaultdict(list)
        for word in sorted(words, key=lambda each: (-len(each), each)):
            for opening in plain_sounds(word[0]):
                known[opening].append(word)
        return cls(dict(known))

    def respelt(self, text: str) -> str:
        """``text`` with these words spelt as they are, where they were only heard."""
        found, place = "", 0
        while place < len(text):
            said = self._word_at(text, place) or text[place]
            found += said
            place += len(said)
        return found

    def _word_at(self, text: str, start: int) -> str | None:
        for opening in plain_sounds(text[start]):
            for word in self.words.get(opening, ()):
                spelt = text[start : start + len(word)]
                if spelt == word or (_sound_alike(spelt, word) and _is_no_word(text, start, spelt)):
                    return word
        return None


def _sound_alike(spelt: str, word: str) -> bool:
    same = (set(plain_sounds(a)) & set(plain_sounds(b)) for a, b in zip(spelt, word, strict=False))
    return len(spelt) == len(word) and all(same)


def _is_no_word(text: str, start: int, spelt: str) -> bool:
    """Whether ``spelt``, which begins at ``start``, is no word of the language and cuts none in two."""
    end, last = start + len(spelt), 0
    for word in cut(text):
        first, last = last, last + len(word)
        if first < end and start < last and len(word) > 1 and frequency(word):
            within = start <= first and last <= end
            if not within or word == spelt:
                return False
    return True
