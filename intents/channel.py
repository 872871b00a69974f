"""One channel of the index: which units have which tokens, both ways round.

The inverted list (token → units) finds candidates; the forward list (unit → tokens) then tells
exactly how a few of them compare. Everything is a plain array, so it can be saved and mapped.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
"""Real numbers: float32 where stored, float64 where worked out."""

Numbers = NDArray[np.signedinteger[Any]]

K1, B = 1.2, 0.75
"""BM25's usual constants (Robertson & Zaragoza, 2009)."""

MOST_POSTINGS = 24_000
"""A question's rarest tokens are looked up until they name this many units: what "怎么" alone
would add in a large base is not worth its time. The forward list counts every token."""

MOST_TOKENS = 64
"""So many of a long question's tokens find candidates, the rarest first."""

_LITTLE = 1e-6
_AT_ONCE = 10_000


class Tokens:
    """Collects the tokens of units, one unit after another, in little memory."""

    def __init__(self) -> None:
        self.numbers: dict[int, int] = {}
        self.own, self.times = array("i"), array("B")
        self.starts, self.lengths = array("i", [0]), array("i")

    def add(self, keys: Sequence[int]) -> None:
        """The tokens of the next unit."""
        numbers = self.numbers
        counts = Counter(keys)
        self.own.extend([numbers.setdefault(key, len(numbers)) for key in counts])
        self.times.extend([min(count, 255) for count in counts.values()])
        self.starts.append(len(self.own))
        self.lengths.append(len(keys))


@dataclass(frozen=True)
class Asked:
    """A question's tokens as a channel knows them."""

    known: Numbers
    """Numbers of the tokens that some unit has, ascending."""
    idf: Floats
    """Their rarity in the channel, against the rarest, 0–1."""
    rarity: Floats
    """Their rarity by another measure (in the language at large, say)."""
    strange: Floats
    """That rarity of the tokens that no unit has."""

    @property
    def as_rare_as_can_be(self) -> Floats:
        """The idf of the tokens that no unit has."""
        return np.ones(len(self.strange))


@dataclass(frozen=True)
class Channel:
    """The two lists. ``norms`` are BM25's length factors of the units."""

    keys: NDArray[np.uint32]
    starts: Numbers
    places: NDArray[np.int32]
    times: NDArray[np.uint8]
    """How often; empty where no unit has a token twice."""
    own_starts: Numbers
    own: NDArray[np.int32]
    idf: Floats
    norms: Floats

    @classmethod
    def build(cls, tokens: Tokens) -> Channel:
        """Index the units that ``tokens`` has collected."""
        keys = np.fromiter(tokens.numbers, np.uint32, len(tokens.numbers))
        tokens.numbers = {}
        order = np.argsort(keys).astype(np.int32)
        own, own_starts = np.array(tokens.own), np.array(tokens.starts)
        np.take(np.argsort(order).astype(np.int32), own, out=own)
        starts = np.append(0, np.cumsum(np.bincount(own, minlength=len(keys)))).astype(np.int32)
        places, times = _turned_round(own, own_starts, starts, np.array(tokens.times))
        size, held = len(own_starts) - 1, np.diff(starts)
        lengths = np.array(tokens.lengths, dtype=np.float32)
        average = max(float(lengths.mean()), _LITTLE) if size else 1.0
        return cls(
            keys=keys[order],
            starts=starts,
            places=places,
            times=times,
            own_starts=own_starts,
            own=own,
            idf=np.log1p((size - held + 0.5) / (held + 0.5)).astype(np.float32),
            norms=K1 * (1 - B + B * lengths / average),
        )

    def asked(self, keys: Sequence[int], rarity: Sequence[float] = ()) -> Asked:
        """Look up the tokens of a question; ``rarity`` is theirs by another measure."""
        order = np.argsort(wanted := np.array(keys, np.uint32))
        wanted = wanted[order]
        other = np.array(rarity)[order] if rarity else np.ones(len(wanted))
        spots = np.minimum(np.searchsorted(self.keys, wanted), max(len(self.keys) - 1, 0))
        there = self.keys[spots] == wanted if len(self.keys) else np.zeros(len(wanted), bool)
        known = spots[there]
        return Asked(known, self.idf[known] / self.rarest, other[there], other[~there])

    @property
    def rarest(self) -> float:
        """The idf of a token that one unit has: the largest there is."""
        return float(np.log1p((len(self.norms) - 0.5) / 1.5)) or 1.0

    def bm25(self, asked: Asked) -> Floats:
        """The score of every unit, for the rarest tokens of the question."""
        size = len(self.norms)
        if not len(asked.known):
            return np.zeros(size)
        order = np.argsort(-asked.idf, kind="stable")
        known, idf = asked.known[order], asked.idf[order]
        lengths = self.starts[known + 1] - self.starts[known]
        enough = max(1, int(np.searchsorted(np.cumsum(lengths), MOST_POSTINGS, side="right")))
        enough = min(enough, MOST_TOKENS)
        lengths = lengths[:enough]
        postings = spans(self.starts[known[:enough]], lengths)
        places = self.places[postings]
        times = self.times[postings].astype(np.float32) if len(self.times) else np.float32(1)
        weights = np.repeat(idf[:enough], lengths) * times * (K1 + 1) / (times + self.norms[places])
        scores: Floats = np.bincount(places, weights, size)  # type: ignore[assignment]
        return scores

    def explained(self, asked: Asked, units: Numbers) -> Overlap:
        """Which tokens the question shares with each of ``units``."""
        starts = self.own_starts[units]
        lengths = self.own_starts[units + 1] - starts
        own = self.own[spans(starts, lengths)]
        row = np.repeat(np.arange(len(units)), lengths)
        shared = np.zeros((len(units), len(asked.known)), bool)
        hit = np.zeros(len(own), bool)
        if len(asked.known):
            spot = np.minimum(np.searchsorted(asked.known, own), len(asked.known) - 1)
            hit = asked.known[spot] == own
            shared[row[hit], spot[hit]] = True
        return Overlap(shared, own, row, lengths, hit)


