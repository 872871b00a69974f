"""The street's work about people as pages of work lists, each within the rows of a clerk's posts."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

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
    chosen = (
        select(Dispute, Grant, Elder)
        .join(Grant, Grant.id == Dispute.grant_id)
        .join(Elder, Elder.id == Dispute.elder_id)
        .where(Dispute.decided_at.is_(None), rows)
    )
    return _page(session, chosen, Frame(Dispute.id, Dispute.raised_at), asked)


def deaths(
    session: Session, rows: ColumnElement[bool], asked: Asked
) -> list[tuple[OutsideCheck, Elder]]:
    """Deaths nobody has confirmed; each counts as due when it was told."""
    chosen = (
        select(OutsideCheck, Elder)
        .join(Elder, Elder.id == OutsideCheck.elder_id)
        .where(rows, *_unconfirmed())
    )
    return _page(session, chosen, Frame(OutsideCheck.id, OutsideCheck.finished_at), asked)


def unconfirmed_deaths(session: Session, rows: ColumnElement[bool]) -> list[OutsideCheck]:
    """Deaths that a register or a colleague told of and no clerk has confirmed yet."""
    chosen = select(OutsideCheck).join(Elder, Elder.id == OutsideCheck.elder_id)
    return list(session.scalars(chosen.where(rows, *_unconfirmed()).order_by(OutsideCheck.seq)))


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
    chosen = (
        select(Grant, Invitation, Elder)
        .join(Invitation, Invitation.grant_id == Grant.id)
        .join(Elder, Elder.id == Grant.elder_id)
        .where(
            Grant.status == Status.OFFERED,
            Grant.made_how == Made.STREET,
            Invitation.expires_at > asked.now,
            rows,
        )
    )
    return _page(session, chosen, Frame(Grant.id, Invitation.expires_at), asked)


def moved_in(
    session: Session, rows: ColumnElement[bool], since: datetime, limit: int
) -> list[tuple[Elder, Fact, Fact]]:
    """Whose street was stated anew since then, with the fact and the one it superseded, but for
    those for whom a clerk has done something since. It may be the same street, proven: the values
    are encrypted, and the service compares them."""
    current, former = aliased(Fact), aliased(Fact)
    before = select(func.max(Fact.seq)).where(
        Fact.elder_id == Elder.id, Fact.name == STREET, Fact.superseded_at.is_not(None)
    )
    seen = exists().where(
        Assistance.elder_id == Elder.id, Assistance.begun_at >= current.recorded_at
    )
    chosen = (
        select(Elder, current, former)
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


def _page(session: Session, rows: Any, frame: Frame, asked: Asked) -> list[Any]:
    return [tuple(row) for row in session.execute(worklist.chosen(rows, frame, asked))]
