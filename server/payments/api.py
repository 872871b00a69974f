"""Payments over HTTP: paying, how it stands, cancelling; and where channels send their notices."""

from __future__ import annotations

import uuid

from apiflask import APIBlueprint
from flask import Response, request

from server.api_rules import any_body
from server.errors import Problem
from server.identity import contacts
from server.identity.access import Caller, access, current_actor
from server.identity.client import payer_address
from server.oversight.actor import Actor
from server.payments import closing, keys, limits, notices, paying, sharing, standing
from server.payments.channels import NotVerifiedError, Payer
from server.payments.idempotency import idempotent
from server.payments.paying import Wish
from server.payments.schemas import CardOut, PayIn, PaymentOut, ReadyOut
from server.transaction import transaction

blueprint = APIBlueprint("payments", __name__, url_prefix="/api/v1/payments", tag="付款")
notices_in = APIBlueprint(
    "payment_notices", __name__, url_prefix="/api/v1/payments/notices", enable_openapi=False
)

REFUSALS = [401, 403, 404, 503]
ASKED_SELDOM = (
    f"同一笔付款，{limits.ASKS_IN_S} 秒里最多向渠道问 {limits.ASKS} 次；"
    "看得再勤，得到的是我们已经知道的，照样回 200。"
)


@blueprint.post("/<kind>/<uuid:order_id>/pay")
@idempotent(required=True)
@blueprint.input(PayIn, arg_name="asked")
@blueprint.output(ReadyOut)
@blueprint.doc(
    summary="付款",
    description="再调一次得到同一笔支付尝试；换一种方式，先关掉前一笔。付没付成以查询为准。",
    responses=[400, *REFUSALS, 409, 413, 415, 422, 429],
)
@access(Caller.SIGNED_IN)
def post_pay(kind: str, order_id: uuid.UUID, asked: PayIn) -> ReadyOut:
    """Open an attempt and hand out what the device needs."""
    actor = _who_tries()
    wish = Wish(kind, order_id, asked.channel, asked.way, payer(asked.way))
    return ReadyOut.of(paying.pay(actor, wish))


@blueprint.get("/<kind>/<uuid:order_id>")
@blueprint.output(PaymentOut)
@blueprint.doc(
    summary="付款到哪一步了",
    description=f"还没付成的，会向支付渠道问一次。{ASKED_SELDOM}",
    responses=REFUSALS,
)
@access(Caller.SIGNED_IN)
def get_payment(kind: str, order_id: uuid.UUID) -> PaymentOut:
    """How a payment stands; an open one is asked after at its channel."""
    return PaymentOut.of(standing.now(current_actor(), kind, order_id))


@blueprint.post("/<kind>/<uuid:order_id>/cancel")
@idempotent(required=True)
@blueprint.output(PaymentOut)
@blueprint.doc(summary="不付了", responses=[400, *REFUSALS, 409])
@access(Caller.SIGNED_IN)
def post_cancel(kind: str, order_id: uuid.UUID) -> PaymentOut:
    """Cancel what has not been paid; ``status`` says how it ended."""
    actor = current_actor()
    standing.require(actor, kind, order_id)
    closing.cancel(actor, kind, order_id, "cancelled_by_payer")
    return PaymentOut.of(standing.known(kind, order_id))


@blueprint.post("/<kind>/<uuid:order_id>/card")
@blueprint.output(CardOut)
@blueprint.doc(
    summary="请别人付：一张请付卡",
    description="谁拿着都能付，看不到是给谁付的；退款退给付的人。",
    responses=[*REFUSALS, 429],
)
@access(Caller.SIGNED_IN)
def post_card(kind: str, order_id: uuid.UUID) -> CardOut:
    """A card by which somebody else may pay, for whoever may pay herself."""
    actor = current_actor()
    limits.count_card(str(actor.id))
    standing.require(actor, kind, order_id)
    return CardOut(card=sharing.card(kind, order_id))


@blueprint.get("/cards/<card>")
@blueprint.output(PaymentOut)
@blueprint.doc(
    summary="请付卡上的付款到哪一步了",
    description=f"还没付成的，会向支付渠道问一次。{ASKED_SELDOM}",
    responses=REFUSALS,
)
@access(Caller.SIGNED_IN)
def get_card(card: str) -> PaymentOut:
    """How the payment of a card stands; an open one is asked after at its channel."""
    return PaymentOut.of(standing.asked(*sharing.read(card)))


@blueprint.post("/cards/<card>/pay")
@idempotent(required=True)
@blueprint.input(PayIn, arg_name="asked")
@blueprint.output(ReadyOut)
@blueprint.doc(
    summary="替别人付",
    description="用自己的微信付；要退时退回给自己。",
    responses=[400, *REFUSALS, 409, 413, 415, 422, 429],
)
@access(Caller.SIGNED_IN)
def post_card_pay(card: str, asked: PayIn) -> ReadyOut:
    """Open an attempt for the holder of a card, with an account of their own."""
    actor = _who_tries()
    kind, order_id = sharing.read(card)
    wish = Wish(kind, order_id, asked.channel, asked.way, payer(asked.way), invited=True)
    return ReadyOut.of(paying.pay(actor, wish))


def _who_tries() -> Actor:
    """Who is calling, and one try more of theirs. A repeat under the same key never gets here."""
    actor = current_actor()
    limits.count_try(str(actor.id))
    return actor


@notices_in.post("/<channel>")
@access(Caller.ANYONE)
@any_body
def post_notice(channel: str) -> tuple[Response, int] | tuple[str, int]:
    """A channel tells us something. 204 once it is kept and applied; it is sent again otherwise."""
    body = request.get_data(cache=True)  # before anything parses it: the raw bytes are signed
    try:
        notices.receive(channel, dict(request.headers), body)
    except NotVerifiedError as error:
        if error.unknown_key:
            keys.ask_for()
        answer = Response('{"code":"FAIL","message":"验签失败"}', content_type="application/json")
        return answer, 401
    return "", 204


def payer(way: str) -> Payer:
    """Whoever pays on this device: their openid inside WeChat, their address in a browser."""
    actor = current_actor()
    if way != "jsapi" or actor.id is None:
        return Payer(address=payer_address())
    with transaction() as session:
        known = contacts.contact_of(session, actor.id, actor=actor, purpose="payment")
    if known is None or known.openid is None:
        title = "这个账号没有连着微信，请用扫码付款，或在微信小程序里付"
        raise Problem(409, "no-wechat", title)
    return Payer(openid=known.openid)