@dataclass(frozen=True)
class Overlap:
    """The tokens that a question shares with some units, to be weighed in one way or another."""

    shared: NDArray[np.bool_]
    """Units × the question's known tokens."""
    own: Numbers
    row: Numbers
    lengths: Numbers
    hit: NDArray[np.bool_]
    """The units' tokens in a row, the unit of each, how many each has, which the question has."""

    def question(self, weights: Floats, strange: Floats) -> tuple[Floats, Floats]:
        """Share of the question's weight that each unit has; 1 less its heaviest missing token.

        ``weights`` are those of the known tokens, ``strange`` of those that no unit has.
        """
        total = float(weights.sum()) + float(strange.sum())
        lost = np.where(self.shared, 0.0, weights).max(axis=1, initial=strange.max(initial=0.0))
        return (self.shared @ weights) / max(total, _LITTLE), 1.0 - lost

    def unit(self, weights: Floats) -> tuple[Floats, Floats]:
        """The same of each unit's tokens, as far as the question has them."""
        mine = weights[self.own]
        size = len(self.lengths)
        common = np.bincount(self.row, mine * self.hit, size)
        total = np.bincount(self.row, mine, size)
        lost, filled = np.zeros(size), np.flatnonzero(self.lengths)
        if len(filled):
            starts = (np.cumsum(self.lengths) - self.lengths)[filled]
            lost[filled] = np.maximum.reduceat(np.where(self.hit, 0.0, mine), starts)
        return common / np.maximum(total, _LITTLE), 1.0 - lost


def _turned_round(
    own: Numbers, own_starts: Numbers, starts: Numbers, times: NDArray[np.uint8]
) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """The inverted list of a forward list, with its times; some units at once, to spare memory."""
    places, cursor = np.empty(len(own), np.int32), starts[:-1].copy()
    often = np.empty(len(own) if len(times) and times.max() > 1 else 0, np.uint8)
    for first in range(0, len(own_starts) - 1, _AT_ONCE):
        last = min(first + _AT_ONCE, len(own_starts) - 1)
        stretch = slice(int(own_starts[first]), int(own_starts[last]))
        order = np.argsort(own[stretch], kind="stable")
        numbers = own[stretch][order]
        fresh = np.flatnonzero(np.diff(numbers, prepend=-1))
        counts = np.diff(fresh, append=len(numbers))
        spots = spans(cursor[numbers[fresh]], counts)
        places[spots] = np.repeat(
            np.arange(first, last, dtype=np.int32), np.diff(own_starts[first : last + 1])
        )[order]
        if len(often):
            often[spots] = times[stretch][order]
        cursor[numbers[fresh]] += counts.astype(cursor.dtype)
    return places, often


def spans(starts: Numbers, lengths: Numbers) -> Numbers:
    """The numbers ``starts[0] … starts[0] + lengths[0] - 1``, then those of the next, and so on."""
    offsets = np.cumsum(lengths) - lengths
    return np.repeat(starts - offsets, lengths) + np.arange(int(lengths.sum()))
