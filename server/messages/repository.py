"""All queries on messages, consents and calls."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    and_,
    delete,
    exists,
    false,
    func,
    join,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from knowledge import divisions
from server.identity.scope import staff_in
from server.kit import worklist
from server.kit.rows import changed
from server.kit.worklist import Asked, Frame
from server.messages.models import Attempt, Call, Consent, Message, MessageEvent, WeChatPush
from server.oversight.actor import Actor, Role

RING_UP = (Role.STREET_CLERK, Role.DISTRICT_REVIEWER, Role.CITY_SUPERVISOR, Role.ADMIN)
"""Who rings people up; each where the post holds."""

STUCK_AFTER = 2
"""Rung up so often in vain, a call is stuck."""

FORGOTTEN: dict[str, Any] = {"text": null(), "details": {}}


def locked_message(session: Session, message_id: uuid.UUID) -> Message | None:
    """A message that nobody else changes until the unit ends."""
    return session.scalars(
        select(Message).where(Message.id == message_id).with_for_update()
    ).one_or_none()


def message(session: Session, message_id: uuid.UUID) -> Message | None:
    """A message."""
    return session.get(Message, message_id)


def origins_known(session: Session, origins: Iterable[str]) -> set[str]:
    """Those that have been written already."""
    return set(session.scalars(select(Message.origin).where(Message.origin.in_(list(origins)))))


def number_is_taken(session: Session, number: str) -> bool:
    """Whether a message already has this 核实号."""
    return bool(session.scalar(select(exists().where(Message.verify_number == number))))


def tried_message(session: Session, number: str) -> Message | None:
    """The message with this 核实号, once it was handed to a channel."""
    tried = exists().where(Attempt.message_id == Message.id)
    return session.scalars(
        select(Message).where(Message.verify_number == number, tried)
    ).one_or_none()


def readable(
    session: Session,
    account_id: uuid.UUID,
    elders: Sequence[uuid.UUID],
    before: uuid.UUID | None,
    limit: int,
) -> list[Message]:
    """Messages to an account or about these elders, the newest first, older than ``before``."""
    mine = Message.account_id == account_id
    chosen = select(Message).where(or_(mine, Message.elder_id.in_(elders)) if elders else mine)
    if before is not None:
        chosen = chosen.where(Message.id < before)
    return list(session.scalars(chosen.order_by(Message.id.desc()).limit(limit)))


def given_up(session: Session, before: uuid.UUID | None, limit: int) -> list[Message]:
    """Messages that no channel took, the newest first."""
    chosen = select(Message).where(Message.status == "given_up")
    if before is not None:
        chosen = chosen.where(Message.id < before)
    return list(session.scalars(chosen.order_by(Message.id.desc()).limit(limit)))


def event_names(session: Session, message_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The events of these messages by id."""
    chosen = select(Message.id, Message.event).where(Message.id.in_(list(message_ids)))
    return {row.id: row.event for row in session.execute(chosen)}


def given_up_asked_for(session: Session, asked: Asked) -> list[Message]:
    """A page of a work list of messages that no channel took."""
    rows = select(Message).where(Message.status == "given_up")
    return worklist.items(session, rows, Frame(Message.id, Message.changed_at), asked)


def newest_about(session: Session, elder_id: uuid.UUID, limit: int) -> list[Message]:
    """Messages about an elder, the newest first."""
    chosen = select(Message).where(Message.elder_id == elder_id)
    return list(session.scalars(chosen.order_by(Message.id.desc()).limit(limit)))


def of_occasion(
    session: Session, occasion: str, after: uuid.UUID | None, limit: int
) -> list[tuple[Message, Call | None]]:
    """Messages announced for one occasion in order, each with the newest call about it."""
    chosen = select(Message, Call).outerjoin(Call, Call.id == _newest_call())
    chosen = chosen.where(Message.occasion == occasion)
    if after is not None:
        chosen = chosen.where(Message.id > after)
    found = session.execute(chosen.order_by(Message.id).limit(limit))
    return [(row[0], row[1]) for row in found]


def counted_of_occasion(
    session: Session, occasion: str
) -> list[tuple[str, str | None, str | None, bool, int]]:
    """How many there are of each status, status and outcome of the newest call, tried or not."""
    kinds = (
        Message.status, Call.status, Call.outcome, func.coalesce(Call.tries > 0, false()),
    )  # fmt: skip
    told = (Message.occasion == occasion,)
    order = func.row_number().over(partition_by=Call.message_id, order_by=Call.id.desc())
    numbered = select(Call.id, order.label("place")).join(Message, Message.id == Call.message_id)
    newest = numbered.where(*told).subquery()  # all at once: asking for each message takes longer
    chosen = (
        select(*kinds, func.count())
        .select_from(Message)
        .outerjoin(
            join(Call, newest, and_(Call.id == newest.c.id, newest.c.place == 1)),
            Call.message_id == Message.id,
        )
        .where(*told)
        .group_by(*kinds)
    )
    return [(row[0], row[1], row[2], bool(row[3]), row[4]) for row in session.execute(chosen)]


def _newest_call() -> ScalarSelect[uuid.UUID]:
    newest = select(Call.id).where(Call.message_id == Message.id).order_by(Call.id.desc())
    return newest.limit(1).correlate(Message).scalar_subquery()


