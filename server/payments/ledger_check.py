"""Proves that the ledger adds up, and that every payment, refund, surplus and subsidy has its
entries and nothing else has.

What the entries have to be is worked out anew from the rows that caused them, side by side with
account, holder and amount; the two sets have to be the same. It streams: its memory does not grow
with the ledger.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    FromClause,
    Select,
    String,
    Subquery,
    and_,
    cast,
    except_,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from server.payments.ledger import Account, Cause
from server.payments.models import Attempt, LedgerEntry, Payment, Refund
from server.payments.subsidy_models import ClawBack, OperatingSubsidy

NAMES = {
    Cause.PAID: "付款",
    Cause.SURPLUS: "多收的钱",
    Cause.MISMATCH: "金额不符的钱",
    Cause.MISMATCH_OWED: "退还金额不符的钱",
    Cause.REFUND_OWED: "应退",
    Cause.REFUND_DONE: "退款成功",
    Cause.OPERATING: "运营补贴",
    Cause.CLAW_BACK: "追回补贴",
}

_WHOLE = Refund.amount_fen + Refund.city_subsidy_fen + Refund.district_subsidy_fen
_BACK = Refund.status.in_(("succeeded", "settled_by_hand"))
_RECEIVED = func.coalesce(Attempt.received_fen, Attempt.amount_fen)
_DISTRICT = func.coalesce(Payment.district, "")
_CHANNEL = func.coalesce(Attempt.channel, "")
_SELLER = cast(Payment.seller_id, String)


@dataclass(frozen=True)
class _Due:
    """What one kind of movement has to be: its rows, and the sides of each."""

    cause: Cause
    of: Any
    where: Any
    sides: tuple[tuple[Account, Any, Any], ...]

    def selects(self) -> Iterator[Select[Any]]:
        for account, holder, fen in self.sides:
            yield select(
                literal(self.cause.value).label("cause"),
                self.of[0].label("cause_id"),
                literal(account.value).label("account"),
                _plain(holder).label("holder"),
                cast(fen, BigInteger).label("amount_fen"),
            ).select_from(self.of[1]).where(self.where, fen != 0)  # fmt: skip


def faults(session: Session) -> Iterator[str]:
    """One sentence for each thing that is wrong; none if the ledger is right."""
    for what, statement in _questions():
        for row in session.execute(statement).yield_per(1000):
            cause = f"{NAMES.get(row[1], row[1])}：" if len(row) > 1 else ""
            yield f"{what}：{cause}{_id(row[0])}"


def _questions() -> Iterator[tuple[str, Any]]:
    """What must never be found; each gives the ids of what is wrong."""
    due, there = _due().subquery("due"), _there().subquery("there")
    yield "分录借贷不平", _unbalanced()
    yield "缺少分录，或金额、账户不对", _named(due, there)
    yield "不该有的分录", _named(there, due)
    yield "退款总数与退款记录不符", _refunded_otherwise()
    yield "退款与追回超过付款", _too_much_back()


def _named(these: Subquery, but_not: Subquery) -> Any:
    """(cause_id, cause) of what is in one set and not in the other."""
    found: CompoundSelect[Any] = except_(select(*these.c), select(*but_not.c))
    missing = found.subquery()
    return select(missing.c.cause_id, missing.c.cause).distinct()


def _due() -> Any:
    return union_all(*(each for movement in _movements() for each in movement.selects()))


def _there() -> Any:
    entry = LedgerEntry
    return select(
        entry.cause,
        entry.cause_id,
        entry.account,
        _plain(entry.holder).label("holder"),
        cast(entry.amount_fen, BigInteger).label("amount_fen"),
    )


def _plain(holder: Any) -> ColumnElement[str]:
    """SQLite writes ids without dashes."""
    named: Any = literal(holder) if isinstance(holder, str) else holder
    return cast(func.replace(named, "-", ""), String)


def _movements() -> tuple[_Due, ...]:
    """Every kind of movement there may be (``ledger.Cause``)."""
    of_attempt = _rows(Attempt).outerjoin(Payment, Payment.id == Attempt.payment_id)
    counted = and_(Attempt.payment_id == Payment.id, Attempt.counted)
    of_payment = _rows(Payment).outerjoin(Attempt, counted)
    of_refund = (
        _rows(Refund)
        .join(Payment, Payment.id == Refund.payment_id)
        .outerjoin(Attempt, Attempt.id == Refund.attempt_id)
    )
    return (
        _Due(Cause.PAID, (Payment.id, of_payment), Payment.status.in_(("paid", "refunded")), (
            (Account.OPERATOR, _SELLER, Payment.total_fen),
            (Account.CITY_SUBSIDY, "", -Payment.city_subsidy_fen),
            (Account.DISTRICT_SUBSIDY, _DISTRICT, -Payment.district_subsidy_fen),
            (Account.PAYER, _CHANNEL, -Payment.self_pay_fen),
        )),
        _Due(Cause.SURPLUS, (Attempt.id, of_attempt), and_(Attempt.status == "paid", ~Attempt.counted), (
            (Account.PAYER, Attempt.channel, -_RECEIVED),
            (Account.REFUNDS, Attempt.channel, _RECEIVED),
        )),
        _Due(Cause.MISMATCH, (Attempt.id, of_attempt), Attempt.status == "mismatched", (
            (Account.PAYER, Attempt.channel, -_RECEIVED),
            (Account.DIFFERENCES, Attempt.channel, _RECEIVED),
        )),
        _Due(Cause.MISMATCH_OWED, (Refund.id, of_refund), and_(Refund.of_surplus, Attempt.status == "mismatched"), (
            (Account.DIFFERENCES, _CHANNEL, -Refund.amount_fen),
            (Account.REFUNDS, _CHANNEL, Refund.amount_fen),
        )),
        _Due(Cause.REFUND_OWED, (Refund.id, of_refund), ~Refund.of_surplus, (
            (Account.OPERATOR, _SELLER, -_WHOLE),
            (Account.CITY_SUBSIDY, "", Refund.city_subsidy_fen),
            (Account.DISTRICT_SUBSIDY, _DISTRICT, Refund.district_subsidy_fen),
            (Account.REFUNDS, _CHANNEL, Refund.amount_fen),
        )),
        _Due(Cause.REFUND_DONE, (Refund.id, of_refund), _BACK, (
            (Account.REFUNDS, _CHANNEL, -Refund.amount_fen),
            (Account.PAYER, _CHANNEL, Refund.amount_fen),
        )),
        *_of_subsidies(),
    )  # fmt: skip


def _of_subsidies() -> tuple[_Due, _Due]:
    row, claw = OperatingSubsidy, ClawBack
    operating = _rows(row).join(Payment, Payment.id == row.payment_id)
    clawed = _rows(claw).join(Payment, Payment.id == claw.payment_id)
    meals = claw.city_fen + claw.district_fen
    whole = meals + claw.operating_city_fen + claw.operating_district_fen
    return (
        _Due(Cause.OPERATING, (row.id, operating), literal(1) == 1, (
            (Account.OPERATOR, _SELLER, row.city_fen + row.district_fen),
            (Account.OPERATING_SUBSIDY, "", -row.city_fen),
            (Account.OPERATING_SUBSIDY, _DISTRICT, -row.district_fen),
        )),
        _Due(Cause.CLAW_BACK, (claw.id, clawed), literal(1) == 1, (
            (Account.OPERATOR, _SELLER, -whole),
            (Account.CITY_SUBSIDY, "", claw.city_fen),
            (Account.DISTRICT_SUBSIDY, _DISTRICT, claw.district_fen),
            (Account.OPERATING_SUBSIDY, "", claw.operating_city_fen),
            (Account.OPERATING_SUBSIDY, _DISTRICT, claw.operating_district_fen),
        )),
    )  # fmt: skip


def _rows(table: Any) -> FromClause:
    found: FromClause = table.__table__
    return found


def _unbalanced() -> Select[Any]:
    entry = LedgerEntry
    sums = select(cast(entry.movement_id, String)).group_by(entry.movement_id)
    return sums.having(func.sum(entry.amount_fen) != 0)


def _refunded_otherwise() -> Select[Any]:
    of_payment = and_(Refund.payment_id == Payment.id, ~Refund.of_surplus)
    return (
        select(cast(Payment.id, String))
        .outerjoin(Refund, of_payment)
        .group_by(Payment.id)
        .having(func.coalesce(func.sum(_WHOLE), 0) != Payment.refunded_fen)
    )


def _too_much_back() -> Select[Any]:
    """No fund and no payer ever gets back more than it gave."""
    back = _sums(
        Refund, ~Refund.of_surplus, "amount_fen", "city_subsidy_fen", "district_subsidy_fen"
    )
    clawed = _sums(
        ClawBack, literal(1) == 1,
        "city_fen", "district_fen", "operating_city_fen", "operating_district_fen",
    )  # fmt: skip
    row = OperatingSubsidy

    def sum_of(*parts: Any) -> Any:
        return sum(func.coalesce(part, 0) for part in parts)

    return (
        select(cast(Payment.id, String))
        .outerjoin(back, back.c.payment_id == Payment.id)
        .outerjoin(clawed, clawed.c.payment_id == Payment.id)
        .outerjoin(row, row.payment_id == Payment.id)
        .where(
            or_(
                sum_of(back.c.amount_fen) > Payment.self_pay_fen,
                sum_of(back.c.city_subsidy_fen, clawed.c.city_fen) > Payment.city_subsidy_fen,
                sum_of(back.c.district_subsidy_fen, clawed.c.district_fen)
                > Payment.district_subsidy_fen,
                sum_of(clawed.c.operating_city_fen) > sum_of(row.city_fen),
                sum_of(clawed.c.operating_district_fen) > sum_of(row.district_fen),
            )
        )
    )


def _sums(table: Any, where: Any, *columns: str) -> Subquery:
    sums = (func.sum(getattr(table, name)).label(name) for name in columns)
    chosen = select(table.payment_id, *sums).where(where)
    return chosen.group_by(table.payment_id).subquery()


def _id(found: uuid.UUID | str) -> str:
    return str(uuid.UUID(found)) if isinstance(found, str) else str(found)
