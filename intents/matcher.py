"""Ranks the items of an index for a question, each with a confidence and its reasons."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from intents.concepts import concepts
from intents.features import NAMES, Pool, pool
from intents.hearing import Hearing
from intents.index import CHARACTERS, Index
from intents.model import Candidate
from intents.normalise import normalise
from intents.privacy import mask
from intents.ranking import Model
from intents.slots import age_in

BARE = 6
BARE_SUBJECT = 0.35
"""A subject and nothing else ("助餐") is one of our matters, though it is not clear which: ask."""

SURE_AS_WRITTEN = 0.5
"""From here on nothing else needs to be heard into a question."""

SAID_IN_FULL, NEARLY_ALL = 0.35, 0.2
"""A question is one of our matters, and asked about, whose subject is an entry's and of whose words
the entry's phrasings lack none that is rarer than this: of 824 to be refused none is such."""

HEARD_PENALTY = 0.92
"""A reading by sound is believed a little less than what was written."""

ELSEWHERE_PENALTY = 0.4
"""For a question about a place we have no rules for, unless the entry speaks of that too."""


_EXPLAINED = [NAMES.index(f"words of the question in the {where}") for where in ("entry", "answer")]


_SUBJECT = NAMES.index("subject named in both")


@dataclass
class Matcher:
    """Finds what a question asks for. Deterministic; safe to share between threads."""

    index: Index
    model: Model = field(default_factory=lambda: Model.load())
    _hearing: Hearing = field(init=False)

    def __post_init__(self) -> None:
        lists = self.index.lists
        self._hearing = Hearing(self.index.sounding, partial(lists.has, CHARACTERS))

    def match(self, text: str, *, without: Collection[str] = (), most: int = 10) -> list[Candidate]:
        """The likeliest items for ``text``, best first, at most ``most``.

        ``without`` are ids not to be considered (not in force today, say). Items that are wrong
        for an age named in the text are left out. An exact phrasing comes first with confidence 1.
        """
        age = age_in(text)
        allowed = self.index.fitting(age)
        out = (self.index.number(name) for name in without)
        allowed[[number for number in out if number is not None]] = False
        plain = normalise(text)
        found = self._candidates(pool(self.index, plain, allowed, age), most + 1)
        unsure = not found or found[0].confidence < SURE_AS_WRITTEN
        about = concepts(plain)
        # A place that we have no rules for was not misheard: it is what the question is about.
        heard = self._hearing.reread(plain) if unsure and not about.elsewhere else plain
        if heard != plain:
            found = _surer(found, self._heard(heard, allowed, age, most + 1))
        if len(plain) <= BARE and about.is_bare_subject():
            found = [_in_doubt(candidate) for candidate in found]
        return self._with_exact(plain, found, allowed)[:most]

    def explained(self, text: str, item_id: str) -> float:
        """How much of the words of ``text`` the entry has in its phrasings or its answer, 0–1."""
        only = np.zeros(len(self.index.ids), dtype=np.bool_)
        only[self.index.number(item_id)] = True
        found = pool(self.index, normalise(text), only)
        return float(found.rows[0, _EXPLAINED].max()) if found.owners else 0.0

    def _heard(
        self, heard: str, allowed: NDArray[np.bool_], age: int | None, most: int
    ) -> list[Candidate]:
        """Candidates for another reading by sound; a little less sure, and marked as such."""
        found = self._candidates(pool(self.index, heard, allowed, age), most)
        return [
            replace(
                candidate,
                confidence=round(candidate.confidence * HEARD_PENALTY, 4),
                reasons={**candidate.reasons, "heard": mask(heard)},
            )
            for candidate in found
        ]

    def _candidates(self, found: Pool, most: int) -> list[Candidate]:
        """The items of a pool in the order of the ranking model.

        The confidence model says how sure each is; no item is surer than one before it.
        """
        if not found.owners:
            return []
        scores = self.model.scores(found)
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        order = np.argsort(-scores, kind="stable")[:most]
        confidences = self.model.confidences(found, scores, order)
        in_full = (found.missing[order, 0] <= NEARLY_ALL) & (found.rows[order, _SUBJECT] > 0.5)
        confidences = np.where(in_full, np.maximum(confidences, SAID_IN_FULL), confidences)
        foreign = found.rows[order, NAMES.index("no other subject")] == 0
        confidences = confidences * np.where(foreign, ELSEWHERE_PENALTY, 1.0)
        sure = np.minimum(np.minimum.accumulate(confidences), 0.9999)
        reasons = found.rows[order].round(3).tolist()
        return [
            Candidate(
                item_id=self.index.ids[found.owners[number]],
                phrasing=self.index.texts[found.places[number]],
                confidence=round(confidence, 4),
                share=round(share, 4),
                reasons=dict(zip(NAMES, row, strict=True)),
            )
            for number, confidence, share, row in zip(
                order.tolist(), sure.tolist(), shares[order].tolist(), reasons, strict=True
            )
        ]

    def _with_exact(
        self, plain: str, candidates: list[Candidate], allowed: NDArray[np.bool_]
    ) -> list[Candidate]:
        """An exact phrasing always wins, whatever the models say."""
        place = self.index.exactly(plain)
        if place is None or not allowed[self.index.owners[place]]:
            return candidates
        name, text = self.index.ids[self.index.owners[place]], self.index.texts[place]
        won = Candidate(name, text, 1.0, 1.0, {"exact": text})
        return [won, *(c for c in candidates if c.item_id != name)]


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
