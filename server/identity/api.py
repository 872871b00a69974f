"""Sessions over HTTP: ``/api/v1/sessions``."""

from __future__ import annotations

import uuid

from apiflask import APIBlueprint

from server.errors import TITLES, Problem
from server.identity import clerk_codes, login, sessions, sms_login, web_login
from server.identity.access import Caller, access, current_actor
from server.identity.models import SignIn
from server.identity.schemas import (
    ClerkSessionIn,
    DeviceOut,
    DevicesOut,
    MiniProgramIn,
    SessionOut,
    SmsSessionIn,
    WebSessionIn,
)
from server.identity.sessions import Opened
from server.kit.clock import to_beijing
from server.transaction import transaction

blueprint = APIBlueprint("sessions", __name__, url_prefix="/api/v1/sessions", tag="登录")

WAYS_TO_FAIL = [401, 403, 413, 415, 429, 503]


@blueprint.post("")
@blueprint.input(MiniProgramIn, arg_name="given")
@blueprint.output(SessionOut, status_code=201)
@blueprint.doc(
    summary="在小程序里登录",
    description="第一次登录就建好账号。401 表示 code 用过或过期：请重新 wx.login 再来一次。",
    responses=WAYS_TO_FAIL,
)
@access(Caller.ANYONE)
def post_session(given: MiniProgramIn) -> SessionOut:
    """Sign in with the code of ``wx.login``."""
    return shown(login.sign_in(given.code, given.device))


@blueprint.post("/web")
@blueprint.input(WebSessionIn, arg_name="given")
@blueprint.output(SessionOut, status_code=201)
@blueprint.doc(
    summary="网页登录：在微信里确认以后换成会话",
    description="id 只有打开登录页的浏览器知道，只能用一次。",
    responses=WAYS_TO_FAIL,
)
@access(Caller.ANYONE)
def post_web_session(given: WebSessionIn) -> SessionOut:
    """Open the session of a login that was confirmed in the mini program."""
    return shown(web_login.exchange(given.id))


@blueprint.post("/sms")
@blueprint.input(SmsSessionIn, arg_name="given")
@blueprint.output(SessionOut, status_code=201)
@blueprint.doc(summary="用手机号和短信验证码登录", responses=WAYS_TO_FAIL)
@access(Caller.ANYONE)
def post_sms_session(given: SmsSessionIn) -> SessionOut:
    """Sign in with the code sent to a phone."""
    return shown(sms_login.sign_in(given.phone, given.code, given.device))


@blueprint.post("/clerk")
@blueprint.input(ClerkSessionIn, arg_name="given")
@blueprint.output(SessionOut, status_code=201)
@blueprint.doc(summary="用工作人员给的登录码登录", responses=WAYS_TO_FAIL)
@access(Caller.ANYONE)
def post_clerk_session(given: ClerkSessionIn) -> SessionOut:
    """Sign in with a code that a clerk handed out."""
    return shown(clerk_codes.sign_in(given.code, given.device))


@blueprint.get("")
@blueprint.output(DevicesOut)
@blueprint.doc(summary="我在哪些设备上登录了", responses=[401, 503])
@access(Caller.SIGNED_IN)
def get_sessions() -> DevicesOut:
    """The open sessions of the caller."""
    actor = current_actor()
    with transaction(writes=False) as session:
        found = sessions.open_of(session, actor)
    return DevicesOut(items=[_device(each, actor.session_id) for each in found])


@blueprint.delete("/<uuid:session_id>")
@blueprint.output({}, status_code=204)
@blueprint.doc(summary="让一个设备退出登录", responses=[401, 404, 503])
@access(Caller.SIGNED_IN)
def delete_session(session_id: uuid.UUID) -> tuple[str, int]:
    """End one of the caller's sessions."""
    with transaction() as session:
        ended = sessions.end(session, current_actor(), session_id)
    if not ended:
        raise Problem(404, *TITLES[404])
    return "", 204


@blueprint.delete("/current")
@blueprint.output({}, status_code=204)
@blueprint.doc(summary="退出登录", responses=[401, 503])
@access(Caller.SIGNED_IN)
def delete_current_session() -> tuple[str, int]:
    """End the session of this request."""
    end_current()
    return "", 204


@blueprint.delete("")
@blueprint.output({}, status_code=204)
@blueprint.doc(summary="所有设备都退出登录", responses=[401, 503])
@access(Caller.SIGNED_IN)
def delete_all_sessions() -> tuple[str, int]:
    """End every session of the caller, this one too."""
    with transaction() as session:
        sessions.end_all(session, current_actor())
    return "", 204


def end_current() -> None:
    """Sign the caller out."""
    actor = current_actor()
    with transaction() as session:
        if actor.session_id is not None:
            sessions.end(session, actor, actor.session_id)


def shown(opened: Opened) -> SessionOut:
    """What the bearer of a new session is told."""
    return SessionOut(
        token=opened.token,
        expires_at=to_beijing(opened.expires_at),
        account_id=opened.holder_id,
    )


def _device(found: SignIn, current: uuid.UUID | None) -> DeviceOut:
    return DeviceOut.model_validate(
        {
            "id": found.id,
            "device": found.device,
            "how": found.how,
            "created_at": to_beijing(found.created_at),
            "last_seen_at": to_beijing(found.last_seen_at),
            "expires_at": to_beijing(found.expires_at),
            "current": found.id == current,
        }
    )
