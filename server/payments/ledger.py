"""Double entry: every movement of money is written once, on two or more accounts, and adds up to zero.

Accounts (plus: is owed or holds; minus: owes or gave), each with whose it is:
- ``payer`` (channel): money that came from payers, below zero by what they gave;
- ``city_subsidy``, ``district_subsidy`` (district), ``operating_subsidy`` (the city's share without
  a holder, the district's with its name): below zero by what public funds bear;
- ``operator`` (seller): what the seller has earned;
- ``refunds`` (channel): what is owed to payers and on its way back;
- ``differences`` (channel): what a bill shows and nobody can explain yet.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from server.kit.clock import BEIJING, business_now
from server.kit.ids import new_key
from server.kit.rows import insert_all
from server.payments.models import LedgerEntry


class Account(StrEnum):
    """Kinds of accounts."""

    PAYER = "payer"
    OPERATOR = "operator"
    CITY_SUBSIDY = "city_subsidy"
    DISTRICT_SUBSIDY = "district_subsidy"
    OPERATING_SUBSIDY = "operating_subsidy"
    REFUNDS = "refunds"
    DIFFERENCES = "differences"


class Cause(StrEnum):
    """What moved the money."""

    PAID = "paid"
    """The attempt that counts (cause_id: attempt)."""

    SURPLUS = "surplus"
    """Money that does not count: twice, late, or another amount (attempt)."""

    MISMATCH = "mismatch"
    """The channel took another amount than was asked for (attempt)."""

    REFUND_OWED = "refund_owed"
    """A part of what counted is to go back (refund)."""

    REFUND_DONE = "refund_done"
    """The channel gave it back (refund)."""

    OPERATING = "operating"
    """What a point gets for a person whom it served on a day (operating subsidy)."""

    CLAW_BACK = "claw_back"
    """Subsidy that the seller has to give back, entered by staff with a reason (claw-back)."""

    MISMATCH_OWED = "mismatch_owed"
    """Staff give money of another amount back to whoever paid it (refund)."""


@dataclass(frozen=True)
class Side:
    """One account of a movement."""

    account: Account
    holder: str
    amount_fen: int


class UnbalancedError(Exception):
    """Sides that do not add up to zero: a fault of ours, nothing is written."""


def move(
    session: Session,
    cause: Cause,
    cause_id: uuid.UUID,
    sides: Sequence[Side],
    payment_id: uuid.UUID | None = None,
) -> None:
    """Write a movement; sides of nothing are left out. Raises UnbalancedError.

    A second movement for the same cause fails on its unique key: nothing is counted twice.
    """
    real = [side for side in sides if side.amount_fen]
    if not real:
        return
    if sum(side.amount_fen for side in real):
        raise UnbalancedError(f"{cause}: the sides add up to {sum(s.amount_fen for s in real)}")
    now, movement = business_now(), new_key()
    session.flush()  # what the entries are about comes first
    entries = [
        {
            "movement_id": movement,
            "cause": cause.value,
            "cause_id": cause_id,
            "account": side.account.value,
            "holder": side.holder,
            "amount_fen": side.amount_fen,
            "day": now.astimezone(BEIJING).date(),
            "payment_id": payment_id,
            "at": now,
        }
        for side in real
    ]
    insert_all(session, LedgerEntry, entries)
