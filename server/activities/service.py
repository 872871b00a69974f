"""Signing up for an activity, paying its fee, giving the place back."""

from __future__ import annotations

import uuid
from datetime import timedelta

from sqlalchemy.orm import Session

from server.activities import repository
from server.activities.models import Activity, SignUp
from server.activities.states import SIGN_UP
from server.errors import TITLES, Problem
from server.kit.clock import business_now
from server.oversight import audit
from server.oversight.actor import Actor
from server.payments import paying
from server.payments.payable import Bill, Parts
from server.people.access import acting_for
from server.people.acting import Acting
from server.people.states import Scope

KIND = "activity"
PAY_WITHIN = timedelta(minutes=30)


def sign_up(session: Session, acting: Acting, activity_id: uuid.UUID) -> SignUp:
    """Hold a place for an elder until its fee is paid; one that she holds already is given again.

    Raises Problem 404 for an activity that there is not, 409 where it is over or full.
    """
    activity = repository.activity(session, activity_id)
    if activity is None:
        raise Problem(404, *TITLES[404])
    known = repository.held(session, activity_id, acting.elder_id)
    if known is not None:
        return known
    now = business_now()
    if activity.closes_at <= now:
        raise Problem(409, "closed", "这个活动已经截止报名，请看看别的活动")
    if not repository.take_place(session, activity_id):
        raise Problem(409, "full", "这个活动名额满了，请看看别的活动")
    made = SignUp(
        activity_id=activity_id,
        elder_id=acting.elder_id,
        account_id=acting.actor.id,
        fee_fen=activity.fee_fen,
        status="waiting",
        pay_until=min(now + PAY_WITHIN, activity.closes_at),
        created_at=now,
    )
    session.add(made)
    session.flush()
    about = ("activity", activity_id)
    audit.record(session, acting.actor, "activity.signed_up", elder_id=acting.elder_id, about=about)
    paying.open_payment(session, KIND, made.id, acting.actor)
    return made


def find(session: Session, actor: Actor, sign_up_id: uuid.UUID) -> tuple[SignUp, Activity]:
    """A sign-up of an elder whom ``actor`` may order for. Raises Problem 404 and 403."""
    found = repository.sign_up(session, sign_up_id)
    if found is None:
        raise Problem(404, *TITLES[404])
    acting_for(session, actor, found.elder_id, Scope.ORDER)
    activity = repository.activity(session, found.activity_id)
    if activity is None:
        raise Problem(404, *TITLES[404])
    return found, activity


class Fee:
    """The fee of an activity, as something that payments pay for."""

    def bill(self, session: Session, order_id: uuid.UUID) -> Bill | None:
        """See Payable. Nobody but the elder bears anything of it."""
        found = repository.sign_up(session, order_id)
        activity = repository.activity(session, found.activity_id) if found else None
        if found is None or activity is None or found.status == "given_back":
            return None
        return Bill(
            title=activity.title,
            seller_id=activity.seller_id,
            parts=Parts(0, 0, found.fee_fen),
            expires_at=found.pay_until,
            elder_id=found.elder_id,
        )

    def require_payer(self, session: Session, actor: Actor, order_id: uuid.UUID) -> None:
        """See Payable. Whoever may pay for the elder."""
        found = repository.sign_up(session, order_id)
        if found is None:
            raise Problem(404, *TITLES[404])
        acting_for(session, actor, found.elder_id, Scope.PAY)

    def paid(self, session: Session, order_id: uuid.UUID) -> None:
        """See Payable."""
        _move(session, order_id, "confirmed")

    def cancelled(self, session: Session, order_id: uuid.UUID) -> None:
        """See Payable."""
        _give_back(session, order_id)

    def refunded(self, session: Session, order_id: uuid.UUID, amount_fen: int) -> None:
        """See Payable. Whoever gets the fee back has given the place back."""
        _give_back(session, order_id)


def _move(session: Session, order_id: uuid.UUID, status: str) -> SignUp:
    found = repository.sign_up(session, order_id)
    if found is None:
        raise LookupError("a payment for a sign-up that there is not")
    SIGN_UP.move(found, status)
    session.flush()
    return found


def _give_back(session: Session, order_id: uuid.UUID) -> None:
    found = _move(session, order_id, "given_back")
    repository.give_place_back(session, found.activity_id)
