"""The only place that gives a payment, an attempt or a refund its status, with an event each time."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.kit.clock import business_now
from server.kit.rows import insert_all
from server.oversight.actor import SYSTEM, Actor
from server.payments import repository
from server.payments.models import Attempt, Happening, Incident, Payment, Refund
from server.payments.states import ATTEMPT, PAYMENT, REFUND

log = structlog.get_logger()

_MACHINES = {Payment: PAYMENT, Attempt: ATTEMPT, Refund: REFUND}


def made(session: Session, row: Payment | Attempt | Refund, because: str, actor: Actor) -> None:
    """A new row, with its first event. What was moved before it goes to the database before it: an
    attempt may be made once the one before it is no longer open."""
    session.flush()
    session.add(row)
    session.flush()
    insert_all(session, Happening, [_event(row, None, because, actor)])


def move(
    session: Session,
    row: Payment | Attempt | Refund,
    status: str,
    because: str,
    actor: Actor = SYSTEM,
) -> None:
    """Give ``row`` its next status. Raises WrongMoveError for one that cannot follow."""
    move_all(session, [(row, status, because)], actor)


def move_all(
    session: Session,
    moves: Sequence[tuple[Payment | Attempt | Refund, str, str]],
    actor: Actor = SYSTEM,
) -> None:
    """Give each row its next status, because of something, in this order. Raises WrongMoveError."""
    events = [
        _event(row, _MACHINES[type(row)].move(row, status), because, actor)
        for row, status, because in moves
    ]
    insert_all(session, Happening, events)


def _event(
    row: Payment | Attempt | Refund, before: str | None, because: str, actor: Actor
) -> dict[str, Any]:
    return {
        "payment_id": row.id if isinstance(row, Payment) else row.payment_id,
        "noun": _MACHINES[type(row)].noun,
        "noun_id": row.id,
        "before": before,
        "after": row.status,
        "because": because,
        "actor_kind": actor.kind.value,
        "actor_id": actor.id,
        "at": business_now(),
    }


def settled(session: Session, kind: str, about: str, note: str) -> None:
    """Close an incident that has mended itself, if there is one."""
    known = repository.incident(session, kind, about)
    if known is not None and known.closed_at is None:
        known.closed_at, known.closing_note = business_now(), note


def alarm(
    session: Session, kind: str, about: str, payment_id: uuid.UUID | None = None, **details: Any
) -> None:
    """Open an incident for staff. One of its kind about the same thing is opened once; one that was
    closed is open again: it has happened again."""
    log.error("money_incident", error=kind)
    incident = Incident(
        kind=kind, about=about, payment_id=payment_id, details=details, opened_at=business_now()
    )
    if (known := repository.incident(session, kind, about)) is None:
        try:
            with session.begin_nested():
                session.add(incident)
        except IntegrityError:  # somebody else has opened it at the same moment
            return
    elif known.closed_at is not None:
        known.closed_at, known.details, known.opened_at = None, details, incident.opened_at
