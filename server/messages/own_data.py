"""Messages in an elder's copy of her data, its erasure, at her move, in the retention table."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from server.kit.clock import to_beijing
from server.messages import calls, repository
from server.messages.models import Message
from server.messages.service import text_of
from server.messages.templates import event_of
from server.people.acting import Acting
from server.people.registry import Cleaner

CLEANERS: dict[str, Cleaner] = {
    "messages.texts": repository.forget_before,
    "messages.pushes": repository.drop_pushes_before,
}
"""By row of ``server/people/retention.yaml``."""

SENTENCES = {
    "contact.read": "为了通知您，用了您的电话",
    "call.made": "给您打了电话",
    "call.moved": "把要打给您的电话转到了您现在住的街道",
    "message.retried": "把一条给您的消息重新发了一次",
}
"""What our audit records are called in her list of what was done in her name."""


def export(session: Session, acting: Acting) -> list[dict[str, Any]]:
    """Every message about the elder, as she may read it."""
    return [_line(message) for message in repository.of_elder(session, acting.elder_id)]


def _line(message: Message) -> dict[str, Any]:
    return {
        "title": event_of(message.event).title,
        "text": text_of(message).inbox if message.text else None,
        "to": "me" if message.audience == "elder" else "somebody else",
        "status": message.status,
        "channel": message.channel,
        "created_at": to_beijing(message.created_at),
    }


def erase(session: Session, acting: Acting) -> None:
    """Overwrite the words; that there was a message stays. What was not sent yet is not sent."""
    repository.forget_about(session, acting.elder_id)


def move(session: Session, acting: Acting) -> None:
    """Her new street rings up."""
    calls.follow(session, acting.actor, acting.elder_id)
