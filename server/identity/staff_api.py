"""Staff over HTTP: ``/api/v1/staff``."""

from __future__ import annotations

from apiflask import APIBlueprint

from server.identity import posts, staff, staff_login
from server.identity.access import Caller, access, current_actor
from server.identity.api import end_current
from server.identity.schemas import (
    PasswordIn,
    PostOut,
    ProofIn,
    RecoveryCodesOut,
    StaffIn,
    StaffOut,
    StaffSessionOut,
)
from server.identity.staff_login import Proof
from server.kit.clock import to_beijing
from server.oversight.actor import Post
from server.transaction import transaction

blueprint = APIBlueprint("staff", __name__, url_prefix="/api/v1/staff", tag="工作人员")


@blueprint.post("/sessions")
@blueprint.input(StaffIn, arg_name="given")
@blueprint.output(StaffSessionOut, status_code=201)
@blueprint.doc(
    summary="工作人员登录",
    description="totp 是动态码或恢复码。初始密码登录时要同时给 new_password。",
    responses=[401, 403, 413, 415, 429, 503],
)
@access(Caller.ANYONE)
def post_staff_session(given: StaffIn) -> StaffSessionOut:
    """Sign in with both factors."""
    proof = Proof(given.password, given.totp)
    opened = staff_login.sign_in(given.login, proof, given.device, given.new_password)
    return StaffSessionOut(
        token=opened.token, expires_at=to_beijing(opened.expires_at), staff_id=opened.holder_id
    )


@blueprint.delete("/sessions/current")
@blueprint.output({}, status_code=204)
@blueprint.doc(summary="工作人员退出登录", responses=[401, 403, 503])
@access(Caller.staff())
def delete_staff_session() -> tuple[str, int]:
    """End the session of this request."""
    end_current()
    return "", 204


@blueprint.get("/me")
@blueprint.output(StaffOut)
@blueprint.doc(summary="我的岗位", responses=[401, 403, 503])
@access(Caller.staff())
def get_staff_me() -> StaffOut:
    """Who is signed in, and which posts they hold."""
    actor = current_actor()
    with transaction(writes=False) as session:
        found = staff.named(session, actor)
    return StaffOut(
        staff_id=found.id,
        login=found.login,
        name=found.name,
        posts=[_shown(post) for post in actor.posts],
    )


@blueprint.post("/me/password")
@blueprint.input(PasswordIn, arg_name="given")
@blueprint.output({}, status_code=204)
@blueprint.doc(
    summary="换密码", description="其他设备全部退出。", responses=[401, 403, 413, 415, 429, 503]
)
@access(Caller.staff())
def post_password(given: PasswordIn) -> tuple[str, int]:
    """Set a new password; other sessions end."""
    proof = Proof(given.password, given.totp)
    staff_login.change_password(current_actor(), proof, given.new_password)
    return "", 204


@blueprint.post("/me/recovery-codes")
@blueprint.input(ProofIn, arg_name="given")
@blueprint.output(RecoveryCodesOut, status_code=201)
@blueprint.doc(
    summary="换一组恢复码",
    description="只显示这一次，旧的全部作废。",
    responses=[401, 403, 413, 415, 429, 503],
)
@access(Caller.staff())
def post_recovery_codes(given: ProofIn) -> RecoveryCodesOut:
    """New recovery codes in place of all those before."""
    proof = Proof(given.password, given.totp)
    return RecoveryCodesOut(codes=staff_login.renew_recovery_codes(current_actor(), proof))


def _shown(post: Post) -> PostOut:
    return PostOut(
        role=post.role,
        district=post.district,
        street=post.street,
        provider_id=post.provider_id,
        title=posts.described(post),
    )
