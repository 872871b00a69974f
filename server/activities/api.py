"""Street activities over HTTP: what there is, signing an elder up, giving the place back."""

from __future__ import annotations

import uuid

from apiflask import APIBlueprint
from sqlalchemy.orm import Session

from knowledge import divisions
from server.activities import service
from server.activities.schemas import (
    DistrictIn,
    SignUpIn,
    SignUpOut,
    StreetActivitiesOut,
    StreetActivityIn,
    StreetActivityOut,
)
from server.errors import Problem
from server.identity.access import Caller, access, current_actor
from server.oversight.actor import Role
from server.payments.idempotency import idempotent
from server.people.access import acting_for
from server.people.states import Scope
from server.transaction import once_more, transaction

blueprint = APIBlueprint("activities", __name__, url_prefix="/api/v1/activities", tag="街道活动")

SHOWN = 50
REFUSALS = [401, 403, 404, 409, 413, 415, 503]


@blueprint.get("")
@blueprint.input(DistrictIn, location="query", arg_name="asked")
@blueprint.output(StreetActivitiesOut)
@blueprint.doc(summary="一个区里还能报名的活动", responses=[422, 503])
@access(Caller.ANYONE)
def get_activities(asked: DistrictIn) -> StreetActivitiesOut:
    """Activities one can still sign up for, the soonest first."""
    district = divisions.district_code(asked.district)
    if district is None:
        raise Problem(422, "invalid-input", "没有这个区，请写北京的区，如：朝阳区")
    with transaction(writes=False) as session:
        found = service.open_in(session, district, SHOWN)
    return StreetActivitiesOut(items=[StreetActivityOut.of(each) for each in found])


@blueprint.post("")
@blueprint.input(StreetActivityIn, arg_name="said")
@blueprint.output(StreetActivityOut, status_code=201)
@blueprint.doc(summary="街道发布一个活动", responses=REFUSALS)
@access(Caller.staff(Role.STREET_CLERK))
def post_activity(said: StreetActivityIn) -> StreetActivityOut:
    """Announce an activity of the clerk's own street."""
    with transaction() as session:
        return StreetActivityOut.of(service.create(session, current_actor(), said.told()))


@blueprint.post("/<uuid:activity_id>/sign-ups")
@idempotent()
@blueprint.input(SignUpIn, arg_name="asked")
@blueprint.output(SignUpOut, status_code=201)
@blueprint.doc(
    summary="替老人报名",
    description="重复报名得到同一个名额。要付费的，半小时内付完才算数。",
    responses=REFUSALS,
)
@access(Caller.SIGNED_IN)
def post_sign_up(activity_id: uuid.UUID, asked: SignUpIn) -> SignUpOut:
    """Hold a place for an elder."""
    actor = current_actor()

    def hold(session: Session) -> SignUpOut:
        acting = acting_for(session, actor, asked.elder_id, Scope.ORDER)
        made = service.sign_up(session, acting, activity_id)
        return SignUpOut.of(*service.find(session, actor, made.id))

    return once_more(hold)  # somebody else may have signed her up at the same moment


@blueprint.get("/sign-ups/<uuid:sign_up_id>")
@blueprint.output(SignUpOut)
@blueprint.doc(summary="报名到哪一步了", responses=[401, 403, 404, 503])
@access(Caller.SIGNED_IN)
def get_sign_up(sign_up_id: uuid.UUID) -> SignUpOut:
    """How a place stands."""
    with transaction(writes=False) as session:
        return SignUpOut.of(*service.find(session, current_actor(), sign_up_id))


@blueprint.delete("/sign-ups/<uuid:sign_up_id>")
@idempotent()
@blueprint.output(SignUpOut)
@blueprint.doc(
    summary="不去了",
    description="截止以前退，付过的钱全部退给付款的人。",
    responses=[401, 403, 404, 409, 503],
)
@access(Caller.SIGNED_IN)
def delete_sign_up(sign_up_id: uuid.UUID) -> SignUpOut:
    """Give the place back, and the fee to whoever paid it."""
    actor = current_actor()
    service.withdraw(actor, sign_up_id)
    with transaction(writes=False) as session:
        return SignUpOut.of(*service.find(session, actor, sign_up_id))
