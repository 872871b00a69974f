"""Proves that the ledger adds up, and that every payment, refund and surplus has its entries and
nothing else has. Streams: its memory does not grow with the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, String, and_, case, cast, func, literal, or_, select
from sqlalchemy.orm import Session

from server.payments.ledger import Account, Cause
from server.payments.models import Attempt, LedgerEntry, Payment, Refund

Entry = LedgerEntry


def faults(session: Session) -> Iterator[str]:
    """One sentence for each thing that is wrong; none if the ledger is right."""
    for what, statement in _questions().items():
        for row in session.execute(statement).yield_per(1000):
            yield f"{what}：{row[0]}"


def _questions() -> dict[str, Select[Any]]:
    """What must never be found; each gives the ids of what is wrong."""
    return {
        "分录借贷不平": _unbalanced(),
        "已付款但没有付款分录": _without(Payment, Cause.PAID, _paid()),
        "没有付款却有付款分录": _beyond(Payment, Cause.PAID, _paid()),
        "付款分录与金额不符": _paid_wrongly(),
        "多收的钱没有分录": _without(Attempt, Cause.SURPLUS, _surplus()),
        "没有多收却有分录": _beyond(Attempt, Cause.SURPLUS, _surplus()),
        "多收的钱与分录不符": _differs(Attempt, Cause.SURPLUS, Account.REFUNDS, Attempt.received_fen),
        "应退分录与退款不符": _differs(Refund, Cause.REFUND_OWED, Account.OPERATOR, -_whole()),
        "退款分录与退款不符": _differs(Refund, Cause.REFUND_DONE, Account.PAYER, Refund.amount_fen),
        "退款没有应退分录": _without(Refund, Cause.REFUND_OWED, Refund.of_surplus.is_(False)),
        "没有退款却有应退分录": _beyond(Refund, Cause.REFUND_OWED, Refund.of_surplus.is_(False)),
        "退款成功但没有分录": _without(Refund, Cause.REFUND_DONE, _given_back()),
        "没有退成却有退款分录": _beyond(Refund, Cause.REFUND_DONE, _given_back()),
        "退款总数超过付款": _too_much_back(),
    }  # fmt: skip


def _paid() -> Any:
    return and_(Payment.status.in_(("paid", "refunded")), Payment.total_fen > 0)


def _whole() -> Any:
    return Refund.amount_fen + Refund.city_subsidy_fen + Refund.district_subsidy_fen


def _differs(table: Any, cause: Cause, account: Account, due: Any) -> Select[Any]:
    """Rows whose movement does not have on this account what is due."""
    ours = and_(Entry.cause_id == table.id, Entry.cause == cause.value)
    chosen = select(cast(table.id, String)).join(Entry, ours)
    return chosen.where(Entry.account == account.value, Entry.amount_fen != due)


def _surplus() -> Any:
    return and_(Attempt.status == "paid", Attempt.counted.is_(False))


def _given_back() -> Any:
    return and_(Refund.status.in_(("succeeded", "settled_by_hand")), Refund.amount_fen > 0)


def _unbalanced() -> Select[Any]:
    sums = select(cast(Entry.movement_id, String)).group_by(Entry.movement_id)
    return sums.having(func.sum(Entry.amount_fen) != 0)


def _without(table: Any, cause: Cause, which: Any) -> Select[Any]:
    """Rows that should have a movement of this cause and have none."""
    there = select(Entry.cause_id).where(Entry.cause == cause.value)
    return select(cast(table.id, String)).where(which, table.id.not_in(there))


def _beyond(table: Any, cause: Cause, which: Any) -> Select[Any]:
    """Movements of this cause for which there is no row that should have one."""
    due = select(table.id).where(which)
    return (
        select(cast(Entry.cause_id, String))
        .where(Entry.cause == cause.value, Entry.cause_id.not_in(due))
        .distinct()
    )


def _paid_wrongly() -> Select[Any]:
    """The sides of a payment's movement are its parts, each to the fen."""

    def side(account: Account) -> Any:
        ours = case((Entry.account == account.value, Entry.amount_fen), else_=literal(0))
        return func.sum(ours)

    return (
        select(cast(Payment.id, String))
        .join(Entry, and_(Entry.cause_id == Payment.id, Entry.cause == Cause.PAID.value))
        .group_by(Payment.id)
        .having(
            or_(
                side(Account.OPERATOR) != Payment.total_fen,
                side(Account.CITY_SUBSIDY) != -Payment.city_subsidy_fen,
                side(Account.DISTRICT_SUBSIDY) != -Payment.district_subsidy_fen,
                side(Account.PAYER) != -Payment.self_pay_fen,
            )
        )
    )


def _too_much_back() -> Select[Any]:
    return (
        select(cast(Payment.id, String))
        .outerjoin(Refund, and_(Refund.payment_id == Payment.id, Refund.of_surplus.is_(False)))
        .group_by(Payment.id)
        .having(func.coalesce(func.sum(_whole()), 0) != Payment.refunded_fen)
    )
