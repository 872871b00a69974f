"""Activities of the elder's street (样例) with places for her: one fee is not paid, one is."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from server.activities import service
from server.activities.service import NewActivity
from server.kit.clock import business_now, business_today
from server.kit.ids import new_number
from server.oversight.actor import SYSTEM, Actor
from server.payments import happenings, repository, settling, sharing
from server.payments.channels import TradeFound, TradeState
from server.payments.models import Attempt, Payment, Seller
from server.people.access import acting_for
from server.people.models import Elder
from server.people.states import Scope
from tests.server.people import makers


def make(session: Session, elder: Elder, actors: dict[str, Actor]) -> dict[str, Any]:
    """Ids by the names that the plan uses."""
    seller = Seller(name="样例活动室", district=makers.YUETAN[:6], created_at=business_now())
    session.add(seller)
    session.flush()
    soon = business_now() + timedelta(days=1)
    said = NewActivity("样例茶会", "样例活动室", makers.YUETAN, soon, soon, 500, 10, seller.id)
    activity = service.create(session, actors["clerk"], said)
    acting = acting_for(session, actors["elder"], elder.id, Scope.ORDER)
    held = service.sign_up(session, acting, activity.id)
    card = sharing.card(service.KIND, held.id)
    open_one = repository.payment_of(session, service.KIND, held.id)
    assert open_one is not None
    other = service.create(session, actors["clerk"], said)
    paid = _payment(session, service.sign_up(session, acting, other.id).id)
    _tried(session, paid, TradeFound(TradeState.PAID, 500, "样例收据"))
    odd, subsidised = (
        _payment(session, service.sign_up(session, acting, each.id).id)
        for each in (service.create(session, actors["clerk"], said) for _ in range(2))
    )
    odd_attempt = _tried(session, odd, TradeFound(TradeState.PAID, 600, "样例收据"))
    subsidised.city_subsidy_fen, subsidised.self_pay_fen = 200, 300
    _tried(session, subsidised, TradeFound(TradeState.PAID, 300, "样例收据"))
    return {
        "bill_day": business_today() - timedelta(days=2),
        "seller": seller.id, "activity": activity.id, "sign_up": held.id, "card": card,
        "payment": open_one.id, "paid": paid.id, "odd": odd.id,
        "odd_attempt": odd_attempt.id, "subsidised": subsidised.id,
    }  # fmt: skip


def _payment(session: Session, sign_up_id: uuid.UUID) -> Payment:
    payment = repository.payment_of(session, service.KIND, sign_up_id)
    assert payment is not None
    return payment


def _tried(session: Session, payment: Payment, told: TradeFound) -> Attempt:
    attempt = Attempt(
        payment_id=payment.id, channel="offline", way="cash", trade_no=new_number("P"),
        amount_fen=payment.self_pay_fen, status="created", counted=False,
        expires_at=payment.expires_at, created_at=business_now(),
    )  # fmt: skip
    happenings.made(session, attempt, "payer_wants_to_pay", SYSTEM)
    settling.apply(session, payment, attempt, told)
    return attempt
