"""What staff see of money: payments of the sellers that their posts cover."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from server.identity.scope import posts_as, staff_in
from server.kit import worklist
from server.kit.worklist import Asked, Frame
from server.oversight.actor import Actor, Role
from server.payments.desk_models import RefundRequest
from server.payments.models import (
    Difference,
    Incident,
    LedgerEntry,
    Payment,
    Reconciliation,
    Refund,
    Seller,
)

OFFICES = (Role.DISTRICT_REVIEWER, Role.CITY_SUPERVISOR)
"""Who looks after money: a district's for its sellers, the city's for all."""

BY_HAND = ("abnormal", "closed")
ON_THE_WAY = ("requested", "processing")


def sellers_seen(actor: Actor) -> ColumnElement[bool]:
    """The sellers of the actor's district, or all; an operator's own."""
    own = [post.provider_id for post in actor.posts if post.role is Role.POINT_OPERATOR]
    return or_(sellers_kept(actor), Seller.id.in_(own))


def sellers_kept(actor: Actor) -> ColumnElement[bool]:
    """Those whose money the actor sees to: an operator only looks at her own, whatever else she is."""
    return staff_in(actor, Seller.district, Seller.district, *OFFICES)


def sees_everything(actor: Actor) -> bool:
    """Whether no seller is beyond the actor's posts: what belongs to none is seen, too."""
    return any(post.district is None for post in posts_as(actor, *OFFICES))


def sellers(session: Session, actor: Actor) -> list[Seller]:
    """The sellers that the actor sees."""
    chosen = select(Seller).where(sellers_seen(actor)).order_by(Seller.name, Seller.id)
    return list(session.scalars(chosen))


def seller(session: Session, actor: Actor, seller_id: uuid.UUID) -> Seller | None:
    """One of them."""
    chosen = select(Seller).where(Seller.id == seller_id, sellers_seen(actor))
    return session.scalars(chosen).one_or_none()


def payment(session: Session, payment_id: uuid.UUID) -> tuple[Payment, Seller] | None:
    """A payment and who is paid, whoever asks."""
    chosen = select(Payment, Seller).join(Seller, Seller.id == Payment.seller_id)
    row = session.execute(chosen.where(Payment.id == payment_id)).one_or_none()
    return None if row is None else (row[0], row[1])


def of_request(session: Session, request_id: uuid.UUID) -> tuple[Payment, Seller] | None:
    """The payment of a refund that was asked for, and who was paid; for looking only."""
    chosen = select(Payment, Seller).join(Seller, Seller.id == Payment.seller_id)
    asked = chosen.join(RefundRequest, RefundRequest.payment_id == Payment.id)
    row = session.execute(asked.where(RefundRequest.id == request_id)).one_or_none()
    return None if row is None else (row[0], row[1])


def request(session: Session, request_id: uuid.UUID) -> RefundRequest:
    """A refund that is known to be asked for, locked. Its payment is locked before it."""
    chosen = select(RefundRequest).where(RefundRequest.id == request_id)
    locked = chosen.with_for_update().execution_options(populate_existing=True)
    return session.scalars(locked).one()


def requests_of(session: Session, payment_id: uuid.UUID) -> list[RefundRequest]:
    """What was asked for of a payment, the newest first."""
    chosen = select(RefundRequest).where(RefundRequest.payment_id == payment_id)
    return list(session.scalars(chosen.order_by(RefundRequest.asked_at.desc())))


def waiting(
    session: Session, actor: Actor, asked: Asked
) -> list[tuple[RefundRequest, Payment, Seller]]:
    """A page of refunds that wait for a second person."""
    rows: Any = select(RefundRequest, Payment, Seller)
    rows = _of_sellers(rows, RefundRequest.payment_id)
    rows = rows.where(RefundRequest.status == "waiting", sellers_kept(actor))
    frame = Frame(RefundRequest.id, RefundRequest.asked_at, RefundRequest.asked_by)
    return worklist.page(session, rows, frame, asked, actor.id)


def refunds(
    session: Session, actor: Actor, asked: Asked, statuses: tuple[str, ...]
) -> list[tuple[Refund, Payment, Seller]]:
    """A page of refunds in one of ``statuses``."""
    rows: Any = select(Refund, Payment, Seller)
    rows = _of_sellers(rows, Refund.payment_id)
    rows = rows.where(Refund.status.in_(statuses), sellers_kept(actor))
    return worklist.page(session, rows, Frame(Refund.id, Refund.created_at), asked)


def refund(session: Session, actor: Actor, refund_id: uuid.UUID) -> Refund | None:
    """A refund that the actor sees."""
    rows = _of_sellers(select(Refund), Refund.payment_id)
    return session.scalars(rows.where(Refund.id == refund_id, sellers_kept(actor))).one_or_none()


def cancelling(session: Session, actor: Actor, asked: Asked) -> list[tuple[Payment, Seller]]:
    """A page of payments whose cancelling the channel has not settled."""
    rows: Any = select(Payment, Seller).join(Seller, Seller.id == Payment.seller_id)
    rows = rows.where(Payment.status == "cancelling", sellers_kept(actor))
    return worklist.page(session, rows, Frame(Payment.id, Payment.created_at), asked)


def incidents(session: Session, actor: Actor, asked: Asked) -> list[Incident]:
    """A page of open incidents."""
    rows = _incidents(actor).where(Incident.closed_at.is_(None))
    frame = Frame(Incident.id, Incident.opened_at)
    return worklist.items(session, rows, frame, asked)


