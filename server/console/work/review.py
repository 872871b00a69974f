"""Entries to check again, the most used first: one that many are told must not grow old."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from knowledge.schema import DISTRICTS
from server.console.knowledge.desk import ROLES
from server.console.worklists import Action, Filter, Row, WorkList, page_of
from server.editorial import drafts, looking
from server.editorial.looking import Due
from server.errors import TITLES, Problem
from server.kit.clock import BEIJING, business_today
from server.kit.worklist import Asked, View
from server.oversight.actor import Actor

_NAMES = uuid.UUID("6f6c3f0e-6c8e-5a4f-9d0a-1f6f2f3a7b11")
"""Rows are named by an id; an entry's is made of its own, always the same."""
WHOLE_CITY = "city"
REASONS = {"ends": "快到期和已到期", "old": "半年没有核对"}


def row_id(entry_id: str) -> uuid.UUID:
    """The id of an entry's row."""
    return uuid.uuid5(_NAMES, entry_id)


def _rows(session: Session, _actor: Actor, asked: Asked) -> Sequence[Row]:
    """In the order of their use."""
    return page_of(
        (_row(each) for each in looking.due(session, None) if _chosen(each, asked)), asked
    )


def _chosen(due: Due, asked: Asked) -> bool:
    district, reason = asked.filters.get("district"), asked.filters.get("reason")
    own = due.row.content.get("district") or WHOLE_CITY
    return (not district or district == own) and (not reason or (reason == "ends") == due.ends)


def _row(due: Due) -> Row:
    content = due.row.content
    return Row(
        row_id(due.row.id),
        datetime.combine(due.day + timedelta(days=1), time.min, BEIJING),
        (
            str(content["title"]),
            DISTRICTS.get(content.get("district") or "", "全市"),
            due.why,
            str(due.use.shown),
            str(due.use.useless),
        ),
        url_for("knowledge_entries.show", entry_id=due.row.id),
    )


def _checked(session: Session, actor: Actor, wanted: uuid.UUID, _given: Mapping[str, str]) -> str:
    """A draft that says the entry was checked today; a second person publishes it as any other."""
    found = next((d for d in looking.due(session, None) if row_id(d.row.id) == wanted), None)
    if found is None:
        raise Problem(404, *TITLES[404])
    if found.ends:
        raise Problem(409, "has-an-end", "这一条有到期日期，请打开条目，写上新的日期或内容")
    content = found.row.content | {"last_checked": business_today().isoformat()}
    draft = drafts.begin(session, actor, found.row.id, content, "核对过，没有变化")
    session.flush()
    drafts.submit(session, actor, draft.id, draft.version)
    return f"{content['title']}：已写成草稿，等另一位同事发布"


LIST = WorkList(
    name="review",
    title="该核对的条目",
    about="半年没有核对、快到期和已到期的条目，30 天里答得多的排在前面。",
    roles=ROLES,
    columns=("条目", "区", "为什么", "30 天答过", "没用"),
    rows=_rows,
    views=(View.ALL, View.OVERDUE, View.DUE),
    filters=(
        Filter("district", "适用的区", {WHOLE_CITY: "全市"} | DISTRICTS),
        Filter("reason", "为什么", REASONS),
    ),
    actions=(Action("checked", "核对过，没有变化", _checked),),
    order=60,
)
