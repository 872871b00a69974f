"""What was reported about an elder."""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from server.console.timeline import Happening, TimelineSource
from server.people.acting import Acting
from server.portal.words import TICKET_KINDS, TICKET_STATUSES, TICKET_TOPICS
from server.tickets import service


def _tickets(session: Session, acting: Acting, limit: int) -> list[Happening]:
    return [
        Happening(
            found.received_at,
            f"{TICKET_KINDS[found.kind]}：{TICKET_TOPICS[found.topic]}，{TICKET_STATUSES[found.status]}",
            found.text or "",
            url_for("console_tickets.show", ticket_id=found.id),
        )
        for found in service.of_elder(session, acting.elder_id, limit)
    ]


SOURCE = TimelineSource("tickets", "诉求", _tickets)
