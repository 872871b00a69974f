"""Handing over to a person: asked for, taken up, answered in the conversation or by telephone."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from intents.words.privacy import mask
from server.conversation import compose, service
from server.conversation.handoff import moves, office, repository
from server.conversation.handoff.models import PHONE, Handoff
from server.conversation.models import Conversation, Turn
from server.conversation.owners import Asker, may_go_on
from server.errors import Problem
from server.identity import staff
from server.kit import phones
from server.kit.clock import business_now
from server.kit.crypto import vault
from server.kit.ids import new_key
from server.kit.worklist import Asked
from server.oversight import audit
from server.oversight.actor import Actor
from server.people import reach

ANSWERS = repository.ANSWERS
TURNS_SHOWN = 60
LONGEST_REPLY = 1000
PURPOSE = "回您的电话"
MOVED = "moved"
"""Why a hand-off changed hands: the elder whom it is about lives elsewhere now."""
READ = "handoff.read"


class Kind(StrEnum):
    """How a person is to answer."""

    REPLY = "reply"
    CALLBACK = "callback"


class Outcome(StrEnum):
    """What came of it."""

    ANSWERED = "answered"
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    PASSED_ON = "passed_on"


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for. ``wish`` is the code of a half day; ``place`` that of a street or
    of a district."""

    kind: Kind
    phone: str | None = None
    note: str = ""
    wish: str | None = None
    place: str | None = None


@dataclass(frozen=True)
class Asking:
    """What came of asking. ``already``: it had been asked for, and stands. ``elsewhere``: in another
    conversation, which is nothing to whoever asks now, but that the number is rung up."""

    handoff: Handoff
    already: bool = False
    elsewhere: bool = False


@dataclass(frozen=True)
class Standing:
    """How far a hand-off is, for whoever asked for it."""

    handoff: Handoff
    ahead: int
    is_open: bool
    opens_at: datetime


def ask(session: Session, conversation_id: str, asker: Asker, wanted: Wanted) -> Asking:
    """Ask for a person in a conversation; asked twice it is asked once, as is a call to one number.

    Raises Problem 404 for a conversation that is not the asker's, 422 for a telephone number or
    time that is none.
    """
    conversation = _conversation(session, conversation_id, asker)
    phone = _phone(wanted)
    called = _call_to(session, phone, conversation)
    found = repository.open_of(session, conversation_id, wanted.kind)
    if called is not None and called.conversation_id != conversation_id:
        _asked_again(session, called, wanted, asker)
        return Asking(called, already=True, elsewhere=True)
    if found is not None:
        _mended(found, wanted, phone)
        _asked_again(session, found, wanted, asker)
        return Asking(found, already=True)
    service.require_open(session, conversation_id, asker)
    return Asking(_made(session, conversation, asker, wanted, phone))


def require_here(asked: Asking) -> None:
    """Raises Problem 409, to be told after the unit is over, where it stands elsewhere."""
    if asked.elsewhere:
        title = "这个号码已经登记了回电话，工作人员会打过去，不用再登记。急事请打12345"
        raise Problem(409, "already-asked", title)


def _made(
    session: Session, conversation: Conversation, asker: Asker, wanted: Wanted, phone: str | None
) -> Handoff:
    now = business_now()
    elder = conversation.elder_id
    district, street = reach.residence(session, elder) if elder else (None, None)
    if street is None and wanted.place is not None:
        district, street = wanted.place[:6], wanted.place if wanted.place[6:] else None
    due, wish = _when(wanted, now)
    made = Handoff(
        id=new_key(),
        conversation_id=conversation.id,
        kind=wanted.kind.value,
        status="waiting",
        account_id=conversation.account_id,
        elder_id=elder,
        district=district,
        street=street,
        phone=phone,
        phone_index=None if phone is None else vault().index(phone, PHONE),
        note=_joined(None, wanted.note),
        wish=wish,
        asked_at=now,
        last_asked_at=now,
        due_at=due,
    )
    session.add(made)
    session.flush()
    moves.note(session, made, None, "asked", asker.actor)
    return made


def _mended(found: Handoff, wanted: Wanted, phone: str | None) -> None:
    """Asked again in the same conversation, the number and the time that are said now take the place
    of those before."""
    if phone is not None and phone != found.phone:
        found.phone, found.phone_index = phone, vault().index(phone, PHONE)
    if wanted.kind is Kind.CALLBACK and wanted.wish:
        found.due_at, found.wish = _when(wanted, business_now())


