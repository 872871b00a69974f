"""People over HTTP: ``/api/v1/people``, the records and what is known."""

from __future__ import annotations

from uuid import UUID

from apiflask import APIBlueprint

from server.errors import TITLES, Problem
from server.identity.access import Caller, access, current_actor
from server.kit.clock import to_beijing
from server.oversight.actor import ActorKind, Role
from server.people import activity, elders, facts, first_use, grants, limits
from server.people.access import acting_for
from server.people.first_use import Registration
from server.people.schemas import (
    ActivityOut,
    AmendIn,
    DoingOut,
    FactIn,
    FactOut,
    FactsOut,
    FullOut,
    HeldListOut,
    HeldOut,
    PageIn,
    PersonIn,
    PersonOut,
    PurposeIn,
)
from server.people.states import Scope, Source
from server.transaction import once_more, transaction

blueprint = APIBlueprint("people", __name__, url_prefix="/api/v1/people", tag="为谁办")

CONCERNED = Caller.SIGNED_IN | Caller.staff(
    Role.STREET_CLERK, Role.DISTRICT_REVIEWER, Role.CITY_SUPERVISOR, Role.ADMIN,
    Role.POINT_OPERATOR, Role.ASSESSOR,
)  # fmt: skip
"""Who may have to do with an elder; whether with this one, ``acting_for`` decides."""

REFUSALS = [401, 403, 404, 503]
WRITE_REFUSALS = [401, 403, 404, 409, 413, 415, 503]


@blueprint.get("")
@blueprint.output(HeldListOut)
@blueprint.doc(summary="我能替谁办事", responses=[401, 403, 503])
@access(Caller.SIGNED_IN)
def get_people() -> HeldListOut:
    """Whom the caller may act for, and what waits for the street."""
    actor = current_actor()
    with transaction(writes=False) as session:
        return HeldListOut(items=[HeldOut.of(*pair) for pair in grants.held_by(session, actor)])


@blueprint.post("")
@blueprint.input(PersonIn, arg_name="asked")
@blueprint.output(HeldOut, status_code=201)
@blueprint.doc(
    summary="登记我自己，或者我照顾的老人",
    description="登记自己立即能用；替别人登记的，要等老人本人邀请或街道核实。",
    responses=[401, 403, 409, 413, 415, 429, 503],
)
@access(Caller.SIGNED_IN)
def post_person(asked: PersonIn) -> HeldOut:
    """Begin a record of one's own, or claim to care for somebody."""
    actor = current_actor()
    if asked.id_card is not None:
        limits.count(actor, "id-card", limits.ID_CARDS)
    told = Registration(asked.relation, asked.identity(), asked.my_name)
    return once_more(lambda session: HeldOut.of(*first_use.begin(session, actor, told)))


@blueprint.delete("/claims/<uuid:grant_id>")
@blueprint.output({}, status_code=204)
@blueprint.doc(summary="撤回还在等街道核实的申请", responses=REFUSALS)
@access(Caller.SIGNED_IN)
def delete_claim(grant_id: UUID) -> tuple[str, int]:
    """Give up a claim that waits for the street."""
    actor = current_actor()
    with transaction() as session:
        first_use.withdraw(session, actor, grant_id)
    return "", 204


@blueprint.get("/<uuid:elder_id>")
@blueprint.output(PersonOut)
@blueprint.doc(summary="一位老人的资料（打码）", responses=REFUSALS)
@access(CONCERNED)
def get_person(elder_id: UUID) -> PersonOut:
    """The record, masked."""
    actor = current_actor()
    with transaction(writes=actor.kind is ActorKind.STAFF) as session:
        acting = acting_for(session, actor, elder_id)
        elder = elders.look(session, acting)
        doubts = elders.doubts(elder, facts.current(session, acting))
        return PersonOut.of(elder, acting, doubts)


@blueprint.patch("/<uuid:elder_id>")
@blueprint.input(AmendIn, arg_name="asked")
@blueprint.output(PersonOut)
@blueprint.doc(summary="改姓名、电话或身份证号", responses=[*WRITE_REFUSALS, 429])
@access(CONCERNED)
def patch_person(elder_id: UUID, asked: AmendIn) -> PersonOut:
    """Change name or numbers; 409 if somebody else has changed them since."""
    actor = current_actor()
    if asked.id_card is not None:
        limits.count(actor, "id-card", limits.ID_CARDS)
    with transaction() as session:
        acting = acting_for(session, actor, elder_id, Scope.MANAGE)
        elder = elders.amend(session, acting, asked.amendment())
        doubts = elders.doubts(elder, facts.current(session, acting))
        return PersonOut.of(elder, acting, doubts)


