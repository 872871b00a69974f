"""How much was reported."""

from __future__ import annotations

from sqlalchemy.orm import Session

from server.console.statistics import Span, Statistic
from server.tickets import service


def _reported(session: Session, span: Span) -> int:
    return service.reported_between(
        session, span.actor, span.begins, span.ends, span.district, span.street, span.born_by
    )


REPORTED = Statistic("tickets", "诉求", "当天收到的投诉、求助、建议，各种来源都算。", _reported)
