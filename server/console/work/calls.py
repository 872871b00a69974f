"""Whom to ring up because no gateway reaches them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import url_for
from sqlalchemy.orm import Session

from server.console.frame import place
from server.console.worklists import Action, Field, Filter, Row, WorkList
from server.kit.worklist import Asked, View
from server.messages import calls, service
from server.messages.calls import Heard
from server.messages.models import Call
from server.messages.templates import event_of
from server.oversight.actor import Actor

REASONS = {"no_channel": "没有手机和微信", "gateways_failed": "微信、短信都没送到"}
HEARD: Mapping[str, str] = {
    Heard.REACHED: "打通了，已告知",
    Heard.NO_ANSWER: "没人接",
    Heard.WRONG_NUMBER: "号码不对",
}


def _rows(session: Session, actor: Actor, asked: Asked) -> list[Row]:
    found = calls.listed(session, actor, asked)
    events = service.events_of(session, [call.message_id for call in found])
    return [_row(call, events[call.message_id]) for call in found]


def _row(call: Call, event: str) -> Row:
    return Row(
        call.id,
        call.due_at,
        (
            event_of(event).title,
            place(call.district, call.street),
            REASONS.get(call.reason, call.reason),
            f"{call.tries} 次",
        ),
        url_for("console_calls.show", call_id=call.id),
    )


def _close(session: Session, actor: Actor, call_id: uuid.UUID, given: Mapping[str, str]) -> str:
    call = calls.close(session, actor, call_id, Heard(given["heard"]))
    return "已办结" if call.status == "done" else "没人接，明天再打"


LIST = WorkList(
    name="calls",
    title="要打的电话",
    about="微信和短信都送不到的人，由街道打电话告诉。",
    roles=frozenset(calls.RINGS_UP),
    columns=("要说的事", "街道", "为什么打", "打过"),
    rows=_rows,
    views=(View.ALL, View.OVERDUE, View.DUE, View.STUCK),
    filters=(Filter("reason", "为什么打", REASONS), Filter("street", "街道名")),
    actions=(Action("heard", "登记结果", _close, (Field("heard", "结果", HEARD),)),),
    order=30,
)
