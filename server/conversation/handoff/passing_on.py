"""While a person has a conversation, what is asked goes to that person and not to the matcher."""

from __future__ import annotations

from sqlalchemy.orm import Session

from server.conversation import compose
from server.conversation.handoff import repository
from server.conversation.schemas import ReplyOut
from server.kit.clock import business_now

SAYS = "您说的话工作人员看得到，回复会出现在这里。急事请拨打12345。"


def passed_on(session: Session, conversation_id: str) -> ReplyOut | None:
    """The reply to a message while a person has the conversation; None while nobody has."""
    found = repository.with_person(session, conversation_id)
    if found is None:
        return None
    found.last_asked_at = business_now()
    reply = compose.staff(SAYS)
    reply.actions = [compose.HOTLINE]
    return reply
