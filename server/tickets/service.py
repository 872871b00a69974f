"""Tickets: reported, taken up, answered, judged by whoever reported."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from server.conversation.handoff.office import hours
from server.errors import TITLES, Problem
from server.kit import phones
from server.kit.clock import BEIJING, business_now
from server.kit.ids import new_capability, new_key, new_spoken_code
from server.kit.states import WrongMoveError
from server.kit.worklist import Asked
from server.oversight import audit
from server.oversight.actor import Actor, ActorKind
from server.people import reach
from server.tickets import repository
from server.tickets.models import Ticket, TicketEvent
from server.tickets.states import TICKET, WORKING_DAYS, Kind, Satisfaction, Source, Topic

ANSWERS = repository.ANSWERS
LONGEST = 2000
SHOWN = 50
MOST_EXPORTED = 10_000
PURPOSE = "处理您反映的事"
MOVED = "moved"
"""Why a ticket changed hands: the elder whom it is about lives elsewhere now."""


@dataclass(frozen=True)
class Report:
    """What somebody reports. ``elder_id`` is one whom the caller may ask for; ``street`` a code.
    ``key``: the call's, or that of the form that it was written into: the same words sent under the same
    key twice are one ticket."""

    kind: Kind
    topic: Topic
    text: str
    source: Source
    phone: str | None = None
    elder_id: uuid.UUID | None = None
    street: str | None = None
    key: str | None = None


@dataclass(frozen=True)
class Reported:
    """A ticket just made, or made under the same key a moment ago; ``link`` is shown to whoever reported now and kept nowhere."""

    ticket: Ticket
    link: str = field(repr=False)


def report(session: Session, actor: Actor, said: Report) -> Reported:
    """Write down what somebody reports. Raises Problem 422 naming the field to mend."""
    text = said.text.strip()
    if not 5 <= len(text) <= LONGEST:
        raise _wrong("text", f"请写清楚是什么事，5 到 {LONGEST} 个字")
    link = _link(said)
    made_before = repository.with_link(session, _hashed(link))
    if made_before is not None:
        return Reported(made_before, link)
    elder = said.elder_id
    district, street = reach.residence(session, elder) if elder else (None, None)
    if street is None and said.street is not None:
        district, street = said.street[:6], said.street
    now = business_now()
    made = Ticket(
        id=new_key(),
        number=_number(session, now),
        link_hash=_hashed(link),
        kind=said.kind.value,
        topic=said.topic.value,
        source=said.source.value,
        status="received",
        text=text,
        phone=_phone(said.phone),
        account_id=actor.id if actor.kind is ActorKind.ACCOUNT else None,
        elder_id=elder,
        district=district,
        street=street,
        received_at=now,
        due_at=due(said.kind, now),
    )
    session.add(made)
    session.flush()
    _note(session, made, None, "reported", actor)
    about = ("ticket", made.id)
    audit.record(session, actor, "ticket.reported", elder_id=elder, about=about)
    return Reported(made, link)


def _link(said: Report) -> str:
    """A new link; under a key one that the same words lead to again, so that who presses twice, or in
    two windows, has one ticket. Nobody who has not seen the key can guess it: a short one is none."""
    if said.key is None or len(said.key) < len(new_capability()):
        return new_capability()
    words = (said.key, said.kind, said.topic, said.text, said.phone, said.elder_id, said.street)
    digest = hashlib.sha256(json.dumps(list(map(str, words))).encode()).digest()
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def due(kind: Kind, now: datetime) -> datetime:
    """The end of the last working day on which the answer is in time."""
    day, left = now.astimezone(BEIJING).date(), WORKING_DAYS[kind]
    while left:
        day += timedelta(days=1)
        left -= hours().works_on(day)
    return datetime.combine(day, hours().closes, BEIJING)


def listed(session: Session, actor: Actor, asked: Asked) -> list[Ticket]:
    """A page of tickets where the actor's posts hold. Filters: ``kind``, ``topic``, ``status``."""
    return repository.listed(session, actor, asked)


