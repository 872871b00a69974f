"""What it says of a question and a phrasing that one has words which the other lacks.

"怎么取消" for "怎么开通" asks for something else, "要花多少" for "多少钱" for the same. How like the texts
are tells neither from the other; which words stand in the place of which does. ``data/exchanges.txt``
holds what was learned of that from questions beside their entries and beside look-alikes: a word of the
question that the phrasing lacks, a word of the phrasing that the question lacks, or both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents.matching.channel import Floats, Numbers
from intents.matching.keys import word_key

EXCHANGES = Path(__file__).parents[1] / "data" / "exchanges.txt"

UNIT = 0.05
"""Odds (natural logarithm) are kept in steps of this size, from -127 to 127."""

MOST = 4.0
"""The odds of all exchanged words together are told between -MOST and MOST."""

NOTHING_TOLD = 0.5
"""The value where nothing speaks for or against."""

_BITS = 20
_SHIFT = np.uint64(64 - _BITS)
_ASKED, _SAID = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
"""Odd numbers that spread the words' keys over 64 bits (what runs over is dropped); the first is 2**64
over the golden ratio."""


@dataclass(frozen=True)
class Exchanges:
    """The odds by the words' keys, in one table: of a million places at most one in fifty is taken, so
    that hardly a pair that was never seen meets the odds of another."""

    table: NDArray[np.int8]

    @classmethod
    def of(cls, odds: Iterable[tuple[str, str, float]]) -> Exchanges:
        """Odds of (the question's word, the phrasing's word); either may be empty."""
        table = np.zeros(1 << _BITS, np.int8)
        for asked, said, value in odds:
            spot = _key(asked) * _ASKED ^ _key(said) * _SAID
            table[int(spot[0] >> _SHIFT)] = round(value / UNIT)
        return cls(table)

    @classmethod
    @cache
    def load(cls) -> Exchanges:
        """The shipped ones. Raises ValueError for a line that is not two words and a number."""
        lines = EXCHANGES.read_text(encoding="utf-8").splitlines()
        parts = (line.split("\t") for line in lines if not line.startswith("# "))
        return cls.of((asked, said, int(steps) * UNIT) for asked, said, steps in parts)

    def told(
        self,
        asked: NDArray[np.uint64],
        lacking: NDArray[np.bool_],
        said: NDArray[np.uint64],
        rows: Numbers,
    ) -> Floats:
        """For each phrasing (row of ``lacking``), 0–1, what its exchanged words say.

        ``asked`` are the keys of the question's words, ``lacking`` which of them each phrasing lacks,
        ``said`` the keys of words that the question lacks, and ``rows`` whose they are.
        """
        mine, theirs = asked * _ASKED, said * _SAID
        steps = self._at(mine ^ theirs[:, None])
        steps *= lacking.take(rows, axis=0)
        each = steps.sum(axis=1) + self._at(theirs)
        alone = lacking @ self._at(mine).astype(np.float32)
        return scaled((np.bincount(rows, each, len(lacking)) + alone) * UNIT)

    def _at(self, spread: NDArray[np.uint64]) -> NDArray[np.int8]:
        return self.table.take((spread >> _SHIFT).view(np.int64))


def scaled(odds: Floats) -> Floats:
    """Odds as a feature, 0–1."""
    told: Floats = np.minimum(np.maximum(odds / (2 * MOST) + NOTHING_TOLD, 0.0), 1.0)
    return told


def _key(word: str) -> NDArray[np.uint64]:
    return np.array([word_key(word) if word else 0], np.uint64)
