"""Grants over HTTP: who may act for an elder, invitations, disagreement."""

from __future__ import annotations

from uuid import UUID

from apiflask import APIBlueprint

from server.identity.access import Caller, access, current_actor
from server.kit.clock import to_beijing
from server.people import grants as service
from server.people import invitations, limits
from server.people.access import acting_for
from server.people.api import CONCERNED, REFUSALS, WRITE_REFUSALS
from server.people.grant_schemas import (
    AcceptedOut,
    AcceptIn,
    GrantOut,
    GrantsOut,
    InvitedOut,
    InviteIn,
    LookOut,
    ProviderGrantIn,
    ReasonIn,
)
from server.people.states import Scope
from server.transaction import once_more, transaction

blueprint = APIBlueprint("grants", __name__, url_prefix="/api/v1", tag="授权")


@blueprint.get("/people/<uuid:elder_id>/grants")
@blueprint.output(GrantsOut)
@blueprint.doc(summary="谁能替老人办事", responses=REFUSALS)
@access(CONCERNED)
def get_grants(elder_id: UUID) -> GrantsOut:
    """All grants, past ones too; without manage her own, and for family those in force."""
    actor = current_actor()
    with transaction(writes=False) as session:
        acting = acting_for(session, actor, elder_id)
        shown = service.of(session, acting)
        return GrantsOut(items=[GrantOut.of(grant, acting.grant_id) for grant in shown])


@blueprint.post("/people/<uuid:elder_id>/grants")
@blueprint.input(ProviderGrantIn, arg_name="asked")
@blueprint.output(GrantOut, status_code=201)
@blueprint.doc(summary="授权一家养老服务机构", responses=WRITE_REFUSALS)
@access(CONCERNED)
def post_grant(elder_id: UUID, asked: ProviderGrantIn) -> GrantOut:
    """Let the staff of an institution act for the elder."""
    actor = current_actor()
    with transaction() as session:
        acting = acting_for(session, actor, elder_id, Scope.MANAGE)
        made = service.give_to_provider(
            session, acting, asked.provider_id, asked.scopes, asked.days
        )
        return GrantOut.of(made)


@blueprint.delete("/people/<uuid:elder_id>/grants/<uuid:grant_id>")
@blueprint.output(GrantOut)
@blueprint.doc(
    summary="取消授权",
    description="马上生效，双方都会收到消息。老人取消监护人、监护人取消老人自己给的，由街道决定，先不变。",
    responses=[*REFUSALS, 409],
)
@access(CONCERNED)
def delete_grant(elder_id: UUID, grant_id: UUID) -> GrantOut:
    """End a grant; ``status`` says whether it has ended or waits for the street."""
    actor = current_actor()
    with transaction() as session:
        acting = acting_for(session, actor, elder_id)
        ended = service.revoke(session, acting, grant_id, None)
        return GrantOut.of(ended, acting.grant_id)


@blueprint.post("/people/<uuid:elder_id>/grants/<uuid:grant_id>/dispute")
@blueprint.input(ReasonIn, arg_name="asked")
@blueprint.output(GrantOut)
@blueprint.doc(
    summary="对一项授权有不同意见，请街道处理",
    description="街道决定之前什么都不变。",
    responses=WRITE_REFUSALS,
)
@access(CONCERNED)
def post_dispute(elder_id: UUID, grant_id: UUID, asked: ReasonIn) -> GrantOut:
    """Ask the street to end somebody's grant."""
    actor = current_actor()
    with transaction() as session:
        acting = acting_for(session, actor, elder_id)
        service.dispute(session, acting, grant_id, asked.reason)
        return GrantOut.of(service.find(session, acting, grant_id), acting.grant_id)


@blueprint.post("/people/<uuid:elder_id>/invitations")
@blueprint.input(InviteIn, arg_name="asked")
@blueprint.output(InvitedOut, status_code=201)
@blueprint.doc(
    summary="邀请家人替老人办事",
    description="返回八位邀请码，只显示这一次，48小时有效，只能用一次。",
    responses=WRITE_REFUSALS,
)
@access(CONCERNED)
def post_invitation(elder_id: UUID, asked: InviteIn) -> InvitedOut:
    """A code to read out to whoever is invited."""
    actor = current_actor()
    with transaction() as session:
        acting = acting_for(session, actor, elder_id, Scope.MANAGE)
        code, grant, until = invitations.invite(session, acting, asked.offer())
        return InvitedOut(code=code, expires_at=to_beijing(until), grant=GrantOut.of(grant))


@blueprint.post("/invitations/<code>/look")
@blueprint.output(LookOut)
@blueprint.doc(summary="看看邀请码能办哪些事", responses=[*REFUSALS, 429])
@access(Caller.SIGNED_IN)
def post_look(code: str) -> LookOut:
    """What accepting would allow; nothing changes."""
    actor = current_actor()
    limits.count(actor, "code", limits.CODES)
    with transaction(writes=False) as session:
        return LookOut.of(*invitations.look(session, code))


@blueprint.post("/invitations/<code>/accept")
@blueprint.input(AcceptIn, arg_name="asked")
@blueprint.output(AcceptedOut, status_code=201)
@blueprint.doc(summary="接受邀请", responses=[*WRITE_REFUSALS, 429])
@access(Caller.SIGNED_IN)
def post_accept(code: str, asked: AcceptIn) -> AcceptedOut:
    """Hold what the code offers; it works once."""
    actor = current_actor()
    limits.count(actor, "code", limits.CODES)
    grant = once_more(lambda session: invitations.accept(session, actor, code, asked.my_name))
    return AcceptedOut(elder_id=grant.elder_id, grant=GrantOut.of(grant, grant.id))
