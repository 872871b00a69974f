"""Words as a speech recogniser misspells them: "救名啊", "心藏病犯了", "困在点梯里", "北京户扣".

Only a spelling that is no word of its own is read as another: "像是" is not "想死".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from math import inf

from intents.words.segment import cut, frequency
from intents.words.sounds import plain_sounds

COMMON = 100
"""So often a word stands in the dictionary that is written because it is meant."""


@dataclass(frozen=True)
class Misheard:
    """Words by the sounds that they may begin with, the longest first; accents are kept apart."""

    words: Mapping[str, Sequence[str]]
    only_sure: bool = False

    @classmethod
    def of(cls, words: Iterable[str], *, only_sure: bool = False) -> Misheard:
        """Listen for ``words``. ``only_sure``: of two that sound alike and are spelt equally like it none is
        heard ("众度失能"), nor one by a rare reading ("我的包") or across a common word ("肢体以及")."""
        known: dict[str, list[str]] = defaultdict(list)
        for word in sorted(words, key=lambda each: (-len(each), each)):
            for opening in plain_sounds(word[0]):
                known[opening].append(word)
        return cls(dict(known), only_sure)

    def respelt(self, text: str) -> str:
        """``text`` with these words spelt as they are, where they were only heard."""
        found, place = "", 0
        while place < len(text):
            said = self._word_at(text, place) or text[place]
            found += said
            place += len(said)
        return found

    def _word_at(self, text: str, start: int) -> str | None:
        heard = [
            word
            for opening in plain_sounds(text[start])
            for word in self.words.get(opening, ())
            if self._is_heard(word, text, start)
        ]
        if not heard or not self.only_sure:
            return heard[0] if heard else None
        alike = {
            word: _in_common(word, text[start:]) for word in heard if len(word) == len(heard[0])
        }
        nearest = [word for word, same in alike.items() if same == max(alike.values())]
        return nearest[0] if len(nearest) == 1 else None

    def _is_heard(self, word: str, text: str, start: int) -> bool:
        spelt = text[start : start + len(word)]
        if spelt == word:
            return True
        if self.only_sure:
            return _sound_alike(spelt, word, 1) and _is_no_word(text, start, word, COMMON)
        return _sound_alike(spelt, word) and _is_no_word(text, start, word, inf)


def _in_common(word: str, spelt: str) -> int:
    """How many characters of ``word`` are written as they are."""
    return sum(a == b for a, b in zip(word, spelt, strict=False))


def _sound_alike(spelt: str, word: str, readings: int | None = None) -> bool:
    """Whether the two sound alike, each character in so many of its commonest ``readings``."""
    return len(spelt) == len(word) and all(map(_is_heard_as, spelt, word, repeat(readings)))


@lru_cache(maxsize=1 << 14)  # the same few characters are compared at every place of a text
def _is_heard_as(spelt: str, meant: str, readings: int | None) -> bool:
    return not set(plain_sounds(spelt)[:readings]).isdisjoint(plain_sounds(meant)[:readings])


def _is_no_word(text: str, start: int, heard: str, bound: float) -> bool:
    """Whether what stands at ``start`` for ``heard`` is no word of the language, cuts none in two, and has
    none in it that is as common as ``bound`` and not in ``heard``."""
    end, last = start + len(heard), 0
    for word in cut(text):
        first, last = last, last + len(word)
        if first < end and start < last and len(word) > 1 and frequency(word):
            if not (start <= first and last <= end) or len(word) == len(heard):
                return False
            if frequency(word) >= bound and word != heard[first - start : last - start]:
                return False
    return True
