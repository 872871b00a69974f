"""Hand-offs as a work list: taken up many at once, exported."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import url_for
from sqlalchemy.orm import Session

from server.console.frame import place
from server.console.handoffs import KINDS, STATUSES
from server.console.worklists import Action, Filter, Row, WorkList
from server.conversation.handoff import service as handoffs
from server.conversation.handoff.models import Handoff
from server.kit.worklist import Asked, View
from server.oversight.actor import Actor


def _rows(session: Session, actor: Actor, asked: Asked) -> list[Row]:
    return [_row(each) for each in handoffs.listed(session, actor, asked)]


def _row(found: Handoff) -> Row:
    said = found.note or "看对话"
    where = place(found.district, found.street)
    return Row(
        found.id,
        found.due_at,
        (KINDS[found.kind], said, found.wish or "", where, STATUSES[found.status]),
        url_for("console_handoffs.show", handoff_id=found.id),
    )


def _take(session: Session, actor: Actor, row_id: uuid.UUID, _given: Mapping[str, str]) -> str:
    handoffs.take(session, actor, row_id)
    return "由我接手"


LIST = WorkList(
    name="handoffs",
    title="转人工",
    about="在对话里要找人的：等回复的、等回电话的。",
    roles=frozenset(handoffs.ANSWERS),
    columns=("要什么", "说了什么", "希望时间", "街道", "状态"),
    rows=_rows,
    views=(View.ALL, View.OVERDUE, View.DUE, View.STUCK, View.MINE),
    filters=(
        Filter("kind", "要什么", KINDS),
        Filter("status", "状态", {name: STATUSES[name] for name in ("waiting", "taken")}),
    ),
    actions=(Action("take", "由我接手", _take),),
    order=10,
)
