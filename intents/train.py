"""Finds the weights in ``data/model.json`` from an item set's own phrasings.

``python -m intents train --kb … --questions … --refuse … --outside …`` (make train). Deterministic.

Ranking: each phrasing in turn is a question for an index without it (three folds); the weights
make its own item come first (softmax over the candidates, weights not below zero, so that more
support never lowers a score). Half of the questions are seen without the answers' text, so that
the model also works on bases that have none.

Confidence: the chance that the first candidate is of the right topic, from the same questions, from questions
whose whole topic was taken out of the index (near, but not to be answered), and from
questions that people wrote, to be answered or to be refused (``tests/data``; never indexed).
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from intents.evaluate import refusal
from intents.features import NAMES, Pool, pool
from intents.index import Floats, Index
from intents.matcher import MODEL, SURE, sure_rows
from intents.model import Item
from intents.normalise import normalise
from intents.slots import age_in

FOLDS = 3
CROSSED = 5
STEPS, RATE, SHRINK = 400, 0.05, 1e-3
WITHOUT_ANSWERS = [
    NAMES.index(n) for n in ("words of the question in the answer", "answer score against the best")
]


@dataclass(frozen=True)
class Sample:
    """A question's candidates, which of them is right (None: none is), and which are of its topic."""

    found: Pool
    right: int | None
    akin: frozenset[int] = frozenset()


def train(
    items: Sequence[Item],
    topics: dict[str, str],
    questions: Sequence[tuple[str, str]],
    outside: Sequence[str],
) -> dict[str, object]:
    """The weights as they stand in ``model.json``, with what was measured on the way.

    ``questions`` are (text, item id) as people wrote them, ``outside`` texts to be refused.
    """
    inside, near = [], []
    for fold in range(FOLDS):
        kept, left_out = _split(items, fold)
        index = Index.build(kept)
        inside += [_sample(index, text, target, topics) for text, target in left_out]
        near += [
            _without_topic(index, text, topics[target], topics) for text, target in left_out[::2]
        ]
    inside = [_bare(s) if n % 2 else s for n, s in enumerate(inside)]
    index = Index.build(items)
    asked = [_sample(index, text, target, topics) for text, target in questions]
    refused = [_sample(index, text, None, topics) for text in outside]
    rank = _fit_rank([s for s in inside if s.right is not None])
    made, written = [*inside, *near], [*asked, *refused]
    sure, bias = _fit_sure(made, written, rank)
    groups = [sorted(set(topics.values())).index(topics[t]) % CROSSED for _, t in questions]
    groups += [n % CROSSED for n in range(len(refused))]
    return {
        "rank": _named(NAMES, rank),
        "sure": _named(SURE, sure),
        "bias": round(bias, 4),
        "trained_on": {
            "phrasings_left_out": len(inside),
            "of_these_first_is_right": _hit_at_1(inside, rank),
            "topics_taken_out": len(near),
            "written_questions": len(asked),
            "of_these_first_is_right_unseen_by_the_ranking": _hit_at_1(asked, rank),
            "written_refusals": len(refused),
            "refusal_with_topics_left_out": _crossed(made, asked, refused, groups, rank),
        },
    }


def _crossed(
    made: Sequence[Sample],
    asked: Sequence[Sample],
    refused: Sequence[Sample],
    groups: Sequence[int],
    rank: Floats,
) -> dict[str, float]:
    """Refusal measured on written questions whose topics the confidence was not fitted on."""
    written = [*asked, *refused]
    confidence, right = np.zeros(len(written)), np.zeros(len(written), dtype=bool)
    for group in range(CROSSED):
        rest = [s for s, g in zip(written, groups, strict=True) if g != group]
        sure, bias = _fit_sure(made, rest, rank)
        for n, sample in enumerate(written):
            if groups[n] == group and sample.found.owners:
                first = int(np.argmax(sample.found.rows @ rank))
                confidence[n] = 1 / (1 + np.exp(-(sure_rows(sample.found)[first] @ sure + bias)))
                right[n] = first == sample.right
    count = len(asked)
    return refusal(list(confidence[:count]), list(right[:count]), list(confidence[count:]))


