"""Decision trees as plain arrays: what gradient boosting found, evaluated without its library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intents.channel import Floats

Tree = dict[str, list[float]]
"""``feature``, ``threshold``, ``left``, ``right``: the splits; ``leaves``: the values.

A row goes left where its feature is not above the threshold. A child of -1, -2 … is leaf 0, 1 …;
without splits leaf 0 is the whole tree.
"""


@dataclass(frozen=True)
class Trees:
    """All trees one after another; a leaf leads to itself, so every path has the same length."""

    feature: NDArray[np.int64]
    threshold: Floats
    children: NDArray[np.int64]
    """Left and right child of node n at 2n and 2n + 1."""
    value: Floats
    roots: NDArray[np.int64]
    depth: int

    @classmethod
    def of(cls, trees: list[Tree], depth: int) -> Trees:
        """Trees as they stand in a model file, none deeper than ``depth``."""
        feature: list[float] = []
        threshold, children, value, roots = (
            list(feature),
            list(feature),
            list(feature),
            list(feature),
        )
        for tree in trees:
            root, splits = len(feature), len(tree["feature"])
            roots.append(root)
            feature += [*tree["feature"], *(0 for _ in tree["leaves"])]
            threshold += [*tree["threshold"], *(0.0 for _ in tree["leaves"])]
            value += [*(0.0 for _ in range(splits)), *tree["leaves"]]
            for left, right in zip(tree["left"], tree["right"], strict=True):
                children += [root + (n if n >= 0 else splits - n - 1) for n in (left, right)]
            children += [root + splits + n // 2 for n in range(2 * len(tree["leaves"]))]
        return cls(
            np.array(feature, dtype=np.int64),
            np.array(threshold),
            np.array(children, dtype=np.int64),
            np.array(value),
            np.array(roots, dtype=np.int64),
            depth,
        )

    def scores(self, rows: Floats) -> Floats:
        """The sum of all trees for each row."""
        node = np.tile(self.roots, (len(rows), 1))
        offset = (np.arange(len(rows)) * rows.shape[1])[:, None]
        flat: NDArray[Any] = np.ascontiguousarray(rows).ravel()
        for _ in range(self.depth):
            right = flat.take(offset + self.feature.take(node)) > self.threshold.take(node)
            node = self.children.take(2 * node + right)
        total: Floats = self.value.take(node).sum(axis=1)
        return total
