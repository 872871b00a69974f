"""The control endpoint: people, codes, consent, faults, clock, counters. JSON in, JSON out."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel, ConfigDict, Field

from wechat.simulator import actions
from wechat.simulator.context import simulator
from wechat.simulator.faults import Fault
from wechat.simulator.people import Person
from wechat.simulator.registers import Row
from wechat.simulator.shipping import PaidOrder
from wechat.simulator.subscriptions import Template

blueprint = Blueprint("control", __name__, url_prefix="/_control")

TOKEN_PATHS = ("/cgi-bin/stable_token", "/cgi-bin/token")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewPerson(_Model):
    nickname: str
    number: str | None = None
    openid: str | None = None


class Traits(_Model):
    high_risk: bool | None = None
    refuses_delivery: bool | None = None
    number: str | None = None


class Consent(_Model):
    template_id: str
    count: Annotated[int, Field(ge=1, le=1000)] = 1


class Skew(_Model):
    skew_s: float


class NewOrder(_Model):
    mchid: str
    out_trade_no: str
    transaction_id: str
    openid: str


class Message(_Model):
    """Any other push: its fields, as WeChat writes them."""

    openid: str
    fields: dict[str, Any]


@blueprint.get("/people")
def people() -> Response:
    return jsonify(people=[person.public() for person in simulator().world.people])


@blueprint.post("/people")
def add_person() -> Response:
    asked, world = NewPerson.model_validate(request.get_json()), simulator().world
    with world.lock:
        return jsonify(world.people.add(asked.nickname, asked.number, asked.openid).public())


@blueprint.patch("/people/<openid>")
def change_person(openid: str) -> Response:
    asked, world = Traits.model_validate(request.get_json()), simulator().world
    with world.lock:
        person = world.person(openid)
        for name, value in asked.model_dump(exclude_none=True).items():
            setattr(person, name, value)
        return jsonify(person.public())


@blueprint.post("/people/<openid>/login-code")
def login_code(openid: str) -> Response:
    world = simulator().world
    with world.lock:
        return jsonify(code=world.login_codes.issue(world.person(openid).openid))


@blueprint.post("/people/<openid>/phone-code")
def phone_code(openid: str) -> Response:
    world = simulator().world
    with world.lock:
        return jsonify(code=world.phone_codes.issue(world.person(openid).openid))


@blueprint.post("/people/<openid>/consents")
def grant(openid: str) -> Response:
    asked = Consent.model_validate(request.get_json())
    actions.grant(simulator(), openid, asked.template_id, asked.count)
    return jsonify(left=_left(openid))


@blueprint.delete("/people/<openid>/consents/<template_id>")
def withdraw(openid: str, template_id: str) -> Response:
    actions.withdraw(simulator(), openid, template_id)
    return jsonify(left=_left(openid))


@blueprint.get("/people/<openid>/messages")
def messages(openid: str) -> Response:
    world = simulator().world
    with world.lock:
        return jsonify(messages=[asdict(received) for received in world.person(openid).inbox])


@blueprint.post("/templates")
def add_template() -> Response:
    template, world = Template.model_validate(request.get_json()), simulator().world
    with world.lock:
        world.subscriptions.templates[template.id] = template
    return jsonify(templates=sorted(world.subscriptions.templates))


@blueprint.post("/words")
def add_words() -> Response:
    """``{"word": label}``, added to the list of msgSecCheck."""
    world = simulator().world
    with world.lock:
        world.texts.words |= {str(word): int(label) for word, label in request.get_json().items()}
        return jsonify(words=world.texts.words)


@blueprint.post("/orders")
def add_order() -> Response:
    """A paid order, which shipping knows ten seconds later."""
    asked, world = NewOrder.model_validate(request.get_json()), simulator().world
    with world.lock:
        order = PaidOrder(**asked.model_dump(), paid_at=world.clock.now())
        world.shipping.orders.append(order)
    return jsonify(asked.model_dump())


@blueprint.post("/orders/<transaction_id>/refund")
def refund_order(transaction_id: str) -> Response:
    world = simulator().world
    with world.lock:
        order = world.shipping.find(transaction_id)
        if order is not None:
            order.refunded = True
    return jsonify(refunded=order is not None)


@blueprint.post("/registers")
def put_register_row() -> Response:
    row, world = Row.model_validate(request.get_json()), simulator().world
    with world.lock:
        world.registers.put(row)
    return jsonify(rows=len(world.registers.rows))


@blueprint.get("/sms")
def sms() -> Response:
    return jsonify(messages=simulator().world.sms.rows())


@blueprint.post("/pushes")
def push() -> Response:
    asked = Message.model_validate(request.get_json())
    simulator().pusher.send(asked.openid, asked.fields)
    return jsonify(sent=True)


@blueprint.get("/pushes")
def pushes() -> Response:
    """How the pushes went. ``?wait=seconds`` waits for those on their way."""
    pusher = simulator().pusher
    pusher.finish(min(30.0, request.args.get("wait", 0.0, float)))
    return jsonify(pushes=pusher.report())


@blueprint.post("/faults")
def add_fault() -> Response:
    fault = Fault.model_validate(request.get_json())
    simulator().faults.add(fault)
    return jsonify(fault.model_dump())


@blueprint.get("/faults")
def faults() -> Response:
    return jsonify(faults=[fault.model_dump() for fault in simulator().faults.waiting()])


@blueprint.delete("/faults")
def clear_faults() -> Response:
    simulator().faults.clear_waiting()
    return jsonify(faults=[])


@blueprint.post("/clock")
def set_clock() -> Response:
    asked, world = Skew.model_validate(request.get_json()), simulator().world
    with world.lock:
        world.clock.skew_s = asked.skew_s
        return jsonify(skew_s=asked.skew_s, now=world.clock.now())


@blueprint.get("/counters")
def counters() -> Response:
    running = simulator()
    calls = running.faults.calls
    everybody = list(running.world.people)
    return jsonify(
        calls=dict(calls),
        faults=dict(running.faults.fired),
        token_fetches=sum(calls[path] for path in TOKEN_PATHS),
        messages={person.openid: _received(person, "wechat") for person in everybody},
        sms={person.openid: _received(person, "sms") for person in everybody},
    )


@blueprint.post("/reset")
def reset() -> Response:
    running = simulator()
    with running.world.lock:
        running.world.reset()
    running.pay.reset()
    running.faults.clear()
    running.pusher.done.clear()
    return jsonify(reset=True)


def _received(person: Person, channel: str) -> int:
    return sum(received.channel == channel for received in person.inbox)


def _left(openid: str) -> dict[str, int]:
    subscriptions = simulator().world.subscriptions
    return {
        template: count
        for (owner, template), count in subscriptions.consents.items()
        if owner == openid
    }
