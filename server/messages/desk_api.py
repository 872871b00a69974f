"""The call list and what was given up, for staff: ``/api/v1/staff/messages``."""

from __future__ import annotations

import uuid

from apiflask import APIBlueprint
from sqlalchemy.orm import Session

from server.errors import TITLES, Problem
from server.identity.access import Caller, access, current_actor
from server.kit import worklist
from server.kit.clock import to_beijing
from server.kit.worklist import Place
from server.messages import calls, service
from server.messages.api import read_cursor
from server.messages.models import Call, Message
from server.messages.repository import RING_UP
from server.messages.schemas import (
    AttemptOut,
    CallOut,
    CallSheetOut,
    CallsOut,
    GivenUpListOut,
    GivenUpOut,
    HeardIn,
    PageIn,
    StatusOut,
)
from server.messages.states import WrongTurn
from server.messages.templates import event_of
from server.oversight.actor import Role
from server.transaction import transaction

blueprint = APIBlueprint(
    "staff_messages", __name__, url_prefix="/api/v1/staff/messages", tag="消息（工作人员）"
)

RINGS_UP = Caller.staff(*RING_UP)
RUNS_THE_SYSTEM = Caller.staff(Role.CITY_SUPERVISOR, Role.ADMIN)


@blueprint.get("/calls")
@blueprint.input(PageIn, location="query", arg_name="page")
@blueprint.output(CallsOut)
@blueprint.doc(
    summary="要打的电话",
    description="只有本街道（本区）的，最急的在前。",
    responses=[401, 403, 422],
)
@access(RINGS_UP)
def get_calls(page: PageIn) -> CallsOut:
    """Who is to be rung up in the caller's own street or district."""
    with transaction(writes=False) as session:
        found = calls.waiting(session, current_actor(), _read_place(page.cursor), page.limit + 1)
        items = [CallOut(**_call(session, call)) for call in found[: page.limit]]
    more = len(found) > page.limit
    return CallsOut(items=items, next_cursor=_written(found[page.limit - 1]) if more else None)


@blueprint.get("/calls/<uuid:call_id>")
@blueprint.output(CallSheetOut)
@blueprint.doc(
    summary="打这个电话要用的：号码和要说的话",
    description="看完整号码会记入审计。",
    responses=[401, 403, 404],
)
@access(RINGS_UP)
def get_call(call_id: uuid.UUID) -> CallSheetOut:
    """The number and the words; reading them is audited."""
    actor = current_actor()
    with transaction() as session:
        call = calls.find(session, actor, call_id)
        text = calls.words(session, call)
        phone = calls.number_to_ring(session, actor, call)
        return CallSheetOut(**_call(session, call), phone=phone, say=text.call if text else None)


@blueprint.post("/calls/<uuid:call_id>/outcome")
@blueprint.input(HeardIn, arg_name="heard")
@blueprint.output(CallOut)
@blueprint.doc(summary="登记电话打得怎么样", responses=[401, 403, 404, 409, 415, 422])
@access(RINGS_UP)
def post_outcome(call_id: uuid.UUID, heard: HeardIn) -> CallOut:
    """Keep what came of ringing somebody up."""
    with transaction() as session:
        call = calls.close(session, current_actor(), call_id, heard.outcome)
        return CallOut(**_call(session, call))


@blueprint.get("/given-up")
@blueprint.input(PageIn, location="query", arg_name="page")
@blueprint.output(GivenUpListOut)
@blueprint.doc(summary="没有发出去的消息", responses=[401, 403, 422])
@access(RUNS_THE_SYSTEM)
def get_given_up(page: PageIn) -> GivenUpListOut:
    """Messages that no gateway took, with what was tried."""
    with transaction(writes=False) as session:
        found = service.given_up(session, read_cursor(page.cursor), page.limit + 1)
        items = [_given_up(session, message) for message in found[: page.limit]]
    more = len(found) > page.limit
    return GivenUpListOut(items=items, next_cursor=items[-1].id if more else None)


@blueprint.post("/given-up/<uuid:message_id>/retry")
@blueprint.output(StatusOut)
@blueprint.doc(summary="重新发一次", responses=[401, 403, 404, 409])
@access(RUNS_THE_SYSTEM)
def post_retry(message_id: uuid.UUID) -> StatusOut:
    """Try every channel anew."""
    try:
        with transaction() as session:
            message = service.start_again(session, current_actor(), message_id)
    except WrongTurn:
        raise Problem(409, "not-given-up", "这条消息已经在发或已经送到，不用重发") from None
    if message is None:
        raise Problem(404, *TITLES[404])
    return StatusOut(id=str(message.id), status=message.status)


def _call(session: Session, call: Call) -> dict[str, object]:
    message = service.known(session, call.message_id)
    return {
        "id": str(call.id),
        "message_id": str(call.message_id),
        "title": event_of(message.event).title,
        "elder_id": str(call.elder_id) if call.elder_id else None,
        "account_id": str(call.account_id) if call.account_id else None,
        "reason": call.reason,
        "due_at": to_beijing(call.due_at),
        "tries": call.tries,
        "status": call.status,
        "outcome": call.outcome,
    }


def _given_up(session: Session, message: Message) -> GivenUpOut:
    tried = service.attempts_of(session, message)
    return GivenUpOut(
        id=str(message.id),
        event=message.event,
        title=event_of(message.event).title,
        elder_id=str(message.elder_id) if message.elder_id else None,
        verify_number=message.verify_number,
        created_at=to_beijing(message.created_at),
        changed_at=to_beijing(message.changed_at),
        attempts=[
            AttemptOut(
                channel=attempt.channel,
                outcome=attempt.outcome,
                errcode=attempt.errcode,
                started_at=to_beijing(attempt.started_at),
            )
            for attempt in tried
        ],
    )


def _written(call: Call) -> str:
    return worklist.written((call.due_at, call.id))


def _read_place(cursor: str | None) -> Place | None:
    if cursor is None:
        return None
    try:
        return worklist.read(cursor)
    except ValueError:
        raise Problem(422, "invalid-input", "翻页的位置不对，请从第一页看起") from None
