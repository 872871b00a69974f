"""Another reading of a question by its sound: what a speech recogniser may have misheard.

Words of the index are found again under characters that sound the same ("高灵津贴" → "高龄津贴").
The reading only serves to find candidates: what the person wrote is never changed or shown so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from intents.matching.channel import Numbers
from intents.matching.keys import character_pairs
from intents.matching.texts import Texts
from intents.words.sounds import spoken

LONGEST, SHORTEST = 6, 2
FAR_OFTENER = 50
"""So many times as many phrasings have a word that is put where another is written."""

OFTEN, ENOUGH = 4, 20_000
"""A turn of phrase stands in so many texts; in a large base so many texts are looked at."""

_CODE, _SPACE = 21, ord(" ")
"""A character's number has 21 bits, so three of them fit one whole number."""

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""An odd number of 64 bits: the sounds of a word, one after another, make one number by it."""


def turns_of_phrase(texts: Sequence[str]) -> list[str]:
    """Three characters that often stand together ("怎么领"), the commonest first."""
    texts = texts[:: len(texts) // ENOUGH + 1]
    joined = np.frombuffer("  ".join(texts).encode("utf-32-le"), np.uint32).astype(np.int64)
    if len(joined) < 3:
        return []
    first, second, third = joined[:-2], joined[1:-1], joined[2:]
    whole = (first != _SPACE) & (second != _SPACE) & (third != _SPACE)
    packed = (first << 2 * _CODE | second << _CODE | third)[whole]
    phrases, counts = np.unique(packed, return_counts=True)
    often = counts >= OFTEN
    ranked = sorted(zip((-counts[often]).tolist(), phrases[often].tolist(), strict=True))
    low = (1 << _CODE) - 1
    return [
        chr(phrase >> 2 * _CODE) + chr(phrase >> _CODE & low) + chr(phrase & low)
        for _, phrase in ranked
    ]


@dataclass(frozen=True)
class Sounding:
    """Words by their sound: ``keys`` ascending, and the word that each stands for."""

    keys: NDArray[np.uint64]
    words: Texts

    @classmethod
    def of(cls, words: Iterable[str]) -> Sounding:
        """``words`` in a fixed order: of two that sound alike the first is taken."""
        fit = [word for word in words if SHORTEST <= len(word) <= LONGEST]
        lengths = np.array([*map(len, fit)], np.int64)
        made = np.empty(len(fit), np.uint64)
        for length in np.unique(lengths).tolist():
            which = np.flatnonzero(lengths == length)
            sounds = spoken("".join(fit[n] for n in which.tolist()))
            made[which] = [*_runs(_codes(sounds))][length - 1][::length]
        keys, first = np.unique(made, return_index=True)
        return cls(keys, Texts.of(fit[n] for n in first.tolist()))

    def heard_in(self, heard: str) -> dict[int, str]:
        """The longest of the words that each place of ``heard`` sounds like from there on, by the places
        that sound like any."""
        keys = [*_runs(_codes(heard))][SHORTEST - 1 :]
        every = np.concatenate(keys)
        spots = self.keys.searchsorted(every)
        hits = (self.keys.take(spots, mode="clip") == every).nonzero()[0]
        places = np.concatenate([np.arange(len(run)) for run in keys])[hits]
        # The longer runs stand behind the shorter ones, so that the longest word of a place remains.
        longest = dict(zip(places.tolist(), spots[hits].tolist(), strict=True))
        words = self.words.some(np.array([*longest.values()], np.int64))
        return dict(zip(longest, words, strict=True))


def _codes(heard: str) -> NDArray[np.uint64]:
    return np.frombuffer(heard.encode("utf-32-le"), np.uint32).astype(np.uint64)


def _runs(codes: NDArray[np.uint64]) -> Iterator[NDArray[np.uint64]]:
    """For each length from 1 to LONGEST: one number for the sounds from each place on."""
    keys = np.zeros(len(codes) + 1, np.uint64)
    for length in range(1, min(LONGEST, len(codes)) + 1):
        keys = (keys[: len(codes) - length + 1] + codes[length - 1 :]) * _SPREAD
        yield keys


class Hearing:
    """Knows the sounds of the words of one index."""

    def __init__(self, sounding: Sounding, counts: Callable[[Sequence[int]], Numbers]) -> None:
        """``counts`` tells how many phrasings have each pair of neighbouring characters."""
        self._sounding, self._counts = sounding, counts
        self._seldomest = lru_cache(maxsize=1 << 12)(self._seldomest_pair)

    def reread(self, text: str) -> str:
        """``text`` with words put where strange characters sound like them.

        Only a stretch with a pair of neighbours that the index does not have is reread, or has far
        more seldom than those of the word that is heard ("护里" for "护理").
        """
        if len(text) < SHORTEST or not len(self._sounding.words):
            return text
        words = self._sounding.heard_in(spoken(text.replace(" ", "_")))
        if all(text.startswith(word, place) for place, word in words.items()):
            return text  # everything is written as it is heard
        written = self._counts(character_pairs(text)).tolist()
        read, place = [], 0
        while place < len(text):
            heard = words.get(place)
            word = text[place] if heard is None else self._likelier(text, heard, written, place)
            read.append(word)
            place += len(word)
        return "".join(read)

    def _likelier(self, text: str, heard: str, written: list[int], place: int) -> str:
        """What is ``heard`` at a place if what stands there is strange beside it, else what is seen."""
        seen = text[place : place + len(heard)]
        least = min(written[place : place + len(heard) - 1])
        return heard if self._is_strange(least, seen, heard) else seen

    def _is_strange(self, least: int, seen: str, heard: str) -> bool:
        """Whether ``seen``, whose rarest pair so many phrasings have, is strange beside ``heard``."""
        if least == 0 or seen == heard:
            return least == 0
        return self._seldomest(heard) >= FAR_OFTENER * least

    def _seldomest_pair(self, word: str) -> int:
        """How many phrasings have the rarest pair of neighbours of a word."""
        return int(self._counts(character_pairs(word)).min())
