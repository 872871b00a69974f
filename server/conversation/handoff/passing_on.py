"""While a person has a conversation, what is asked goes to that person and not to the matcher."""

from __future__ import annotations

from sqlalchemy.orm import Session

from intents.signs.signals import needs_nobody, only_needs_nobody
from server.conversation import compose
from server.conversation.handoff import moves, repository
from server.conversation.schemas import ReplyOut
from server.kit.clock import business_now
from server.oversight.actor import Actor

SAYS = "您说的话工作人员看得到，回复会出现在这里。急事请拨打12345。"

FREED = "好，不用工作人员了。您接着问，我来答。急事请拨打12345。"
NOBODY_ASKED = "好，不找人工。您接着问，我来答。"


def freed(session: Session, conversation_id: str, text: str, actor: Actor) -> ReplyOut | None:
    """Who says that she needs nobody any more is freed as by the button. The reply to that, None
    where it was not said, or where something else was said as well, which is answered then."""
    if not needs_nobody(text):
        return None
    somebody = moves.withdraw(session, conversation_id, actor)
    if not only_needs_nobody(text):
        return None
    return compose.smalltalk(FREED if somebody else NOBODY_ASKED)


def passed_on(session: Session, conversation_id: str) -> ReplyOut | None:
    """The reply to a message while a person has the conversation; None while nobody has."""
    found = repository.with_person(session, conversation_id)
    if found is None:
        return None
    found.last_asked_at = business_now()
    reply = compose.staff(SAYS)
    reply.actions = [compose.HOTLINE]
    return reply
