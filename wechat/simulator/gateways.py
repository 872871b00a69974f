"""Addresses of the SMS gateway and of the outside registers. Both want the bearer key."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, abort, jsonify, make_response, request

from wechat.simulator.context import simulator
from wechat.simulator.registers import Check
from wechat.simulator.sms import ReferenceTaken, Sms

blueprint = Blueprint("gateways", __name__)


@blueprint.before_request
def wants_the_key() -> None:
    given = request.headers.get("Authorization", "")
    expected = f"Bearer {simulator().world.settings.gateway_key}"
    if not hmac.compare_digest(given.encode(), expected.encode()):
        abort(401)


@blueprint.post("/sms/v1/messages")
def send_sms() -> Response:
    """202 ``{"id", "status": "accepted"}``; 409 for a reference that carried another message."""
    world, sms = simulator().world, Sms.model_validate(request.get_json())
    try:
        with world.lock:
            number = world.sms.send(sms, world.people)
    except ReferenceTaken:
        abort(409)
    return make_response(jsonify(id=number, status="accepted"), 202)


@blueprint.post("/registers/v1/checks")
def check_register() -> Response:
    """``{"found", "value", "as_of"}``."""
    world, asked = simulator().world, Check.model_validate(request.get_json())
    with world.lock:
        return jsonify(world.registers.check(asked))
