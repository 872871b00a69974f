"""Who may act for an elder, and what was told to her and hers."""

from __future__ import annotations

from sqlalchemy.orm import Session

from server.console.timeline import Happening, TimelineSource
from server.messages import service as messages
from server.messages.templates import event_of
from server.people import grants
from server.people.acting import Acting
from server.portal.words import RELATIONS, STATUSES

SENT = {
    "created": "还没发", "sending": "正在发", "accepted": "已发出", "delivered": "已送到",
    "refused": "对方不收", "given_up": "没送到",
}  # fmt: skip


def _grants(session: Session, acting: Acting, limit: int) -> list[Happening]:
    return [
        Happening(
            grant.created_at,
            f"授权给{RELATIONS[grant.relation]}，{STATUSES[grant.status]}",
            f"被授权人：{grant.holder_name}" if grant.holder_name else "",
        )
        for grant in grants.of(session, acting)[:limit]
    ]


def _messages(session: Session, acting: Acting, limit: int) -> list[Happening]:
    return [
        Happening(
            message.created_at,
            f"{event_of(message.event).title}，{SENT[message.status]}",
            messages.text_of(message).inbox if message.text else "",
        )
        for message in messages.newest_about(session, acting.elder_id, limit)
    ]


GRANTS = TimelineSource("grants", "授权", _grants)
MESSAGES = TimelineSource("messages", "消息", _messages)
