"""A channel in memory that behaves as a bank would: money that it took is there, whatever we believe.

Its faults are asked for one by one: ``loses`` what it was asked before or after it has done it.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from server.kit.clock import business_now
from server.payments.channels import (
    BillRow,
    Bills,
    ChannelError,
    NotVerifiedError,
    Payer,
    RefundFound,
    Told,
    TradeFound,
    TradeState,
)
from server.payments.models import Attempt, Payment, Refund, Seller


@dataclass
class Trade:
    amount_fen: int
    state: TradeState = TradeState.UNPAID
    transaction_id: str | None = None


@dataclass
class Bank:
    name: str = "bank"
    ways: frozenset[str] = frozenset({"jsapi", "native"})
    bills: Bills = Bills.SHARED
    wants_hand_over: bool = False
    trades: dict[str, Trade] = field(default_factory=dict)
    refunds: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Refund number → (trade number, fen)."""
    handed_over: list[str] = field(default_factory=list)
    refund_ends: str = "succeeded"
    refund_ids: dict[str, str] = field(default_factory=dict)
    """Its own numbers of refunds, by ours, where it tells them."""
    accepts_at: datetime | None = None
    """When it says that it took a refund on."""
    loses: dict[str, str] = field(default_factory=dict)
    """Call → "before" or "after" it is done, once; "refuses" or "done" instead."""
    calls: Counter[str] = field(default_factory=Counter)

    @property
    def received_fen(self) -> int:
        return sum(t.amount_fen for t in self.trades.values() if t.state is TradeState.PAID)

    @property
    def given_back_fen(self) -> int:
        return sum(fen for _, fen in self.refunds.values())

    def takes_money(self, trade_no: str, fen: int | None = None) -> Told:
        """Somebody pays; the notice that would be sent. A closed trade cannot be paid."""
        trade = self.trades[trade_no]
        assert trade.state is TradeState.UNPAID
        trade.state, trade.transaction_id = TradeState.PAID, f"T{uuid.uuid4().hex}"
        trade.amount_fen = trade.amount_fen if fen is None else fen
        return Told(f"E{uuid.uuid4().hex}", "PAID", trade_no, trade=self._found(trade))

    # ---- the channel's interface

    def prepare(self, attempt: Attempt, seller: Seller, title: str, payer: Payer) -> dict[str, Any]:
        with self._fault("prepare"):
            self.trades.setdefault(attempt.trade_no, Trade(attempt.amount_fen))
        return {"token": attempt.trade_no}

    def query(self, trade_no: str, seller: Seller) -> TradeFound:
        with self._fault("query"):
            trade = self.trades.get(trade_no)
        return self._found(trade) if trade else TradeFound(TradeState.ABSENT)

    def close(self, trade_no: str, seller: Seller) -> None:
        with self._fault("close"):
            trade = self.trades.get(trade_no)
            if trade is None:
                raise ChannelError("NEVER_HEARD_OF", refused=True)
            if trade.state is TradeState.PAID:
                raise ChannelError("PAID_ALREADY", refused=True)
            trade.state = TradeState.CLOSED

    def refund(self, refund: Refund, attempt: Attempt, seller: Seller) -> RefundFound:
        with self._fault("refund"):
            known = self.refunds.setdefault(refund.refund_no, (attempt.trade_no, refund.amount_fen))
            assert known == (attempt.trade_no, refund.amount_fen), "other figures, same number"
            back = sum(fen for number, fen in self.refunds.values() if number == attempt.trade_no)
            assert back <= self.trades[attempt.trade_no].amount_fen, "more than was paid"
        return self._of_refund(refund.refund_no)

    def query_refund(self, refund_no: str, seller: Seller) -> RefundFound:
        with self._fault("query_refund"):
            if refund_no not in self.refunds:
                raise ChannelError("NEVER_HEARD_OF", refused=True, absent=True)
            return self._of_refund(refund_no)

    def hand_over(self, attempt: Attempt, payment: Payment, seller: Seller) -> None:
        with self._fault("hand_over"):
            self.handed_over.append(attempt.trade_no)

    def return_to_seller(self, refund: Refund, seller: Seller) -> RefundFound:
        with self._fault("return_to_seller"):
            self.refund_ends = "succeeded"
        return RefundFound("processing")

    def open_notice(self, headers: Mapping[str, str], body: bytes) -> Told:
        raise NotVerifiedError("the tests hand notices over themselves")

    def keep_keys(self) -> None:
        self.calls["keep_keys"] += 1

    def self_check(self, seller: Seller | None) -> None:
        with self._fault("self_check"):
            pass

    def bill(self, day: date, seller: Seller) -> Sequence[BillRow]:
        now = business_now()
        paid = [
            BillRow(number, trade.transaction_id or "", trade.amount_fen, now, is_refund=False)
            for number, trade in self.trades.items()
            if trade.state is TradeState.PAID
        ]
        back = [
            BillRow(number, number, -fen, now, is_refund=True)
            for number, (_, fen) in self.refunds.items()
        ]
        return [*paid, *back]

    # ---- faults

    def _fault(self, call: str) -> _Fault:
        self.calls[call] += 1
        return _Fault(self.loses.pop(call, ""))

    def _of_refund(self, number: str) -> RefundFound:
        return RefundFound(
            self.refund_ends, self.refund_ids.get(number), accepted_at=self.accepts_at
        )

    def _found(self, trade: Trade) -> TradeFound:
        return TradeFound(trade.state, trade.amount_fen, trade.transaction_id)


@dataclass
class _Fault:
    when: str

    def __enter__(self) -> None:
        if self.when == "before":
            raise ChannelError("SILENT")
        if self.when == "refuses":
            raise ChannelError("REFUSED", refused=True)
        if self.when == "done":
            raise ChannelError("PAID_ALREADY", done=True)

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None and self.when == "after":
            raise ChannelError("SILENT")
