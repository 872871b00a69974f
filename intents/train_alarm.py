"""Finds the weights of ``data/alarm.json`` and ``data/fraud_alarm.json``; deterministic.

``python -m intents.train_alarm danger|fraud --told T.jsonl… --unseen U.jsonl --calm C.jsonl…`` (make
train-alarm): T and U hold ``{"q", "danger": kind or null}`` (``"trick"`` for fraud), C ``{"q"}`` that
call for no alarm. Two linear models are fitted on the same parts: alarm or not (logistic, alarms
weighing half as much as the rest together), and which kind. Measured in five folds; U is never
trained on.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intents.alarm import DANGER, FRAUD, SIGN, Alarm, parts
from intents.evaluate import read_lines
from intents.fraud import fraud_signs_in
from intents.signals import danger_signs_in

FOLDS, STEPS, RATE, SHRINK = 5, 400, 0.1, 0.002
SEEN = 2
"""Parts that fewer sentences hold say nothing that can be trusted."""

SMALLEST = 0.6
"""Weights nearer to zero than this are left out of the file."""

NAMED = {"danger": (DANGER, "danger"), "fraud": (FRAUD, "trick")}
"""What can be trained, and the field of its lines that names the kind."""

ABOUT_FRAUD = "fraud-"
"""Questions for entries about fraud may quote a seller or not: they teach neither."""

Floats = NDArray[np.float64]
Row = dict[str, str | None]


class Sentences:
    """Sentences cut into parts that are numbered by a vocabulary."""

    def __init__(self, cut: Sequence[set[str]], vocabulary: dict[str, int] | None = None) -> None:
        counts = Counter(part for found in cut for part in found)
        often = sorted(part for part, count in counts.items() if count >= SEEN)
        self.vocabulary = vocabulary or {part: n for n, part in enumerate(often)}
        known = [[self.vocabulary[p] for p in sorted(c) if p in self.vocabulary] for c in cut]
        self.rows = np.repeat(np.arange(len(cut)), [len(k) for k in known])
        self.columns = np.array([n for k in known for n in k], dtype=np.int64)
        signs = [n for part, n in self.vocabulary.items() if part.startswith(SIGN)]
        sounds = ~np.isin(self.columns, signs)
        lengths = np.maximum(np.bincount(self.rows, sounds, len(cut)), 1)
        self.scale = np.where(sounds, 1 / np.sqrt(lengths[self.rows]), 1.0)
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
    """Logistic regression by Adam (Kingma & Ba, 2015); alarms weigh half of the rest."""
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
    alarm: Alarm, told: Sequence[Row], unseen: Sequence[str], calm: Sequence[str]
) -> dict[str, object]:
    """The file's content, with what was measured in folds; told rows are ``{"q", "kind"}``."""
    texts = [*(str(row["q"]) for row in told), *calm]
    cut = [_cut(alarm, text) for text in texts]
    kinds = [row["kind"] for row in told] + [None] * len(calm)
    sentences = Sentences(cut)
    wanted = np.array([float(kind is not None) for kind in kinds])
    weights, bias = fit(sentences, wanted)
    by_kind = [
        fit(sentences, np.array([float(k == kind) for k in kinds]))[0] for kind in alarm.kinds
    ]
    kept = {
        part: [round(float(w[n]), 2) for w in (weights, *by_kind)]
        for part, n in _kept(sentences, weights).items()
    }
    return {
        "bias": round(bias, 4),
        "measured": _crossed(alarm, texts, wanted, len(told), unseen),
        "weights": kept,
    }


def _cut(alarm: Alarm, text: str) -> set[str]:
    """The parts of ``text``, and what its patterns see."""
    return parts(text) | set(danger_signs_in(text) if alarm is DANGER else fraud_signs_in(text))


def _kept(sentences: Sentences, weights: Floats) -> dict[str, int]:
    """The parts that the file holds; sentences are scored by these alone."""
    return {p: n for p, n in sentences.vocabulary.items() if abs(weights[n]) >= SMALLEST}


def _crossed(
    alarm: Alarm, texts: Sequence[str], wanted: Floats, near: int, unseen: Sequence[str]
) -> dict[str, float]:
    """Recall and false alarms on sentences of folds that were not trained on."""
    cut, unheard = ([_cut(alarm, text) for text in found] for found in (texts, unseen))
    bounds, bounds_unheard = (np.array([*map(alarm.bound, found)]) for found in (texts, unseen))
    folds = np.arange(len(cut)) % FOLDS
    alarmed, heard = np.zeros(len(cut), dtype=bool), []
    for fold in range(FOLDS):
        trained = Sentences([c for c, f in zip(cut, folds, strict=True) if f != fold])
        weights, bias = fit(trained, wanted[folds != fold])
        kept = _kept(trained, weights)
        here = Sentences([c for c, f in zip(cut, folds, strict=True) if f == fold], kept)
        alarmed[folds == fold] = here.scores(weights) + bias > bounds[folds == fold]
        heard.append((Sentences(unheard, kept).scores(weights) + bias > bounds_unheard).mean())
    calm_near = (wanted == 0) & (np.arange(len(cut)) < near)
    calm_far = (wanted == 0) & (np.arange(len(cut)) >= near)
    return {
        "recall": round(float(alarmed[wanted > 0].mean()), 3),
        "recall_unseen": round(float(np.mean(heard)), 3),
        "false_near": round(float(alarmed[calm_near].mean()), 3),
        "false_other": round(float(alarmed[calm_far].mean()), 3),
    }


def main(arguments: list[str]) -> None:
    """Train on the files named and write the model."""
    reader = argparse.ArgumentParser(prog="python -m intents.train_alarm")
    reader.add_argument("name", choices=NAMED)
    for files in ("--told", "--unseen", "--calm"):
        reader.add_argument(files, nargs="+", type=Path, required=True)
    given = reader.parse_args(arguments)
    alarm, field = NAMED[given.name]
    told: list[Row] = [{"q": row["q"], "kind": row.get(field)} for row in _rows(given.told)]
    unseen = [row["q"] for row in _rows(given.unseen) if row.get(field)]
    calm = [row["q"] for row in _rows(given.calm) if _is_calm(row, given.name)]
    model = train(alarm, told, unseen, calm)
    alarm.path.write_text(
        json.dumps(model, ensure_ascii=False, separators=(",", ":")).replace("],", "],\n") + "\n",
        encoding="utf-8",
    )
    print(json.dumps(model["measured"]), file=sys.stderr)


def _rows(files: Sequence[Path]) -> list[dict[str, Any]]:
    return [row for file in files for row in read_lines(file)]


def _is_calm(row: dict[str, Any], name: str) -> bool:
    return name != "fraud" or not str(row.get("id", "")).startswith(ABOUT_FRAUD)


if __name__ == "__main__":
    main(sys.argv[1:])
