"""Finds the weights of ``data/alarm.json`` and ``data/fraud_alarm.json``; deterministic.

``python -m intents.training.alarms danger|fraud --told T.jsonl… --unseen U.jsonl --calm C.jsonl…`` (make
train-alarm): T and U hold ``{"q", "danger": kind or null}`` (``"trick"`` for fraud), C ``{"q"}`` that
call for no alarm, or dialogues (``turns``). Two linear models are fitted on the same parts: alarm or not (logistic, alarms
weighing half as much as the rest together), and, among alarms, which kind. T is heard nine times: as
written, twice with words misheard, twice with an accent, and four times with characters lost. Measured in five folds; U is never trained on.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from intents.matching.evaluate import read_lines
from intents.signs.alarm import DANGER, FRAUD, SIGN, TENTHS, Alarm, parts
from intents.signs.fraud import fraud_signs_in
from intents.signs.signals import danger_signs_in, sounding
from intents.words.noise import noisy

FOLDS, STEPS, RATE, SHRINK = 5, 400, 0.1, 0.002
SEEN = 2
"""Parts that fewer sentences hold say nothing that can be trusted."""

NOISES = (
    *(("homophones", 7), ("dropped", 7), ("accent", 7), ("dropped", 8)),
    *(("homophones", 17), ("dropped", 17), ("accent", 17), ("dropped", 18)),
)
"""How told lines are heard besides, and by which seed; the copies of a line together weigh as much as
the line."""

SMALLEST = 0.6
"""Weights nearer to zero than this are left out of the file."""

NAMED = {"danger": (DANGER, "danger"), "fraud": (FRAUD, "trick")}
"""What can be trained, and the field of its lines that names the kind."""

ALARMED = {"emergency", "fraud_warning"}
"""Kinds of reply that some turns of the dialogues expect."""

ABOUT_FRAUD = "fraud-"
"""Questions for entries about fraud may quote a seller or not: they teach neither."""

Floats = NDArray[np.float64]
Row = dict[str, str | None]


class Sentences:
    """Sentences cut into parts that are numbered by a vocabulary."""

    def __init__(
        self, cut: Sequence[frozenset[str]], vocabulary: dict[str, int] | None = None
    ) -> None:
        counts = Counter(part for found in cut for part in found)
        often = sorted(part for part, count in counts.items() if count >= SEEN)
        self.vocabulary = vocabulary or {part: n for n, part in enumerate(often)}
        known = [[self.vocabulary[p] for p in sorted(c) if p in self.vocabulary] for c in cut]
        signs = {n for part, n in self.vocabulary.items() if part.startswith(SIGN)}
        sounds = (sum(n not in signs for n in row) for row in known)
        even = np.sqrt(np.maximum(np.fromiter(sounds, float, len(known)), 1))
        columns = np.fromiter((n for row in known for n in row), np.int64)
        lengths = np.fromiter(map(len, known), np.int64, len(known))
        scale = np.where(np.isin(columns, [*signs]), 1.0, 1 / np.repeat(even, lengths))
        starts = np.concatenate([[0], np.cumsum(lengths)])
        shape = (len(known), len(self.vocabulary))
        self.parts = csr_array((scale, columns, starts), shape=shape)
        self.sentences = self.parts.T.tocsr()
        self.size = len(known)

    def scores(self, weights: Floats) -> Floats:
        """The scaled sum of weights of each sentence."""
        found: Floats = self.parts @ weights
        return found

    def slope(self, errors: Floats) -> Floats:
        """The gradient of the sums for these errors."""
        pulled: Floats = self.sentences @ errors
        return pulled / self.size


@dataclass(frozen=True)
class Lesson:
    """Sentences to learn from: which line each is a copy of, its kind, how much it weighs."""

    cut: list[frozenset[str]]
    lines: NDArray[np.int64]
    kinds: NDArray[np.str_]
    weights: Floats

    def only(self, chosen: NDArray[np.bool_]) -> Lesson:
        """Those that are ``chosen``."""
        cut = [c for c, wanted in zip(self.cut, chosen, strict=True) if wanted]
        return Lesson(cut, self.lines[chosen], self.kinds[chosen], self.weights[chosen])


CALM = ""
"""The kind of a line that calls for no alarm."""


def fit(sentences: Sentences, wanted: Floats, weights: Floats) -> tuple[Floats, float]:
    """Logistic regression by Adam (Kingma & Ba, 2015); what is wanted weighs half of the rest."""
    found, bias = np.zeros(len(sentences.vocabulary)), 0.0
    first, second = np.zeros_like(found), np.zeros_like(found)
    here = float(weights[wanted > 0].sum())
    importance = np.where(wanted > 0, (weights.sum() - here) / max(here, 1.0) / 2, 1.0) * weights
    for step in range(1, STEPS + 1):
        chance = 1 / (1 + np.exp(-(sentences.scores(found) + bias)))
        errors = (chance - wanted) * importance
        gradient = sentences.slope(errors) + SHRINK * found / sentences.size
        first, second = 0.9 * first + 0.1 * gradient, 0.999 * second + 0.001 * gradient**2
        found = found - RATE * (first / (1 - 0.9**step)) / (
            np.sqrt(second / (1 - 0.999**step)) + 1e-9
        )
        bias -= float(errors.mean())
    return found, bias


def lesson(alarm: Alarm, told: Sequence[Row], calm: Sequence[str]) -> Lesson:
    """The told rows (``{"q", "kind"}``), then what is calm, then the told rows misheard."""
    texts = [*(str(row["q"]) for row in told), *calm]
    kinds = [*(row["kind"] or CALM for row in told), *(CALM for _ in calm)]
    again = [(n, noise) for n in range(len(told)) for noise in NOISES]
    copies = [noisy(texts[n], noise, seed) for n, (noise, seed) in again]
    lines = np.array([*range(len(texts)), *(n for n, _ in again)])
    weights = np.where(np.arange(len(lines)) < len(texts), 1.0, 1 / len(NOISES))
    cut = [_cut(alarm, text) for text in (*texts, *copies)]
    return Lesson(cut, lines, np.array(kinds)[lines], weights)


def train(
    alarm: Alarm, told: Sequence[Row], unseen: Sequence[str], calm: Sequence[str]
) -> dict[str, object]:
    """The file's content, with what was measured in folds; told rows are ``{"q", "kind"}``."""
    learnt = lesson(alarm, told, calm)
    weights, bias, kept = _alarmed(learnt)
    alarms = learnt.only(learnt.kinds != CALM)
    heard = Sentences(alarms.cut, kept)
    by_kind = [
        fit(heard, (alarms.kinds == kind).astype(float), alarms.weights)[0] for kind in alarm.kinds
    ]
    texts = [*(str(row["q"]) for row in told), *calm]
    return {
        "bias": round(bias, 4),
        "measured": _crossed(alarm, learnt, texts, len(told), unseen),
        "weights": {part: _tenths([weights, *by_kind], n) for part, n in kept.items()},
    }


