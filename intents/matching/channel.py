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
from functools import cached_property
from itertools import accumulate, chain, pairwise
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

_TAGS = np.arange(8, dtype=np.uint64) << np.uint64(CHANNEL)

_ROW = (1 << 32) - 1
"""Where in a posting its row stands; what it adds stands above."""

LITTLE = 1e-6


@dataclass(frozen=True)
class Asked:
    """A question's tokens as the lists know them, channel by channel."""

    there: NDArray[np.bool_]
    """Of all its tokens, which some unit has: the known ones. The others are strange."""
    ends: tuple[int, ...]
    """The tokens of channel n are ``ends[n]`` to ``ends[n + 1]``."""
    known: Numbers
    """The numbers of the known ones."""
    bounds: tuple[int, ...]
    """The same ends among the known ones."""
    weights: Floats
    """Of the known ones: their rarity in their channel, against the rarest, 0–1."""

    @cached_property
    def totals(self) -> tuple[float, ...]:
        """By channel, the rarity of all tokens; strange ones are as rare as can be."""
        each = self.weights.tolist()
        return tuple(
            sum(each[first:last]) + self.strange(channel)
            for channel, (first, last) in enumerate(pairwise(self.bounds))
        )

    def of(self, channel: int) -> slice:
        """Where the known tokens of a channel stand."""
        return slice(self.bounds[channel], self.bounds[channel + 1])

    def knows(self, channel: int) -> bool:
        """Whether any token of a channel is known."""
        return self.bounds[channel] < self.bounds[channel + 1]

    def there_in(self, channel: int) -> NDArray[np.bool_]:
        """``there`` of a channel."""
        return self.there[self.ends[channel] : self.ends[channel + 1]]

    def strange(self, channel: int) -> int:
        """How many tokens of a channel no unit has."""
        tokens = self.ends[channel + 1] - self.ends[channel]
        return tokens - (self.bounds[channel + 1] - self.bounds[channel])


@dataclass(frozen=True)
class Scored:
    """What the units score for a question."""

    tokens: Numbers
    """The tokens that were looked up."""
    units: Floats
    """The score of each unit, those of all channels in a row."""


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

    def asked(self, keys: Sequence[Sequence[int]]) -> Asked:
        """Look up a question's tokens, given by channel."""
        counts = [*map(len, keys)]
        ends = (0, *accumulate(counts))
        tagged = np.fromiter(chain.from_iterable(keys), np.uint64, ends[-1])
        there, spots = self._find(tagged | _TAGS[: len(counts)].repeat(counts))
        known = spots[there]
        seen = there.cumsum().tolist()
        bounds = (0, *(seen[end - 1] if end else 0 for end in ends[1:]))
        return Asked(there, ends, known, bounds, self.weights[known])

    def counts(self, channel: int, keys: Sequence[int]) -> Numbers:
        """How many units have each of these tokens in a channel."""
        there, spots = self._find(np.array(keys, np.uint64) | _TAGS[channel])
        known = spots[there]
        counts = np.zeros(len(keys), np.int64)
        counts[there] = self.starts[known + 1] - self.starts[known]
        return counts

    def _find(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.bool_], Numbers]:
        """Which keys there are, and their numbers."""
        spots = self.keys.searchsorted(keys)
        if not len(self.keys):
            return np.zeros(len(keys), np.bool_), spots
        return self.keys.take(spots, mode="clip") == keys, spots

    def scores(self, asked: Asked, like: Scored | None = None) -> Scored:
        """BM25: the score of every unit in every channel, for the rarest tokens of the question.

        What a posting adds has 24 bits and a sum 53, so that sums are exact, in whatever order: from what was
        found for a question that is much ``like`` this one, what it has more is taken away.
        """
        tokens = self._rarest(asked)
        if like is None:
            postings = self._postings(tokens)
            return Scored(tokens, _sums(*_told(postings), int(self.first_rows[-1])))
        here, there = {*tokens.tolist()}, {*like.tokens.tolist()}
        units = like.units.copy()
        for change, some in ((np.subtract, there - here), (np.add, here - there)):
            change.at(units, *_told(self._postings(np.array([*some], np.int64))))
        return Scored(tokens, units)

    def by_channel(self, units: Floats) -> list[Floats]:
        """The scores of all units, channel by channel."""
        return [units[first:last] for first, last in pairwise(self.first_rows.tolist())]

    def _rarest(self, asked: Asked) -> Numbers:
        """The tokens that are rare enough to be looked up: in each channel the rarest."""
        known = asked.known
        lengths = self.starts[known + 1] - self.starts[known]
        if not len(known) or (lengths.sum() <= MOST_POSTINGS and len(known) <= MOST_TOKENS):
            return known
        each, rarest = lengths.astype(np.int64) << CHANNEL | known, []
        for first, last in pairwise(asked.bounds):
            some = np.sort(each[first:last])[:MOST_TOKENS]
            few = int((some >> CHANNEL).cumsum().searchsorted(MOST_POSTINGS, "right"))
            rarest.append(some[: max(few, 1)] & _ROW)
        return np.concatenate(rarest)

    def _postings(self, tokens: Numbers) -> NDArray[np.int64]:
        pieces = joined_pieces(self.postings, self.starts[tokens], self.starts[tokens + 1])
        return np.frombuffer(pieces, np.int64)

    def compared(self, asked: Asked, units: Sequence[Numbers]) -> Overlap:
        """Which tokens the question shares with some units of each channel."""
        parts = zip(units, self.first_rows.tolist(), strict=False)
        rows = np.concatenate([some + first for some, first in parts])
        starts = self.own_starts[rows]
        lengths = self.own_starts[rows + 1] - starts
        own = self.own[spans(starts, lengths)]
        spots = self._spots_of(asked.known, own)
        hits = spots.nonzero()[0]
        hit_rows = np.arange(len(rows)).repeat(lengths)[hits]
        bounds = (0, *accumulate(map(len, units)))
        return Overlap(
            asked,
            bounds,
            own,
            lengths,
            hits,
            hit_rows,
            spots[hits] - 1,
            self.totals[rows],
            tuple(hit_rows.searchsorted(bounds).tolist()),
        )

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
    lengths: Numbers
    """The rows' tokens one after another, and how many each row has."""
    hits: Numbers
    hit_rows: Numbers
    hit_spots: Numbers
    """Which of the tokens the question has, their rows, and their places in the question."""
    totals: Floats
    """Of each row: the weight of its tokens."""
    hit_bounds: tuple[int, ...]
    """The hits of channel n are ``hit_bounds[n]`` to ``hit_bounds[n + 1]``."""

    def of(self, channel: int) -> slice:
        """Where the rows of a channel stand."""
        return slice(self.bounds[channel], self.bounds[channel + 1])

    def explained(self) -> tuple[list[Floats], Floats]:
        """How much of the question each row has, by weight, channel by channel; and how much of
        each row the question has."""
        common = _sums(self.hit_rows, self.asked.weights[self.hit_spots], self.bounds[-1])
        shares = [
            common[self.of(channel)] / max(self.asked.totals[channel], LITTLE)
            for channel in range(len(self.bounds) - 1)
        ]
        return shares, common / np.maximum(self.totals, LITTLE)

    def lacking(self, channel: int) -> NDArray[np.bool_]:
        """A channel's rows × the question's known tokens: which the row lacks."""
        rows, tokens = self.of(channel), self.asked.of(channel)
        first, last = self.hit_bounds[channel : channel + 2]
        lacking = np.ones((rows.stop - rows.start, tokens.stop - tokens.start), np.bool_)
        lacking[
            self.hit_rows[first:last] - rows.start, self.hit_spots[first:last] - tokens.start
        ] = 0
        return lacking

    def apart(self, channel: int) -> NDArray[np.bool_]:
        """A channel's rows × all of the question's tokens: which the row lacks."""
        there, lacking = self.asked.there_in(channel), self.lacking(channel)
        apart = np.ones((len(lacking), len(there)), np.bool_)
        apart[:, there] = lacking
        return apart

    def left(self, channel: int) -> tuple[Numbers, Numbers]:
        """The tokens of a channel's rows that the question lacks, and whose they are."""
        lengths, before = self.lengths[self.of(channel)], self.lengths[: self.bounds[channel]].sum()
        own = self.own[before : before + lengths.sum()]
        first, last = self.hit_bounds[channel : channel + 2]
        left = np.ones(len(own), np.bool_)
        left[self.hits[first:last] - before] = False
        return own[left], np.arange(len(lengths)).repeat(lengths)[left]

    def first(self) -> First:
        """The first channel's rows."""
        lengths = self.lengths[: self.bounds[1]]
        hits = self.hit_bounds[1]
        return First(lengths, self.own[: lengths.sum()], self.hits[:hits], self.hit_rows[:hits])


