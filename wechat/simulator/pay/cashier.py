"""The cashier: where a person pays, calls it off, or just goes away. And the desk for faults."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.wrappers import Response as AnyResponse

from wechat.simulator.context import simulator
from wechat.simulator.pay.notices import Trick
from wechat.simulator.pay.refused import PayRefused
from wechat.simulator.pay.trades import Trade
from wechat.simulator.refused import Refused

blueprint = Blueprint("cashier", __name__)


class Settings(BaseModel):
    """What can be changed while it runs; absent stays as it is."""

    model_config = ConfigDict(extra="forbid")

    notice_tricks: list[Trick] = []
    notice_speed: Annotated[float | None, Field(gt=0, le=100_000)] = None
    public_key_share: Annotated[float | None, Field(ge=0, le=1)] = None
    pay_before_close: Annotated[int | None, Field(ge=0)] = None
    pay_after_close: Annotated[int | None, Field(ge=0)] = None
    cashier_after_close: Annotated[int | None, Field(ge=0)] = None
    refund_takes_s: Annotated[float | None, Field(ge=0)] = None
    refund_ends: Literal["SUCCESS", "CLOSED", "ABNORMAL"] | None = None
    balance_is_low: bool | None = None
    old_spelling: bool | None = None
    spoiled: Literal["", "row_missing", "row_too_many"] | None = None


@blueprint.get("/cashier/<handle>")
def show(handle: str) -> str:
    """``pay`` is offered while the trade can be paid."""
    with simulator().pay.lock:
        return _page(_trade(handle))


@blueprint.post("/cashier/<handle>")
def act(handle: str) -> str | AnyResponse:
    """Pay as somebody, or go away without paying."""
    desk, trade = simulator().pay, _trade(handle)
    if request.form.get("act") == "cancel":
        return redirect(_back() or url_for("phone.choose"), 303)
    said = "支付成功"
    try:
        desk.pay(trade, request.form.get("openid", ""), handle)
    except PayRefused as refused:
        said = refused.message
    return _page(trade, said)


def _page(trade: Trade, said: str = "") -> str:
    people = list(simulator().world.people)
    return render_template("cashier.html", trade=trade, people=people, said=said, back=_back())


def _back() -> str:
    """The merchant's page that the browser came from, if it is one of the application's (H5: the
    merchant appends ``redirect_url`` to the address)."""
    wanted, base = request.args.get("redirect_url", ""), simulator().world.settings.app_base
    return wanted if wanted.startswith(base.rstrip("/") + "/") else ""


@blueprint.post("/_control/pay/<handle>/pay")
def pay(handle: str) -> Response:
    """Pay without a page; 409 where that cannot be."""
    openid = (request.get_json(silent=True) or {}).get("openid", "oSIM-sample-elder-0000001")
    try:
        simulator().pay.pay(_trade(handle), openid, handle)
    except PayRefused as refused:
        answer = jsonify(code=refused.code)
        answer.status_code = 409
        return answer
    return jsonify(paid=True)


@blueprint.patch("/_control/pay")
def change() -> Response:
    asked, desk = Settings.model_validate(request.get_json()), simulator().pay
    notifier, trades = desk.notifier, desk.trades
    targets = {
        "notice_speed": (notifier, "speed"),
        "public_key_share": (notifier, "public_key_share"),
        "refund_ends": (trades, "refund_ends"),
        "balance_is_low": (trades, "balance_is_low"),
    }
    with desk.lock:
        notifier.tricks.extend(asked.notice_tricks)
        for name, value in asked.model_dump(exclude={"notice_tricks"}, exclude_none=True).items():
            target, attribute = targets.get(name, (desk.wishes, name))
            setattr(target, attribute, value)
    return jsonify(asked.model_dump(exclude_none=True))


@blueprint.get("/_control/pay")
def books() -> Response:
    """What was received and given back, in fen; what was fired; what is on its way."""
    desk = simulator().pay
    with desk.lock:
        trades = list(desk.trades.by_number.values())
        refunds = list(desk.trades.refunds.values())
        return jsonify(
            received_fen=sum(t.total for t in trades if t.paid_at),
            refunded_fen=sum(r.amount for r in refunds if r.status == "SUCCESS"),
            on_the_way_fen=sum(r.amount for r in refunds if r.status != "SUCCESS"),
            paid=[t.out_trade_no for t in trades if t.paid_at],
            trades=len(trades),
            fired=dict(desk.fired + desk.notifier.fired),
            notices_waiting=desk.notifier.waiting,
        )


@blueprint.get("/_control/pay/notices")
def notices() -> Response:
    """Each sending of a notice, the oldest first, and whether it was taken."""
    return jsonify(notices=[asdict(told) for told in list(simulator().pay.notifier.done)])


@blueprint.post("/_control/pay/certificates")
def rotate() -> Response:
    """Sign under a new certificate from now on; the one before it holds for a while."""
    return jsonify(serial=simulator().pay.notary.rotate())


@blueprint.post("/_control/pay/flush")
def flush() -> Response:
    """Let go of notices that wait for another one."""
    simulator().pay.notifier.flush()
    return jsonify(flushed=True)


def _trade(handle: str) -> Trade:
    found = simulator().pay.trades.with_handle(handle)
    if found is None:
        raise Refused(40003, "no such payment")
    return found
