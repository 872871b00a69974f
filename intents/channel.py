"""The channels of the index in one pair of lists: which units have which tokens, both ways round.

A unit is a phrasing or an item, and each channel cuts it in its own way. The channels stand in one
list behind one another, so that a question is looked up, scored and compared in all of them at
once: a few long steps in numpy instead of many short ones. A unit's part in a channel is a row.

The inverted list (token → rows) finds candidates; the forward list (row → tokens) then tells
exactly how a few of them compare. Everything is a plain array, so it can be saved and mapped.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from itertools import accumulate, chain, pairwise, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
"""Real numbers: float32 where stored, float64 where worked out."""

Numbers = NDArray[np.signedinteger[Any]]

MOST_POSTINGS = 24_000
"""A question's rarest tokens are looked up, in each channel, until they name this many units: what
"怎么" alone would add in a large base is not worth its time. The forward list counts every token."""

MOST_TOKENS = 64
"""So many of a long question's tokens find candidates, the rarest first."""

CHANNEL = 32
"""Above so many bits of its key stands a token's channel."""

LITTLE = 1e-6


@dataclass(frozen=True)
class Asked:
    """A question's tokens as the lists know them, channel by channel, ascending."""

    known: Numbers
    """Numbers of the tokens that some unit has."""
    bounds: tuple[int, ...]
    """The tokens of channel n are ``bounds[n]`` to ``bounds[n + 1]`` of the known ones."""
    weights: Floats
    """Their rarity in their channel, against the rarest, 0–1."""
    heft: Floats
    """What the question itself gives as their weight (rarity in the language at large, say)."""
    strange: tuple[Floats, ...]
    """By channel, that weight of the tokens that no unit has; in a channel they are the rarest."""

    def of(self, channel: int) -> slice:
        """Where the known tokens of a channel stand."""
        return slice(self.bounds[channel], self.bounds[channel + 1])

    def total(self, channel: int) -> float:
        """The rarity of all tokens of a channel."""
        return float(self.weights[self.of(channel)].sum()) + len(self.strange[channel])

    def rarest(self, channel: int) -> Floats:
        """The rarity of the tokens of a channel that no unit has."""
        return np.ones(len(self.strange[channel]))


class _Spots(threading.local):
    """For each token of the lists, its place in the question just looked at; 0 for none."""

    table: NDArray[np.int16] | None = None


@dataclass(frozen=True)
class Lists:
    """The two lists, ready to be asked."""

    keys: NDArray[np.uint64]
    """Of each token: its channel, then its key there; ascending."""
    starts: Numbers
    postings: NDArray[np.int64]
    """Of each token the rows that have it, 4 bytes, and what it adds to their score, 4 more."""
    own_starts: Numbers
    own: NDArray[np.int32]
    """The tokens of each row."""
    weights: Floats
    """Of each token: BM25's idf, against that of a token that one unit has."""
    totals: Floats
    """Of each row: the weights of its tokens."""
    first_rows: Numbers
    """Where the rows of each channel begin; the last number is that of all rows."""
    _spots: _Spots = field(default_factory=_Spots, init=False, repr=False, compare=False)

    def asked(self, keys: Sequence[Sequence[int]], hefts: Sequence[Sequence[float]]) -> Asked:
        """Look up a question's tokens of each channel; ``hefts`` are by channel as well.

        A channel's hefts may be left out (empty): then they are 1.
        """
        sizes = [*map(len, keys)]
        tags = np.repeat(np.arange(len(keys), dtype=np.uint64) << np.uint64(CHANNEL), sizes)
        wanted = np.array([*chain.from_iterable(keys)], np.uint64) | tags
        given = zip(hefts, sizes, strict=True)
        heft = np.array([*chain.from_iterable(some or repeat(1.0, size) for some, size in given)])
        order = np.argsort(wanted)
        wanted, heft = wanted[order], heft[order]
        spots = np.minimum(np.searchsorted(self.keys, wanted), max(len(self.keys) - 1, 0))
        there = self.keys[spots] == wanted if len(self.keys) else np.zeros(len(wanted), bool)
        known, strange = spots[there], heft[~there]
        ends = [0, *accumulate(sizes)]
        bounds = np.append(0, np.cumsum(there))[ends].tolist()
        left = [end - seen for end, seen in zip(ends, bounds, strict=True)]
        by_channel = tuple(strange[first:last] for first, last in pairwise(left))
        return Asked(known, tuple(bounds), self.weights[known], heft[there], by_channel)

    def has(self, channel: int, keys: Sequence[int]) -> NDArray[np.bool_]:
        """Which of these tokens some unit has in a channel."""
        wanted = np.array(keys, np.uint64) | np.uint64(channel << CHANNEL)
        if not len(self.keys):
            return np.zeros(len(wanted), np.bool_)
        spots = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        there: NDArray[np.bool_] = self.keys[spots] == wanted
        return there

    def scores(self, asked: Asked) -> list[Floats]:
        """BM25 by channel: the score of every unit, for the rarest tokens of the question."""
        bounds = self.first_rows.tolist()
        looked_up = self._looked_up(asked)
        pairs = looked_up.view(np.int32).reshape(-1, 2)
        scores = np.bincount(pairs[:, 0], pairs.view(np.float32)[:, 1], bounds[-1])
        return [scores[first:last] for first, last in pairwise(bounds)]

    def _looked_up(self, asked: Asked) -> NDArray[np.int64]:
        """The postings of the tokens that are rare enough: in each channel the rarest first, so
        that units with equal tokens have equal scores, to the last bit."""
        counts = np.diff(asked.bounds)
        order = np.argsort(2 * np.repeat(np.arange(len(counts)), counts) - asked.weights, kind="stable")
        known = asked.known[order]
        firsts, lasts = self.starts[known], self.starts[known + 1]
        sums = np.append(0, np.cumsum(lasts - firsts))
        if sums[-1] > MOST_POSTINGS or len(known) > MOST_TOKENS:
            begin = np.array(asked.bounds[:-1])
            rank = np.arange(len(known)) - np.repeat(begin, counts)
            few = sums[1:] - np.repeat(sums[begin], counts) <= MOST_POSTINGS
            kept = (few | (rank == 0)) & (rank < MOST_TOKENS)
            firsts, lasts = firsts[kept], lasts[kept]
        parts = zip(firsts.tolist(), lasts.tolist(), strict=True)
        return np.concatenate([self.postings[:0], *(self.postings[a:b] for a, b in parts)])

    def compared(self, asked: Asked, rows: Sequence[Numbers]) -> Overlap:
        """Which tokens the question shares with some rows, given by channel as numbers of units."""
        parts = zip(rows, self.first_rows.tolist(), strict=False)
        every = np.concatenate([units + first for units, first in parts])
        starts = self.own_starts[every]
        lengths = self.own_starts[every + 1] - starts
        own = self.own[spans(starts, lengths)]
        spot = self._spots_of(asked.known, own)
        hits = np.flatnonzero(spot)
        row = np.repeat(np.arange(len(every)), lengths)
        ends = (0, *np.cumsum([len(units) for units in rows]).tolist())
        return Overlap(asked, ends, own, row, lengths, hits, row[hits], spot[hits] - 1, self.totals[every])

    def _spots_of(self, known: Numbers, own: Numbers) -> Numbers:
        """For each of ``own``, 1 + its place among ``known``, or 0. The table is this thread's."""
        table = self._spots.table
        if table is None:
            table = self._spots.table = np.zeros(len(self.keys), np.int16)
        table[known] = np.arange(1, len(known) + 1)
        found = table[own]
        table[known] = 0
        return found


