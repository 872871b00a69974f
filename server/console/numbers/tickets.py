"""How much was reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from server.console.statistics import Days, Span, in_row
from server.tickets import service


def _reported(session: Session, span: Span, midnights: Sequence[datetime]) -> list[int]:
    return service.reported_between(
        session, span.actor, midnights, span.district, span.street, span.born_by
    )


REPORTED = in_row(
    "tickets",
    "诉求",
    "当天收到的投诉、求助、建议，各种来源都算。",
    Days(_reported, lambda found: found),
)