def every(session: Session, actor: Actor, asked: Asked) -> Iterator[Ticket]:
    """Page after page of the same, for a file."""
    asked = replace(asked, limit=500)
    for _ in range(MOST_EXPORTED // asked.limit):
        found = listed(session, actor, asked)
        yield from found
        if len(found) < asked.limit:
            return
        asked = replace(asked, after=(found[-1].due_at, found[-1].id))


def find(session: Session, actor: Actor, ticket_id: uuid.UUID) -> Ticket:
    """One where a post of the actor's holds, locked. Raises Problem 404."""
    found = repository.one(session, actor, ticket_id)
    if found is None:
        raise Problem(404, "not-found", "没有找到这件事，可能不归您这个街道管")
    return found


def history(session: Session, found: Ticket) -> Sequence[TicketEvent]:
    """What became of it, in order."""
    return repository.events(session, found.id)


def take(session: Session, actor: Actor, ticket_id: uuid.UUID) -> Ticket:
    """Own it from now on, also in place of somebody else. Raises Problem 404, 409 if it is over."""
    found = find(session, actor, ticket_id)
    if found.status == "received":
        _move(session, found, "working", "taken", actor)
    elif found.status != "working":
        raise _over()
    found.owner_id = actor.id
    about = ("ticket", found.id)
    audit.record(session, actor, "ticket.taken", elder_id=found.elder_id, about=about)
    return found


def answer(session: Session, actor: Actor, ticket_id: uuid.UUID, text: str) -> Ticket:
    """Answer it; whoever reported reads it. Raises Problem 404, 409, 422."""
    said = text.strip()
    if not 5 <= len(said) <= LONGEST:
        raise _wrong("answer", f"请写清楚怎么办的，5 到 {LONGEST} 个字")
    found = find(session, actor, ticket_id)
    if found.status == "received":
        take(session, actor, ticket_id)
    elif found.owner_id != actor.id:
        raise Problem(409, "not-taken", "请先接手再答复，别人可能正在办")
    _move(session, found, "answered", "answered", actor)
    found.answer, found.answered_at = said, business_now()
    about = ("ticket", found.id)
    audit.record(session, actor, "ticket.answered", elder_id=found.elder_id, about=about)
    return found


def number_to_ring(session: Session, actor: Actor, ticket_id: uuid.UUID) -> str | None:
    """The number that was left, in full; that it was read is audited. Raises Problem 404."""
    found = find(session, actor, ticket_id)
    if found.phone is not None:
        audit.full_read(session, actor, "tickets.phone", elder_id=found.elder_id, purpose=PURPOSE)
    number: str | None = found.phone
    return number


def by_link(session: Session, link: str) -> Ticket:
    """For whoever holds the link. Raises Problem 404."""
    found = repository.with_link(session, _hashed(link))
    if found is None:
        raise Problem(404, *TITLES[404])
    return found


def judge(session: Session, actor: Actor, link: str, word: Satisfaction) -> Ticket:
    """What whoever reported thinks of the answer: it is closed, or somebody looks again.

    Raises Problem 404, 409 while there is no answer.
    """
    found = by_link(session, link)
    if found.status != "answered":
        raise Problem(409, "not-answered", "还没有答复，或者您已经评价过了")
    found.satisfaction = word.value
    if word is not Satisfaction.BAD:
        _move(session, found, "closed", f"judged_{word.value}", actor)
        return found
    _move(session, found, "working", "judged_bad", actor)
    found.reopened += 1
    found.due_at = due(Kind(found.kind), business_now())
    return found


def withdraw(session: Session, actor: Actor, link: str) -> Ticket:
    """Nobody needs to do anything any more. Raises Problem 404, 409."""
    found = by_link(session, link)
    _move(session, found, "withdrawn", "withdrawn", actor)
    return found


def follow(session: Session, actor: Actor, elder_id: uuid.UUID) -> None:
    """An elder has moved: what was reported about her is the business of her new street, and
    waits for one of its clerks; the former street sees it no more. The date stays."""
    home = reach.residence(session, elder_id)
    for found in repository.unsettled_about(session, elder_id):
        found.district, found.street = home
        found.owner_id = None
        if found.status == "working":
            _move(session, found, "received", MOVED, actor)
        else:
            session.flush()
            _note(session, found, found.status, MOVED, actor)
        about = ("ticket", found.id)
        audit.record(session, actor, "ticket.moved", elder_id=elder_id, about=about)


def of_account(session: Session, actor: Actor) -> list[Ticket]:
    """What the actor reported, the newest first."""
    own = actor.kind is ActorKind.ACCOUNT and actor.id is not None
    return repository.of_account(session, actor.id, SHOWN) if own and actor.id else []


def link_again(session: Session, actor: Actor, ticket_id: uuid.UUID) -> str:
    """A new link for whoever reported signed in; the one before works no more. Raises Problem 404."""
    found = repository.own(session, actor.id, ticket_id) if actor.id else None
    if found is None:
        raise Problem(404, *TITLES[404])
    link = new_capability()
    found.link_hash = _hashed(link)
    return link


def of_elder(session: Session, elder_id: uuid.UUID, limit: int) -> list[Ticket]:
    """For the time line of an elder, whom the caller may see."""
    return repository.of_elder(session, elder_id, limit)


def reported_between(
    session: Session, actor: Actor, edges: Sequence[datetime],
    district: str | None, street: str | None, born_by: date | None,
) -> list[int]:  # fmt: skip
    """How many came in where the actor's posts hold, of one place and age if these are given: in
    each interval that ``edges`` bound."""
    of_age = None
    if born_by is not None:
        of_age = reach.living_in(actor, frozenset(ANSWERS), None, None, born_by)
    return repository.counts(session, actor, edges, (district, street), of_age)


def _number(session: Session, now: datetime) -> str:
    day = now.astimezone(BEIJING).strftime("%y%m%d")
    while True:
        number = f"F{day}-{new_spoken_code(5)}"
        if not repository.number_is_taken(session, number):
            return number


def _hashed(link: str) -> str:
    return hashlib.sha256(link.encode()).hexdigest()


def _phone(given: str | None) -> str | None:
    if not given:
        return None
    try:
        return phones.any_normalised(given)
    except ValueError as error:
        raise _wrong("phone", str(error)) from None


def _move(session: Session, found: Ticket, to: str, reason: str, actor: Actor) -> None:
    try:
        before = TICKET.move(found, to)
    except WrongMoveError:
        raise _over() from None
    session.flush()
    _note(session, found, before, reason, actor)


def _note(session: Session, found: Ticket, before: str | None, reason: str, actor: Actor) -> None:
    session.add(
        TicketEvent(
            ticket_id=found.id,
            at=business_now(),
            from_status=before,
            to_status=found.status,
            reason=reason,
            actor_kind=actor.kind.value,
            actor_id=actor.id,
        )
    )
    session.flush()


def _over() -> Problem:
    return Problem(409, "already-done", "这件事已经答复、办结或撤回了，请刷新再看")


def _wrong(name: str, message: str) -> Problem:
    return Problem(422, "invalid-input", message, errors=[{"field": name, "message": message}])
