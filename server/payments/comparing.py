"""Three accounts of one day: what we say, what the ledger says, what the channel's bill says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How they differ."""

    PAID_NOT_IN_BILL = "paid_not_in_bill"
    UNPAID_HERE = "unpaid_here"
    PAYMENT_UNKNOWN = "payment_unknown"
    REFUND_NOT_IN_BILL = "refund_not_in_bill"
    REFUND_UNKNOWN = "refund_unknown"
    AMOUNT_DIFFERS = "amount_differs"
    LEDGER_DIFFERS = "ledger_differs"


NEXT_STEP = {
    Kind.PAID_NOT_IN_BILL: "我们记了已付，账单里没有。先看前后一天的账单，还没有就请渠道客服查这个单号",
    Kind.UNPAID_HERE: "账单里已付，我们还没记上。系统会自动再查，对上了就会自己消失。一天后还在，请通知技术人员",
    Kind.PAYMENT_UNKNOWN: "账单里有这笔付款，我们没有这个单号。请查是不是别的系统在用同一个商户号收款",
    Kind.REFUND_NOT_IN_BILL: "我们记了已退，账单里没有。先看前后一天的账单，还没有就到商户平台查这笔退款",
    Kind.REFUND_UNKNOWN: "账单里有这笔退款，我们没有。请查是谁在商户平台上手工退的款，再补一笔更正",
    Kind.AMOUNT_DIFFERS: "账单金额和我们记的不一样。请按单号到商户平台核对，不要直接改账",
    Kind.LEDGER_DIFFERS: "账本里记的和付款退款记录不一样。请运行 flask ledger check，并通知技术人员",
}
"""What staff do about it, in their words."""


@dataclass(frozen=True)
class Ours:
    """A payment or a refund here. ``fen`` is below zero for money given back; ``settled`` if we say
    that it has happened; ``due`` if the bill of this day has to hold it."""

    fen: int
    ledger_fen: int
    settled: bool
    due: bool
    is_refund: bool


@dataclass(frozen=True)
class Found:
    """One difference; a side that has nothing is None. All in fen."""

    kind: Kind
    number: str
    ours_fen: int | None
    ledger_fen: int | None
    bill_fen: int | None


def compare(ours: Mapping[str, Ours], bill: Mapping[str, tuple[int, bool]]) -> Iterator[Found]:
    """Every difference. ``bill`` has (fen, is refund) by number, as ``ours`` has what we know of
    all its numbers and of everything else that should be in it."""
    for number, (fen, is_refund) in bill.items():
        known = ours.get(number)
        if known is None:
            kind = Kind.REFUND_UNKNOWN if is_refund else Kind.PAYMENT_UNKNOWN
            yield Found(kind, number, None, None, fen)
        elif not (known.settled or is_refund):
            yield Found(Kind.UNPAID_HERE, number, known.fen, known.ledger_fen, fen)
        elif known.fen != fen:
            yield Found(Kind.AMOUNT_DIFFERS, number, known.fen, known.ledger_fen, fen)
    for number, known in ours.items():
        if known.due and number not in bill:
            kind = Kind.REFUND_NOT_IN_BILL if known.is_refund else Kind.PAID_NOT_IN_BILL
            yield Found(kind, number, known.fen, known.ledger_fen, None)
        if known.settled and known.ledger_fen != known.fen:
            in_bill = bill.get(number)
            bill_fen = None if in_bill is None else in_bill[0]
            yield Found(Kind.LEDGER_DIFFERS, number, known.fen, known.ledger_fen, bill_fen)
