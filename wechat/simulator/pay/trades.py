"""Trades and refunds: what is asked for, what somebody pays, what goes back."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from wechat.simulator.clock import Clock
from wechat.simulator.pay.refused import PayRefused

PREPAY_LIVES_S = 7200
PARTIAL_REFUNDS = 50
TRADE_NO = re.compile(r"[0-9A-Za-z_\-|*]{6,32}")
REFUND_NO = re.compile(r"[0-9A-Za-z_\-|*@]{1,64}")

State = Literal["NOTPAY", "SUCCESS", "REFUND", "CLOSED"]


@dataclass
class Trade:
    """``ids`` name merchant and app as the request did; ``asked`` is the request's body."""

    ids: dict[str, str]
    out_trade_no: str
    way: str
    total: int
    asked: dict[str, Any]
    expires_at: float
    state: State = "NOTPAY"
    transaction_id: str = ""
    openid: str = ""
    paid_at: float = 0.0
    prepays: dict[str, float] = field(default_factory=dict)
    """Handle for the cashier → until when it is good."""
    slips_through: bool = False
    """Closed while its payer has the password on the screen: the money still comes."""

    @property
    def notify_url(self) -> str:
        return str(self.asked["notify_url"])

    @property
    def description(self) -> str:
        return str(self.asked["description"])


@dataclass
class Refund:
    trade: Trade
    out_refund_no: str
    refund_id: str
    amount: int
    notify_url: str
    created_at: float
    status: str = "PROCESSING"
    ended_at: float = 0.0
    received_account: str = "支付用户零钱"


