"""What comes before a session: ``/api/v1/web-logins`` and ``/api/v1/sms-codes``."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response, url_for

from server.identity import sms_login, web_login
from server.identity.access import Caller, access, current_actor
from server.identity.schemas import (
    SmsCodeIn,
    SmsCodeOut,
    WebLoginAnswerIn,
    WebLoginIn,
    WebLoginOut,
    WebLoginQuestionOut,
    WebLoginStateOut,
)
from server.kit.clock import to_beijing

web_logins = APIBlueprint("web_logins", __name__, url_prefix="/api/v1/web-logins", tag="登录")
sms_codes = APIBlueprint("sms_codes", __name__, url_prefix="/api/v1/sms-codes", tag="登录")

SENT = "验证码已经发出，5分钟内有效。一分钟后还没收到，可以再点一次，或者拨打12345"


@web_logins.post("")
@web_logins.input(WebLoginIn, arg_name="given")
@web_logins.output(WebLoginOut, status_code=201)
@web_logins.doc(
    summary="网页登录：开始",
    description="页面显示 picture 和 number。id 由浏览器保管，不放进地址，也不给别人看。",
    responses=[413, 415, 429, 503],
)
@access(Caller.ANYONE)
def post_web_login(given: WebLoginIn) -> WebLoginOut:
    """Let a browser wait for the mini program."""
    begun = web_login.begin(given.device)
    return WebLoginOut(
        id=begun.secret,
        scene=begun.scene,
        number=begun.number,
        expires_at=to_beijing(begun.expires_at),
        picture=url_for("web_logins.get_picture", scene=begun.scene),
    )


@web_logins.get("/<scene>")
@web_logins.output(WebLoginStateOut)
@web_logins.doc(summary="网页登录：到哪一步了", responses=[503])
@access(Caller.ANYONE)
def get_web_login(scene: str) -> WebLoginStateOut:
    """How far a login is; the browser asks every few seconds."""
    return WebLoginStateOut(state=web_login.state(scene))


@web_logins.get("/<scene>/picture")
@web_logins.doc(
    summary="网页登录：小程序码图片", description="PNG 或 JPEG。", responses=[404, 429, 503]
)
@access(Caller.ANYONE)
def get_picture(scene: str) -> Response:
    """The picture to scan."""
    image = web_login.picture(scene)
    kind = "image/png" if image.startswith(b"\x89PNG") else "image/jpeg"
    return Response(image, mimetype=kind)


@web_logins.get("/<scene>/question")
@web_logins.output(WebLoginQuestionOut)
@web_logins.doc(summary="网页登录：小程序里问哪个数字", responses=[401, 404, 503])
@access(Caller.SIGNED_IN)
def get_question(scene: str) -> WebLoginQuestionOut:
    """Which browser asks, and three numbers of which one is on its screen."""
    asked = web_login.question(scene)
    return WebLoginQuestionOut(
        device=asked.device, started_at=to_beijing(asked.started_at), numbers=asked.numbers
    )


@web_logins.post("/<scene>/confirm")
@web_logins.input(WebLoginAnswerIn, arg_name="given")
@web_logins.output({}, status_code=204)
@web_logins.doc(
    summary="网页登录：在小程序里确认",
    description="选错数字，这次登录就作废。",
    responses=[401, 404, 409, 413, 415, 503],
)
@access(Caller.SIGNED_IN)
def post_confirm(scene: str, given: WebLoginAnswerIn) -> tuple[str, int]:
    """Sign that browser in as the caller."""
    web_login.confirm(current_actor(), scene, given.number)
    return "", 204


@sms_codes.post("")
@sms_codes.input(SmsCodeIn, arg_name="given")
@sms_codes.output(SmsCodeOut, status_code=202)
@sms_codes.doc(
    summary="发短信验证码",
    description="不论号码有没有登记过，回答都一样。",
    responses=[413, 415, 429, 503],
)
@access(Caller.ANYONE)
def post_sms_code(given: SmsCodeIn) -> SmsCodeOut:
    """Send a code to a phone."""
    sms_login.send_code(given.phone)
    return SmsCodeOut(message=SENT, expires_in=int(sms_login.LASTS.total_seconds()))
