"""How much was asked in the chat, how much was answered, and how many were served."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from server.console.statistics import SEES, Days, Span, in_row
from server.conversation import figures
from server.conversation.figures import Counted, Talk


def counted(span: Span) -> Counted:
    """A span as the chat counts."""
    return Counted(
        span.actor, SEES, span.begins, span.ends, span.district, span.street, span.born_by
    )


def _talk(session: Session, span: Span, midnights: Sequence[datetime]) -> list[Talk]:
    return figures.talk(session, counted(span), midnights)


def _wanted(session: Session, span: Span, midnights: Sequence[datetime]) -> list[int]:
    return figures.persons_wanted(session, counted(span), midnights)


def _rate(found: Talk) -> int | None:
    return round(100 * found.answered / found.asked) if found.asked else None


QUESTIONS = in_row(
    "questions",
    "提问",
    "当天问的话，不算问候和对工作人员说的话。",
    Days(_talk, lambda found: found.asked),
    "次",
)
ANSWERED = in_row(
    "answered",
    "答上来的",
    "提问里给了答案、算了津贴、提醒了危险或骗局的；反问和转人工不算。",
    Days(_talk, _rate),
    "%",
)
SERVED = in_row(
    "served",
    "服务的人",
    "当天问过话的对话数，一段对话算一位。",
    Days(_talk, lambda found: found.served),
    "位",
)
HANDOFFS = in_row(
    "handoffs",
    "转人工",
    "当天请工作人员回复或回电话的，按归哪个街道办来算。",
    Days(_wanted, lambda found: found),
)
