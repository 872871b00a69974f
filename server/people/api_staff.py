"""People over HTTP for street staff: search, assisted mode, claims, papers, disputes, standing."""

from __future__ import annotations

from uuid import UUID

from apiflask import APIBlueprint

from server.identity import clerk_codes
from server.identity.access import Caller, access, current_actor
from server.kit.clock import machine_now, to_beijing
from server.oversight.actor import Role
from server.people import assisting, checks, counter, disputes, elders, first_use, papers
from server.people import grants as service
from server.people.access import acting_for, office_of
from server.people.acting import Acting
from server.people.api import REFUSALS, WRITE_REFUSALS
from server.people.grant_schemas import (
    AssistanceOut,
    ClaimOut,
    ClaimsOut,
    ConfirmIn,
    DecisionIn,
    DisputeOut,
    DisputesOut,
    GrantOut,
    PaperGrantIn,
    PaperGrantOut,
    ReasonIn,
)
from server.people.models import Elder
from server.people.rights_schemas import (
    ByHandIn,
    DeathIn,
    OutsideCheckOut,
    OutsideChecksOut,
    SearchIn,
    StandingIn,
)
from server.people.schemas import CounterIn, PeopleOut, PersonOut, PurposeIn, SignInCodeOut
from server.transaction import once_more, transaction

blueprint = APIBlueprint("staff-people", __name__, url_prefix="/api/v1/staff/people", tag="街道")

CLERK = Caller.staff(Role.STREET_CLERK)
SEARCHERS = Caller.staff(Role.STREET_CLERK, Role.DISTRICT_REVIEWER)


@blueprint.post("")
@blueprint.input(CounterIn, arg_name="asked")
@blueprint.output(PersonOut, status_code=201)
@blueprint.doc(
    summary="在窗口替老人登记",
    description="老人没有手机、没有家人代办也能登记。只能登记住在本街道的；本人要先同意。",
    responses=WRITE_REFUSALS,
)
@access(CLERK)
def post_person(asked: CounterIn) -> PersonOut:
    """Begin a record for somebody who stands at the counter."""
    actor = current_actor()
    return once_more(
        lambda session: _begun(counter.register(session, actor, asked.identity(), asked.agreed))
    )


@blueprint.post("/search")
@blueprint.input(SearchIn, arg_name="asked")
@blueprint.output(PeopleOut)
@blueprint.doc(
    summary="按身份证号或电话找老人",
    description="只找得到本街道、本区的；要写明用途。",
    responses=WRITE_REFUSALS,
)
@access(SEARCHERS)
def post_search(asked: SearchIn) -> PeopleOut:
    """Elders within the caller's rows, masked."""
    actor = current_actor()
    with transaction() as session:
        found = elders.find(
            session, actor, SEARCHERS.roles, asked.id_card, asked.phone, asked.purpose
        )
        shown = [(elder, acting_for(session, actor, elder.id)) for elder in found]
        return PeopleOut(items=[PersonOut.of(elder, acting, []) for elder, acting in shown])


@blueprint.post("/<uuid:elder_id>/assistance")
@blueprint.input(PurposeIn, arg_name="asked")
@blueprint.output(AssistanceOut, status_code=201)
@blueprint.doc(
    summary="开始替老人办事",
    description="写明办什么。两小时内可以替这位老人办理，老人看得到记录。",
    responses=WRITE_REFUSALS,
)
@access(CLERK)
def post_assistance(elder_id: UUID, asked: PurposeIn) -> AssistanceOut:
    """From now on the clerk acts for the elder."""
    actor = current_actor()
    with transaction() as session:
        return AssistanceOut.of(assisting.begin(session, actor, elder_id, asked.purpose))


