"""How much was paid and given back."""

from __future__ import annotations

from sqlalchemy.orm import Session

from server.console.statistics import Span, Statistic
from server.payments import desk_repository


def _paid(session: Session, span: Span) -> int | None:
    if span.street is not None or span.from_80:  # a payment knows its seller's district only
        return None
    return desk_repository.paid_between(session, span.actor, span.begins, span.ends, span.district)


PAID = Statistic(
    "payments",
    "付成的",
    "当天下单、付成了的（后来退了的也算），按收款方所在的区。",
    _paid,
    "笔",
    roles=frozenset(desk_repository.OFFICES),
)