def _tenths(columns: Sequence[Floats], place: int) -> list[int]:
    """The weights of a part as the file holds them: in tenths, without the zeros at the end."""
    row = [round(float(column[place]) * TENTHS) for column in columns]
    while row and not row[-1]:
        row.pop()
    return row


def _alarmed(learnt: Lesson) -> tuple[Floats, float, dict[str, int]]:
    """Weights and bias for an alarm at all, and the parts that the file holds, numbered anew:
    sentences are scored by these alone."""
    sentences = Sentences(learnt.cut)
    weights, bias = fit(sentences, (learnt.kinds != CALM).astype(float), learnt.weights)
    kept = [p for p, n in sentences.vocabulary.items() if abs(weights[n]) >= SMALLEST]
    numbers = [sentences.vocabulary[part] for part in kept]
    return weights[numbers], bias, {part: n for n, part in enumerate(kept)}


def _cut(alarm: Alarm, text: str) -> frozenset[str]:
    """The parts of ``text``, and what its patterns see."""
    if alarm is DANGER:
        return parts(sounding(text)).union(danger_signs_in(text))
    return parts(text).union(fraud_signs_in(text))


def _bounds(alarm: Alarm, texts: Sequence[str], cut: Sequence[frozenset[str]]) -> Floats:
    """What each of ``texts`` has to exceed; its signs are among its parts."""
    found = (
        alarm.bound(text, [p for p in c if p.startswith(SIGN)])
        for text, c in zip(texts, cut, strict=False)
    )
    return np.array(list(found))


def _crossed(
    alarm: Alarm, learnt: Lesson, texts: Sequence[str], near: int, unseen: Sequence[str]
) -> dict[str, float]:
    """Recall and false alarms on sentences of folds that were not trained on."""
    unheard = [_cut(alarm, text) for text in unseen]
    bounds, bounds_unheard = _bounds(alarm, texts, learnt.cut), _bounds(alarm, unseen, unheard)
    wanted, folds = learnt.kinds[: len(texts)] != CALM, learnt.lines % FOLDS
    alarmed, heard = np.zeros(len(texts), dtype=bool), []
    for fold in range(FOLDS):
        weights, bias, kept = _alarmed(learnt.only(folds != fold))
        held = np.flatnonzero(folds[: len(texts)] == fold)
        here = Sentences([learnt.cut[n] for n in held], kept)
        alarmed[held] = here.scores(weights) + bias > bounds[held]
        heard.append((Sentences(unheard, kept).scores(weights) + bias > bounds_unheard).mean())
    calm_near = ~wanted & (np.arange(len(texts)) < near)
    calm_far = ~wanted & (np.arange(len(texts)) >= near)
    return {
        "recall": round(float(alarmed[wanted].mean()), 3),
        "recall_unseen": round(float(np.mean(heard)), 3),
        "false_near": round(float(alarmed[calm_near].mean()), 3),
        "false_other": round(float(alarmed[calm_far].mean()), 3),
    }


def main(arguments: list[str]) -> None:
    """Train on the files named and write the model."""
    reader = argparse.ArgumentParser(prog="python -m intents.training.alarms")
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
    return [row for file in files for line in read_lines(file) for row in _said_in(line)]


def _said_in(line: dict[str, Any]) -> list[dict[str, Any]]:
    """A line of its own, or what is said in a dialogue where no alarm is expected."""
    if "turns" not in line:
        return [line]
    turns = (turn for turn in line["turns"] if ALARMED.isdisjoint(turn.get("kind", [])))
    return [{"q": turn["user"]} for turn in turns]


def _is_calm(row: dict[str, Any], name: str) -> bool:
    return name != "fraud" or not str(row.get("id", "")).startswith(ABOUT_FRAUD)


if __name__ == "__main__":
    main(sys.argv[1:])
