"""All queries on payments. What changes money locks its payment first: one order of locks."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_, select, union
from sqlalchemy.orm import Session

from server.kit.clock import business_now
from server.kit.rows import insert_or_fill
from server.payments.channels import Told
from server.payments.models import Attempt, Incident, Notice, Payment, Refund, Seller

OPEN_ATTEMPT = ("created", "prepared")
WRONG_AMOUNT = "wrong_amount"
OFFLINE = "offline"
"""Money taken at the counter goes back there: there is no channel to ask."""
FAILED_REFUND = ("closed", "settled_by_hand")

_WITH_ATTEMPT = (
    select(Payment, Attempt)
    .join(Attempt, Attempt.payment_id == Payment.id)
    .where(Attempt.channel == bindparam("channel"), Attempt.trade_no == bindparam("trade_no"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
"""Made once: every notice asks for it."""


def payment_of(session: Session, kind: str, order_id: uuid.UUID) -> Payment | None:
    """The payment of an order, locked."""
    chosen = select(Payment).where(Payment.payable_kind == kind, Payment.payable_id == order_id)
    return session.scalars(chosen.with_for_update()).one_or_none()


def find(session: Session, kind: str, order_id: uuid.UUID) -> Payment | None:
    """The payment of an order, for looking only."""
    chosen = select(Payment).where(Payment.payable_kind == kind, Payment.payable_id == order_id)
    return session.scalars(chosen).one_or_none()


def locked(session: Session, payment_id: uuid.UUID) -> Payment:
    """A payment that is known to exist, locked."""
    chosen = select(Payment).where(Payment.id == payment_id).with_for_update()
    return session.scalars(chosen.execution_options(populate_existing=True)).one()


def payment(session: Session, payment_id: uuid.UUID) -> Payment | None:
    """A payment, as it is now."""
    return session.get(Payment, payment_id)


def seller(session: Session, seller_id: uuid.UUID) -> Seller:
    """A seller that is known to exist."""
    return session.scalars(select(Seller).where(Seller.id == seller_id)).one()


def attempt(session: Session, attempt_id: uuid.UUID) -> Attempt:
    """An attempt that is known to exist; read anew, as somebody may have changed it meanwhile."""
    chosen = select(Attempt).where(Attempt.id == attempt_id)
    return session.scalars(chosen.execution_options(populate_existing=True)).one()


def locked_with_attempt(
    session: Session, channel: str, trade_no: str
) -> tuple[Payment, Attempt] | None:
    """The attempt with this number at the channel, and its payment; both locked, the payment first."""
    asked = {"channel": channel, "trade_no": trade_no}
    found = session.execute(_WITH_ATTEMPT, asked).one_or_none()
    return None if found is None else (found[0], found[1])


def open_attempt(session: Session, payment_id: uuid.UUID) -> Attempt | None:
    """The attempt that somebody may still pay."""
    chosen = select(Attempt).where(
        Attempt.payment_id == payment_id, Attempt.status.in_(OPEN_ATTEMPT)
    )
    return session.scalars(chosen).one_or_none()


def counted_attempt(session: Session, payment_id: uuid.UUID) -> Attempt | None:
    """The attempt that paid."""
    chosen = select(Attempt).where(Attempt.payment_id == payment_id, Attempt.counted.is_(True))
    return session.scalars(chosen).one_or_none()


def refund(session: Session, refund_id: uuid.UUID) -> Refund:
    """A refund that is known to exist; read anew."""
    chosen = select(Refund).where(Refund.id == refund_id)
    return session.scalars(chosen.execution_options(populate_existing=True)).one()


def attempt_paid_by(session: Session, channel: str, transaction_id: str) -> Attempt | None:
    """The attempt that a transaction of the channel has paid. A counter has receipts, no transactions."""
    chosen = select(Attempt).where(
        Attempt.channel == channel,
        Attempt.channel != OFFLINE,
        Attempt.transaction_id == transaction_id,
    )
    return session.scalars(chosen).one_or_none()


def refund_by_number(session: Session, channel: str, refund_no: str) -> Refund | None:
    """The refund with this number, of money that came through this channel."""
    chosen = select(Refund).where(Refund.refund_no == refund_no, Refund.channel == channel)
    return session.scalars(chosen).one_or_none()


def refund_told_as(session: Session, channel: str, channel_id: str) -> Refund | None:
    """The refund that the channel calls by this number of its own."""
    ours = (Refund.channel == channel, Refund.channel_refund_id == channel_id)
    return session.scalars(select(Refund).where(*ours)).one_or_none()


def given_back(session: Session, payment_id: uuid.UUID) -> tuple[int, int, int]:
    """(city, district, payer) in fen of what counted and is on its way back or back."""
    sums = select(
        func.coalesce(func.sum(Refund.city_subsidy_fen), 0),
        func.coalesce(func.sum(Refund.district_subsidy_fen), 0),
        func.coalesce(func.sum(Refund.amount_fen), 0),
    ).where(Refund.payment_id == payment_id, Refund.of_surplus.is_(False))
    city, district, payer = session.execute(sums).one()
    return int(city), int(district), int(payer)


def wrong_amounts_back(session: Session, payment_id: uuid.UUID) -> int:
    """Fen of another amount than was asked for that staff have given back, or have on their way."""
    sums = select(func.coalesce(func.sum(Refund.amount_fen), 0))
    given = sums.where(Refund.payment_id == payment_id, Refund.reason == WRONG_AMOUNT)
    return int(session.scalar(given) or 0)


def surplus_refund(session: Session, attempt_id: uuid.UUID) -> Refund | None:
    """The refund of money that did not count."""
    chosen = select(Refund).where(Refund.attempt_id == attempt_id, Refund.of_surplus.is_(True))
    return session.scalars(chosen).one_or_none()


def keep_notice(
    session: Session, channel: str, told: Told, raw: bytes, outcome: str | None
) -> bool:
    """Keep a notice with what came of it, None if it is still to be applied; False, and nothing is
    changed, if it was applied before. Of two at once one waits for the other."""
    return insert_or_fill(
        session,
        Notice,
        ("channel", "event_id"),
        "outcome",
        channel=channel,
        event_id=told.event_id,
        event_type=told.event_type,
        raw=raw,
        outcome=outcome,
        received_at=business_now(),
    )


def incident(session: Session, kind: str, about: str) -> Incident | None:
    """An incident that was opened before."""
    chosen = select(Incident).where(Incident.kind == kind, Incident.about == about)
    return session.scalars(chosen).one_or_none()


def open_payments_due(session: Session, before: datetime, limit: int) -> list[uuid.UUID]:
    """Payments whose time to pay is over and that nobody has begun to cancel."""
    chosen = select(Payment.id).where(Payment.status == "open", Payment.expires_at < before)
    return list(session.scalars(chosen.order_by(Payment.expires_at).limit(limit)))


def unfinished_refunds(session: Session) -> list[uuid.UUID]:
    """Refunds of which the channel has not said how they ended. Of an abnormal one it may: what was
    seen to on the merchant's platform is told by a notice, which gets lost like any other."""
    waits = and_(Refund.status == "abnormal", Refund.channel != OFFLINE)
    unfinished = or_(Refund.status.in_(("requested", "processing")), waits)
    return list(session.scalars(select(Refund.id).where(unfinished)))


