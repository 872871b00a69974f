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


DEPTH = 4
"""No tree is deeper, so that which way a row goes at all splits of a tree are the bits of 16."""

AT_ONCE = 256
"""So many rows are gone through together: every split is looked at for each of them."""

_SPLITS, _WIDTH = (1 << DEPTH) - 1, 1 << DEPTH


def _leaves_by_turns() -> NDArray[np.uint8]:
    """For each set of splits where a row goes right (bit n for split n), the leaf that it comes to."""
    turns = np.arange(1 << _WIDTH)
    node = np.zeros_like(turns)
    for _ in range(DEPTH):
        node = 2 * node + 1 + (turns >> node & 1)
    return (node - _SPLITS).astype(np.uint8)


_LEAF = _leaves_by_turns()


@dataclass(frozen=True)
class Trees:
    """All trees one after another, each filled up to the same depth: below a leaf stands only it.

    The children of split n of a tree are its splits 2n + 1 and 2n + 2; behind the last split come
    the leaves.
    """

    feature: NDArray[np.int64]
    threshold: Floats
    """Trees × splits, in a row; a split that is none, where nothing goes right, makes them 16."""
    leaves: Floats
    """Trees × leaves, in a row."""
    firsts: NDArray[np.int64]
    """The first leaf of each tree."""

    @classmethod
    def of(cls, trees: list[Tree]) -> Trees:
        """Trees as they stand in a model file, none deeper than DEPTH."""
        feature = np.zeros((len(trees), _WIDTH), np.int64)
        threshold = np.full((len(trees), _WIDTH), np.inf)
        leaves = np.zeros((len(trees), _WIDTH))
        for number, tree in enumerate(trees):
            todo = [(0, 0 if tree["feature"] else -1)]
            while todo:
                place, node = todo.pop()
                if place >= _SPLITS:
                    leaves[number, place - _SPLITS] = tree["leaves"][-node - 1]
                    continue
                children = (node, node)
                if node >= 0:
                    feature[number, place] = tree["feature"][node]
                    threshold[number, place] = tree["threshold"][node]
                    children = int(tree["left"][node]), int(tree["right"][node])
                todo += [(2 * place + 1, children[0]), (2 * place + 2, children[1])]
        firsts = np.arange(len(trees)) * _WIDTH
        return cls(feature.ravel(), threshold.ravel(), leaves.ravel(), firsts)

    def scores(self, rows: Floats) -> Floats:
        """The sum of all trees for each row."""
        parts = [self._scores(rows[n : n + AT_ONCE]) for n in range(0, len(rows), AT_ONCE)]
        return parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0), *parts])

    def _scores(self, rows: Floats) -> Floats:
        right = rows.take(self.feature, axis=1) > self.threshold
        turns = np.packbits(right, axis=1, bitorder="little").view("<u2")
        total: Floats = self.leaves.take(_LEAF.take(turns) + self.firsts).sum(axis=1)
        return total
