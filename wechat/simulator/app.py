"""Puts the simulator together."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, abort, jsonify, request
from pydantic import ValidationError

from wechat.simulator import api, control, gateways, phone
from wechat.simulator.backend import Backend
from wechat.simulator.clock import Clock
from wechat.simulator.context import Simulator
from wechat.simulator.faults import Faults
from wechat.simulator.pay import api as pay_api
from wechat.simulator.pay import cashier
from wechat.simulator.pay.keys import keys_in
from wechat.simulator.pay.notices import Notifier
from wechat.simulator.pay.office import Office
from wechat.simulator.pay.signing import Notary
from wechat.simulator.pay.trades import Trades
from wechat.simulator.pushes import ANSWER_WITHIN_S, Pusher
from wechat.simulator.refused import Refused
from wechat.simulator.settings import Settings
from wechat.simulator.world import World

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
SAFE = ("GET", "HEAD", "OPTIONS")


def create_app(
    settings: Settings,
    clock: Clock | None = None,
    *,
    push_answer_within_s: float = ANSWER_WITHIN_S,
) -> Flask:
    """``app.extensions["simulator"]`` holds the running parts."""
    app = Flask(__name__)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    clock = clock or Clock()
    faults = Faults(app.wsgi_app)
    app.wsgi_app = faults  # type: ignore[method-assign, assignment]
    world = World(settings, clock)
    app.extensions["simulator"] = Simulator(
        world,
        Pusher(settings, clock, answer_within_s=push_answer_within_s),
        faults,
        Backend(settings.app_base),
        _pay(settings, world),
    )
    app.before_request(_only_from_this_machine)
    for blueprint in (
        api.blueprint, gateways.blueprint, control.blueprint, phone.blueprint,
        pay_api.blueprint, cashier.blueprint,
    ):  # fmt: skip
        app.register_blueprint(blueprint)
    app.register_error_handler(ValidationError, _malformed)
    app.register_error_handler(Refused, _unknown)
    return app


def _pay(settings: Settings, world: World) -> Office:
    notary = Notary(keys_in(settings.pay_keys), world.clock, settings.pay_mchid)
    notifier = Notifier(notary, world.clock, settings.pay_api_v3_key.encode())
    return Office(world, notary, notifier, Trades(world.clock))


def _only_from_this_machine() -> None:
    """No other page in the browser may press our buttons: neither by a form nor by a false name."""
    host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    origin = request.headers.get("Origin")
    if host not in LOOPBACK:
        abort(403)
    if request.method not in SAFE and origin and urlsplit(origin).netloc != request.host:
        abort(403)


def _malformed(error: ValidationError) -> tuple[Response, int]:
    return jsonify(errors=error.errors(include_url=False, include_input=False)), 422


def _unknown(refused: Refused) -> tuple[Response, int]:
    """Outside WeChat's own addresses a refusal is an ordinary HTTP error."""
    return jsonify(refused.body()), 404
