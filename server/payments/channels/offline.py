"""Cash and cards at the counter: a member of staff says that the money is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

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


@dataclass(frozen=True)
class Offline:
    """Nobody can be asked: what staff record is what happened. Money handed over is settled when
    they record it, so that a trade which was only opened has not been paid."""

    name: str = "offline"
    ways: frozenset[str] = frozenset({"cash", "card"})
    bills: Bills = Bills.NONE
    wants_hand_over: bool = False

    def prepare(self, attempt: Attempt, seller: Seller, title: str, payer: Payer) -> dict[str, Any]:
        """Nothing is needed on any device."""
        return {}

    def query(self, trade_no: str, seller: Seller) -> TradeFound:
        """What is not recorded has not been paid."""
        return TradeFound(TradeState.UNPAID)

    def close(self, trade_no: str, seller: Seller) -> None:
        """Nobody pays at the counter by themselves: there is nothing to close."""

    def refund(self, refund: Refund, attempt: Attempt, seller: Seller) -> RefundFound:
        """Cash goes back over the counter: staff are asked to, and record it."""
        return RefundFound("abnormal")

    def query_refund(self, refund_no: str, seller: Seller) -> RefundFound:
        """Still waiting for staff."""
        return RefundFound("abnormal")

    def hand_over(self, attempt: Attempt, payment: Payment, seller: Seller) -> None:
        """Nobody wants to be told."""

    def return_to_seller(self, refund: Refund, seller: Seller) -> RefundFound:
        """The seller has it: it was paid at the counter."""
        return RefundFound("abnormal")

    def open_notice(self, headers: Mapping[str, str], body: bytes) -> Told:
        """A counter sends none."""
        raise NotVerifiedError("offline payments send no notices")

    def keep_keys(self) -> None:
        """See Channel. Nothing is signed."""

    def self_check(self, seller: Seller | None) -> None:
        """There is nothing to set up."""

    def bill(self, day: date, seller: Seller) -> Sequence[BillRow]:
        """The till is counted by the operator, who hands in no file."""
        raise ChannelError("NO_BILL", refused=True)
