"""Decision trees as plain arrays: what gradient boosting found, evaluated without its library."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.matching.channel import Floats

Tree = dict[str, list[float]]
"""``feature``, ``threshold``, ``left``, ``right``: the splits; ``leaves``: the values.

A row goes left where its feature is not above the threshold. A child of -1, -2 … is leaf 0, 1 …;
without splits leaf 0 is the whole tree.
"""


SPLITS = 8
"""No tree has more, so that which way a row goes at all splits of a tree are the bits of one byte."""

AT_ONCE = 256
"""So many rows are gone through together: every split is looked at for each of them."""

_TURNS = np.arange(1 << SPLITS)
"""Every set of splits where a row may go right: bit n for split n."""


@dataclass(frozen=True)
class Trees:
    """All trees one after another, each filled up to the same number of splits."""

    feature: NDArray[np.int64]
    threshold: Floats
    """Trees × splits, in a row; at a split that is none nothing goes right."""
    values: Floats
    """Trees × ``_TURNS``, in a row: the leaf that a row of these turns comes to."""
    firsts: NDArray[np.int64]
    """The first value of each tree."""

    @classmethod
    def of(cls, trees: list[Tree]) -> Trees:
        """Trees as they stand in a model file. Raises ValueError if one has more than SPLITS."""
        feature = np.zeros((len(trees), SPLITS), np.int64)
        threshold = np.full((len(trees), SPLITS), np.inf)
        for number, tree in enumerate(trees):
            if (splits := len(tree["feature"])) > SPLITS:
                raise ValueError(f"tree {number} has {splits} splits, at most {SPLITS} can be read")
            feature[number, :splits] = tree["feature"]
            threshold[number, :splits] = tree["threshold"]
        values = np.array([*map(_values, trees)])
        firsts = np.arange(len(trees)) * len(_TURNS)
        return cls(feature.ravel(), threshold.ravel(), values.ravel(), firsts)

    def scores(self, rows: Floats) -> Floats:
        """The sum of all trees for each row."""
        parts = [self._scores(rows[n : n + AT_ONCE]) for n in range(0, len(rows), AT_ONCE)]
        return parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0), *parts])

    def _scores(self, rows: Floats) -> Floats:
        right = rows.take(self.feature, axis=1) > self.threshold
        turns = np.packbits(right, axis=1, bitorder="little")
        total: Floats = self.values.take(turns + self.firsts).sum(axis=1)
        return total


def _values(tree: Tree) -> Floats:
    """The leaf that each of ``_TURNS`` comes to."""
    left, right = (np.array(tree[side], np.int64) for side in ("left", "right"))
    node = np.zeros_like(_TURNS) if tree["feature"] else np.full_like(_TURNS, -1)
    while (inner := node >= 0).any():
        here = node[inner]
        node[inner] = np.where(_TURNS[inner] >> here & 1, right[here], left[here])
    return np.array(tree["leaves"])[-node - 1]
