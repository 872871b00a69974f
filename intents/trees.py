"""Decision trees as plain arrays: what gradient boosting found, evaluated without its library."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.channel import Floats

Tree = dict[str, list[float]]
"""``feature``, ``threshold``, ``left``, ``right``: the splits; ``leaves``: the values.

A row goes left where its feature is not above the threshold. A child of -1, -2 … is leaf 0, 1 …;
without splits leaf 0 is the whole tree.
"""


AT_ONCE = 256
"""So many rows are gone through together: every split is looked at for each of them."""


@dataclass(frozen=True)
class Trees:
    """All trees one after another, each filled up to the same depth: below a leaf stands only it.

    The children of split n of a tree are its splits 2n + 1 and 2n + 2; behind the last split come
    the leaves.
    """

    feature: NDArray[np.int64]
    threshold: Floats
    """Trees × splits, in a row."""
    leaves: Floats
    """Trees × leaves, in a row."""
    count: int
    depth: int

    @classmethod
    def of(cls, trees: list[Tree], depth: int) -> Trees:
        """Trees as they stand in a model file, none deeper than ``depth``."""
        splits = (1 << depth) - 1
        feature = np.zeros((len(trees), splits), np.int64)
        threshold = np.full((len(trees), splits), np.inf)
        leaves = np.zeros((len(trees), splits + 1))
        for number, tree in enumerate(trees):
            todo = [(0, 0 if tree["feature"] else -1)]
            while todo:
                place, node = todo.pop()
                if place >= splits:
                    leaves[number, place - splits] = tree["leaves"][-node - 1]
                    continue
                children = (node, node)
                if node >= 0:
                    feature[number, place] = tree["feature"][node]
                    threshold[number, place] = tree["threshold"][node]
                    children = int(tree["left"][node]), int(tree["right"][node])
                todo += [(2 * place + 1, children[0]), (2 * place + 2, children[1])]
        return cls(feature.ravel(), threshold.ravel(), leaves.ravel(), len(trees), depth)

    def scores(self, rows: Floats) -> Floats:
        """The sum of all trees for each row."""
        parts = [self._scores(rows[n : n + AT_ONCE]) for n in range(0, len(rows), AT_ONCE)]
        return np.concatenate([np.zeros(0), *parts])

    def _scores(self, rows: Floats) -> Floats:
        splits = (1 << self.depth) - 1
        right = (rows.take(self.feature, axis=1) > self.threshold).ravel()
        first = np.arange(0, right.size, splits)
        node = np.zeros(len(first), np.int64)
        for _ in range(self.depth):
            node = 2 * node + right.take(first + node) + 1
        places = (node - splits).reshape(len(rows), self.count)
        places += np.arange(0, self.leaves.size, splits + 1)
        total: Floats = self.leaves.take(places).sum(axis=1)
        return total
