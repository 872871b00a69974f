"""The ranking: weights that make a question's own item come first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from intents.matching.channel import Floats
from intents.matching.features import NAMES
from intents.training.samples import Sample

STEPS, RATE, SHRINK = 200, 0.05, 1e-3

RIVALS = 15
"""So many other candidates, the likest by all features, are ranked beside the right one: with all of the
pool the same entries come first."""


def fit_rank(sets: Sequence[Sequence[Sample]]) -> Floats:
    """Softmax over the candidates of each question; every set weighs the same in all.

    Weights are not below zero, so that more support never lowers a score.
    """
    weighed = [
        (_contest(sample, sample.right), 1 / len(samples))
        for samples in sets
        for sample in samples
        if sample.right is not None
    ]
    found = [rows for rows, _ in weighed]
    rows = np.concatenate(found)
    weight = np.array([w for _, w in weighed]) / sum(w for _, w in weighed)
    starts = np.cumsum([0] + [len(part) for part in found])[:-1]
    segment = np.repeat(np.arange(len(found)), [len(part) for part in found])
    right = weight @ rows[starts]

    def slope(weights: Floats) -> Floats:
        scores = rows @ weights
        chance = np.exp(scores - np.maximum.reduceat(scores, starts)[segment])
        chance /= np.add.reduceat(chance, starts)[segment]
        gradient: Floats = rows.T @ (chance * weight[segment]) - right + SHRINK * weights
        return gradient

    return _descend(np.ones(len(NAMES)), slope)


def _contest(sample: Sample, right: int) -> Floats:
    """The features of the right candidate, and of its rivals."""
    rows = sample.found.rows
    order = np.argsort(-rows.sum(axis=1), kind="stable")
    chosen: Floats = rows[np.append(right, order[order != right][:RIVALS])]
    return chosen


def _descend(weights: Floats, slope: Callable[[Floats], Floats]) -> Floats:
    """Adam (Kingma & Ba, 2015) over the whole data at once, never below zero."""
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        gradient = slope(weights)
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        move = first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        weights = np.maximum(weights - RATE * move, 0.0)
    return weights


def hit_at_1(samples: Sequence[Sample], rank: Floats) -> float:
    """Share of the questions whose first candidate is the right one."""
    right = [
        bool(s.found.owners) and int(np.argmax(s.found.rows @ rank)) == s.right for s in samples
    ]
    return round(float(np.mean(right)), 4)