def at_rest(session: Session, before: datetime, limit: int) -> list[Message]:
    """Messages on their way that nothing has happened to since ``before``, locked; others' locks
    are skipped."""
    chosen = select(Message).where(
        Message.status.in_(("created", "sending")), Message.changed_at < before
    )
    chosen = chosen.order_by(Message.id).limit(limit)
    return list(session.scalars(chosen.with_for_update(skip_locked=True)))


def attempts(session: Session, message_id: uuid.UUID) -> list[Attempt]:
    """What was tried for a message, oldest first."""
    chosen = select(Attempt).where(Attempt.message_id == message_id)
    return list(session.scalars(chosen.order_by(Attempt.started_at, Attempt.id)))


def attempt_with(session: Session, provider_id: str) -> Attempt | None:
    """The attempt that a gateway gave this id."""
    chosen = select(Attempt).where(Attempt.provider_id == provider_id)
    return session.scalars(chosen.order_by(Attempt.id.desc()).limit(1)).one_or_none()


def events(session: Session, message_id: uuid.UUID) -> list[MessageEvent]:
    """What became of a message, in order."""
    chosen = select(MessageEvent).where(MessageEvent.message_id == message_id)
    return list(session.scalars(chosen.order_by(MessageEvent.seq)))


def consent(session: Session, account_id: uuid.UUID, template: str) -> Consent | None:
    """What an account agreed to, for one template."""
    chosen = select(Consent).where(Consent.account_id == account_id, Consent.template == template)
    return session.scalars(chosen.execution_options(populate_existing=True)).one_or_none()


def consents(session: Session, account_id: uuid.UUID) -> list[Consent]:
    """Everything an account agreed to."""
    chosen = select(Consent).where(Consent.account_id == account_id).order_by(Consent.template)
    return list(session.scalars(chosen.execution_options(populate_existing=True)))


def locked_push(session: Session, push_id: uuid.UUID) -> WeChatPush | None:
    """A push that nobody else applies meanwhile."""
    return session.scalars(
        select(WeChatPush).where(WeChatPush.id == push_id).with_for_update()
    ).one_or_none()


def open_calls(
    session: Session, actor: Actor, after: tuple[datetime, uuid.UUID] | None, limit: int
) -> list[Call]:
    """Who is to be rung up where the actor's posts hold, the most urgent first."""
    chosen = select(Call).where(Call.status == "open", _seen_by(actor))
    if after is not None:
        due_at, last = after
        chosen = chosen.where(
            or_(Call.due_at > due_at, and_(Call.due_at == due_at, Call.id > last))
        )
    return list(session.scalars(chosen.order_by(Call.due_at, Call.id).limit(limit)))


def calls_asked_for(session: Session, actor: Actor, asked: Asked) -> list[Call]:
    """A page of a work list; stuck is whom nobody has reached in two tries."""
    rows = select(Call).where(Call.status == "open", _seen_by(actor))
    if reason := asked.filters.get("reason"):
        rows = rows.where(Call.reason == reason)
    if street := asked.filters.get("street"):
        named = [each.code for each in divisions.streets_named(street)]
        rows = rows.where(Call.street.in_(named))
    frame = Frame(Call.id, Call.due_at, stuck=Call.tries >= STUCK_AFTER)
    return worklist.items(session, rows, frame, asked)


def call(session: Session, actor: Actor, call_id: uuid.UUID) -> Call | None:
    """A call where one of the actor's posts holds, locked."""
    chosen = select(Call).where(Call.id == call_id, _seen_by(actor)).with_for_update()
    return session.scalars(chosen).one_or_none()


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    return staff_in(actor, Call.district, Call.street, *RING_UP)


def open_calls_about(session: Session, elder_id: uuid.UUID) -> list[Call]:
    """The calls that are still to be made about an elder, locked."""
    chosen = select(Call).where(Call.elder_id == elder_id, Call.status == "open")
    chosen = chosen.order_by(Call.id).with_for_update()
    return list(session.scalars(chosen.execution_options(populate_existing=True)))


def open_call_of(session: Session, message_id: uuid.UUID) -> Call | None:
    """The call that is still to be made for a message."""
    chosen = select(Call).where(Call.message_id == message_id, Call.status == "open")
    return session.scalars(chosen.with_for_update()).one_or_none()


def of_elder(session: Session, elder_id: uuid.UUID) -> list[Message]:
    """Every message about an elder, oldest first."""
    chosen = select(Message).where(Message.elder_id == elder_id).order_by(Message.id)
    return list(session.scalars(chosen))


def forget_about(session: Session, elder_id: uuid.UUID) -> None:
    """Overwrite the words and values of every message about an elder."""
    changed(session, update(Message).where(Message.elder_id == elder_id).values(**FORGOTTEN))


def forget_before(session: Session, moment: datetime) -> None:
    """Overwrite the words and values of old messages."""
    old = update(Message).where(Message.created_at < moment, Message.text.is_not(None))
    changed(session, old.values(**FORGOTTEN))


def drop_pushes_before(session: Session, moment: datetime) -> None:
    """Remove what WeChat pushed long ago: it does not come again."""
    changed(session, delete(WeChatPush).where(WeChatPush.received_at < moment))