@blueprint.post("/<uuid:elder_id>/sign-in-code")
@blueprint.output(SignInCodeOut, status_code=201)
@blueprint.doc(
    summary="给老人一个登录码",
    description="要先开始替老人办事。八位数字，只显示这一次，24小时内用一次；老人已有账号的会收到消息。",
    responses=WRITE_REFUSALS,
)
@access(CLERK)
def post_sign_in_code(elder_id: UUID) -> SignInCodeOut:
    """A code that is handed to the elder, who signs in to her own account with it."""
    actor = current_actor()
    with transaction() as session:
        code = counter.sign_in_code(session, actor, elder_id)
    return SignInCodeOut(code=code, expires_at=to_beijing(machine_now() + clerk_codes.LASTS))


@blueprint.delete("/assistance/<uuid:assistance_id>")
@blueprint.output({}, status_code=204)
@blueprint.doc(summary="替老人办完了", responses=REFUSALS)
@access(CLERK)
def delete_assistance(assistance_id: UUID) -> tuple[str, int]:
    """The clerk is done."""
    actor = current_actor()
    with transaction() as session:
        assisting.end(session, actor, assistance_id)
    return "", 204


@blueprint.post("/<uuid:elder_id>/grants")
@blueprint.input(PaperGrantIn, arg_name="asked")
@blueprint.output(PaperGrantOut, status_code=201)
@blueprint.doc(
    summary="按纸质材料登记授权",
    description="给机构的立即生效；给个人的返回一个邀请码，打印给他，48小时内在手机上接受。",
    responses=WRITE_REFUSALS,
)
@access(CLERK)
def post_paper_grant(elder_id: UUID, asked: PaperGrantIn) -> PaperGrantOut:
    """A grant for which a paper is on file."""
    actor = current_actor()
    with transaction() as session:
        made = papers.record(session, actor, elder_id, asked.offer(), asked.provider_id)
        until = None if made.until is None else to_beijing(made.until)
        return PaperGrantOut(grant=GrantOut.of(made.grant), code=made.code, expires_at=until)


@blueprint.post("/<uuid:elder_id>/grants/<uuid:grant_id>/revoke")
@blueprint.input(ReasonIn, arg_name="asked")
@blueprint.output(GrantOut)
@blueprint.doc(summary="街道取消授权，写明原因", responses=WRITE_REFUSALS)
@access(CLERK)
def post_revoke(elder_id: UUID, grant_id: UUID, asked: ReasonIn) -> GrantOut:
    """End a grant for a reason of the street's own."""
    actor = current_actor()
    with transaction() as session:
        office = office_of(session, actor, elder_id, Role.STREET_CLERK)
        return GrantOut.of(service.revoke_by_office(session, office, grant_id, asked.reason))


@blueprint.get("/claims")
@blueprint.output(ClaimsOut)
@blueprint.doc(summary="等街道核实的授权申请", responses=[401, 403, 503])
@access(CLERK)
def get_claims() -> ClaimsOut:
    """The claims of the clerk's street."""
    actor = current_actor()
    with transaction() as session:
        return ClaimsOut(items=[ClaimOut.of(grant) for grant in first_use.waiting(session, actor)])


@blueprint.post("/claims/<uuid:grant_id>/confirm")
@blueprint.input(ConfirmIn, arg_name="asked")
@blueprint.output(GrantOut)
@blueprint.doc(summary="材料核实无误，授权生效", responses=WRITE_REFUSALS)
@access(CLERK)
def post_confirm(grant_id: UUID, asked: ConfirmIn) -> GrantOut:
    """The papers bear the claim out."""
    actor = current_actor()
    return once_more(
        lambda session: GrantOut.of(
            first_use.confirm(
                session, actor, grant_id, asked.paper_reference, asked.days, frozenset(asked.more)
            )
        )
    )


@blueprint.post("/claims/<uuid:grant_id>/refuse")
@blueprint.input(ReasonIn, arg_name="asked")
@blueprint.output(GrantOut)
@blueprint.doc(summary="材料不符，不予授权", responses=WRITE_REFUSALS)
@access(CLERK)
def post_refuse(grant_id: UUID, asked: ReasonIn) -> GrantOut:
    """The papers do not bear the claim out."""
    actor = current_actor()
    with transaction() as session:
        return GrantOut.of(first_use.refuse(session, actor, grant_id, asked.reason))


