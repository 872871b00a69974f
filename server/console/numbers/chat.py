"""How much was asked in the chat, how much was answered, and how many were served."""

from __future__ import annotations

from sqlalchemy.orm import Session

from server.console.statistics import SEES, Span, Statistic
from server.conversation import figures
from server.conversation.figures import Counted


def counted(span: Span) -> Counted:
    """A span as the chat counts."""
    return Counted(
        span.actor, SEES, span.begins, span.ends, span.district, span.street, span.born_by
    )


def _asked(session: Session, span: Span) -> int:
    return figures.asked(session, counted(span))


def _rate(session: Session, span: Span) -> int | None:
    asked = figures.asked(session, counted(span))
    return round(100 * figures.answered(session, counted(span)) / asked) if asked else None


def _served(session: Session, span: Span) -> int:
    return figures.served(session, counted(span))


def _wanted(session: Session, span: Span) -> int:
    return figures.persons_wanted(session, counted(span))


QUESTIONS = Statistic("questions", "提问", "当天问的话，不算问候和对工作人员说的话。", _asked, "次")
ANSWERED = Statistic(
    "answered",
    "答上来的",
    "提问里给了答案、算了津贴、提醒了危险或骗局的；反问和转人工不算。",
    _rate,
    "%",
)
SERVED = Statistic("served", "服务的人", "当天问过话的对话数，一段对话算一位。", _served, "位")
HANDOFFS = Statistic("handoffs", "转人工", "当天请工作人员回复或回电话的。", _wanted)
