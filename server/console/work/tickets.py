"""What was reported, as a work list."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import url_for
from sqlalchemy.orm import Session

from server.console.frame import place
from server.console.worklists import Action, Filter, Row, WorkList
from server.kit.worklist import Asked, View
from server.oversight.actor import Actor
from server.portal.words import TICKET_KINDS, TICKET_STATUSES, TICKET_TOPICS
from server.tickets import service
from server.tickets.models import Ticket


def _rows(session: Session, actor: Actor, asked: Asked) -> list[Row]:
    return [_row(each) for each in service.listed(session, actor, asked)]


def _row(found: Ticket) -> Row:
    return Row(
        found.id,
        found.due_at,
        (
            found.number,
            TICKET_KINDS[found.kind],
            TICKET_TOPICS[found.topic],
            place(found.district, found.street),
            TICKET_STATUSES[found.status],
        ),
        url_for("console_tickets.show", ticket_id=found.id),
    )


def _take(session: Session, actor: Actor, row_id: uuid.UUID, _given: Mapping[str, str]) -> str:
    return f"{service.take(session, actor, row_id).number} 由我接手"


LIST = WorkList(
    name="tickets",
    title="诉求",
    about="投诉、求助、建议，从电话、网页和对话来的。",
    roles=frozenset(service.ANSWERS),
    columns=("编号", "类型", "事由", "街道", "状态"),
    rows=_rows,
    views=(View.ALL, View.OVERDUE, View.DUE, View.STUCK, View.MINE),
    filters=(
        Filter("kind", "类型", TICKET_KINDS),
        Filter("topic", "事由", TICKET_TOPICS),
        Filter("status", "状态", TICKET_STATUSES),
    ),
    actions=(Action("take", "由我接手", _take),),
    order=20,
)