def _asked_again(session: Session, found: Handoff, wanted: Wanted, asker: Asker) -> None:
    """It stands, and what is said now is added for whoever rings up."""
    found.last_asked_at = business_now()
    found.note = _joined(found.note, wanted.note)
    session.flush()
    moves.note(session, found, found.status, "asked_again", asker.actor)


def _joined(before: str | None, note: str) -> str | None:
    """What it is about, with what is said of it now; personal numbers masked."""
    said = mask(note.strip())
    if before and said and said not in before:
        said = f"{before}；{said}"
    elif before:
        said = before
    return said[:200] or None


def _call_to(session: Session, phone: str | None, conversation: Conversation) -> Handoff | None:
    if phone is None:
        return None
    indexes = vault().searches(phone, PHONE)
    return repository.open_call_to(session, indexes, conversation.elder_id)


def _conversation(session: Session, conversation_id: str, asker: Asker) -> Conversation:
    """A conversation of the asker's, also one that has expired while somebody is still to ring up for
    it: the promise outlives it. Raises Problem 404."""
    try:
        return service.require_open(session, conversation_id, asker)
    except Problem:
        found = repository.waited_for(session, conversation_id)
        if found is None or not may_go_on(session, found, asker):
            raise
        return found


def standing(session: Session, conversation_id: str, asker: Asker) -> Standing | None:
    """How far the open hand-off of a conversation is; None without one, or if it is another's."""
    try:
        _conversation(session, conversation_id, asker)
    except Problem:
        return None
    found = repository.open_of(session, conversation_id)
    if found is None:
        return None
    now, hours = business_now(), office.hours()
    ahead = repository.ahead_of(session, found) if found.status == "waiting" else 0
    return Standing(found, ahead, hours.is_open(now), hours.next_open(now))


def withdraw(session: Session, conversation_id: str, asker: Asker) -> None:
    """Nobody needs to answer any more. Raises Problem 404."""
    _conversation(session, conversation_id, asker)
    moves.withdraw(session, conversation_id, asker.actor)


def listed(session: Session, actor: Actor, asked: Asked) -> list[Handoff]:
    """A page of the open ones where the actor's posts hold. Filters: ``kind``, ``status``."""
    return repository.listed(session, actor, asked)


def find(session: Session, actor: Actor, handoff_id: uuid.UUID) -> Handoff:
    """One where a post of the actor's holds, locked. Raises Problem 404."""
    found = repository.one(session, actor, handoff_id)
    if found is None:
        raise Problem(404, "not-found", "没有找到这件事，可能别人已经接手，或者不归您这个街道管")
    return found


def look(session: Session, actor: Actor, handoff_id: uuid.UUID) -> Handoff:
    """The same, to be read: the elder whom it is about can see that it was. Raises Problem 404."""
    found = find(session, actor, handoff_id)
    if found.elder_id is not None:
        about = ("handoff", found.id)
        audit.look(session, actor, READ, elder_id=found.elder_id, about=about)
    return found


def has_looked(session: Session, actor: Actor, found: Handoff) -> bool:
    """Whether ``look`` has nothing to add."""
    about, elder = ("handoff", found.id), found.elder_id
    return elder is None or audit.looked(session, actor, READ, elder_id=elder, about=about)


def transcript(session: Session, found: Handoff) -> list[Turn]:
    """What was said, oldest first; personal numbers were masked when it was kept."""
    return repository.turns(session, found.conversation_id, TURNS_SHOWN)


def take(session: Session, actor: Actor, handoff_id: uuid.UUID, *, over: bool = False) -> Handoff:
    """Take it up, or ``over`` from somebody who did. Raises Problem 404, 409 if it is over or if
    somebody else was quicker."""
    found = find(session, actor, handoff_id)
    if found.status == "taken" and found.owner_id == actor.id:
        return found
    if found.status == "taken" and not over:
        who = next(iter(staff.names(session, [found.owner_id]).values()), "别人")
        title = f"{who}刚刚接手了这件事。要换成您来办，请再点“接过来，我来办”"
        raise Problem(409, "taken-by-another", title)
    if found.status == "taken":
        moves.move(session, found, "waiting", "taken_over", actor)
    moves.move(session, found, "taken", "taken", actor)
    found.owner_id, found.taken_at = actor.id, business_now()
    _audit(session, actor, "handoff.taken", found)
    return found


