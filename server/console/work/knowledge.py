"""What waits at the knowledge desk: questions without an answer, drafts that a second person publishes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta

from flask import url_for
from sqlalchemy.orm import Session

from knowledge.schema import DISTRICTS
from server.console.knowledge.desk import ROLES, STATUSES
from server.console.worklists import Action, Field, Filter, Row, WorkList
from server.editorial import drafts, looking, publishing, unanswered
from server.editorial.desk_models import Draft
from server.editorial.unanswered import Group
from server.identity import staff
from server.kit.worklist import Asked, View, shifted
from server.oversight.actor import Actor, Role

WITHIN = timedelta(days=1)
"""Yesterday's question is answered today, and so is yesterday's draft published."""


def _questions(session: Session, _actor: Actor, asked: Asked) -> list[Row]:
    found = unanswered.listed(session, shifted(asked, WITHIN))
    titles = looking.titles(session, [g.suggestion for g in found if g.suggestion])
    return [_question(each, titles) for each in found]


def _question(found: Group, titles: Mapping[str, str]) -> Row:
    likely = titles.get(found.suggestion, found.suggestion) if found.suggestion else ""
    return Row(
        found.row.id,
        found.row.first_at + WITHIN,
        (found.row.question, str(found.row.asked), str(found.row.unhappy), likely),
        url_for("knowledge_queue.show", group_id=found.row.id),
    )


def _ignore(session: Session, actor: Actor, row_id: uuid.UUID, given: Mapping[str, str]) -> str:
    unanswered.ignore(session, actor, row_id, given["reason"])
    return "不收"


QUESTIONS = WorkList(
    name="unanswered",
    title="没答上的问题",
    about="没有答上，或答了老人说没用的。问了一天还没有办的算超时；“卡住的”是答了没用的。",
    roles=ROLES,
    columns=("问题", "问过", "答了没用", "可能是"),
    rows=_questions,
    views=(View.ALL, View.OVERDUE, View.DUE, View.STUCK),
    filters=(Filter("district", "哪个区问的", DISTRICTS),),
    actions=(Action("ignore", "不收", _ignore, (Field("reason", "为什么"),)),),
    order=56,
)


def _drafts(session: Session, actor: Actor, asked: Asked) -> list[Row]:
    found = looking.drafts_to_publish(session, actor, shifted(asked, WITHIN))
    names = staff.names(session, [each.author_id for each in found])
    return [_draft(each, names) for each in found]


def _draft(found: Draft, names: Mapping[uuid.UUID, str]) -> Row:
    title = str(found.content.get("title") or found.entry_id)
    return Row(
        found.id,
        found.changed_at + WITHIN,
        (title, STATUSES[found.status], names.get(found.author_id, ""), found.note),
        url_for("knowledge_drafts.show", draft_id=found.id),
    )


def _publish(session: Session, actor: Actor, row_id: uuid.UUID, _given: Mapping[str, str]) -> str:
    draft = drafts.find(session, row_id)
    publishing.ask(session, actor, draft.id, draft.version)
    return "送去检验，通过就发布"


DRAFTS = WorkList(
    name="drafts",
    title="等发布的草稿",
    about="已经提交、等另一位同事看过以后发布的。",
    roles=ROLES,
    columns=("条目", "状态", "谁写的", "说明"),
    rows=_drafts,
    views=(View.ALL, View.OVERDUE, View.DUE, View.MINE),
    actions=(Action("publish", "检验并发布", _publish, roles=frozenset({Role.PUBLISHER})),),
    order=58,
)

LISTS = (QUESTIONS, DRAFTS)