def incident(session: Session, actor: Actor, incident_id: uuid.UUID) -> Incident | None:
    """An incident that the actor sees, locked."""
    rows = _incidents(actor).where(Incident.id == incident_id)
    found: Incident | None = session.scalars(rows.with_for_update(of=Incident)).one_or_none()
    return found


def incidents_about(session: Session, about: str) -> list[Incident]:
    """What is open about a number."""
    chosen = select(Incident).where(Incident.about == about, Incident.closed_at.is_(None))
    return list(session.scalars(chosen.order_by(Incident.id).with_for_update()))


@dataclass(frozen=True)
class DayOfBills:
    """The bills of a day: how many, how many of them were compared when last tried, what they hold,
    how many differences are open."""

    day: date
    bills: int
    compared: int
    lines: int
    fen: int
    differences: int
    ran_at: datetime | None


def days_of_bills(session: Session, since: date) -> list[DayOfBills]:
    """Days since then, the newest first."""
    table = Reconciliation
    compared = case((table.status == "done", 1), else_=0) * case(
        (table.last_code.is_(None), 1), else_=0
    )
    still = (Difference.reconciliation_id == table.id, Difference.resolved_at.is_(None))
    differ = select(func.count()).where(*still).scalar_subquery()
    tried = func.coalesce(table.ran_at, table.done_at)
    sums = (func.sum(each) for each in (compared, table.lines, table.bill_fen, differ))
    chosen = select(table.day, func.count(), *sums, func.max(tried)).where(table.day >= since)
    found = session.execute(chosen.group_by(table.day).order_by(table.day.desc()))
    return [
        DayOfBills(row[0], row[1], int(row[2]), int(row[3]), int(row[4]), int(row[5]), row[6])
        for row in found
    ]


def refused_bills(session: Session, since: date) -> dict[date, set[str]]:
    """By day, why bills of it could not be compared when it was last tried: the channels' codes."""
    table, found = Reconciliation, defaultdict[date, set[str]](set)
    chosen = select(table.day, table.last_code).where(
        table.day >= since, table.last_code.is_not(None)
    )
    for day, code in session.execute(chosen.distinct()):
        found[day].add(code or "")
    return dict(found)


def differences(
    session: Session, asked: Asked, day: date | None
) -> list[tuple[Difference, Reconciliation]]:
    """A page of differences that have not vanished, of one day's bills or all. One bill may hold
    what all sellers sold: this is for those who see everything."""
    rows: Any = (
        select(Difference, Reconciliation)
        .join(Reconciliation, Reconciliation.id == Difference.reconciliation_id)
        .where(Difference.resolved_at.is_(None))
    )
    if day is not None:
        rows = rows.where(Reconciliation.day == day)
    frame = Frame(Difference.id, Difference.found_at, stuck=Difference.noted_at.is_(None))
    return worklist.page(session, rows, frame, asked)


def difference(session: Session, difference_id: uuid.UUID) -> Difference | None:
    """A difference, locked."""
    chosen = select(Difference).where(Difference.id == difference_id)
    return session.scalars(chosen.with_for_update()).one_or_none()


def ledger_days(
    session: Session, seller_id: uuid.UUID, first: date, last: date
) -> list[tuple[date, str, str, int]]:
    """(day, cause, account, fen) of everything that moved for a seller's payments."""
    entry = LedgerEntry
    chosen = (
        select(entry.day, entry.cause, entry.account, func.sum(entry.amount_fen))
        .join(Payment, Payment.id == entry.payment_id)
        .where(Payment.seller_id == seller_id, entry.day >= first, entry.day <= last)
        .group_by(entry.day, entry.cause, entry.account)
        .order_by(entry.day, entry.cause, entry.account)
    )
    return [(row[0], row[1], row[2], int(row[3])) for row in session.execute(chosen)]


def earned_until(session: Session, seller_id: uuid.UUID, last: date) -> int:
    """What a seller has earned in all up to a day, by the ledger, in fen."""
    entry = LedgerEntry
    chosen = select(func.coalesce(func.sum(entry.amount_fen), 0)).where(
        entry.account == "operator", entry.holder == str(seller_id), entry.day <= last
    )
    return int(session.scalar(chosen) or 0)


def paid_between(
    session: Session, actor: Actor, begins: datetime, ends: datetime, district: str | None
) -> int:
    """How many payments were made in a span, of the sellers that the actor sees."""
    rows = select(func.count()).select_from(Payment).join(Seller, Seller.id == Payment.seller_id)
    rows = rows.where(
        Payment.status.in_(("paid", "refunded")),
        Payment.created_at >= begins,
        Payment.created_at < ends,
        sellers_seen(actor),
    )
    if district is not None:
        rows = rows.where(Seller.district == district)
    return int(session.scalar(rows) or 0)


def _of_sellers(rows: Select[Any], payment_id: Any) -> Select[Any]:
    joined = rows.join(Payment, Payment.id == payment_id)
    return joined.join(Seller, Seller.id == Payment.seller_id)


def _incidents(actor: Actor) -> Any:
    rows = (
        select(Incident)
        .outerjoin(Payment, Payment.id == Incident.payment_id)
        .outerjoin(Seller, Seller.id == Payment.seller_id)
    )
    if sees_everything(actor):
        return rows
    return rows.where(Incident.payment_id.is_not(None), sellers_kept(actor))
