"""All queries on hand-offs."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from server.conversation.handoff.models import Handoff
from server.conversation.models import Conversation, Turn
from server.identity.scope import posts_as, staff_in
from server.kit import intervals, worklist
from server.kit.worklist import Asked, Frame, among
from server.oversight.actor import Actor, Role

ANSWERS = (Role.STREET_CLERK, Role.DISTRICT_REVIEWER, Role.CITY_SUPERVISOR, Role.ADMIN)
OPEN = ("waiting", "taken")
_FRAME = Frame(
    Handoff.id,
    Handoff.due_at,
    Handoff.owner_id,
    stuck=and_(Handoff.status == "taken", Handoff.replied_at.is_(None), Handoff.kind == "reply"),
)
"""Stuck is what somebody took up and has not answered."""


def open_of(session: Session, conversation_id: str, kind: str | None = None) -> Handoff | None:
    """The newest open hand-off of a conversation, of one kind if it is given."""
    chosen = select(Handoff).where(
        Handoff.conversation_id == conversation_id, Handoff.status.in_(OPEN)
    )
    if kind is not None:
        chosen = chosen.where(Handoff.kind == kind)
    return session.scalars(chosen.order_by(Handoff.id.desc()).limit(1)).one_or_none()


def open_call_to(
    session: Session, indexes: Collection[str], elder_id: uuid.UUID | None
) -> Handoff | None:
    """The call that is to be made to a number about the same elder, or about nobody in particular."""
    chosen = select(Handoff).where(
        Handoff.phone_index.in_(indexes),
        Handoff.kind == "callback",
        Handoff.status.in_(OPEN),
        Handoff.elder_id.is_not_distinct_from(elder_id),
    )
    return session.scalars(chosen.order_by(Handoff.id).limit(1)).one_or_none()


def waited_for(session: Session, conversation_id: str) -> Conversation | None:
    """A conversation for which somebody is still to be rung up, whether or not it can be gone on with."""
    chosen = select(Conversation).where(
        Conversation.id == conversation_id, Conversation.id.in_(_to_be_rung_up())
    )
    return session.scalars(chosen).one_or_none()


def drop_ended(session: Session, before: datetime) -> None:
    """Remove conversations that nobody can read any more since an instant. Where somebody is still to
    be rung up that alone is kept until it is done: the number, and what it is about."""
    ended, awaited = Conversation.expires_at < before, Conversation.id.in_(_to_be_rung_up())
    session.execute(delete(Conversation).where(ended, ~awaited))
    left = select(Conversation.id).where(ended)
    session.execute(delete(Turn).where(Turn.conversation_id.in_(left)))
    session.execute(update(Conversation).where(ended).values(person={}, self_check={}))


def _to_be_rung_up() -> Select[str]:
    return select(Handoff.conversation_id).where(
        Handoff.kind == "callback", Handoff.status.in_(OPEN)
    )


def with_person(session: Session, conversation_id: str) -> Handoff | None:
    """The hand-off by which a person has taken a conversation over."""
    chosen = select(Handoff).where(
        Handoff.conversation_id == conversation_id,
        Handoff.kind == "reply",
        Handoff.status == "taken",
    )
    return session.scalars(chosen).one_or_none()


def ahead_of(session: Session, found: Handoff) -> int:
    """How many of the same place have waited longer."""
    chosen = select(func.count()).where(
        Handoff.status == "waiting",
        Handoff.kind == found.kind,
        Handoff.asked_at < found.asked_at,
        Handoff.street.is_not_distinct_from(found.street),
    )
    return session.scalar(chosen) or 0


def listed(session: Session, actor: Actor, asked: Asked) -> list[Handoff]:
    """A page of the open hand-offs where the actor's posts hold. Filters: ``kind``, ``status``."""
    rows = select(Handoff).where(among(Handoff.status, OPEN), seen_by(actor))
    for name, column in (("kind", Handoff.kind), ("status", Handoff.status)):
        if value := asked.filters.get(name):
            rows = rows.where(column == value)
    return worklist.items(session, rows, _FRAME, asked, actor.id)


def one(session: Session, actor: Actor, handoff_id: uuid.UUID) -> Handoff | None:
    """A hand-off where one of the actor's posts holds, locked."""
    chosen = select(Handoff).where(Handoff.id == handoff_id, seen_by(actor))
    chosen = chosen.with_for_update().execution_options(populate_existing=True)
    return session.scalars(chosen).one_or_none()


def turns(session: Session, conversation_id: str, limit: int) -> list[Turn]:
    """The last turns of a conversation that was handed over, oldest first."""
    chosen = select(Turn).where(Turn.conversation_id == conversation_id)
    return list(session.scalars(chosen.order_by(Turn.seq.desc()).limit(limit)))[::-1]


def of_elder(session: Session, elder_id: uuid.UUID, limit: int) -> list[Handoff]:
    """The hand-offs about an elder, the newest first."""
    chosen = select(Handoff).where(Handoff.elder_id == elder_id)
    return list(session.scalars(chosen.order_by(Handoff.id.desc()).limit(limit)))


def open_about(session: Session, elder_id: uuid.UUID) -> list[Handoff]:
    """The open hand-offs about an elder, locked."""
    chosen = select(Handoff).where(Handoff.elder_id == elder_id, Handoff.status.in_(OPEN))
    chosen = chosen.order_by(Handoff.id).with_for_update()
    return list(session.scalars(chosen.execution_options(populate_existing=True)))


def conversation(session: Session, conversation_id: str) -> Conversation:
    """The conversation of a hand-off."""
    return session.get_one(Conversation, conversation_id)


def asked_between(
    session: Session, rows: ColumnElement[bool], begins: datetime, ends: datetime
) -> list[tuple[str, str, int]]:
    """(kind, status, how many) of hand-offs asked for in a time."""
    chosen = (
        select(Handoff.kind, Handoff.status, func.count())
        .where(rows, Handoff.asked_at >= begins, Handoff.asked_at < ends)
        .group_by(Handoff.kind, Handoff.status)
    )
    return [(kind, status, count) for kind, status, count in session.execute(chosen).all()]


def asked_in_order(session: Session, after: datetime, upto: datetime, limit: int) -> list[Handoff]:
    """Hand-offs asked for after one instant and up to another, in their order; those of the last
    instant all."""
    some = select(Handoff).where(Handoff.asked_at > after, Handoff.asked_at <= upto)
    return intervals.whole_instants(session, some, (Handoff.asked_at, Handoff.id), limit)


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """Of the own streets and districts; and what names no street, for whoever answers at all there until
    one of them takes it up: from then on it is hers, and whoever oversees the city sees it."""
    inside = staff_in(actor, Handoff.district, Handoff.street, *ANSWERS)
    posts = posts_as(actor, *ANSWERS)
    if not posts:
        return inside
    districts = [post.district for post in posts if post.district is not None]
    near = or_(Handoff.district.is_(None), Handoff.district.in_(districts))
    anybodys = or_(Handoff.status == "waiting", Handoff.owner_id == actor.id)
    return or_(inside, and_(Handoff.street.is_(None), near, anybodys))
