"""Messages that no channel took."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from sqlalchemy.orm import Session

from server.console.worklists import Action, Row, WorkList
from server.errors import TITLES, Problem
from server.kit.worklist import Asked, View
from server.messages import service
from server.messages.models import Message
from server.messages.states import WrongTurn
from server.messages.templates import event_of
from server.oversight.actor import Actor, Role

CHANNELS = {"wechat": "微信", "sms": "短信", "call": "电话", "inbox": "站内消息"}


def _rows(session: Session, actor: Actor, asked: Asked) -> list[Row]:
    return [_row(each) for each in service.given_up_asked_for(session, asked)]


def _row(message: Message) -> Row:
    last = CHANNELS.get(message.channel or "", "没有试")
    title = event_of(message.event).title
    return Row(message.id, message.changed_at, (title, message.verify_number, last))


def _retry(session: Session, actor: Actor, row_id: uuid.UUID, _given: Mapping[str, str]) -> str:
    try:
        found = service.start_again(session, actor, row_id)
    except WrongTurn:
        raise Problem(409, "not-given-up", "这条消息已经在发或已经送到，不用重发") from None
    if found is None:
        raise Problem(404, *TITLES[404])
    return "重新发"


LIST = WorkList(
    name="given-up",
    title="没送到的消息",
    about="微信、短信、电话都没送到的。时间是放弃的时间。",
    roles=frozenset({Role.CITY_SUPERVISOR, Role.ADMIN}),
    columns=("消息", "核实号", "最后试的"),
    rows=_rows,
    views=(View.ALL,),
    actions=(Action("retry", "重新发一次", _retry),),
    order=40,
)