@blueprint.get("/disputes")
@blueprint.output(DisputesOut)
@blueprint.doc(summary="对授权有不同意见、等街道处理的", responses=[401, 403, 503])
@access(CLERK)
def get_disputes() -> DisputesOut:
    """The undecided disputes of the clerk's street, the oldest first."""
    actor = current_actor()
    with transaction(writes=False) as session:
        return DisputesOut(items=[DisputeOut.of(*p) for p in disputes.waiting(session, actor)])


@blueprint.post("/disputes/<uuid:dispute_id>/decision")
@blueprint.input(DecisionIn, arg_name="asked")
@blueprint.output(GrantOut)
@blueprint.doc(summary="处理不同意见，写明理由", responses=WRITE_REFUSALS)
@access(CLERK)
def post_decision(dispute_id: UUID, asked: DecisionIn) -> GrantOut:
    """The disputed grant ends, or goes on."""
    actor = current_actor()
    with transaction() as session:
        return GrantOut.of(disputes.decide(session, actor, dispute_id, asked.uphold, asked.reason))


@blueprint.post("/<uuid:elder_id>/standing")
@blueprint.input(StandingIn, arg_name="asked")
@blueprint.output(PersonOut)
@blueprint.doc(summary="登记去世、迁走，或者更正", responses=WRITE_REFUSALS)
@access(CLERK)
def post_standing(elder_id: UUID, asked: StandingIn) -> PersonOut:
    """What became of an elder."""
    actor = current_actor()
    with transaction() as session:
        office = office_of(session, actor, elder_id, Role.STREET_CLERK)
        elder = elders.set_standing(
            session, office, asked.status, asked.on, asked.source, asked.reason
        )
        return PersonOut.of(elder, office, [])


@blueprint.post("/<uuid:elder_id>/checks")
@blueprint.input(ByHandIn, arg_name="asked")
@blueprint.output(OutsideCheckOut, status_code=201)
@blueprint.doc(summary="人工登记核验结果", responses=WRITE_REFUSALS)
@access(CLERK)
def post_check_by_hand(elder_id: UUID, asked: ByHandIn) -> OutsideCheckOut:
    """What a colleague found out, from whom, and when."""
    actor = current_actor()
    with transaction() as session:
        office = office_of(session, actor, elder_id, Role.STREET_CLERK)
        return OutsideCheckOut.of(checks.by_hand(session, office, asked.found_out()))


@blueprint.get("/deaths")
@blueprint.output(OutsideChecksOut)
@blueprint.doc(summary="核查发现去世、等街道确认的", responses=[401, 403, 503])
@access(CLERK)
def get_deaths() -> OutsideChecksOut:
    """Deaths told of that nobody has confirmed yet."""
    actor = current_actor()
    with transaction(writes=False) as session:
        return OutsideChecksOut(
            items=[OutsideCheckOut.of(check) for check in checks.deaths(session, actor)]
        )


@blueprint.post("/deaths/<uuid:check_id>")
@blueprint.input(DeathIn, arg_name="asked")
@blueprint.output(OutsideCheckOut)
@blueprint.doc(summary="确认去世，或确认弄错了", responses=WRITE_REFUSALS)
@access(CLERK)
def post_death(check_id: UUID, asked: DeathIn) -> OutsideCheckOut:
    """Only now does a death take effect."""
    actor = current_actor()
    with transaction() as session:
        found = checks.confirm_death(session, actor, check_id, asked.so_it_is, asked.reason)
        return OutsideCheckOut.of(found)


def _begun(made: tuple[Elder, Acting]) -> PersonOut:
    elder, acting = made
    return PersonOut.of(elder, acting, [])
