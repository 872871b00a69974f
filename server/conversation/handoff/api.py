"""Asking for a person over HTTP: ``/api/v1/chat/conversations/<id>/handoff``."""

from __future__ import annotations

from typing import Annotated, Literal

from apiflask import APIBlueprint
from pydantic import Field

from knowledge import divisions
from server.conversation.desk import throttle
from server.conversation.handoff import office
from server.conversation.handoff import service as handoffs
from server.conversation.handoff.service import Kind, Standing, Wanted
from server.conversation.owners import Asker
from server.errors import TITLES, Problem
from server.identity.access import Caller, access, current_actor
from server.kit import masking
from server.kit.clock import business_now, to_beijing
from server.kit.shapes import Shape
from server.transaction import once_more, transaction

blueprint = APIBlueprint("handoffs", __name__, url_prefix="/api/v1/chat", tag="对话")


class HandoffIn(Shape):
    """How a person is to answer."""

    kind: Literal["reply", "callback"]
    phone: Annotated[str | None, Field(max_length=32, description="回电话时要填")] = None
    wish: Annotated[str | None, Field(max_length=16, description="wishes 里的 code")] = None
    note: Annotated[str, Field(max_length=200)] = ""
    street: Annotated[
        str | None, Field(max_length=9, description="街道代码；老人资料里有街道的，以资料为准")
    ] = None


class HandoffOut(Shape):
    """How far it is. ``ahead``: how many wait before; ``opens_at``: when somebody is there;
    ``already``: it had been asked for before, and stands; ``phone``: the number to ring, masked."""

    kind: str
    status: str
    asked_at: str
    due_at: str
    wish: str | None
    phone: str | None
    ahead: int
    is_open: bool
    opens_at: str
    already: bool = False


class WishOut(Shape):
    code: str
    label: str


class WishesOut(Shape):
    items: list[WishOut]


@blueprint.get("/callback-times")
@blueprint.output(WishesOut)
@blueprint.doc(summary="什么时候能回电话", responses=[503])
@access(Caller.ANYONE)
def get_wishes() -> WishesOut:
    """The half days that can be wished for."""
    offered = office.wishes(business_now())
    return WishesOut(items=[WishOut(code=each.code, label=each.label) for each in offered])


@blueprint.post("/conversations/<conversation_id>/handoff")
@blueprint.input(HandoffIn, arg_name="asked")
@blueprint.output(HandoffOut, status_code=201)
@blueprint.doc(
    summary="请工作人员回复，或者给我回电话",
    description="回复出现在这段对话里；问两次只算一次，already 是 true。"
    "同一个号码在别的对话里已经登记了回电话，回 409 already-asked，这次写的话会一并转给工作人员。",
    responses=[404, 409, 413, 415, 422, 429, 503],
)
@access(Caller.ANYONE)
def post_handoff(conversation_id: str, asked: HandoffIn) -> HandoffOut:
    """Ask for a person."""
    throttle("handoff-", None)
    who = Asker(current_actor())
    street = asked.street if asked.street and divisions.street(asked.street) else None
    wanted = Wanted(Kind(asked.kind), asked.phone, asked.note, asked.wish, street)
    found = once_more(lambda session: handoffs.ask(session, conversation_id, who, wanted))
    handoffs.require_here(found)
    return _standing(conversation_id, already=found.already)


@blueprint.get("/conversations/<conversation_id>/handoff")
@blueprint.output(HandoffOut)
@blueprint.doc(summary="工作人员到哪一步了", responses=[404, 503])
@access(Caller.ANYONE)
def get_standing(conversation_id: str) -> HandoffOut:
    """How far the open hand-off of a conversation is."""
    return _standing(conversation_id)


@blueprint.delete("/conversations/<conversation_id>/handoff")
@blueprint.output({}, status_code=204)
@blueprint.doc(summary="不用工作人员了", responses=[404, 503])
@access(Caller.ANYONE)
def delete_handoff(conversation_id: str) -> tuple[str, int]:
    """Nobody needs to answer any more."""
    who = Asker(current_actor())
    with transaction() as session:
        handoffs.withdraw(session, conversation_id, who)
    return "", 204


def _standing(conversation_id: str, *, already: bool = False) -> HandoffOut:
    who = Asker(current_actor())
    with transaction(writes=False) as session:
        found = handoffs.standing(session, conversation_id, who)
    if found is None:
        raise Problem(404, *TITLES[404])
    return _shown(found, already=already)


def _shown(found: Standing, *, already: bool) -> HandoffOut:
    row = found.handoff
    return HandoffOut(
        kind=row.kind,
        status=row.status,
        asked_at=to_beijing(row.asked_at),
        due_at=to_beijing(row.due_at),
        wish=row.wish,
        phone=masking.phone(row.phone) if row.phone else None,
        ahead=found.ahead,
        is_open=found.is_open,
        opens_at=to_beijing(found.opens_at),
        already=already,
    )
