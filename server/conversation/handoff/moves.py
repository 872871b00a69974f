"""A hand-off changes its status, and who did it is kept."""

from __future__ import annotations

from sqlalchemy.orm import Session

from server.conversation.handoff import repository
from server.conversation.handoff.models import Handoff, HandoffEvent
from server.conversation.handoff.states import HANDOFF
from server.errors import Problem
from server.kit.clock import business_now
from server.kit.states import WrongMoveError
from server.oversight.actor import Actor

NO_FURTHER = "这件事已经办完或撤回了，请刷新名单"


def move(session: Session, found: Handoff, to: str, reason: str, actor: Actor) -> None:
    """Raises Problem 409 where it is over."""
    try:
        before = HANDOFF.move(found, to)
    except WrongMoveError:
        raise Problem(409, "already-done", NO_FURTHER) from None
    if to in HANDOFF.terminal:
        found.ended_at = business_now()
    session.flush()
    note(session, found, before, reason, actor)


def note(session: Session, found: Handoff, before: str | None, reason: str, actor: Actor) -> None:
    """Keep what happened to it."""
    session.add(
        HandoffEvent(
            handoff_id=found.id,
            at=business_now(),
            from_status=before,
            to_status=found.status,
            reason=reason,
            actor_kind=actor.kind.value,
            actor_id=actor.id,
        )
    )
    session.flush()


def withdraw(session: Session, conversation_id: str, actor: Actor) -> bool:
    """Nobody needs to answer in a conversation any more; whether somebody was to."""
    found = repository.open_of(session, conversation_id)
    if found is None:
        return False
    move(session, found, "withdrawn", "withdrawn_by_asker", actor)
    withdraw(session, conversation_id, actor)
    return True
