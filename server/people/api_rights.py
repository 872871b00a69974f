"""An elder's rights over HTTP: consents, a copy of everything, erasure; outside checks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import jsonify
from flask.wrappers import Response

from server.errors import TITLES, Problem
from server.identity.access import Caller, access, current_actor
from server.people import checks, consents, own_data
from server.people.access import acting_for
from server.people.api import CONCERNED, REFUSALS, WRITE_REFUSALS
from server.people.consents import Subject
from server.people.rights_schemas import (
    ConsentIn,
    ConsentOut,
    ConsentsOut,
    ConsentTextOut,
    ConsentTextsOut,
    ErasureOut,
    KeptOut,
    OutsideCheckIn,
    OutsideCheckOut,
    OutsideChecksOut,
)
from server.people.states import Scope
from server.transaction import transaction

blueprint = APIBlueprint("rights", __name__, url_prefix="/api/v1", tag="同意与个人资料")


@blueprint.get("/consents/texts")
@blueprint.output(ConsentTextsOut)
@blueprint.doc(summary="各项说明的文字")
@access(Caller.ANYONE)
def get_consent_texts() -> ConsentTextsOut:
    """What people are asked to agree to, in the versions in force today."""
    return ConsentTextsOut(items=[ConsentTextOut.of(found) for found in consents.texts()])


@blueprint.get("/consents")
@blueprint.output(ConsentsOut)
@blueprint.doc(summary="我自己同意过什么", responses=[401, 403, 503])
@access(Caller.SIGNED_IN)
def get_my_consents() -> ConsentsOut:
    """What the account agreed to for itself."""
    subject = Subject(account_id=current_actor().id)
    with transaction(writes=False) as session:
        return _shown(consents.history(session, subject))


@blueprint.post("/consents")
@blueprint.input(ConsentIn, arg_name="asked")
@blueprint.output(ConsentOut, status_code=201)
@blueprint.doc(summary="我自己同意一份说明", responses=WRITE_REFUSALS)
@access(Caller.SIGNED_IN)
def post_my_consent(asked: ConsentIn) -> ConsentOut:
    """Agree for oneself."""
    actor = current_actor()
    _only_online(asked)
    with transaction() as session:
        subject = Subject(account_id=actor.id)
        return ConsentOut.of(
            consents.give(session, actor, subject, asked.purpose, asked.version, "online")
        )


@blueprint.delete("/consents/<purpose>")
@blueprint.output({}, status_code=204)
@blueprint.doc(summary="我自己撤回同意", responses=REFUSALS)
@access(Caller.SIGNED_IN)
def delete_my_consent(purpose: str) -> tuple[str, int]:
    """Withdraw for oneself, at once."""
    actor = current_actor()
    with transaction() as session:
        consents.withdraw(session, actor, Subject(account_id=actor.id), purpose)
    return "", 204


@blueprint.get("/people/<uuid:elder_id>/consents")
@blueprint.output(ConsentsOut)
@blueprint.doc(summary="老人同意过什么", responses=REFUSALS)
@access(CONCERNED)
def get_consents(elder_id: UUID) -> ConsentsOut:
    """Everything that was agreed to and withdrawn."""
    actor = current_actor()
    with transaction(writes=False) as session:
        acting = acting_for(session, actor, elder_id, Scope.MANAGE)
        return _shown(consents.history(session, consents.of(acting)))


@blueprint.post("/people/<uuid:elder_id>/consents")
@blueprint.input(ConsentIn, arg_name="asked")
@blueprint.output(ConsentOut, status_code=201)
@blueprint.doc(
    summary="老人同意一份说明",
    description="纸质或口头的同意由街道工作人员登记（how 写 paper 或 spoken）。",
    responses=WRITE_REFUSALS,
)
@access(CONCERNED)
def post_consent(elder_id: UUID, asked: ConsentIn) -> ConsentOut:
    """Agree for the elder; on paper or by word of mouth only a clerk can."""
    actor = current_actor()
    with transaction() as session:
        acting = acting_for(session, actor, elder_id, Scope.MANAGE)
        if acting.post is None:
            _only_online(asked)
        subject = consents.of(acting)
        return ConsentOut.of(
            consents.give(session, actor, subject, asked.purpose, asked.version, asked.how)
        )


@blueprint.delete("/people/<uuid:elder_id>/consents/<purpose>")
@blueprint.output({}, status_code=204)
@blueprint.doc(summary="撤回同意，马上生效", responses=REFUSALS)
@access(CONCERNED)
def delete_consent(elder_id: UUID, purpose: str) -> tuple[str, int]:
    """Withdraw for the elder, at once."""
    actor = current_actor()
    with transaction() as session:
        acting = acting_for(session, actor, elder_id, Scope.MANAGE)
        consents.withdraw(session, actor, consents.of(acting), purpose)
    return "", 204


@blueprint.get("/people/<uuid:elder_id>/export")
@blueprint.doc(summary="导出我们保存的全部资料（JSON）", responses=REFUSALS)
@access(CONCERNED)
def get_export(elder_id: UUID) -> Response:
    """Everything that is held about the elder, by domain."""
    actor = current_actor()
    with transaction() as session:
        acting = acting_for(session, actor, elder_id, Scope.MANAGE)
        held: dict[str, Any] = own_data.export(session, acting)
    response = jsonify(held)
    response.headers["Content-Disposition"] = "attachment; filename=yinian-export.json"
    return response


@blueprint.post("/people/<uuid:elder_id>/erasure")
@blueprint.output(ErasureOut, status_code=202)
@blueprint.doc(
    summary="删除老人的资料",
    description="所有授权马上失效。依法要留的，在 kept 里写明为什么。",
    responses=[*REFUSALS, 409],
)
@access(CONCERNED)
def post_erasure(elder_id: UUID) -> ErasureOut:
    """Have everything erased that need not stay."""
    actor = current_actor()
    with transaction() as session:
        acting = acting_for(session, actor, elder_id, Scope.MANAGE)
        erased, kept = own_data.ask_erasure(session, acting)
    return ErasureOut(
        erased=[KeptOut.of(rule) for rule in erased], kept=[KeptOut.of(rule) for rule in kept]
    )


@blueprint.get("/people/<uuid:elder_id>/checks")
@blueprint.output(OutsideChecksOut)
@blueprint.doc(summary="其他部门的核实结果", responses=REFUSALS)
@access(CONCERNED)
def get_checks(elder_id: UUID) -> OutsideChecksOut:
    """What other offices were asked, and what they said."""
    actor = current_actor()
    with transaction(writes=False) as session:
        acting = acting_for(session, actor, elder_id)
        if (acting.post is None and Scope.APPLY not in acting.scopes) or acting.masked_only:
            raise Problem(403, *TITLES[403])
        return OutsideChecksOut(
            items=[OutsideCheckOut.of(check) for check in checks.of(session, acting)]
        )


@blueprint.post("/people/<uuid:elder_id>/checks")
@blueprint.input(OutsideCheckIn, arg_name="asked")
@blueprint.output(OutsideCheckOut, status_code=202)
@blueprint.doc(
    summary="向其他部门核实",
    description="不用等：核实不到也不耽误办事，可以交纸质材料。",
    responses=WRITE_REFUSALS,
)
@access(CONCERNED)
def post_check(elder_id: UUID, asked: OutsideCheckIn) -> OutsideCheckOut:
    """Have a register asked; the answer comes later."""
    actor = current_actor()
    with transaction() as session:
        acting = acting_for(session, actor, elder_id, Scope.APPLY)
        return OutsideCheckOut.of(checks.ask(session, acting, asked.kind))


def _only_online(asked: ConsentIn) -> None:
    if asked.how != "online":
        raise Problem(403, "forbidden", "纸质和口头的同意，要由街道工作人员登记")


def _shown(found: list[Any]) -> ConsentsOut:
    return ConsentsOut(items=[ConsentOut.of(each) for each in found])
