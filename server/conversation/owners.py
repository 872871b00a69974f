"""Whose a conversation is: whoever holds its id, a signed-in person, those who may ask for its elder."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.conversation.models import Conversation
from server.conversation.state import State
from server.errors import Problem
from server.oversight import audit
from server.oversight.actor import ANONYMOUS, Actor, ActorKind
from server.people import facts
from server.people.access import acting_for
from server.people.states import Relation, Scope


@dataclass(frozen=True)
class Asker:
    """Who is asking, and for whom (为谁办); None: nobody in particular."""

    actor: Actor
    elder_id: uuid.UUID | None = None


ANYBODY = Asker(ANONYMOUS)


def beginning(session: Session, asker: Asker, *, must_answer: bool) -> dict[str, Any]:
    """The columns of a new conversation: whose it is, and what the elder's record tells of her.

    Raises Problem 403 or 404 unless the asker may ask for the elder; an emergency is answered
    all the same, and is then nobody's in particular.
    """
    mine: dict[str, Any] = {"account_id": _account(asker), "elder_id": None, "person": {}}
    if asker.elder_id is None:
        return mine
    try:
        acting = acting_for(session, asker.actor, asker.elder_id, Scope.ASK)
    except Problem:
        if must_answer:
            return mine
        raise
    known = asdict(State(facts=facts.eligibility_facts(session, acting)))
    return mine | {"elder_id": acting.elder_id, "person": known}


def may_go_on(session: Session, found: Conversation, asker: Asker) -> bool:
    """Whether the asker may read a conversation and go on with it."""
    if found.elder_id is None:
        return found.account_id is None or found.account_id == _account(asker)
    try:  # also of those who began it, staff as well: a right that was ended ends this, too
        acting_for(session, asker.actor, found.elder_id, Scope.ASK)
    except Problem:
        return False
    return True


def note(session: Session, found: Conversation, asker: Asker, turn_id: uuid.UUID) -> None:
    """Who asked in an elder's name, for her to read; what she asks herself needs no note."""
    if found.elder_id is None:
        return
    acting = acting_for(session, asker.actor, found.elder_id, Scope.ASK)
    if acting.relation is not Relation.SELF:
        about = ("message", turn_id)
        audit.record(
            session, asker.actor, "conversation.asked", elder_id=found.elder_id, about=about,
            purpose=acting.purpose,
        )  # fmt: skip


def require_same_elder(found: Conversation, asker: Asker) -> None:
    """Raises Problem 409 for going on about somebody else: facts of two people are never mixed."""
    if asker.elder_id is not None and found.elder_id != asker.elder_id:
        title = "这段对话问的是另一位老人，请新开一段对话再问"
        raise Problem(409, "another-elder", title)


def claim(found: Conversation, asker: Asker) -> None:
    """A conversation that began before its person signed in is theirs from now on; one about an
    elder, which a clerk began, stays the elder's."""
    if found.account_id is None and found.elder_id is None:
        found.account_id = _account(asker)


def _account(asker: Asker) -> uuid.UUID | None:
    return asker.actor.id if asker.actor.kind is ActorKind.ACCOUNT else None
