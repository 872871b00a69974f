"""The addresses of WeChat's server API for mini programs."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, jsonify, request

from wechat.simulator.context import simulator
from wechat.simulator.refused import Refused

blueprint = Blueprint("api", __name__)


@blueprint.errorhandler(Refused)
def refuse(refused: Refused) -> Response:
    return jsonify(refused.body())


@blueprint.get("/sns/jscode2session")
def code_to_session() -> Response:
    world, args = simulator().world, request.args
    with world.lock:
        _check_program(args.get("appid"), args.get("secret"))
        if args.get("grant_type") != "authorization_code":
            raise Refused(40002, "invalid grant_type")
        if not args.get("js_code"):
            raise Refused(41008, "missing code")
        person = world.log_in(args["js_code"])
    # The real one answers JSON as text/plain, too, and without an errcode.
    answer = {
        "session_key": "simulatorsessionkey0000==",
        "openid": person.openid,
        "unionid": person.unionid,
    }
    return Response(json.dumps(answer), content_type="text/plain")


@blueprint.get("/cgi-bin/token")
def token() -> Response:
    world, args = simulator().world, request.args
    with world.lock:
        _check_program(args.get("appid"), args.get("secret"))
        if args.get("grant_type") != "client_credential":
            raise Refused(40002, "invalid grant_type")
        return jsonify(world.tokens.rotate())


@blueprint.post("/cgi-bin/stable_token")
def stable_token() -> Response:
    world, body = simulator().world, _body()
    with world.lock:
        _check_program(body.get("appid"), body.get("secret"))
        if body.get("grant_type") != "client_credential":
            raise Refused(40002, "invalid grant_type")
        return jsonify(world.tokens.give_stable(force=body.get("force_refresh") is True))


@blueprint.post("/wxa/business/getuserphonenumber")
def phone_number() -> Response:
    world = simulator().world
    with world.lock:
        body = _authorised()
        person = world.person(world.phone_codes.spend(str(body.get("code", ""))))
        info = {
            "phoneNumber": person.number,
            "purePhoneNumber": person.number,
            "countryCode": "86",
            "watermark": {
                "timestamp": int(world.clock.now()),
                "appid": world.settings.appid,
            },
        }
    return _ok(phone_info=info)


@blueprint.post("/cgi-bin/message/subscribe/send")
def send_subscribe_message() -> Response:
    running = simulator()
    world = running.world
    with world.lock:
        body = _authorised()
        template_id, page = str(body.get("template_id", "")), body.get("page")
        world.subscriptions.template(template_id)
        person = world.person(body.get("touser"))
        if page and page.split("?")[0] not in world.pictures.pages:
            raise Refused(41030, "invalid page")
        data = body.get("data")
        if not isinstance(data, dict):
            raise Refused(47003, "argument invalid! data is empty")
        number = world.subscriptions.send(person, template_id, data)
        code, status = ("1", "failed: user block") if person.refuses_delivery else ("0", "success")
    sent = {"TemplateId": template_id, "MsgID": str(number), "ErrorCode": code}
    running.pusher.event(
        person.openid, "subscribe_msg_sent_event", [{**sent, "ErrorStatus": status}]
    )
    return _ok(msgid=number)


@blueprint.post("/wxa/msg_sec_check")
def check_message() -> Response:
    world = simulator().world
    with world.lock:
        body = _authorised()
        return jsonify(world.texts.check(world.person(body.get("openid")), body))


@blueprint.post("/wxa/getwxacodeunlimit")
def unlimited_code() -> Response:
    world = simulator().world
    with world.lock:
        world.tokens.check(request.args.get("access_token"))
        body = _json()
        if not isinstance(body, dict):
            raise Refused(40169, "invalid length for scene, or the data is not json string")
        return Response(world.pictures.draw(body), content_type="image/png")


@blueprint.post("/wxa/sec/order/upload_shipping_info")
def upload_shipping() -> Response:
    world = simulator().world
    with world.lock:
        world.shipping.upload(_authorised())
    return _ok()


@blueprint.post("/wxa/sec/order/get_order")
def order_shipping() -> Response:
    world = simulator().world
    with world.lock:
        return _ok(order=world.shipping.get(_authorised()))


@blueprint.post("/wxa/sec/order/is_trade_managed")
def is_trade_managed() -> Response:
    world = simulator().world
    with world.lock:
        if _authorised().get("appid") != world.settings.appid:
            raise Refused(40013, "invalid appid")
    return _ok(is_trade_managed=True)


def _ok(**more: Any) -> Response:
    return jsonify({"errcode": 0, "errmsg": "ok", **more})


def _body() -> dict[str, Any]:
    """JSON in UTF-8, whatever content type; never a form."""
    found = _json()
    if not isinstance(found, dict):
        raise Refused(47001, "data format error")
    return found


def _json() -> Any:
    try:
        return request.get_json(force=True, silent=True)
    except RecursionError:  # nested without end
        return None


def _authorised() -> dict[str, Any]:
    """The body of a call with a valid token in its address."""
    simulator().world.tokens.check(request.args.get("access_token"))
    return _body()


def _check_program(appid: object, secret: object) -> None:
    settings = simulator().world.settings
    if not appid:
        raise Refused(41002, "appid missing")
    if not secret:
        raise Refused(41004, "appsecret missing")
    if appid != settings.appid:
        raise Refused(40013, "invalid appid")
    if secret != settings.secret:
        raise Refused(40125, "invalid appsecret")