@dataclass
class Trades:
    """All of them. The caller holds the world's lock."""

    clock: Clock
    by_number: dict[tuple[str, str], Trade] = field(default_factory=dict)
    refunds: dict[tuple[str, str], Refund] = field(default_factory=dict)
    refund_ends: str = "SUCCESS"
    """How refunds end, until it is changed: SUCCESS, CLOSED or ABNORMAL."""
    balance_is_low: bool = False

    # ---- paying

    def prepay(self, ids: dict[str, str], way: str, body: dict[str, Any], expires: float) -> str:
        """Open a trade, or go on with the same one; a handle for the cashier."""
        number, total = str(body.get("out_trade_no")), int(body["amount"]["total"])
        if not TRADE_NO.fullmatch(number) or total < 1:
            raise PayRefused(400, "PARAM_ERROR", "参数错误")
        trade = self.by_number.get((_merchant(ids), number))
        if trade is None:
            trade = Trade(ids, number, way, total, body, expires)
            self.by_number[_merchant(ids), number] = trade
        self._may_be_paid(trade)
        if _comparable(trade.asked) != _comparable(body):
            raise PayRefused(403, "OUT_TRADE_NO_USED", "商户订单号重复")
        handle = "wx" + secrets.token_hex(15)
        trade.prepays[handle] = self.clock.now() + PREPAY_LIVES_S
        return handle

    def _may_be_paid(self, trade: Trade) -> None:
        self._expire(trade)
        if trade.state == "CLOSED":
            raise PayRefused(400, "ORDER_CLOSED", "订单已关闭")
        if trade.state != "NOTPAY":
            raise PayRefused(400, "ORDERPAID", "订单已支付")

    def with_handle(self, handle: str) -> Trade | None:
        return next((t for t in self.by_number.values() if handle in t.prepays), None)

    def pay(self, trade: Trade, openid: str, handle: str | None = None) -> None:
        """Somebody pays. A payment id that is too old, or a closed trade, cannot be paid, unless it
        slips through."""
        if not (trade.state == "CLOSED" and trade.slips_through):
            self._may_be_paid(trade)
        if handle is not None and trade.prepays.get(handle, 0.0) < self.clock.now():
            raise PayRefused(400, "INVALID_REQUEST", "预支付交易会话标识已过期")
        trade.state, trade.openid = "SUCCESS", openid
        trade.transaction_id = "4200" + "".join(secrets.choice("0123456789") for _ in range(24))
        trade.paid_at = self.clock.now()

    def get(self, mchid: str, out_trade_no: str) -> Trade:
        trade = self.by_number.get((mchid, out_trade_no))
        if trade is None:
            raise PayRefused(404, "ORDER_NOT_EXIST", "订单不存在")
        self._expire(trade)
        return trade

    def get_by_id(self, transaction_id: str) -> Trade:
        for trade in self.by_number.values():
            if transaction_id and trade.transaction_id == transaction_id:
                return trade
        raise PayRefused(404, "ORDER_NOT_EXIST", "订单不存在")

    def close(self, mchid: str, out_trade_no: str) -> None:
        trade = self.get(mchid, out_trade_no)
        if trade.state not in ("NOTPAY", "CLOSED"):
            raise PayRefused(400, "ORDERPAID", "订单已支付")
        trade.state = "CLOSED"

    def _expire(self, trade: Trade) -> None:
        if trade.state == "NOTPAY" and trade.expires_at <= self.clock.now():
            trade.state = "CLOSED"

    # ---- giving back

    def refund(self, mchid: str, body: dict[str, Any]) -> Refund:
        """Ask for a refund; the same number with the same figures is the same refund."""
        number, amount = str(body.get("out_refund_no")), body["amount"]
        trade = self.by_number.get((mchid, str(body.get("out_trade_no"))))
        if trade is None or trade.state not in ("SUCCESS", "REFUND"):
            raise PayRefused(404, "RESOURCE_NOT_EXISTS", "订单不存在或未支付")
        known = self.refunds.get((mchid, number))
        if known is not None:
            if (known.trade, known.amount) != (trade, amount["refund"]):
                raise PayRefused(400, "INVALID_REQUEST", "退款单号重复，参数不一致")
            return known
        self._may_be_refunded(trade, number, amount)
        made = Refund(
            trade=trade,
            out_refund_no=number,
            refund_id="5030" + "".join(secrets.choice("0123456789") for _ in range(24)),
            amount=amount["refund"],
            notify_url=str(body.get("notify_url", "")),
            created_at=self.clock.now(),
        )
        self.refunds[mchid, number] = made
        trade.state = "REFUND"
        return made

    def _may_be_refunded(self, trade: Trade, number: str, amount: dict[str, Any]) -> None:
        before = [r for r in self.refunds.values() if r.trade is trade and r.status != "CLOSED"]
        left = trade.total - sum(r.amount for r in before)
        if not REFUND_NO.fullmatch(number) or amount.get("total") != trade.total:
            raise PayRefused(400, "PARAM_ERROR", "参数错误")
        if not 0 < amount["refund"] <= left or len(before) >= PARTIAL_REFUNDS:
            raise PayRefused(400, "INVALID_REQUEST", "订单金额或退款金额与之前请求不一致")
        if self.balance_is_low:
            raise PayRefused(403, "NOT_ENOUGH", "基本账户余额不足，请充值后重新发起")

    def end(self, refund: Refund) -> None:
        """The money gets there, or does not."""
        refund.status, refund.ended_at = self.refund_ends, self.clock.now()

    def get_refund(self, mchid: str, out_refund_no: str) -> Refund:
        found = self.refunds.get((mchid, out_refund_no))
        if found is None:
            raise PayRefused(404, "RESOURCE_NOT_EXISTS", "退款单不存在")
        return found

    def refunds_of(self, mchid: str) -> Iterator[Refund]:
        return (refund for (owner, _), refund in self.refunds.items() if owner == mchid)

    def trades_of(self, mchid: str) -> Iterator[Trade]:
        return (trade for (owner, _), trade in self.by_number.items() if owner == mchid)


def _merchant(ids: dict[str, str]) -> str:
    """Trade numbers are unique for each seller."""
    return ids.get("sub_mchid") or ids["mchid"]


def _comparable(body: dict[str, Any]) -> dict[str, Any]:
    """The end of the time to pay may change with a repeat [community reports]."""
    return {name: value for name, value in body.items() if name != "time_expire"}
