"""Every night, and whenever asked: the bill of a day against our payments and the ledger.

It can be run again at any time. What it finds stays listed until it has vanished; money that the
bill has and we have not is asked after at once.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import and_, case, func, literal, select
from sqlalchemy.orm import Session

from server.kit.clock import BEIJING, business_now
from server.payments import paying
from server.payments.channels import BillRow, Bills, Channel, ChannelError
from server.payments.comparing import Found, Kind, Ours, compare
from server.payments.ledger import Account, Cause
from server.payments.models import (
    Attempt,
    Difference,
    LedgerEntry,
    Payment,
    Reconciliation,
    Refund,
    Seller,
)
from server.transaction import transaction

READY_AT = time(10, 30)
"""WeChat makes a day's bill from ten o'clock on the day after (merchant documents, 申请交易账单)."""

LOOKS_BACK = timedelta(days=7)
"""A bill that was not ready is asked for again for so long."""

_AT_ONCE = 500
_RECEIVED = ("paid", "mismatched")


@dataclass(frozen=True)
class Run:
    """What came of one comparison. ``code`` says why there is no bill yet."""

    channel: str
    seller: str
    lines: int
    open_differences: int
    code: str | None = None


def reconcile(day: date) -> list[Run]:
    """Compare all bills of ``day``, in Beijing; one that is not ready is left for later."""
    return [_one(day, each, seller) for each, seller in _bills()]


def nightly() -> None:
    """What has not been compared of the last days, once their bills may be ready; and again what
    did not agree: a difference that was mended vanishes by itself."""
    newest = newest_day(business_now())
    for ago in range(LOOKS_BACK.days):
        day = newest - timedelta(days=ago)
        for each, seller in _bills():
            if not _agrees(day, each, seller):
                _one(day, each, seller)


def newest_day(now: datetime) -> date:
    """The last day, in Beijing, whose bills may be ready."""
    local = now.astimezone(BEIJING)
    return local.date() - timedelta(days=1 if local.time() >= READY_AT else 2)


def _bills() -> list[tuple[Channel, Seller]]:
    """Each bill there is: a channel, and a seller whose bill it is (any, if it is shared)."""
    with transaction(writes=False) as session:
        sellers = list(session.scalars(select(Seller).order_by(Seller.created_at, Seller.id)))
    channels: dict[str, Channel] = current_app.extensions["channels"]
    return [
        (each, seller)
        for each in channels.values()
        if each.bills is not Bills.NONE
        for seller in (sellers[:1] if each.bills is Bills.SHARED else sellers)
    ]


def _whose(each: Channel, seller: Seller) -> str:
    return "" if each.bills is Bills.SHARED else str(seller.id)


def _agrees(day: date, each: Channel, seller: Seller) -> bool:
    with transaction(writes=False) as session:
        known = _find(session, day, each.name, _whose(each, seller))
        return known is not None and known.status == "done" and not _differs(session, known)


def _differs(session: Session, run: Reconciliation) -> bool:
    still = (Difference.reconciliation_id == run.id, Difference.resolved_at.is_(None))
    return session.scalar(select(Difference.id).where(*still).limit(1)) is not None


def _one(day: date, each: Channel, seller: Seller) -> Run:
    whose = _whose(each, seller)
    try:
        rows = each.bill(day, seller)
    except ChannelError as error:
        with transaction() as session:
            run = _begun(session, day, each.name, whose)
            run.last_code = error.code[:64]
        return Run(each.name, whose, 0, 0, error.code)
    bill = _by_number(rows)
    with transaction() as session:
        run = _begun(session, day, each.name, whose)
        found = list(compare(_ours(session, day, each.name, whose, bill), bill))
        _keep(session, run, found)
        _ask_after(session, each.name, found)
        run.status, run.last_code, run.done_at = "done", None, business_now()
        run.lines, run.bill_fen = len(rows), sum(row.amount_fen for row in rows)
    return Run(each.name, whose, len(rows), len(found))


def _by_number(rows: Iterable[BillRow]) -> dict[str, tuple[int, bool]]:
    """(fen, is refund) by number; a number that is there twice counts twice, and so differs."""
    bill: dict[str, tuple[int, bool]] = {}
    for row in rows:
        before, _ = bill.get(row.number, (0, False))
        bill[row.number] = before + row.amount_fen, row.is_refund
    return bill


def _find(session: Session, day: date, channel: str, whose: str) -> Reconciliation | None:
    table = Reconciliation
    chosen = select(table).where(table.channel == channel, table.seller == whose, table.day == day)
    return session.scalars(chosen.with_for_update()).one_or_none()


def _begun(session: Session, day: date, channel: str, whose: str) -> Reconciliation:
    """The row of this comparison, locked: two runs at once follow each other."""
    known = _find(session, day, channel, whose)
    if known is None:
        known = Reconciliation(
            channel=channel, seller=whose, day=day, status="waiting", lines=0, bill_fen=0
        )
        session.add(known)
    known.ran_at = business_now()
    session.flush()
    return known


def _keep(session: Session, run: Reconciliation, found: Iterable[Found]) -> None:
    """List what is new, leave what is listed, mark what has vanished."""
    now, chosen = business_now(), select(Difference).where(Difference.reconciliation_id == run.id)
    listed = {
        _key(row): row for row in session.scalars(chosen.where(Difference.resolved_at.is_(None)))
    }
    now_found = {_key(each): each for each in found}
    for key in listed.keys() - now_found.keys():
        listed[key].resolved_at = now
    session.flush()  # one with other figures takes the place of the one that is resolved
    session.add_all(
        Difference(reconciliation_id=run.id, found_at=now, **vars(now_found[key]))
        for key in now_found.keys() - listed.keys()
    )
    session.flush()


def _key(each: Difference | Found) -> tuple[str, str, int | None, int | None, int | None]:
    return str(each.kind), each.number, each.ours_fen, each.ledger_fen, each.bill_fen


def _ask_after(session: Session, channel: str, found: Iterable[Found]) -> None:
    numbers = [each.number for each in found if each.kind is Kind.UNPAID_HERE]
    for some in _parts(numbers):
        chosen = select(Attempt.id).where(Attempt.channel == channel, Attempt.trade_no.in_(some))
        for attempt_id in session.scalars(chosen):
            paying.ask_now(session, attempt_id)


def _parts(numbers: Sequence[str]) -> Iterator[Sequence[str]]:
    """Not more at once than a statement can name."""
    return (numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE))


def open_differences(session: Session) -> list[tuple[Difference, Reconciliation]]:
    """What nobody has explained yet, the oldest first."""
    chosen = select(Difference, Reconciliation).join(
        Reconciliation, Reconciliation.id == Difference.reconciliation_id
    )
    chosen = chosen.where(Difference.resolved_at.is_(None)).order_by(Difference.found_at)
    return [(row[0], row[1]) for row in session.execute(chosen)]


# ---- our side of it


def _ours(
    session: Session, day: date, channel: str, whose: str, bill: dict[str, tuple[int, bool]]
) -> dict[str, Ours]:
    """What happened here on that day, and what is known of every other number in the bill."""
    known: dict[str, Ours] = {}
    start = datetime.combine(day, time(), BEIJING)
    within = start, start + timedelta(days=1)
    of_seller = [] if not whose else [Payment.seller_id == uuid.UUID(whose)]
    paid = and_(Attempt.paid_at >= within[0], Attempt.paid_at < within[1])
    _add(known, session.execute(_attempts(channel).where(paid, *of_seller)), due=True)
    accepted = and_(Refund.accepted_at >= within[0], Refund.accepted_at < within[1])
    _add(known, session.execute(_refunds(channel).where(accepted, *of_seller)), due=True)
    for some in _parts([number for number in bill if number not in known]):
        _add(known, session.execute(_attempts(channel).where(Attempt.trade_no.in_(some))), due=False)  # fmt: skip
        _add(known, session.execute(_refunds(channel).where(Refund.refund_no.in_(some))), due=False)
    return known


def _add(known: dict[str, Ours], rows: Iterable[Any], *, due: bool) -> None:
    for number, fen, ledger_fen, settled, is_refund in rows:
        known[number] = Ours(
            fen=fen,
            ledger_fen=int(ledger_fen or 0),
            settled=bool(settled),
            due=due and (bool(settled) or bool(is_refund)),
            is_refund=bool(is_refund),
        )


def _attempts(channel: str) -> Any:
    """(number, fen, fen in the ledger, settled, is refund) of attempts."""
    entry = LedgerEntry
    causes = (Cause.PAID.value, Cause.SURPLUS.value, Cause.MISMATCH.value)
    moved = case((Attempt.counted, Attempt.payment_id), else_=Attempt.id)
    of_payer = and_(
        entry.cause_id == moved, entry.cause.in_(causes), entry.account == Account.PAYER.value
    )
    return (
        select(
            Attempt.trade_no,
            func.coalesce(Attempt.received_fen, Attempt.amount_fen),
            -entry.amount_fen,
            Attempt.status.in_(_RECEIVED),
            literal(False),
        )
        .join(Payment, Payment.id == Attempt.payment_id)
        .outerjoin(entry, of_payer)
        .where(Attempt.channel == channel)
    )


def _refunds(channel: str) -> Any:
    """The same of refunds, below zero."""
    entry = LedgerEntry
    of_payer = and_(
        entry.cause_id == Refund.id,
        entry.cause == Cause.REFUND_DONE.value,
        entry.account == Account.PAYER.value,
    )
    return (
        select(
            Refund.refund_no,
            -Refund.amount_fen,
            -entry.amount_fen,
            Refund.status.in_(("succeeded", "settled_by_hand")),
            literal(True),
        )
        .join(Payment, Payment.id == Refund.payment_id)
        .join(Attempt, Attempt.id == Refund.attempt_id)
        .outerjoin(entry, of_payer)
        .where(Attempt.channel == channel, Refund.amount_fen > 0)
    )