def give_back(session: Session, actor: Actor, handoff_id: uuid.UUID) -> Handoff:
    """Let somebody else take it up. Raises Problem 404, 409."""
    found = _own(session, actor, handoff_id)
    moves.move(session, found, "waiting", "given_back", actor)
    found.owner_id = found.taken_at = None
    return found


def answer(session: Session, actor: Actor, handoff_id: uuid.UUID, text: str) -> Turn:
    """Say something in the conversation, in a person's name. Raises Problem 404, 409, 422."""
    said = text.strip()
    if not 1 <= len(said) <= LONGEST_REPLY:
        raise _wrong("reply", f"请写 1 到 {LONGEST_REPLY} 个字")
    found = _own(session, actor, handoff_id)
    turn = service.staff_turn(found.conversation_id, compose.staff(said))
    session.add(turn)
    conversation = repository.conversation(session, found.conversation_id)
    service.keep_open(conversation)
    found.replied_at = business_now()
    session.flush()
    _audit(session, actor, "handoff.answered", found)
    return turn


def finish(session: Session, actor: Actor, handoff_id: uuid.UUID, outcome: Outcome) -> Handoff:
    """It is done; from now on the conversation answers by itself again. Raises Problem 404, 409."""
    found = find(session, actor, handoff_id)
    if found.status == "waiting":
        found = take(session, actor, handoff_id)
    _own(session, actor, handoff_id)
    if found.kind == Kind.REPLY and outcome is Outcome.ANSWERED and found.replied_at is None:
        raise Problem(409, "not-answered", "还没有回复，先写一句话给对方再办结")
    moves.move(session, found, "done", outcome.value, actor)
    found.outcome = outcome.value
    _audit(session, actor, "handoff.done", found)
    return found


def number_to_ring(session: Session, actor: Actor, handoff_id: uuid.UUID) -> str | None:
    """The number that was left, in full; that it was read is audited. Raises Problem 404."""
    found = _own(session, actor, handoff_id)
    if found.phone is not None:
        audit.full_read(
            session, actor, "conversation_handoffs.phone",
            elder_id=found.elder_id, purpose=PURPOSE,
        )  # fmt: skip
    number: str | None = found.phone
    return number


def follow(session: Session, actor: Actor, elder_id: uuid.UUID) -> None:
    """An elder has moved: whoever is to answer or to ring up works in her new street now."""
    home = reach.residence(session, elder_id)
    for found in repository.open_about(session, elder_id):
        found.district, found.street = home
        if found.status == "taken":
            moves.move(session, found, "waiting", MOVED, actor)
            found.owner_id = found.taken_at = None
        else:
            session.flush()
            moves.note(session, found, found.status, MOVED, actor)
        _audit(session, actor, "handoff.moved", found)


def of_elder(session: Session, elder_id: uuid.UUID, limit: int) -> list[Handoff]:
    """For the time line of an elder, whom the caller may see."""
    return repository.of_elder(session, elder_id, limit)


def _own(session: Session, actor: Actor, handoff_id: uuid.UUID) -> Handoff:
    found = find(session, actor, handoff_id)
    if found.status in ("done", "withdrawn"):
        raise Problem(409, "already-done", moves.NO_FURTHER)
    if found.owner_id != actor.id:
        raise Problem(409, "not-taken", "请先接手再办，别人可能正在回复")
    return found


def _audit(session: Session, actor: Actor, action: str, found: Handoff) -> None:
    audit.record(session, actor, action, elder_id=found.elder_id, about=("handoff", found.id))


def _when(wanted: Wanted, now: datetime) -> tuple[datetime, str | None]:
    """Until when it is to be done, and the wish in words."""
    if wanted.kind is Kind.REPLY or not wanted.wish:
        return office.hours().due(now), None
    for wish in office.wishes(now):
        if wish.code == wanted.wish:
            return wish.ends, wish.label
    raise _wrong("wish", "这个时间已经过了，请再选一个")


def _phone(wanted: Wanted) -> str | None:
    if wanted.kind is Kind.REPLY:
        return None
    try:
        return phones.any_normalised(wanted.phone or "")
    except ValueError as error:
        raise _wrong("phone", str(error)) from None


def _wrong(field: str, message: str) -> Problem:
    errors = [{"field": field, "message": message}]
    return Problem(422, "invalid-input", message, errors=errors)