@dataclass(frozen=True)
class First:
    """The rows of the first channel, to be weighed by other weights of all its tokens."""

    lengths: Numbers
    own: Numbers
    hits: Numbers
    hit_rows: Numbers

    def weighed(self, weights: Floats) -> tuple[Floats, Floats]:
        """The weight of the tokens of each row that the question has, and of all its tokens."""
        mine, rows = weights[self.own], np.arange(len(self.lengths)).repeat(self.lengths)
        common = _sums(self.hit_rows, mine[self.hits], len(self.lengths))
        return common, _sums(rows, mine, len(self.lengths))

    def superfluous(self, weights: Floats) -> Floats:
        """The heaviest token of each row that the question lacks."""
        mine = weights[self.own]
        mine[self.hits] = 0
        heaviest = np.zeros(len(self.lengths), mine.dtype)
        filled, starts = self._filled
        if len(filled):
            heaviest[filled] = np.maximum.reduceat(mine, starts)
        return heaviest

    @cached_property
    def _filled(self) -> tuple[Numbers, Numbers]:
        """The rows that have any token, and where theirs begin."""
        filled = self.lengths.nonzero()[0]
        return filled, (self.lengths.cumsum() - self.lengths)[filled]


def _sums(places: Numbers, weights: Floats, size: int) -> Floats:
    """At each place the sum of its weights."""
    sums: Floats = np.bincount(places, weights, size)  # type: ignore[assignment]
    return sums


def _told(postings: NDArray[np.int64]) -> tuple[Numbers, Floats]:
    """Whose postings are, and what each adds."""
    return postings & _ROW, postings.view(np.float32)[1::2].astype(np.float64)


def spans(starts: Numbers, lengths: Numbers) -> Numbers:
    """The numbers ``starts[0] … starts[0] + lengths[0] - 1``, then those of the next, and so on."""
    ends = lengths.cumsum()
    total = int(ends[-1]) if len(ends) else 0
    found: Numbers = (starts - ends + lengths).repeat(lengths) + np.arange(total)
    return found


def joined_pieces(values: NDArray[Any], firsts: Numbers, lasts: Numbers) -> bytes:
    """The memory of the values from each of ``firsts`` up to each of ``lasts``, one piece behind another.

    For some tens or hundreds of pieces this takes half the time of ``np.concatenate``.
    """
    memory = values.data
    pieces = zip(firsts.tolist(), lasts.tolist(), strict=True)
    return b"".join([memory[first:last] for first, last in pieces])


ARRAYS = tuple(field.name for field in fields(Lists) if field.init)
"""The parts of the lists that are kept."""
