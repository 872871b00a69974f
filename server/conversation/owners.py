"""Whose a conversation is: whoever holds its id, a signed-in person, those who may ask for its elder."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.conversation.models import Conversation
from server.conversation.state import State
from server.errors import Problem
from server.oversight.actor import ANONYMOUS, Actor, ActorKind
from server.people import facts
from server.people.access import acting_for
from server.people.states import Scope


@dataclass(frozen=True)
class Asker:
    """Who is asking, and for whom (为谁办); None: nobody in particular."""

    actor: Actor
    elder_id: uuid.UUID | None = None


ANYBODY = Asker(ANONYMOUS)


def of(asker: Asker) -> dict[str, uuid.UUID | None]:
    """The columns of a new conversation that say whose it is."""
    return {"account_id": _account(asker), "elder_id": asker.elder_id}


def known_facts(session: Session, asker: Asker, *, must_answer: bool) -> dict[str, Any]:
    """What a new conversation knows from the elder's record, as its state is stored.

    Raises Problem 403 or 404 unless the asker may ask for the elder; an emergency is answered
    all the same, and then knows nothing.
    """
    if asker.elder_id is None:
        return {}
    try:
        acting = acting_for(session, asker.actor, asker.elder_id, Scope.ASK)
    except Problem:
        if must_answer:
            return {}
        raise
    return asdict(State(facts=facts.eligibility_facts(session, acting)))


def may_go_on(session: Session, found: Conversation, asker: Asker) -> bool:
    """Whether the asker may read a conversation and go on with it."""
    if found.account_id is None:
        return True
    if found.elder_id is None:
        return found.account_id == _account(asker)
    try:  # also of those who began it: a grant that was ended ends this, too
        acting_for(session, asker.actor, found.elder_id, Scope.ASK)
    except Problem:
        return False
    return True


def require_same_elder(found: Conversation, asker: Asker) -> None:
    """Raises Problem 409 for going on about somebody else: facts of two people are never mixed."""
    if asker.elder_id is not None and found.elder_id != asker.elder_id:
        title = "这段对话问的是另一位老人，请新开一段对话再问"
        raise Problem(409, "another-elder", title)


def claim(found: Conversation, asker: Asker) -> None:
    """A conversation that began before its person signed in is theirs from now on."""
    if found.account_id is None:
        found.account_id = _account(asker)


def _account(asker: Asker) -> uuid.UUID | None:
    return asker.actor.id if asker.actor.kind is ActorKind.ACCOUNT else None
