"""Messages are written here: once for each recipient, together with the jobs that send them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from server.jobs.service import enqueue
from server.kit.clock import BEIJING, business_now, machine_now
from server.kit.worklist import Asked
from server.messages import calls, numbers, repository
from server.messages.models import Attempt, Message
from server.messages.states import Status, WrongTurn, move
from server.messages.templates import Audience, Event, Text, event_of, render
from server.oversight import audit
from server.oversight.actor import Actor, ActorKind
from server.people import reach

SEND = "messages.send"
WOKEN_AT_ONCE = 200
WITHOUT_NAME = "老人"


@dataclass(frozen=True)
class Announcement:
    """Something to tell: which event, about which elder, to which accounts.

    ``details`` are codes, dates and fen. ``origin`` names it: announced twice, it is told once.
    ``occasion`` names what several are announced for together: ``fates`` counts what became of them.
    """

    origin: str
    event: str
    elder_id: uuid.UUID | None = None
    to: Sequence[uuid.UUID] = ()
    details: Mapping[str, Any] | None = None
    occasion: str | None = None


@dataclass(frozen=True)
class _Recipient:
    account_id: uuid.UUID | None
    audience: Audience


def announce(session: Session, said: Announcement) -> list[Message]:
    """Write a message for each recipient, and the job that sends it.

    An event that speaks to the elder always reaches her, by her account or without one. Raises
    UnknownEvent for an event without a template, ValueError where nobody would be told.
    """
    recipients = _recipients(session, said)
    if not recipients:
        raise ValueError(f"{said.event} was announced to nobody")
    origins = {_origin(said, recipient): recipient for recipient in recipients}
    known = repository.origins_known(session, origins)
    written = [
        _write(session, said, recipient, origin)
        for origin, recipient in origins.items()
        if origin not in known
    ]
    for message in written:
        send_soon(session, message)
    return written


def _recipients(session: Session, said: Announcement) -> list[_Recipient]:
    event = event_of(said.event)
    herself = reach.own_accounts(session, said.elder_id) if said.elder_id else []
    named = dict.fromkeys(said.to)
    told = [_recipient(event, account, account in herself) for account in named]
    tell_elder = said.elder_id is not None and (Audience.ELDER in event.to or not named)
    if tell_elder and not named.keys() & set(herself):
        told.append(_recipient(event, herself[0] if herself else None, is_elder=True))
    return [recipient for recipient in told if recipient is not None]


def _recipient(event: Event, account_id: uuid.UUID | None, is_elder: bool) -> _Recipient | None:
    """None if the event says nothing to such a one."""
    fitting = (Audience.ELDER if is_elder else Audience.GRANTEE, Audience.ACCOUNT)
    audience = next((audience for audience in fitting if audience in event.to), None)
    return _Recipient(account_id, audience) if audience else None


def _origin(said: Announcement, recipient: _Recipient) -> str:
    return f"{said.origin}:{recipient.account_id or 'elder'}"


def _write(session: Session, said: Announcement, to: _Recipient, origin: str) -> Message:
    verify = _free_number(session)
    who = (reach.masked_name(session, said.elder_id) if said.elder_id else None) or WITHOUT_NAME
    details = dict(said.details or {})
    text = render(said.event, to.audience, details, who=who, verify=verify, when=business_now())
    message = Message(
        origin=origin,
        occasion=said.occasion,
        verify_number=verify,
        event=said.event,
        audience=to.audience.value,
        account_id=to.account_id,
        elder_id=said.elder_id,
        details=details,
        text=text.model_dump(),
        turn=0,
        round=0,
        holds_consent=False,
        created_at=machine_now(),
    )
    session.add(message)
    move(session, message, Status.CREATED, "announced")
    return message


def _free_number(session: Session) -> str:
    while repository.number_is_taken(session, number := numbers.draw()):
        pass
    return number


def send_soon(session: Session, message: Message, delay: timedelta = timedelta(0)) -> None:
    """Ask for the next try of a message; jobs asked for before no longer count."""
    message.turn += 1
    payload = {"message_id": str(message.id), "turn": message.turn}
    enqueue(session, SEND, payload, key=f"{SEND}:{message.id}:{message.turn}", delay=delay)


def wake(session: Session, before: datetime) -> int:
    """Ask anew for the next try of messages that rest since ``before``: their job was given up.

    How many there were.
    """
    resting = repository.at_rest(session, before, WOKEN_AT_ONCE)
    for message in resting:
        message.changed_at = machine_now()
        send_soon(session, message)
    return len(resting)


def text_of(message: Message) -> Text:
    """The words of a message whose text has not been erased."""
    return Text.model_validate(message.text)


def start_again(session: Session, actor: Actor, message_id: uuid.UUID) -> Message | None:
    """Staff have a message that was given up tried over every channel anew; None if there is none.

    Raises WrongTurn for a message that was not given up.
    """
    message = repository.locked_message(session, message_id)
    if message is None:
        return None
    if message.status != Status.GIVEN_UP:
        raise WrongTurn("only what was given up is started again")
    move(session, message, Status.CREATED, "retried_by_staff", actor)
    message.round += 1
    calls.withdraw(session, message)
    send_soon(session, message)
    audit.record(
        session, actor, "message.retried", elder_id=message.elder_id, about=("message", message.id)
    )
    return message


@dataclass(frozen=True)
class Verified:
    """What anybody may know of a message whose number they hold."""

    title: str
    sent_on: date


def verify(session: Session, number: str) -> Verified | None:
    """Whether we sent a message with this number; None if we did not."""
    message = repository.tried_message(session, number)
    if message is None:
        return None
    return Verified(event_of(message.event).title, message.created_at.astimezone(BEIJING).date())


@dataclass(frozen=True)
class Inbox:
    """Messages to read, the newest first. ``more`` tells whether there are older ones."""

    messages: list[Message]
    more: bool


def inbox(
    session: Session, actor: Actor, *, before: uuid.UUID | None = None, limit: int = 20
) -> Inbox:
    """Messages to an account and about the elders it may ask for; nothing for anybody else.

    What was sent to somebody else carries no text for this reader: see ``text_for``.
    """
    if actor.kind is not ActorKind.ACCOUNT or actor.id is None:
        return Inbox([], more=False)
    elders = reach.asked_for(session, actor)
    found = repository.readable(session, actor.id, elders, before, limit + 1)
    return Inbox(found[:limit], len(found) > limit)


def text_for(message: Message, account_id: uuid.UUID) -> str | None:
    """The words of a message for the reader it was sent to; None for others, and once erased."""
    readable = message.text is not None and message.account_id == account_id
    return text_of(message).inbox if readable else None


def known(session: Session, message_id: uuid.UUID) -> Message:
    """A message that is known to exist. Raises LookupError."""
    found = repository.message(session, message_id)
    if found is None:
        raise LookupError("no such message")
    return found


def events_of(session: Session, message_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What these messages announce, by id; their words stay unread."""
    return repository.event_names(session, message_ids)


def given_up(session: Session, before: uuid.UUID | None, limit: int) -> list[Message]:
    """Messages that no gateway took, the newest first."""
    return repository.given_up(session, before, limit)


def given_up_asked_for(session: Session, asked: Asked) -> list[Message]:
    """A page of the same as a work list, what was given up first at its head."""
    return repository.given_up_asked_for(session, asked)


def newest_about(session: Session, elder_id: uuid.UUID, limit: int) -> list[Message]:
    """Messages about an elder, whom the caller may see; the newest first."""
    return repository.newest_about(session, elder_id, limit)


def attempts_of(session: Session, message: Message) -> list[Attempt]:
    """What was tried for a message, oldest first."""
    return repository.attempts(session, message.id)
