"""Balances of the ledger's accounts: as of the end of a day, and day by day.

Signs are the ledger's (see ``ledger.py``): plus is owed or held, minus was given.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from server.payments.ledger import Account
from server.payments.models import LedgerEntry, Seller

Entry = LedgerEntry


@dataclass(frozen=True)
class Balance:
    """What one account of one holder stands at, in fen."""

    account: str
    holder: str
    fen: int


@dataclass(frozen=True)
class DayBalance:
    """What moved on an account on one day, and where it stood at its end, in fen."""

    account: str
    holder: str
    day: date
    moved_fen: int
    fen: int


def balances(
    session: Session, day: date, *, account: Account | None = None, holder: str | None = None
) -> list[Balance]:
    """Every account as of the end of ``day`` in Beijing, by account and holder; those at zero too,
    once something has moved on them."""
    chosen = select(Entry.account, Entry.holder, func.sum(Entry.amount_fen))
    chosen = chosen.where(Entry.day <= day, *_of(account, holder))
    chosen = chosen.group_by(Entry.account, Entry.holder).order_by(Entry.account, Entry.holder)
    return [Balance(name, whose, int(fen)) for name, whose, fen in session.execute(chosen)]


def by_day(
    session: Session,
    first: date,
    last: date,
    *,
    account: Account | None = None,
    holder: str | None = None,
) -> Iterator[DayBalance]:
    """Each account on each day from ``first`` to ``last`` on which something moved on it."""
    before = first - date.resolution
    stood = {
        (each.account, each.holder): each.fen
        for each in balances(session, before, account=account, holder=holder)
    }
    chosen = select(Entry.account, Entry.holder, Entry.day, func.sum(Entry.amount_fen))
    chosen = chosen.where(Entry.day.between(first, last), *_of(account, holder))
    chosen = chosen.group_by(Entry.account, Entry.holder, Entry.day)
    for name, whose, day, fen in session.execute(
        chosen.order_by(Entry.account, Entry.holder, Entry.day)
    ):
        now = stood[name, whose] = stood.get((name, whose), 0) + int(fen)
        yield DayBalance(name, whose, day, int(fen), now)


def _of(account: Account | None, holder: str | None) -> list[ColumnElement[bool]]:
    found = [] if account is None else [Entry.account == account.value]
    return found if holder is None else [*found, Entry.holder == holder]


def names(session: Session) -> dict[str, str]:
    """What sellers are called, by the holder of their accounts."""
    rows = session.execute(select(Seller.id, Seller.name))
    return {str(uuid.UUID(str(seller_id))): name for seller_id, name in rows}
