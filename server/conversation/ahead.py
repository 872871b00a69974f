"""A reply thought out before the transaction that keeps it.

On SQLite only one transaction writes at a time: whoever thinks within it lets all others wait. What a reply
rests on is therefore read first, and told again by the same rows when the reply is kept: where something was
said in between, it is thought out anew.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.conversation.answering import Told
from server.conversation.models import Conversation, Turn
from server.conversation.replies import reply_to
from server.conversation.said import Said
from server.editorial.live import LiveKnowledge


@dataclass(frozen=True)
class Thought:
    """What is told in a conversation, where that is still as it was found."""

    found: tuple[int | None, dict[str, Any], dict[str, Any]]
    """The number of the turn before, and what was known of the person and of a self-check."""

    told: Told
    person: dict[str, Any]
    self_check: dict[str, Any]
    """The same once the reply is given."""

    def told_in(self, conversation: Conversation, previous: Turn | None) -> Told | None:
        """The reply, of which ``conversation`` then knows; None where something else was said meanwhile."""
        if _as_found(conversation, previous) != self.found:
            return None
        conversation.person, conversation.self_check = self.person, self.self_check
        return self.told


def thought(
    session: Session,
    conversation: Conversation,
    previous: Turn | None,
    said: Said,
    knowledge: LiveKnowledge,
) -> Thought:
    """What will be told; ``session`` only reads, and ``conversation`` stays as it is."""
    found = deepcopy(_as_found(conversation, previous))
    _, person, self_check = deepcopy(found)
    copy = Conversation(id=conversation.id, person=person, self_check=self_check)
    told = reply_to(session, copy, previous, said, knowledge)
    return Thought(found, told, copy.person, copy.self_check)


def _as_found(
    conversation: Conversation, previous: Turn | None
) -> tuple[int | None, dict[str, Any], dict[str, Any]]:
    return previous.seq if previous else None, conversation.person, conversation.self_check