def cancelling(session: Session) -> list[uuid.UUID]:
    """Payments whose cancelling the channel has not settled."""
    return list(session.scalars(select(Payment.id).where(Payment.status == "cancelling")))


def left_open(session: Session) -> list[uuid.UUID]:
    """Attempts that can still be paid, of payments that need no money any more."""
    chosen = select(Attempt.id).join(Payment, Payment.id == Attempt.payment_id)
    settled = Payment.status.in_(("paid", "refunded", "cancelled"))
    return list(session.scalars(chosen.where(Attempt.status.in_(OPEN_ATTEMPT), settled)))


def refunds_of(session: Session, payment_id: uuid.UUID) -> list[Refund]:
    """All refunds of a payment, the newest first."""
    chosen = select(Refund).where(Refund.payment_id == payment_id)
    return list(session.scalars(chosen.order_by(Refund.created_at.desc(), Refund.id.desc())))


def newest_of(session: Session, elder_id: uuid.UUID, limit: int) -> list[Payment]:
    """Payments for an elder, the newest first."""
    chosen = select(Payment).where(Payment.elder_id == elder_id)
    return list(session.scalars(chosen.order_by(Payment.created_at.desc()).limit(limit)))


def attempts_of(session: Session, payment_id: uuid.UUID) -> list[Attempt]:
    """All attempts to pay, the oldest first."""
    chosen = select(Attempt).where(Attempt.payment_id == payment_id)
    return list(session.scalars(chosen.order_by(Attempt.created_at, Attempt.id)))


def of_payer(
    session: Session,
    account_id: uuid.UUID,
    elder_ids: Collection[uuid.UUID],
    before: uuid.UUID | None,
    limit: int,
) -> list[Payment]:
    """Payments that an account's money went to, and those for ``elder_ids``; the newest first."""
    paid = select(Attempt.payment_id).where(
        Attempt.payer_account_id == account_id, Attempt.status.in_(("paid", "mismatched"))
    )
    for_elders = select(Payment.id).where(Payment.elder_id.in_(elder_ids))
    chosen = select(Payment).where(Payment.id.in_(union(paid, for_elders)))
    last = None if before is None else session.get(Payment, before)
    if last is not None:
        at_once = and_(Payment.created_at == last.created_at, Payment.id < last.id)
        chosen = chosen.where(or_(Payment.created_at < last.created_at, at_once))
    newest_first = chosen.order_by(Payment.created_at.desc(), Payment.id.desc())
    return list(session.scalars(newest_first.limit(limit)))
