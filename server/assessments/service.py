"""Scores an ability assessment for a self-check; nothing is kept."""

from __future__ import annotations

from knowledge.assessment import Circumstances, InvalidScore, Reason, score
from server.assessments.schemas import ScoreIn, ScoreOut
from server.benefits import service as benefits
from server.errors import TITLES, Problem

_BESIDE_THE_ITEMS = (Reason.NOT_YES_OR_NO, Reason.NOT_A_COUNT)


def scored(asked: ScoreIn) -> ScoreOut:
    """The score and level of complete answers.

    Raises Problem 422 naming the item, as ``items.…``, or the fact that cannot be counted.
    """
    try:
        known = Circumstances(asked.coma, asked.diagnosis, asked.care_risk_events)
        found = score(asked.items, known)
    except InvalidScore as error:
        message = {"field": _field(error), "message": str(error)}
        raise Problem(422, *TITLES[422], errors=[message]) from None
    return ScoreOut.of(found, benefits.documents())


def _field(refused: InvalidScore) -> str:
    """Where in the request the refused answer stands, or should."""
    return refused.field if refused.reason in _BESIDE_THE_ITEMS else f"items.{refused.field}"
