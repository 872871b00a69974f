"""What was asked for an elder in the chat, and when a person was wanted."""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from server.console.handoffs import KINDS, STATUSES
from server.console.timeline import Happening, TimelineSource
from server.conversation import service
from server.conversation.handoff import service as handoffs
from server.people.acting import Acting


def _questions(session: Session, acting: Acting, limit: int) -> list[Happening]:
    return [
        Happening(
            turn.created_at,
            "问了一件事" if turn.text else "工作人员回复了",
            f"问：{turn.text}\n答：{turn.reply['text'].split(chr(10))[0]}" if turn.text
            else f"工作人员：{turn.reply['text']}",
        )
        for turn in service.of_elder(session, acting, limit)
    ]  # fmt: skip


def _handoffs(session: Session, acting: Acting, limit: int) -> list[Happening]:
    return [
        Happening(
            found.asked_at,
            f"{KINDS[found.kind]}，{STATUSES[found.status]}",
            found.note or "",
            url_for("console_handoffs.show", handoff_id=found.id),
        )
        for found in handoffs.of_elder(session, acting.elder_id, limit)
    ]


QUESTIONS = TimelineSource("questions", "提问", _questions)
HANDOFFS = TimelineSource("handoffs", "转人工", _handoffs)
