"""有用 or 没用: what somebody thought of an answer. The last word on each counts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from intents.words.privacy import mask
from server.conversation import for_editors, repository, service
from server.conversation.models import Conversation, Feedback, Turn
from server.conversation.owners import Asker
from server.conversation.schemas import Why
from server.editorial import listening
from server.errors import Problem
from server.jobs import service as jobs
from server.kit.clock import business_now

REASONS: dict[Why, str] = {
    "not_my_question": "不是我问的",
    "unclear": "看不懂",
    "wrong": "说得不对",
    "outdated": "不够新",
    "other": "其他",
}
"""Why an answer did not help, as the page says it, the likeliest first."""


@dataclass(frozen=True)
class Word:
    """What somebody says of an answer."""

    useful: bool
    reason: Why | None = None
    comment: str | None = None


@dataclass(frozen=True)
class Kept:
    """A word that was kept, and the turn that it is about."""

    feedback: Feedback
    turn: Turn
    first: bool


def keep(session: Session, conversation_id: str, asker: Asker, message_id: str, word: Word) -> Kept:
    """Keep a word on an answer in place of an earlier one; personal numbers are masked.

    Raises Problem 404 for a conversation that is unknown or has expired, and for a message
    that is not one of its turns.
    """
    service.require_open(session, conversation_id, asker)
    turn = _turn(session, conversation_id, message_id)
    kept = session.get(Feedback, turn.id)
    first, before = kept is None, kept.useful if kept else None
    feedback = kept or Feedback(message_id=turn.id)
    feedback.useful, feedback.reason = word.useful, word.reason
    feedback.comment = mask(word.comment) if word.comment else None
    feedback.given_at = business_now()
    session.add(feedback)
    session.flush()
    _tell_editors(session, turn, word.useful, before)
    return Kept(feedback, turn, first)


def _tell_editors(session: Session, turn: Turn, useful: bool, before: bool | None) -> None:
    conversation = session.get_one(Conversation, turn.conversation_id)
    listening.word(session, for_editors.as_heard(session, turn, conversation), useful, before)
    if not useful and before is not False:
        jobs.enqueue(session, listening.UNHAPPY, {"message_id": str(turn.id)})


def on(session: Session, turns: Iterable[Turn]) -> dict[uuid.UUID, Feedback]:
    """What was said of these turns, by message."""
    found = repository.feedback_on(session, [turn.id for turn in turns])
    return {feedback.message_id: feedback for feedback in found}


def _turn(session: Session, conversation_id: str, message_id: str) -> Turn:
    known = _uuid(message_id)
    turn = repository.turn_to_judge(session, conversation_id, known) if known else None
    if turn is None:
        raise Problem(404, "unknown-message", "没有找到这条回答，请回到对话里再点一次")
    return turn


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
