"""The operating subsidy: what a point gets for each person whom it served on a day.

It is no part of an order's price, and nobody who orders sees it. The domain that serves says so
(``served``); cancelling or giving money back before that leaves nothing to take back.
"""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.kit.clock import business_now
from server.payments import repository
from server.payments.ledger import Account, Cause, Side, move
from server.payments.models import Payment
from server.payments.subsidies import Rates, rates_on
from server.payments.subsidy_models import OperatingSubsidy


def served(session: Session, kind: str, order_id: uuid.UUID) -> OperatingSubsidy | None:
    """Enter what the order's point gets now that the elder was served; harmless to repeat.

    None where nothing is due: the order does not count (``Bill.operating``), has not been paid or
    was given back, no document was in force on its day, or the point has the subsidy for her and
    that day already: 每人每天 counts persons and days, not meals.
    """
    payment = repository.payment_of(session, kind, order_id)
    if payment is None or payment.status != "paid" or not payment.operating:
        return None
    if payment.point_id is None or payment.elder_id is None or payment.serves_on is None:
        raise LookupError("a payment that counts for the operating subsidy without its point")
    rates = rates_on(payment.serves_on)
    if rates is None or _has_it(session, payment):
        return None
    return _granted(session, payment, rates)


def _has_it(session: Session, payment: Payment) -> bool:
    row = OperatingSubsidy
    chosen = select(row.id).where(
        row.point_id == payment.point_id,
        row.elder_id == payment.elder_id,
        row.day == payment.serves_on,
    )
    return session.scalar(chosen) is not None


def _granted(session: Session, payment: Payment, rates: Rates) -> OperatingSubsidy | None:
    city, district = rates.split(rates.operating_fen_per_person_day)
    made = OperatingSubsidy(
        payment_id=payment.id,
        point_id=payment.point_id,
        elder_id=payment.elder_id,
        day=payment.serves_on,
        city_fen=city,
        district_fen=district,
        document=rates.document,
        created_at=business_now(),
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # her other meal of that day was served at the same moment
        return None
    sides = [
        Side(Account.OPERATOR, str(payment.seller_id), city + district),
        Side(Account.OPERATING_SUBSIDY, "", -city),
        Side(Account.OPERATING_SUBSIDY, payment.district or "", -district),
    ]
    move(session, Cause.OPERATING, made.id, sides, payment.id)
    return made