def _split(items: Sequence[Item], fold: int) -> tuple[list[Item], list[tuple[str, str]]]:
    """Items without a third of their phrasings, and these as questions."""
    kept, questions = [], []
    for item in items:
        start = hashlib.sha256(item.id.encode()).digest()[0]
        out = [t for n, t in enumerate(item.alternates) if (start + n) % FOLDS == fold]
        rest = tuple(t for t in item.alternates if t not in out)
        kept.append(replace(item, alternates=rest))
        questions += [(text, item.id) for text in out]
    return kept, questions


def _sample(index: Index, text: str, target: str | None, topics: dict[str, str]) -> Sample:
    age, items = age_in(text), index.items
    found = pool(index, normalise(text), np.array([i.fits_age(age) for i in items]), age)
    ids = [items[owner].id for owner in found.owners]
    akin = frozenset(n for n, i in enumerate(ids) if target and topics[i] == topics[target])
    return Sample(found, ids.index(target) if target in ids else None, akin)


def _without_topic(index: Index, text: str, topic: str, topics: dict[str, str]) -> Sample:
    allowed = np.array([topics[item.id] != topic for item in index.items])
    return Sample(pool(index, normalise(text), allowed, age_in(text)), None)


def _bare(sample: Sample) -> Sample:
    rows = sample.found.rows.copy()
    rows[:, WITHOUT_ANSWERS] = 0
    return replace(sample, found=replace(sample.found, rows=rows))


def _fit_rank(samples: Sequence[Sample]) -> Floats:
    rows = np.concatenate([s.found.rows for s in samples])
    starts = np.cumsum([0] + [len(s.found.rows) for s in samples])
    segment = np.repeat(np.arange(len(samples)), np.diff(starts))
    right = rows[starts[:-1] + np.array([s.right for s in samples])].sum(axis=0)

    def slope(weights: Floats) -> Floats:
        scores = rows @ weights
        chance = np.exp(scores - np.maximum.reduceat(scores, starts[:-1])[segment])
        chance /= np.add.reduceat(chance, starts[:-1])[segment]
        found: Floats = (rows.T @ chance - right) / len(samples) + SHRINK * weights
        return found

    return _descend(np.ones(len(NAMES)), slope, lowest=0.0)


def _fit_sure(
    made: Sequence[Sample], written: Sequence[Sample], rank: Floats
) -> tuple[Floats, float]:
    """Written questions are fewer and worth more: both kinds weigh the same in all."""
    samples = [s for s in (*made, *written) if s.found.owners]
    firsts = [int(np.argmax(s.found.rows @ rank)) for s in samples]
    rows = np.array([sure_rows(s.found)[n] for s, n in zip(samples, firsts, strict=True)])
    data = np.column_stack([rows, np.ones(len(rows))])
    wanted = np.array([float(n in s.akin) for s, n in zip(samples, firsts, strict=True)])
    kinds = np.arange(len(samples)) < sum(bool(s.found.owners) for s in made)
    weight = np.where(kinds, 0.5 / max(kinds.sum(), 1), 0.5 / max((~kinds).sum(), 1))

    def slope(weights: Floats) -> Floats:
        chance = 1 / (1 + np.exp(-data @ weights))
        found: Floats = data.T @ (weight * (chance - wanted)) + SHRINK * weights
        return found

    weights = _descend(np.zeros(data.shape[1]), slope)
    return weights[:-1], float(weights[-1])


def _descend(
    weights: Floats, slope: Callable[[Floats], Floats], lowest: float | None = None
) -> Floats:
    """Adam (Kingma & Ba, 2015) over the whole data at once."""
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        gradient = slope(weights)
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        weights = weights - RATE * (first / (1 - 0.9**step)) / (
            np.sqrt(second / (1 - 0.999**step)) + 1e-8
        )
        if lowest is not None:
            weights = np.maximum(weights, lowest)
    return weights


def _hit_at_1(samples: Sequence[Sample], rank: Floats) -> float:
    firsts = [int(np.argmax(s.found.rows @ rank)) if s.found.owners else -1 for s in samples]
    return round(float(np.mean([f == s.right for f, s in zip(firsts, samples, strict=True)])), 4)


def _named(names: Sequence[str], weights: Floats) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def write(model: dict[str, object], path: Path = MODEL) -> None:
    """Store the weights as a small file that a person can review."""
    path.write_text(json.dumps(model, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(model["trained_on"], ensure_ascii=False), file=sys.stderr)
