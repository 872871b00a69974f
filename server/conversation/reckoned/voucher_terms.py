"""The terms of the consumption voucher: its share and cap by where a service is given, and for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.schema import Document
from server.benefits import service as benefits
from server.benefits.schemas import AmountOut, BenefitOut
from server.conversation.reckoned.bills import Bill
from server.conversation.state import State
from server.kit.money import spoken

AMOUNT_ENTRY, CHOICE_ENTRY, MILD_ENTRY = "voucher-amount", "voucher-or-care-subsidy", "voucher-mild"
"""The entries that say how it is taken off, that it excludes the care subsidy, and who has none."""

CODE, CARE = "consumption_voucher", "care_subsidy"
CALLED = {"institution": "养老机构的服务", "home": "居家社区服务"}
SUPPOSED = {"hukou": "beijing", "age": 80, "assessment_level": "moderate"}
"""Somebody who has the voucher: what it takes off is the same for everybody."""

IF_OF_BEIJING = "如果是北京户口，"
"""Before what is reckoned for somebody of whom that is only supposed."""


@dataclass(frozen=True)
class Talk:
    """What is known when a bill is named: of whom, whether of the voucher, and by which rules."""

    state: State
    of_the_voucher: bool
    day: date
    documents: Mapping[str, Document]

    def found(self, code: str, facts: Mapping[str, Any]) -> BenefitOut:
        """The verdict on a benefit for ``facts``."""
        found = benefits.check(dict(facts), self.day, self.documents).benefits
        return next(b for b in found if b.code == code)

    def fen_a_month(self, code: str, facts: Mapping[str, Any]) -> int:
        """What a benefit is a month for ``facts``, in fen: nothing where it is not sure that it is due."""
        found = self.found(code, facts)
        return (found.amount_fen_per_month or 0) if found.verdict == "eligible" else 0

    def amount(self, place: str) -> AmountOut | None:
        """Share and cap of the voucher for services given at ``place``."""
        return self.found(CODE, {**SUPPOSED, "lives": place}).amount


@dataclass(frozen=True)
class Off:
    """What is taken off a bill, in fen, where the service is given, and how it is reckoned."""

    fen: int
    place: str
    told: str


def off(place: str, bill: Bill, talk: Talk) -> Off | None:
    """What is taken off ``bill`` for services given at ``place``."""
    amount = talk.amount(place)
    if amount is None or amount.percent is None:
        return None
    share = bill.fen * amount.percent // 100
    less = min(share, amount.cap_fen or share)
    capped = f"，每月最多抵{spoken(less)}" if less < share else ""
    left = bill.fen - less
    several = (
        f"；{bill.months}个月一共抵{spoken(less * bill.months)}，自己付{spoken(left * bill.months)}"
        if bill.months > 1
        else ""
    )
    return Off(
        less,
        place,
        f"{bill.how}{CALLED[place]}{bill.when}花{spoken(bill.fen)}，券抵{amount.percent}%是{spoken(share)}{capped}，"
        f"这样抵{spoken(less)}，自己付{spoken(left)}{several}",
    )


def places(bill: Bill, known: Mapping[str, Any], talk: Talk) -> list[str]:
    """Where the service is given, by what is said of it now or before, or where she lives; both where
    nothing tells."""
    lives = known.get("lives")
    named = bill.place or talk.state.bill.get("place") or (lives if lives in CALLED else None)
    return [named] if named else [*CALLED]


def offs(bill: Bill, known: Mapping[str, Any], talk: Talk) -> list[Off]:
    """What is taken off ``bill``, for each place where the service may be given."""
    found = (off(place, bill, talk) for place in places(bill, known, talk))
    return [*filter(None, found)]
