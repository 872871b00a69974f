"""Ranks the items of an index for a question, each with a confidence and its reasons."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents.concepts import concepts
from intents.features import NAMES, Pool, pool
from intents.hearing import Hearing, turns_of_phrase
from intents.index import Floats, Index
from intents.model import Candidate
from intents.normalise import normalise
from intents.slots import age_in

MODEL = Path(__file__).parent / "data" / "model.json"

BARE = 6
BARE_SUBJECT = 0.5
"""A subject and nothing else ("助餐") is one of our matters, though it is not clear which: ask."""

SURE_AS_WRITTEN = 0.7
"""From here on nothing else needs to be heard into a question."""

HEARD_PENALTY = 0.92
"""A reading by sound is believed a little less than what was written."""

ELSEWHERE_PENALTY = 0.4
"""For a question about a place we have no rules for, unless the entry speaks of that too."""


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
    _exact: dict[str, int] = field(init=False)
    _hearing: Hearing = field(init=False)
    _numbers: dict[str, int] = field(init=False)
    _youngest: NDArray[np.int64] = field(init=False)
    _oldest: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        items = self.index.items
        self._numbers = {item.id: number for number, item in enumerate(items)}
        self._youngest = np.array([i.at_least if i.at_least is not None else 0 for i in items])
        self._oldest = np.array([i.at_most if i.at_most is not None else 999 for i in items])
        known = self.index.characters.tokens.keys()
        self._hearing = Hearing(
            [*self.index.words.tokens, *turns_of_phrase(self.index.texts)], known
        )
        texts = [text.replace(" ", "") for text in self.index.texts]
        self._exact = {text: place for place, text in reversed([*enumerate(texts)])}

    def match(self, text: str, *, without: Collection[str] = (), most: int = 10) -> list[Candidate]:
        """The likeliest items for ``text``, best first, at most ``most``.

        ``without`` are ids not to be considered (not in force today, say). Items that are wrong
        for an age named in the text are left out. An exact phrasing comes first with confidence 1.
        """
        age = age_in(text)
        allowed = self._fitting(age)
        for name in without:
            if name in self._numbers:
                allowed[self._numbers[name]] = False
        plain = normalise(text)
        found = self._candidates(pool(self.index, plain, allowed, age), most + 1)
        unsure = not found or found[0].confidence < SURE_AS_WRITTEN
        heard = self._hearing.reread(plain) if unsure else plain
        if heard != plain:
            found = _surer(found, self._heard(heard, allowed, age, most + 1))
        if len(plain) <= BARE and concepts(plain).is_bare_subject():
            found = [_in_doubt(candidate) for candidate in found]
        return self._with_exact(plain, found, allowed)[:most]

    def _heard(
        self, heard: str, allowed: NDArray[np.bool_], age: int | None, most: int
    ) -> list[Candidate]:
        """Candidates for another reading by sound; a little less sure, and marked as such."""
        found = self._candidates(pool(self.index, heard, allowed, age), most)
        return [
            replace(
                candidate,
                confidence=round(candidate.confidence * HEARD_PENALTY, 4),
                reasons={**candidate.reasons, "heard": heard},
            )
            for candidate in found
        ]

    def _fitting(self, age: int | None) -> NDArray[np.bool_]:
        """Which items may answer a question that names this age (as ``Item.fits_age``)."""
        if age is None:
            return np.ones(len(self.index.items), dtype=bool)
        return (self._youngest <= age) & (age <= self._oldest)

    def _candidates(self, found: Pool, most: int) -> list[Candidate]:
        """The items of a pool in the order of the ranking model.

        The confidence model says how sure each is; no item is surer than one before it.
        """
        if not found.owners:
            return []
        scores, confidences = self.model.scores(found), self.model.confidences(found)
        foreign = found.rows[:, NAMES.index("no other subject")] == 0
        confidences = confidences * np.where(foreign, ELSEWHERE_PENALTY, 1.0)
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        order = np.argsort(-scores, kind="stable")[:most]
        sure = np.minimum(np.minimum.accumulate(confidences[order]), 0.9999)
        return [
            self._candidate(found, int(number), float(confidence), float(shares[number]))
            for number, confidence in zip(order, sure, strict=True)
        ]

    def _candidate(self, found: Pool, number: int, confidence: float, share: float) -> Candidate:
        row = zip(NAMES, found.rows[number], strict=True)
        item = self.index.items[found.owners[number]]
        return Candidate(
            item_id=item.id,
            phrasing=self.index.texts[found.places[number]],
            confidence=round(confidence, 4),
            share=round(share, 4),
            reasons={name: round(float(value), 3) for name, value in row},
        )

    def _with_exact(
        self, plain: str, candidates: list[Candidate], allowed: NDArray[np.bool_]
    ) -> list[Candidate]:
        """An exact phrasing always wins, whatever the models say."""
        place = self._exact.get(plain.replace(" ", ""))
        if place is None or not allowed[self.index.owners[place]]:
            return candidates
        item, text = self.index.items[self.index.owners[place]], self.index.texts[place]
        won = Candidate(item.id, text, 1.0, 1.0, {"exact": text})
        return [won, *(c for c in candidates if c.item_id != item.id)]


def _in_doubt(candidate: Candidate) -> Candidate:
    """The candidate with enough confidence to be offered, if it is about the subject at all."""
    about = float(candidate.reasons.get("subject named in both", 0)) > 0
    sure = max(candidate.confidence, BARE_SUBJECT) if about else candidate.confidence
    return replace(candidate, confidence=sure)


def _surer(first: list[Candidate], second: list[Candidate]) -> list[Candidate]:
    """The ranking whose best candidate is surer; the first where they are the same."""
    if not first or (second and second[0].confidence > first[0].confidence):
        return second
    return first