@dataclass(frozen=True)
class Overlap:
    """The tokens that a question shares with some rows, to be weighed in one way or another."""

    asked: Asked
    bounds: tuple[int, ...]
    """The rows of channel n are ``bounds[n]`` to ``bounds[n + 1]``."""
    own: Numbers
    row: Numbers
    lengths: Numbers
    """The rows' tokens one after another, the row of each, how many each row has."""
    hits: Numbers
    hit_row: Numbers
    hit_spot: Numbers
    """Which of the tokens the question has, their rows, and their places in the question."""
    totals: Floats

    def of(self, channel: int) -> slice:
        """Where the rows of a channel stand."""
        return slice(self.bounds[channel], self.bounds[channel + 1])

    def common(self, weights: Floats) -> Floats:
        """Of each row: the weight of the question's tokens that it has."""
        found: Floats = np.bincount(self.hit_row, weights[self.hit_spot], self.bounds[-1])  # type: ignore[assignment]
        return found

    def common_in(self, channel: int, weights: Floats) -> Floats:
        """The same of a channel's rows only; ``weights`` are those of its known tokens."""
        rows, first, last = self._hits_of(channel)
        spots = self.hit_spot[first:last] - self.asked.bounds[channel]
        found: Floats = np.bincount(
            self.hit_row[first:last] - rows.start, weights[spots], rows.stop - rows.start
        )  # type: ignore[assignment]
        return found

    def _hits_of(self, channel: int) -> tuple[slice, int, int]:
        rows = self.of(channel)
        first, last = np.searchsorted(self.hit_row, (rows.start, rows.stop)).tolist()
        return rows, first, last

    def lacking(self, channel: int, weights: Floats, strange: Floats) -> Floats:
        """Of each row of a channel: the heaviest token of the question that it lacks.

        ``weights`` are those of the channel's known tokens, ``strange`` of those that no unit has.
        """
        rows, first, last = self._hits_of(channel)
        tokens = self.asked.of(channel)
        left = np.tile(weights, (rows.stop - rows.start, 1))
        left[self.hit_row[first:last] - rows.start, self.hit_spot[first:last] - tokens.start] = 0
        heaviest: Floats = left.max(axis=1, initial=strange.max(initial=0.0))
        return heaviest

    def superfluous(self, channel: int, weights: Floats) -> tuple[Floats, Floats]:
        """Of each row of a channel: its heaviest token that the question lacks, and the weight of
        all its tokens. ``weights`` are those of all tokens of the lists."""
        rows = self.of(channel)
        first, last = np.searchsorted(self.row, (rows.start, rows.stop)).tolist()
        lengths, size = self.lengths[rows], rows.stop - rows.start
        mine = weights[self.own[first:last]]
        total = np.bincount(self.row[first:last] - rows.start, mine, size)
        heaviest, filled = np.zeros(size), np.flatnonzero(lengths)
        if len(filled):
            hits = self.hits[np.searchsorted(self.hits, first) : np.searchsorted(self.hits, last)]
            mine[hits - first] = 0
            starts = (np.cumsum(lengths) - lengths)[filled]
            heaviest[filled] = np.maximum.reduceat(mine, starts)
        return heaviest, total


def spans(starts: Numbers, lengths: Numbers) -> Numbers:
    """The numbers ``starts[0] … starts[0] + lengths[0] - 1``, then those of the next, and so on."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts - ends + lengths, lengths) + np.arange(total)


ARRAYS = tuple(field.name for field in fields(Lists) if field.init)
"""The parts of the lists that are kept."""
