"""The parts of the simulated WeChat Pay, and what happens between them."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from wechat.simulator.pay import told
from wechat.simulator.pay.notices import Notifier
from wechat.simulator.pay.signing import Notary
from wechat.simulator.pay.trades import Refund, Trade, Trades
from wechat.simulator.shipping import PaidOrder
from wechat.simulator.world import World

Spoiled = Literal["", "row_missing", "row_too_many"]


@dataclass
class Wishes:
    """What was asked for over the control endpoint."""

    old_spelling: bool = False
    """Error codes without underscores."""
    pay_before_close: int = 0
    """How many more closes are overtaken by the payer."""
    pay_after_close: int = 0
    """How many more trades are paid although their close was answered. The documents say that this
    never happens (关闭订单: CLOSED is final); whoever takes money has to survive it all the same."""
    cashier_after_close: int = 0
    """As before, but it is left to whoever has the cashier open whether the money comes."""
    refund_takes_s: float = 1.0
    spoiled: Spoiled = ""
    """How the next bills are wrong."""


@dataclass
class Office:
    """The world's lock is held while state is read or changed, never while sending."""

    world: World
    notary: Notary
    notifier: Notifier
    trades: Trades
    wishes: Wishes = field(default_factory=Wishes)
    fired: Counter[str] = field(default_factory=Counter)
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def lock(self) -> threading.RLock:
        return self.world.lock

    def reset(self) -> None:
        """As at the start: no trades, no faults; the keys stay."""
        self.notifier.reset()
        self.trades, self.wishes = Trades(self.world.clock), Wishes()
        self.fired.clear()
        self.files.clear()

    def pay(self, trade: Trade, openid: str, handle: str | None = None) -> None:
        """Somebody pays at the cashier; raises PayRefused. The merchant is told, later or never."""
        with self.lock:
            self.trades.pay(trade, openid, handle)
            mchid = trade.ids.get("mchid", trade.ids.get("sp_mchid", ""))
            paid = PaidOrder(mchid, trade.out_trade_no, trade.transaction_id, openid, trade.paid_at)
            self.world.shipping.orders.append(paid)
            resource = told.trade(trade)
        self.notifier.tell(trade.notify_url, "TRANSACTION.SUCCESS", resource)

    def overtake(self, mchid: str, out_trade_no: str) -> None:
        """The payer is quicker than the close, if that was asked for."""
        with self.lock:
            trade = self.trades.get(mchid, out_trade_no)
            if self.wishes.pay_before_close <= 0 or trade.state != "NOTPAY":
                return
            self.wishes.pay_before_close -= 1
            self.fired["pay_before_close"] += 1
        self.pay(trade, "oSIM-quick-payer-000000001")

    def close(self, mchid: str, out_trade_no: str) -> None:
        """Close a trade, unless the payer is quicker; raises PayRefused."""
        self.overtake(mchid, out_trade_no)
        with self.lock:
            self.trades.close(mchid, out_trade_no)
            self._left_open(self.trades.get(mchid, out_trade_no))
            late = self.wishes.pay_after_close > 0
            if late:
                self.wishes.pay_after_close -= 1
                self.fired["paid_after_close"] += 1
        if late:
            self.notifier.later(1.0, lambda: self._pay_late(mchid, out_trade_no))

    def _left_open(self, trade: Trade) -> None:
        if self.wishes.cashier_after_close > 0:
            self.wishes.cashier_after_close -= 1
            self.fired["cashier_after_close"] += 1
            trade.slips_through = True

    def _pay_late(self, mchid: str, out_trade_no: str) -> None:
        with self.lock:
            trade = self.trades.get(mchid, out_trade_no)
            trade.state = "NOTPAY"
            self.pay(trade, "oSIM-late-payer-0000000001")

    def end_later(self, refund: Refund) -> None:
        """A refund is accepted at once and ends a while later."""
        self.notifier.later(self.wishes.refund_takes_s, lambda: self._end(refund))

    def _end(self, refund: Refund) -> None:
        with self.lock:
            if refund.status != "PROCESSING":
                return
            self.trades.end(refund)
            resource = told.refund_notice(refund)
            order = self.world.shipping.find(refund.trade.transaction_id)
            if order is not None:
                order.refunded = True
        self.notifier.tell(refund.notify_url, f"REFUND.{refund.status}", resource)
