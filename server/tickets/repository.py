"""All queries on tickets."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, null, or_, select, update
from sqlalchemy.orm import Session

from server.identity.scope import posts_as, staff_in
from server.kit import intervals, worklist
from server.kit.intervals import INTERVAL
from server.kit.rows import changed
from server.kit.worklist import Asked, Frame, among
from server.oversight.actor import Actor, Role
from server.tickets.models import Ticket, TicketEvent
from server.tickets.states import OPEN, UNSETTLED

ANSWERS = (Role.STREET_CLERK, Role.DISTRICT_REVIEWER, Role.CITY_SUPERVISOR, Role.ADMIN)
_FRAME = Frame(Ticket.id, Ticket.due_at, Ticket.owner_id, stuck=Ticket.reopened > 0)
"""Stuck is what somebody was not content with."""


def listed(session: Session, actor: Actor, asked: Asked) -> list[Ticket]:
    """A page of tickets where the actor's posts hold. Filters: ``kind``, ``topic``, ``status``;
    without a status those that are open."""
    rows = select(Ticket).where(seen_by(actor))
    status = asked.filters.get("status")
    rows = rows.where(Ticket.status == status if status else among(Ticket.status, OPEN))
    for name, column in (("kind", Ticket.kind), ("topic", Ticket.topic)):
        if value := asked.filters.get(name):
            rows = rows.where(column == value)
    return worklist.items(session, rows, _FRAME, asked, actor.id)


def one(session: Session, actor: Actor, ticket_id: uuid.UUID) -> Ticket | None:
    """A ticket where one of the actor's posts holds, locked."""
    return _locked(session, Ticket.id == ticket_id, seen_by(actor))


def with_link(session: Session, link_hash: str) -> Ticket | None:
    """The ticket that this link leads to, locked."""
    return _locked(session, Ticket.link_hash == link_hash)


def own(session: Session, account_id: uuid.UUID, ticket_id: uuid.UUID) -> Ticket | None:
    """A ticket that this account reported, locked."""
    return _locked(session, Ticket.id == ticket_id, Ticket.account_id == account_id)


def of_account(session: Session, account_id: uuid.UUID, limit: int) -> list[Ticket]:
    """What an account reported, the newest first."""
    chosen = select(Ticket).where(Ticket.account_id == account_id)
    return list(session.scalars(chosen.order_by(Ticket.id.desc()).limit(limit)))


def of_elder(session: Session, elder_id: uuid.UUID, limit: int) -> list[Ticket]:
    """What was reported about an elder, the newest first."""
    chosen = select(Ticket).where(Ticket.elder_id == elder_id)
    return list(session.scalars(chosen.order_by(Ticket.id.desc()).limit(limit)))


def unsettled_about(session: Session, elder_id: uuid.UUID) -> list[Ticket]:
    """What was reported about an elder and may still have to be seen to, locked."""
    chosen = select(Ticket).where(Ticket.elder_id == elder_id, Ticket.status.in_(UNSETTLED))
    chosen = chosen.order_by(Ticket.id).with_for_update()
    return list(session.scalars(chosen.execution_options(populate_existing=True)))


def events(session: Session, ticket_id: uuid.UUID) -> list[TicketEvent]:
    """What became of a ticket, in order."""
    chosen = select(TicketEvent).where(TicketEvent.ticket_id == ticket_id)
    return list(session.scalars(chosen.order_by(TicketEvent.seq)))


def number_is_taken(session: Session, number: str) -> bool:
    """Whether there is a ticket of this number."""
    return session.scalars(select(Ticket.id).where(Ticket.number == number)).first() is not None


def forget_about(session: Session, elder_id: uuid.UUID) -> None:
    """Overwrite the words and numbers of what was reported about an elder."""
    chosen = update(Ticket).where(Ticket.elder_id == elder_id)
    changed(session, chosen.values(text=null(), phone=null(), answer=null()))


def counts(
    session: Session, actor: Actor, edges: Sequence[datetime],
    where: tuple[str | None, str | None], elders: Select[Any] | None,
) -> list[int]:  # fmt: skip
    """How many were received in each interval that ``edges`` bound, of a place (district, street)
    and of these elders."""
    nth = intervals.nth(Ticket.received_at, edges)
    within = intervals.within(Ticket.received_at, edges)
    chosen = select(nth, func.count()).where(seen_by(actor), within)
    for column, code in zip((Ticket.district, Ticket.street), where, strict=True):
        if code is not None:
            chosen = chosen.where(column == code)
    if elders is not None:
        chosen = chosen.where(Ticket.elder_id.in_(elders))
    return intervals.numbers(session.execute(chosen.group_by(INTERVAL)), edges)


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """Of the own streets and districts, and what names none, for whoever answers at all."""
    inside = staff_in(actor, Ticket.district, Ticket.street, *ANSWERS)
    if not posts_as(actor, *ANSWERS):
        return inside
    return or_(inside, Ticket.district.is_(None))


def _locked(session: Session, *conditions: ColumnElement[bool]) -> Ticket | None:
    chosen = select(Ticket).where(*conditions)
    chosen = chosen.with_for_update().execution_options(populate_existing=True)
    return session.scalars(chosen).one_or_none()
