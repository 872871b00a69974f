"""Makes the lists of an index (``channel.Lists``) from the tokens of its units."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.matching.channel import CHANNEL, LITTLE, Floats, Lists, Numbers

K1, B = 1.2, 0.75
"""BM25's usual constants (Robertson & Zaragoza, 2009)."""

_KEY = np.uint64((1 << CHANNEL) - 1)


class Tokens:
    """Collects the tokens of units, one unit after another, in little memory."""

    def __init__(self) -> None:
        self.keys, self.lengths = array("I"), array("i")

    def add(self, keys: Sequence[int]) -> None:
        """The tokens of the next unit, each as often as it has it."""
        self.keys.extend(keys)
        self.lengths.append(len(keys))

    def packed(self) -> NDArray[np.uint64]:
        """Each token below its unit's number."""
        units = np.repeat(np.arange(len(self.lengths), dtype=np.uint64), np.array(self.lengths))
        return units << np.uint64(CHANNEL) | np.array(self.keys, np.uint64)


@dataclass(frozen=True)
class Listed:
    """One channel, its tokens and rows still counted from 0."""

    keys: NDArray[np.uint32]
    held: Numbers
    """How many units have each token."""
    units: NDArray[np.int32]
    added: NDArray[np.float32]
    """The postings: unit, and what the token adds to its score."""
    own: NDArray[np.int32]
    lengths: Numbers
    """The tokens of each unit, and how many different ones it has."""
    weights: Floats

    @property
    def totals(self) -> Floats:
        """The weight of all tokens of each unit."""
        row = np.repeat(np.arange(len(self.lengths)), self.lengths)
        sums: Floats = np.bincount(row, self.weights[self.own], len(self.lengths))  # type: ignore[assignment]
        return sums


def listed(packed: NDArray[np.uint64], size: int, *, once: bool = False) -> Listed:
    """The channel of ``size`` units whose tokens are ``packed`` (unit, key).

    ``once`` if it makes no difference how often a unit has a token.
    """
    packed, times = np.unique(packed, return_counts=True)
    units = (packed >> np.uint64(CHANNEL)).astype(np.int32)
    keys = (packed & _KEY).astype(np.uint32)
    del packed
    if once:
        times = np.ones(1, np.float32)
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    first = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] + 1)) if len(keys) else order
    del keys
    held = np.diff(np.append(first, len(order)))
    own = np.empty(len(order), np.int32)
    own[order] = np.repeat(np.arange(len(first), dtype=np.int32), held)
    vocabulary = ordered[first]
    del ordered
    lengths = np.bincount(units, minlength=size)
    spoken = lengths if once else np.bincount(units, times, size)
    factors = _length_factors(spoken.astype(np.float32))
    units = units[order]
    if not once:
        times = np.minimum(times, 255)[order].astype(np.float32)
    weights = _rarities(held, size)
    added = np.repeat(weights, held)
    added *= times * np.float32(K1 + 1) / (times + factors[units])
    return Listed(vocabulary, held, units, added, own, lengths, weights)


def _rarities(held: Numbers, size: int) -> NDArray[np.float32]:
    """BM25's idf of tokens that so many units have, against that of a token that one has."""
    rarest = float(np.log1p((size - 0.5) / 1.5)) or 1.0
    idf: NDArray[np.float32] = np.log1p((size - held + 0.5) / (held + 0.5)).astype(np.float32)
    return idf / np.float32(rarest)


def _length_factors(lengths: NDArray[np.float32]) -> NDArray[np.float32]:
    average = max(float(lengths.mean()), LITTLE) if len(lengths) else 1.0
    factors: NDArray[np.float32] = K1 * (1 - B + B * lengths / np.float32(average))
    return factors


def joined(channels: list[Listed]) -> Lists:
    """The lists of all channels, one behind another; ``channels`` is empty afterwards: each is let go
    of as soon as it is copied, since of a large base each takes much memory."""
    sums = np.concatenate([c.totals for c in channels])
    keys, held = [c.keys for c in channels], [c.held for c in channels]
    lengths, weights = [c.lengths for c in channels], [c.weights for c in channels]
    first_rows = np.append(0, np.cumsum([len(c.lengths) for c in channels]))
    first_tokens = np.append(0, np.cumsum([len(c.keys) for c in channels]))
    postings = np.empty((sum(len(c.units) for c in channels), 2), np.int32)
    own = np.empty(len(postings), np.int32)
    at = 0
    for row, token in zip(first_rows[:-1].tolist(), first_tokens[:-1].tolist(), strict=True):
        channel = channels.pop(0)
        here = slice(at, at := at + len(channel.units))
        np.add(channel.units, np.int32(row), out=postings[here, 0])
        postings[here, 1] = channel.added.view(np.int32)
        np.add(channel.own, np.int32(token), out=own[here])
    tags = np.arange(len(keys), dtype=np.uint64) << np.uint64(CHANNEL)
    return Lists(
        keys=np.concatenate([t | k.astype(np.uint64) for t, k in zip(tags, keys, strict=True)]),
        starts=_starts(np.concatenate(held)),
        postings=postings.view(np.int64).ravel(),
        own_starts=_starts(np.concatenate(lengths)),
        own=own,
        weights=np.concatenate(weights),
        totals=sums,
        first_rows=first_rows,
    )


def _starts(lengths: Numbers) -> Numbers:
    return np.append(0, np.cumsum(lengths)).astype(np.int32)
