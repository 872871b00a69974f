"""追回: subsidy that a seller should not have had, taken back by staff with a reason.

套补 leads to it (京民养老发〔2022〕69号). Nothing is overwritten: the claw-back is a row and a
movement of its own, and never more than was given and is not back already.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.errors import TITLES, Problem
from server.kit.clock import business_now
from server.oversight import audit
from server.oversight.actor import Actor
from server.payments import repeats, repository
from server.payments.ledger import Account, Cause, Side, move
from server.payments.models import Payment
from server.payments.subsidy_models import ClawBack, OperatingSubsidy


@dataclass(frozen=True)
class Amounts:
    """Public money of one payment by fund, in fen."""

    city_fen: int = 0
    district_fen: int = 0
    operating_city_fen: int = 0
    operating_district_fen: int = 0


def left(session: Session, payment: Payment) -> Amounts:
    """What the seller still has of each fund; of an unpaid or cancelled payment nothing."""
    if payment.status not in ("paid", "refunded"):
        return Amounts()
    back = repository.given_back(session, payment.id)
    operating = _operating(session, payment.id)
    clawed = taken(session, payment.id)
    return Amounts(
        payment.city_subsidy_fen - back[0] - clawed.city_fen,
        payment.district_subsidy_fen - back[1] - clawed.district_fen,
        operating[0] - clawed.operating_city_fen,
        operating[1] - clawed.operating_district_fen,
    )


def taken(session: Session, payment_id: uuid.UUID) -> Amounts:
    """What has been clawed back of a payment."""
    columns = [getattr(ClawBack, name) for name in Amounts.__dataclass_fields__]
    sums = select(*(func.coalesce(func.sum(column), 0) for column in columns))
    found = session.execute(sums.where(ClawBack.payment_id == payment_id)).one()
    return Amounts(*(int(fen) for fen in found))


def of(session: Session, payment_id: uuid.UUID) -> list[ClawBack]:
    """What was clawed back of a payment, the newest first."""
    chosen = select(ClawBack).where(ClawBack.payment_id == payment_id)
    return list(session.scalars(chosen.order_by(ClawBack.created_at.desc(), ClawBack.id.desc())))


def _operating(session: Session, payment_id: uuid.UUID) -> tuple[int, int]:
    row = OperatingSubsidy
    chosen = select(row.city_fen, row.district_fen).where(row.payment_id == payment_id)
    found = session.execute(chosen).one_or_none()
    return (found[0], found[1]) if found else (0, 0)


def claw_back(
    session: Session, payment_id: uuid.UUID, amounts: Amounts, reason: str, staff: Actor
) -> ClawBack:
    """Take ``amounts`` back from the seller of a payment, which is locked here.

    Raises Problem 404 for a payment that there is not, 422 without a reason or an amount, 409 for
    more than is left. Who may do it, the caller has looked after.
    """
    payment = repository.payment(session, payment_id)
    if payment is None or staff.id is None:
        raise Problem(404, *TITLES[404])
    payment = repository.locked(session, payment_id)
    if not reason.strip():
        raise Problem(422, "invalid-input", "请写明为什么追回")
    asked, most = vars(amounts), vars(left(session, payment))
    if min(asked.values()) < 0 or not any(asked.values()):
        raise Problem(422, "invalid-input", "追回的金额要大于零，请改一改")
    if any(asked[fund] > most[fund] for fund in asked):
        raise Problem(409, "more-than-left", "追回的金额超过了还在服务商那里的补贴，请核对后再填")
    repeats.money_moves(session)
    made = ClawBack(
        payment_id=payment.id, **asked, reason=reason.strip()[:200], staff_id=staff.id,
        created_at=business_now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    _write(session, payment, made)
    about = ("payment", payment.id)
    audit.record(session, staff, "subsidy.clawed_back", elder_id=payment.elder_id, about=about)
    return made


def _write(session: Session, payment: Payment, made: ClawBack) -> None:
    district = payment.district or ""
    sides = [
        Side(Account.OPERATOR, str(payment.seller_id), -made.whole_fen),
        Side(Account.CITY_SUBSIDY, "", made.city_fen),
        Side(Account.DISTRICT_SUBSIDY, district, made.district_fen),
        Side(Account.OPERATING_SUBSIDY, "", made.operating_city_fen),
        Side(Account.OPERATING_SUBSIDY, district, made.operating_district_fen),
    ]
    move(session, Cause.CLAW_BACK, made.id, sides, payment.id)
