"""The ranking: weights that make a question's own item come first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from intents.matching.channel import Floats
from intents.matching.features import NAMES
from intents.training.samples import Sample

STEPS, RATE, SHRINK = 400, 0.05, 1e-3


def fit_rank(sets: Sequence[Sequence[Sample]]) -> Floats:
    """Softmax over the candidates of each question; every set weighs the same in all.

    Weights are not below zero, so that more support never lowers a score.
    """
    weighed = [(s, 1 / len(samples)) for samples in sets for s in samples if s.right is not None]
    found = [sample.found.rows for sample, _ in weighed]
    rows = np.concatenate(found)
    weight = np.array([w for _, w in weighed]) / sum(w for _, w in weighed)
    starts = np.cumsum([0] + [len(part) for part in found])[:-1]
    segment = np.repeat(np.arange(len(found)), [len(part) for part in found])
    right = weight @ rows[starts + np.array([s.right for s, _ in weighed])]

    def slope(weights: Floats) -> Floats:
        scores = rows @ weights
        chance = np.exp(scores - np.maximum.reduceat(scores, starts)[segment])
        chance /= np.add.reduceat(chance, starts)[segment]
        gradient: Floats = rows.T @ (chance * weight[segment]) - right + SHRINK * weights
        return gradient

    return _descend(np.ones(len(NAMES)), slope)


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
