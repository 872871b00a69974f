"""Ranks the items of an index for a question, each with a confidence and its reasons."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents.features import NAMES, Pool, Searcher, pool
from intents.index import Floats, Index
from intents.model import Candidate
from intents.normalise import normalise, pieces
from intents.slots import age_in

MODEL = Path(__file__).parent / "data" / "model.json"

SHORTEST_PART = 4
"""Parts of a message with fewer characters say too little to stand for the whole of it."""

ELSEWHERE_PENALTY = 0.4
"""For a question about a place we have no rules for, unless the entry speaks of that too."""

PART_PENALTY = 0.9
"""A part of a message supports a topic a little less than the whole of it would."""


@dataclass(frozen=True)
class Model:
    """Weights found by ``python -m intents.train``: one set ranks, the other says how sure."""

    rank: Floats
    sure: Floats
    bias: float

    @classmethod
    @cache
    def load(cls) -> Model:
        """The shipped model. Raises ValueError if it was trained on other features."""
        data = json.loads(MODEL.read_text(encoding="utf-8"))
        if tuple(data["rank"]) != NAMES or tuple(data["sure"]) != SURE:
            raise ValueError("intents/data/model.json was trained on other features: train again")
        rank, sure = np.array([*data["rank"].values()]), np.array([*data["sure"].values()])
        return cls(rank, sure, float(data["bias"]))

    def scores(self, found: Pool) -> Floats:
        """The ranking score of each item of a pool."""
        return found.rows @ self.rank

    def confidences(self, found: Pool) -> Floats:
        """How likely each item's matter is what was asked about, 0–1."""
        return 1 / (1 + np.exp(-(sure_rows(found) @ self.sure + self.bias)))


SURE = (
    *NAMES,
    "rarest word missing from the entry",
    "rarest word missing from the answer",
    "rarest word missing from both",
    "weaker direction of words",
    "weaker direction of characters",
    "weaker direction of sounds",
)
"""Features of the confidence: those of the ranking, and what is left unexplained."""


def sure_rows(found: Pool) -> Floats:
    """The confidence features of every item of a pool."""
    rows = found.rows
    extra = [
        found.missing[:, 0],
        found.missing[:, 1],
        found.missing.min(axis=1),
        np.minimum(rows[:, 0], rows[:, 1]),
        np.minimum(rows[:, 3], rows[:, 4]),
        np.minimum(rows[:, 5], rows[:, 6]),
    ]
    return np.column_stack([rows, *extra])


@dataclass
class Matcher:
    """Finds what a question asks for. Deterministic; safe to share between threads."""

    index: Index
    model: Model = field(default_factory=lambda: Model.load())
    _searcher: Searcher = field(init=False)
    _exact: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self._searcher = Searcher.of(self.index)
        texts = [text.replace(" ", "") for text in self.index.texts]
        self._exact = {text: place for place, text in reversed([*enumerate(texts)])}

    def match(self, text: str, *, without: Collection[str] = (), most: int = 10) -> list[Candidate]:
        """The likeliest items for ``text``, best first, at most ``most``.

        ``without`` are ids not to be considered (not in force today, say). Items that are wrong
        for an age named in the text are left out. An exact phrasing comes first with confidence 1.
        """
        age = age_in(text)
        items = self.index.items
        allowed = np.array([i.id not in without and i.fits_age(age) for i in items], dtype=bool)
        whole = normalise(text)
        found = {c.item_id: c for c in self._rank(whole, allowed, age, 1.0, most)}
        parts = pieces(text)
        for part in parts if len(parts) > 1 else []:
            if len(part) >= SHORTEST_PART:
                for candidate in self._rank(part, allowed, age, PART_PENALTY, most):
                    held = found.get(candidate.item_id)
                    if held is None or candidate.confidence > held.confidence:
                        found[candidate.item_id] = candidate
        return sorted(found.values(), key=lambda c: (-c.confidence, -c.share, c.item_id))[:most]

    def _rank(
        self, text: str, allowed: NDArray[np.bool_], age: int | None, factor: float, most: int
    ) -> list[Candidate]:
        if not text:
            return []
        found = pool(self._searcher, text, allowed, age)
        exact = self._exact.get(text.replace(" ", ""))
        if not found.owners:
            return []
        scores = self.model.scores(found)
        foreign = found.rows[:, NAMES.index("no other subject")] == 0
        confidences = self.model.confidences(found) * factor
        confidences *= np.where(foreign, ELSEWHERE_PENALTY, 1.0)
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        # The ranking model orders, the confidence model says how sure: make them agree.
        ceiling, candidates = 0.9999, []
        for number in np.argsort(-scores, kind="stable")[: most + 1]:
            ceiling = min(ceiling, float(confidences[number]))
            candidates.append(self._candidate(found, int(number), ceiling, float(shares[number])))
        return self._with_exact(candidates, exact, allowed, factor)

    def _candidate(self, found: Pool, number: int, confidence: float, share: float) -> Candidate:
        reasons: dict[str, float | str] = {
            name: round(float(value), 3)
            for name, value in zip(NAMES, found.rows[number], strict=True)
        }
        item = self.index.items[found.owners[number]]
        phrasing = self.index.texts[found.places[number]]
        return Candidate(item.id, phrasing, round(confidence, 4), round(share, 4), reasons)

    def _with_exact(
        self,
        candidates: list[Candidate],
        place: int | None,
        allowed: NDArray[np.bool_],
        factor: float,
    ) -> list[Candidate]:
        """An exact phrasing always wins, whatever the models say."""
        if place is None or not allowed[self.index.owners[place]]:
            return candidates
        item = self.index.items[self.index.owners[place]]
        text = self.index.texts[place]
        won = Candidate(item.id, text, factor, 1.0, {"exact": text})
        return [won, *(c for c in candidates if c.item_id != item.id)]