@blueprint.get("/<uuid:elder_id>/full")
@blueprint.input(PurposeIn, location="query", arg_name="asked")
@blueprint.output(FullOut)
@blueprint.doc(
    summary="完整的姓名、身份证号和电话",
    description="要写明用途；每次查看都有记录，老人看得到。",
    responses=REFUSALS,
)
@access(CONCERNED)
def get_person_in_full(elder_id: UUID, asked: PurposeIn) -> FullOut:
    """The record unmasked, for a purpose that is kept."""
    actor = current_actor()
    with transaction() as session:
        acting = acting_for(session, actor, elder_id)
        if acting.post is None and acting.scopes.isdisjoint({Scope.APPLY, Scope.MANAGE}):
            raise Problem(403, *TITLES[403])
        return FullOut.of(elders.read_in_full(session, acting, asked.purpose))


@blueprint.get("/<uuid:elder_id>/facts")
@blueprint.output(FactsOut)
@blueprint.doc(summary="老人的各项情况", responses=REFUSALS)
@access(CONCERNED)
def get_facts(elder_id: UUID) -> FactsOut:
    """What is known now, each fact with where it came from."""
    actor = current_actor()
    with transaction(writes=False) as session:
        acting = acting_for(session, actor, elder_id, Scope.ASK)
        known = facts.current(session, acting)
        doubts = elders.doubts(elders.one(session, acting), known)
        return FactsOut(items=[FactOut.of(fact) for fact in known], doubts=doubts)


@blueprint.get("/<uuid:elder_id>/facts/<name>/history")
@blueprint.output(FactsOut)
@blueprint.doc(summary="一项情况以前是怎么登记的", responses=REFUSALS)
@access(CONCERNED)
def get_fact_history(elder_id: UUID, name: str) -> FactsOut:
    """What was known when, the newest first."""
    actor = current_actor()
    with transaction(writes=False) as session:
        acting = acting_for(session, actor, elder_id, Scope.ASK)
        found = facts.history(session, acting, name)
        return FactsOut(items=[FactOut.of(fact) for fact in found])


@blueprint.put("/<uuid:elder_id>/facts/<name>")
@blueprint.input(FactIn, arg_name="asked")
@blueprint.output(FactOut)
@blueprint.doc(
    summary="登记或更正一项情况",
    description="以前的登记保留。核实过的，只有街道能改。",
    responses=WRITE_REFUSALS,
)
@access(CONCERNED)
def put_fact(elder_id: UUID, name: str, asked: FactIn) -> FactOut:
    """State a fact; what was known before becomes history."""
    actor = current_actor()
    with transaction() as session:
        acting = acting_for(session, actor, elder_id, Scope.APPLY)
        if asked.from_document and acting.post is None:
            raise Problem(403, *TITLES[403])
        source = Source.DOCUMENT if asked.from_document else None
        return FactOut.of(facts.state(session, acting, name, asked.value, source))


@blueprint.get("/<uuid:elder_id>/activity")
@blueprint.input(PageIn, location="query", arg_name="page")
@blueprint.output(ActivityOut)
@blueprint.doc(summary="谁替老人办过什么、看过什么", responses=REFUSALS)
@access(CONCERNED)
def get_activity(elder_id: UUID, page: PageIn) -> ActivityOut:
    """Everything done in her name, in sentences, the newest first."""
    actor = current_actor()
    with transaction(writes=False) as session:
        acting = acting_for(session, actor, elder_id, Scope.MANAGE)
        found = activity.of(session, acting, page.cursor, page.limit + 1)
    shown = found[: page.limit]
    return ActivityOut(
        items=[
            DoingOut(at=to_beijing(d.at), who=d.who, sentence=d.sentence, purpose=d.purpose)
            for d in shown
        ],
        next_cursor=shown[-1].seq if len(found) > page.limit else None,
    )
