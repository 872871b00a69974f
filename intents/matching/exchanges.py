"""What it says of a question and a phrasing that one has words which the other lacks.

"怎么取消" for "怎么开通" asks for something else, "要花多少" for "多少钱" for the same. How like the texts
are tells neither from the other; which words stand in the place of which does. ``data/exchanges.txt``
holds what was learned of that from questions beside their entries and beside look-alikes: a word of the
question that the phrasing lacks, a word of the phrasing that the question lacks, or both; and single
characters that only one of them has, which also tell of words that were never seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents.matching.channel import Floats, Numbers
from intents.matching.keys import LETTERS, letter_key, word_key

EXCHANGES = Path(__file__).parents[1] / "data" / "exchanges.txt"

UNIT = 0.05
"""Odds (natural logarithm) are kept in steps of this size, from -127 to 127."""

MOST = 4.0
"""The odds of all exchanged words together are told between -MOST and MOST."""

NOTHING_TOLD = 0.5
"""The value where nothing speaks for or against."""

LETTER = "~"
"""Stands before what is a character of a text and no word."""

_BITS = 20
_SHIFT, _MARK, _BYTE = np.uint64(64 - _BITS), np.uint64(64 - _BITS - 8), 0xFF
_ASKED, _SAID = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
"""Odd numbers that spread the words' keys over 64 bits (what runs over is dropped); the first is 2**64
over the golden ratio."""


@dataclass(frozen=True)
class Apart:
    """What a question has and some phrasings lack, and the other way round: words, or characters."""

    asked: NDArray[np.uint64]
    """The keys of the question."""
    lacking: NDArray[np.bool_]
    """Phrasings × ``asked``: which each of them lacks."""
    said: NDArray[np.uint64]
    """The keys of phrasings that the question lacks."""
    rows: Numbers
    """Whose they are."""


@dataclass(frozen=True)
class Exchanges:
    """The odds by the words' keys, in one table: of a million places one in thirty is taken. Each
    place is marked with more of its keys, so that hardly a pair that was never seen meets the odds of
    another, though a question and its candidates have thousands of pairs."""

    table: NDArray[np.uint16]
    """The mark, 1 byte, and the steps, 1 byte."""

    @classmethod
    def of(cls, odds: Iterable[tuple[str, str, float]]) -> Exchanges:
        """Odds of (the question's word, the phrasing's word); either may be empty."""
        told = [*odds]
        asked, said = (
            np.array([_key(str(each[side])) for each in told], np.uint64) for side in (0, 1)
        )
        steps = np.array([round(value / UNIT) & _BYTE for _, _, value in told], np.uint16)
        spread = asked * _ASKED ^ said * _SAID
        table = np.zeros(1 << _BITS, np.uint16)
        table[spread >> _SHIFT] = _marks(spread).astype(np.uint16) << 8 | steps
        return cls(table)

    @classmethod
    @cache
    def load(cls) -> Exchanges:
        """The shipped ones. Raises ValueError for a line that is not two words and a number."""
        lines = EXCHANGES.read_text(encoding="utf-8").splitlines()
        parts = (line.split("\t") for line in lines if not line.startswith("# "))
        return cls.of((asked, said, int(steps) * UNIT) for asked, said, steps in parts)

    def told(self, words: Apart, letters: Apart) -> Floats:
        """For each phrasing, 0–1, what its exchanged words and characters say; of two neighbours, which
        stand among the characters, nothing is known."""
        return scaled((self._exchanged(words) + self._alone(letters)) * UNIT)

    def _exchanged(self, words: Apart) -> Floats:
        """The steps of all words that only one side has, and of all pairs of them."""
        pairs = self._at(words.asked * _ASKED ^ (words.said * _SAID)[:, None])
        pairs *= words.lacking.take(words.rows, axis=0)
        told = np.bincount(words.rows, pairs.sum(axis=1), len(words.lacking))
        return self._alone(words) + told

    def _alone(self, apart: Apart) -> Floats:
        """The steps of all that only one side has."""
        asked = apart.lacking @ self._at(apart.asked * _ASKED).astype(np.float32)
        said = self._at(apart.said * _SAID)
        alone: Floats = asked + np.bincount(apart.rows, said, len(apart.lacking))  # type: ignore[assignment]
        return alone

    def _at(self, spread: NDArray[np.uint64]) -> NDArray[np.int8]:
        found = self.table.take((spread >> _SHIFT).view(np.int64))
        steps: NDArray[np.int8] = found.astype(np.int8)
        found >>= 8
        steps *= found == _marks(spread)
        return steps


def _marks(spread: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """What tells keys from others of the same place."""
    return (spread >> _MARK).astype(np.uint8)


def scaled(odds: Floats) -> Floats:
    """Odds as a feature, 0–1."""
    told: Floats = np.minimum(np.maximum(odds / (2 * MOST) + NOTHING_TOLD, 0.0), 1.0)
    return told


def _key(word: str) -> int:
    if word.startswith(LETTER) and word != LETTER:
        return LETTERS | letter_key(word[1:])
    return word_key(word) if word else 0
