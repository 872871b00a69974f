"""The call list: who is rung up because no gateway reaches them, and what came of it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from server.errors import Problem
from server.identity.contacts import contact_of
from server.kit.clock import business_now, machine_now
from server.kit.worklist import Asked
from server.messages import repository
from server.messages.models import Call, Message
from server.messages.states import Status, move
from server.messages.templates import Text
from server.oversight import audit
from server.oversight.actor import Actor
from server.people import reach

DUE_IN = timedelta(days=1)
PURPOSE = "打电话通知您"
"""What the elder reads in the list of who looked at her number."""

RINGS_UP = repository.RING_UP
"""Roles that ring people up, each where the post holds."""

MOST_TRIES = 3
"""Rung up so often on different days without an answer, a visit or a letter is better."""


class Heard(StrEnum):
    """What came of ringing somebody up."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"


WITHDRAWN = "withdrawn"
"""The outcome of a call that need not be made any more."""


def ask(session: Session, message: Message, reason: str, *, urgent: bool) -> Call:
    """Have the recipient of ``message`` rung up by the street where the elder lives."""
    elder = message.elder_id
    district, street = reach.residence(session, elder) if elder else (None, None)
    call = Call(
        message_id=message.id,
        account_id=message.account_id,
        elder_id=elder,
        district=district,
        street=street,
        reason=reason,
        due_at=business_now() + (timedelta(0) if urgent else DUE_IN),
    )
    session.add(call)
    session.flush()
    return call


def withdraw(session: Session, message: Message) -> None:
    """Nobody needs to ring up for this message any more."""
    call = repository.open_call_of(session, message.id)
    if call is not None:
        call.status, call.outcome, call.done_at = "done", WITHDRAWN, machine_now()


def follow(session: Session, actor: Actor, elder_id: uuid.UUID) -> None:
    """An elder has moved: her new street rings up."""
    home = reach.residence(session, elder_id)
    for call in repository.open_calls_about(session, elder_id):
        call.district, call.street = home
        session.flush()
        audit.record(session, actor, "call.moved", elder_id=elder_id, about=("call", call.id))


def find(session: Session, actor: Actor, call_id: uuid.UUID) -> Call:
    """A call of the actor's own street or district. Raises Problem 404."""
    call = repository.call(session, actor, call_id)
    if call is None:
        raise Problem(404, "not-found", "没有找到这个要打的电话，可能不归您这个街道管")
    return call


def waiting(
    session: Session, actor: Actor, after: tuple[datetime, uuid.UUID] | None, limit: int
) -> list[Call]:
    """Calls to be made where the actor's posts hold, the most urgent first."""
    return repository.open_calls(session, actor, after, limit)


def listed(session: Session, actor: Actor, asked: Asked) -> list[Call]:
    """A page of the calls to be made where the actor's posts hold. Filters: ``reason``, a code;
    ``street``, its name."""
    return repository.calls_asked_for(session, actor, asked)


def number_to_ring(session: Session, actor: Actor, call: Call) -> str | None:
    """The full phone number, read by this member of staff for this call and audited as such."""
    if call.account_id is not None:
        contact = contact_of(session, call.account_id, actor=actor, purpose=PURPOSE)
        return contact.phone if contact else None
    return (
        reach.phone(session, call.elder_id, actor=actor, purpose=PURPOSE) if call.elder_id else None
    )


def words(session: Session, call: Call) -> Text | None:
    """What to say; None once it is erased."""
    message = repository.message(session, call.message_id)
    return Text.model_validate(message.text) if message and message.text else None


def close(session: Session, actor: Actor, call_id: uuid.UUID, heard: Heard) -> Call:
    """Keep what came of ringing somebody up. Raises Problem 404, and 409 if it is done."""
    call = find(session, actor, call_id)
    message = repository.locked_message(session, call.message_id)
    if call.status != "open" or message is None:
        raise Problem(409, "already-done", "这个电话已经有人打过并登记了，请刷新名单")
    call.tries += 1
    call.outcome = heard.value
    if heard is Heard.NO_ANSWER and call.tries < MOST_TRIES:
        call.due_at = business_now() + DUE_IN
    else:
        call.status, call.done_by, call.done_at = "done", actor.id, machine_now()
        _settle(session, message, heard, actor)
    audit.record(
        session, actor, "call.made", elder_id=call.elder_id, about=("call", call.id), heard=heard
    )
    return call


def _settle(session: Session, message: Message, heard: Heard, actor: Actor) -> None:
    if heard is Heard.REACHED:
        move(session, message, Status.DELIVERED, "told_by_phone", actor)
    elif message.status == Status.ACCEPTED:
        move(session, message, Status.GIVEN_UP, heard.value, actor)
