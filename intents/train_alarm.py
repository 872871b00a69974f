"""Finds the weights of ``data/alarm.json``; deterministic.

``python -m intents.train_alarm DANGER.jsonl MISHEARD.jsonl CALM.jsonl…`` (make train-alarm): the first
two hold ``{"q", "danger": kind or null}``, the others ``{"q"}`` that are no danger. Two linear
models are fitted on the same parts: danger or not (logistic, danger weighing half as much as the
rest together), and which kind. Measured in five folds, the misheard ones never trained on.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents.alarm import KINDS, MODEL, SHORT, SURER, length_of, parts
from intents.evaluate import read_lines

FOLDS, STEPS, RATE, SHRINK = 5, 200, 0.1, 1.0
SEEN = 2
"""Parts that fewer sentences hold say nothing that can be trusted."""

THRESHOLD = 0.2
"""Recall before precision: chosen on the folds, see docs/matching.md."""

SMALLEST = 0.1
"""Weights nearer to zero than this are left out of the file."""

Floats = NDArray[np.float64]


class Sentences:
    """Sentences cut into parts that are numbered by a vocabulary."""

    def __init__(self, cut: Sequence[set[str]], vocabulary: dict[str, int] | None = None) -> None:
        counts = Counter(part for found in cut for part in found)
        often = sorted(part for part, count in counts.items() if count >= SEEN)
        self.vocabulary = vocabulary or {part: n for n, part in enumerate(often)}
        known = [[self.vocabulary[p] for p in sorted(c) if p in self.vocabulary] for c in cut]
        self.rows = np.repeat(np.arange(len(cut)), [len(k) for k in known])
        self.columns = np.array([n for k in known for n in k], dtype=np.int64)
        lengths = np.maximum(np.bincount(self.rows, minlength=len(cut)), 1)
        self.scale = 1 / np.sqrt(lengths[self.rows])
        self.size = len(cut)

    def scores(self, weights: Floats) -> Floats:
        """The scaled sum of weights of each sentence."""
        found: Floats = np.bincount(  # type: ignore[assignment]
            self.rows, weights[self.columns] * self.scale, self.size
        )
        return found

    def slope(self, errors: Floats) -> Floats:
        """The gradient of the sums for these errors."""
        pulled = np.bincount(self.columns, errors[self.rows] * self.scale, len(self.vocabulary))
        return pulled / self.size


def fit(sentences: Sentences, wanted: Floats) -> tuple[Floats, float]:
    """Logistic regression by Adam (Kingma & Ba, 2015); positives weigh half of the negatives."""
    weights, bias = np.zeros(len(sentences.vocabulary)), 0.0
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    positives = max(wanted.sum(), 1.0)
    importance = np.where(wanted > 0, (len(wanted) - positives) / positives / 2, 1.0)
    for step in range(1, STEPS + 1):
        chance = 1 / (1 + np.exp(-(sentences.scores(weights) + bias)))
        errors = (chance - wanted) * importance
        gradient = sentences.slope(errors) + SHRINK * weights / sentences.size
        first, second = 0.9 * first + 0.1 * gradient, 0.999 * second + 0.001 * gradient**2
        weights = weights - RATE * (first / (1 - 0.9**step)) / (
            np.sqrt(second / (1 - 0.999**step)) + 1e-9
        )
        bias -= float(errors.mean())
    return weights, bias


def train(
    danger: Sequence[dict[str, str | None]], misheard: Sequence[str], calm: Sequence[str]
) -> dict[str, object]:
    """The file's content, with what was measured in folds."""
    texts = [*(str(row["q"]) for row in danger), *calm]
    cut = [parts(text) for text in texts]
    kinds = [row["danger"] for row in danger] + [None] * len(calm)
    sentences = Sentences(cut)
    wanted = np.array([float(kind is not None) for kind in kinds])
    weights, bias = fit(sentences, wanted)
    by_kind = [fit(sentences, np.array([float(k == kind) for k in kinds]))[0] for kind in KINDS]
    kept = {
        part: [round(float(w[n]), 3) for w in (weights, *by_kind)]
        for part, n in sentences.vocabulary.items()
        if abs(weights[n]) >= SMALLEST
    }
    return {
        "bias": round(bias, 4),
        "threshold": THRESHOLD,
        "measured": _crossed(texts, wanted, len(danger), misheard),
        "weights": kept,
    }


def _crossed(
    texts: Sequence[str], wanted: Floats, near: int, misheard: Sequence[str]
) -> dict[str, float]:
    """Recall and false alarms on sentences of folds that were not trained on."""
    cut, unheard = [parts(text) for text in texts], [parts(text) for text in misheard]
    bounds, bounds_misheard = _bounds(texts), _bounds(misheard)
    folds = np.arange(len(cut)) % FOLDS
    alarmed, heard = np.zeros(len(cut), dtype=bool), []
    for fold in range(FOLDS):
        rest = [c for c, f in zip(cut, folds, strict=True) if f != fold]
        trained = Sentences(rest)
        weights, bias = fit(trained, wanted[folds != fold])
        here = Sentences(
            [c for c, f in zip(cut, folds, strict=True) if f == fold], trained.vocabulary
        )
        alarmed[folds == fold] = here.scores(weights) + bias > bounds[folds == fold]
        scores = Sentences(unheard, trained.vocabulary).scores(weights) + bias
        heard.append((scores > bounds_misheard).mean())
    calm_near = (wanted == 0) & (np.arange(len(cut)) < near)
    calm_far = (wanted == 0) & (np.arange(len(cut)) >= near)
    return {
        "recall": round(float(alarmed[wanted > 0].mean()), 3),
        "recall_misheard": round(float(np.mean(heard)), 3),
        "false_near": round(float(alarmed[calm_near].mean()), 3),
        "false_other": round(float(alarmed[calm_far].mean()), 3),
    }


def _bounds(texts: Sequence[str]) -> Floats:
    """The score above which each text counts as an alarm."""
    return np.array([SURER if length_of(text) < SHORT else THRESHOLD for text in texts])


def main(arguments: list[str]) -> None:
    """Train on the files named and write the model."""
    danger, misheard, *calm = [read_lines(Path(name)) for name in arguments]
    texts = [row["q"] for rows in calm for row in rows]
    model = train(danger, [row["q"] for row in misheard], texts)
    MODEL.write_text(
        json.dumps(model, ensure_ascii=False, separators=(",", ":")).replace("],", "],\n") + "\n",
        encoding="utf-8",
    )
    print(json.dumps(model["measured"]), file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
