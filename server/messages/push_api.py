"""The address that WeChat pushes to: ``/api/v1/wechat/push``.

The signature is checked over what arrived, the event is kept, and WeChat is answered; what it
means is done by a job. WeChat waits 5 seconds and pushes up to three times more (wechat.md 1.6).
"""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response, current_app, request

from server.api_rules import any_body
from server.config import Settings
from server.errors import Problem
from server.identity.access import Caller, access
from server.messages import push
from server.transaction import transaction
from wechat.push import ANSWER, PushReceiver, PushRefused

blueprint = APIBlueprint(
    "wechat_push", __name__, url_prefix="/api/v1/wechat", tag="微信", enable_openapi=False
)


@blueprint.get("/push")
@access(Caller.ANYONE)
def get_push() -> Response:
    """WeChat checks the address: what it sends comes back, nothing around it."""
    try:
        return _plain(_receiver().echo(request.args))
    except PushRefused:
        raise _refusal() from None


@blueprint.post("/push")
@any_body
@access(Caller.ANYONE)
def post_push() -> Response:
    """Keep what WeChat tells us."""
    try:
        told = _receiver().read(request.args, request.get_data(cache=False))
    except PushRefused:
        raise _refusal() from None
    with transaction() as session:
        push.keep(session, told)
    return _plain(ANSWER)


def _receiver() -> PushReceiver:
    settings: Settings = current_app.extensions["settings"]
    key = settings.wechat_push_aes_key if settings.wechat_push_mode == "secure" else None
    return PushReceiver(settings.wechat_push_token, settings.wechat_appid, key)


def _plain(text: str) -> Response:
    return Response(text, mimetype="text/plain")


def _refusal() -> Problem:
    return Problem(403, "not-from-wechat", "签名不对，这个请求不是微信发来的")
