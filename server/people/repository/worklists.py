"""The street's work about people as pages of work lists, each within the rows of a clerk's posts."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased, load_only

from server.kit import worklist
from server.kit.worklist import Asked, Frame
from server.people.models import (
    Assistance,
    Dispute,
    Elder,
    Fact,
    Grant,
    Invitation,
    OutsideCheck,
)
from server.people.states import Made, Standing, Status

STREET = "residence_street"


def disputes(
    session: Session, rows: ColumnElement[bool], asked: Asked
) -> list[tuple[Dispute, Grant, Elder]]:
    """Undecided disputes; each counts as due when it was raised."""
    chosen = select(Dispute, Grant, Elder).join(Grant, Grant.id == Dispute.grant_id)
    chosen = _about(chosen, Dispute.elder_id, rows).where(Dispute.decided_at.is_(None))
    return worklist.page(session, chosen, Frame(Dispute.id, Dispute.raised_at), asked)


def deaths(
    session: Session, rows: ColumnElement[bool], asked: Asked
) -> list[tuple[OutsideCheck, Elder]]:
    """Deaths nobody has confirmed; each counts as due when it was told."""
    chosen = _about(select(OutsideCheck, Elder), OutsideCheck.elder_id, rows)
    chosen = chosen.where(*_unconfirmed())
    frame = Frame(OutsideCheck.id, OutsideCheck.finished_at)
    return worklist.page(session, chosen, frame, asked)


def unconfirmed_deaths(session: Session, rows: ColumnElement[bool]) -> list[OutsideCheck]:
    """Deaths that a register or a colleague told of and no clerk has confirmed yet."""
    chosen = _about(select(OutsideCheck), OutsideCheck.elder_id, rows)
    return list(session.scalars(chosen.where(*_unconfirmed()).order_by(OutsideCheck.seq)))


def _unconfirmed() -> tuple[ColumnElement[bool], ...]:
    return (
        OutsideCheck.kind == "death",
        OutsideCheck.found.is_(True),
        OutsideCheck.confirmed_at.is_(None),
    )


def papers(
    session: Session, rows: ColumnElement[bool], asked: Asked
) -> list[tuple[Grant, Invitation, Elder]]:
    """Grants on paper that nobody has accepted yet; each is due when its code runs out."""
    chosen = select(Grant, Invitation, Elder).join(Invitation, Invitation.grant_id == Grant.id)
    chosen = _about(chosen, Grant.elder_id, rows).where(
        Grant.status == Status.OFFERED,
        Grant.made_how == Made.STREET,
        Invitation.expires_at > asked.now,
    )
    return worklist.page(session, chosen, Frame(Grant.id, Invitation.expires_at), asked)


def moved_in(
    session: Session, rows: ColumnElement[bool], since: datetime, limit: int
) -> list[tuple[Elder, datetime, str]]:
    """Whose street was stated anew since then, when, and the one before, but for those for whom a
    clerk has done something since. It may be the same street, proven: what was before is
    encrypted, and the service compares it. Of the elder nothing is read but what a list shows."""
    current, former = aliased(Fact), aliased(Fact)
    before = select(func.max(Fact.seq)).where(
        Fact.elder_id == Elder.id, Fact.name == STREET, Fact.superseded_at.is_not(None)
    )
    seen = exists().where(
        Assistance.elder_id == Elder.id, Assistance.begun_at >= current.recorded_at
    )
    chosen = (
        select(Elder, current.recorded_at, former.value)
        .options(load_only(Elder.name, Elder.district, Elder.street, raiseload=True))
        .join(current, current.elder_id == Elder.id)
        .join(former, former.seq == before.correlate(Elder).scalar_subquery())
        .where(
            current.name == STREET,
            current.superseded_at.is_(None),
            current.recorded_at > since,
            Elder.status == Standing.ACTIVE,
            rows,
            ~seen,
        )
        .order_by(current.recorded_at, Elder.id)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(chosen)]


def moved_away(session: Session, rows: ColumnElement[bool], since: date, limit: int) -> list[Elder]:
    """Who is registered as moved away since a day, the first gone first."""
    chosen = (
        select(Elder)
        .where(Elder.status == Standing.MOVED_AWAY, Elder.status_on >= since, rows)
        .order_by(Elder.status_on, Elder.id)
    )
    return list(session.scalars(chosen.limit(limit)))


def death(session: Session, check_id: uuid.UUID) -> OutsideCheck | None:
    """A death nobody has confirmed yet. Whose it is has to be looked at next."""
    chosen = select(OutsideCheck).where(OutsideCheck.id == check_id, *_unconfirmed())
    return session.scalars(chosen).one_or_none()


def _about(chosen: Any, elder_id: Any, rows: ColumnElement[bool]) -> Any:
    """With the elder whom each is about, within ``rows``."""
    return chosen.join(Elder, Elder.id == elder_id).where(rows)
