"""Signing up for an activity, paying its fee, giving the place back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from server.activities import repository
from server.activities.models import Activity, SignUp
from server.activities.states import SIGN_UP
from server.errors import TITLES, Problem
from server.identity.scope import covers
from server.kit.clock import business_now
from server.kit.rows import moved
from server.oversight import audit
from server.oversight.actor import Actor, Role
from server.payments import closing, paying, refunds, sellers
from server.payments.models import Payment
from server.payments.payable import Bill, Parts
from server.people.access import acting_for
from server.people.acting import Acting
from server.people.states import Scope
from server.transaction import transaction

KIND = "activity"
PAY_WITHIN = timedelta(minutes=30)
AHEAD = timedelta(days=730)
"""How far ahead an activity may be: a year that was mistyped is told to whoever mistyped it."""


@dataclass(frozen=True)
class NewActivity:
    """What a clerk announces."""

    title: str
    place: str
    street: str
    starts_at: datetime
    closes_at: datetime
    fee_fen: int
    places: int
    seller_id: uuid.UUID


def sign_up(session: Session, acting: Acting, activity_id: uuid.UUID) -> SignUp:
    """Hold a place for an elder until its fee is paid; one that she holds already is given again.

    Raises Problem 404 for an activity that there is not, 409 where it is over or full.
    """
    activity = one(session, activity_id)
    known = repository.held(session, activity_id, acting.elder_id)
    if known is not None:
        return known
    now = business_now()
    if activity.closes_at <= now:
        raise Problem(409, "closed", "这个活动已经截止报名，请看看别的活动")
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
    # The places come last, here as when one is given back: one order of locks.
    if not repository.take_place(session, activity_id):
        raise Problem(409, "full", "这个活动名额满了，请看看别的活动")
    about = ("activity", activity_id)
    audit.record(session, acting.actor, "activity.signed_up", elder_id=acting.elder_id, about=about)
    paying.open_payment(session, KIND, made.id, acting.actor)
    return made


def made_between(session: Session, after: datetime, upto: datetime, limit: int) -> list[SignUp]:
    """Sign-ups made after one instant and up to another, in order; of one instant all."""
    return repository.sign_ups_between(session, after, upto, limit)


def one(session: Session, activity_id: uuid.UUID) -> Activity:
    """An activity, as anybody may see it. Raises Problem 404."""
    found = repository.activity(session, activity_id)
    if found is None:
        raise Problem(404, *TITLES[404])
    return found


def open_in(session: Session, district: str, limit: int) -> list[Activity]:
    """Activities of a district (six digits) that one can still sign up for, the soonest first."""
    return repository.open_in(session, district, business_now(), limit)


def held(session: Session, acting: Acting, activity_id: uuid.UUID) -> SignUp | None:
    """The place that an elder holds at an activity."""
    return repository.held(session, activity_id, acting.elder_id)


def places_of(session: Session, acting: Acting, limit: int) -> list[tuple[SignUp, Activity]]:
    """An elder's sign-ups with their activities, the newest first."""
    return repository.of_elder(session, acting.elder_id, limit)


def find(session: Session, actor: Actor, sign_up_id: uuid.UUID) -> tuple[SignUp, Activity]:
    """A sign-up of an elder whom ``actor`` may order for. Raises Problem 404 and 403."""
    found = repository.sign_up(session, sign_up_id)
    if found is None:
        raise Problem(404, *TITLES[404])
    acting_for(session, actor, found.elder_id, Scope.ORDER)
    return found, one(session, found.activity_id)


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
        moved(session, SIGN_UP, SignUp, order_id, "confirmed")

    def cancelled(self, session: Session, order_id: uuid.UUID) -> None:
        """See Payable."""
        _give_back(session, order_id)

    def refunded(self, session: Session, order_id: uuid.UUID, amount_fen: int) -> None:
        """See Payable. Whoever gets all of the fee back has given the place back; a part of it is
        made good to somebody who comes."""
        payment = paying.payment_of(session, KIND, order_id)
        if payment is not None and payment.status == "refunded":
            _give_back(session, order_id)


def _give_back(session: Session, order_id: uuid.UUID) -> None:
    """Once, whoever says so first. Raises LookupError for a sign-up that there is not."""
    known = repository.sign_up(session, order_id)
    if known is None:
        raise LookupError("a payment without its sign-up")
    if known.status != "given_back":
        SIGN_UP.move(known, "given_back")
        repository.give_place_back(session, known.activity_id)


def withdraw(actor: Actor, sign_up_id: uuid.UUID) -> SignUp:
    """Give a place back: unpaid it is cancelled, paid the whole fee goes back to whoever paid it.

    Raises Problem 404, 403, and 409 once signing up is over: the place cannot be given to others.
    """
    with transaction(writes=False) as session:
        found, activity = find(session, actor, sign_up_id)
    if found.status == "given_back":
        return found
    if activity.closes_at <= business_now():
        raise Problem(409, "closed", "报名已经截止，要退请联系街道工作人员")
    give_up(actor, found)
    with transaction(writes=False) as session:
        return find(session, actor, sign_up_id)[0]


def give_up(actor: Actor, place: SignUp) -> None:
    """Call a held place off, or give its fee back; whether ``actor`` may is for the caller to know."""
    if place.status == "waiting":
        _call_off(actor, place.id)
    with transaction() as session:
        about = ("activity", place.activity_id)
        audit.record(session, actor, "activity.given_back", elder_id=place.elder_id, about=about)
        payment = paying.payment_of(session, KIND, place.id)
        if payment is not None and payment.status == "paid":  # the money may have been quicker
            _undo(session, payment, actor)


def _call_off(actor: Actor, sign_up_id: uuid.UUID) -> None:
    """Cancel what has not been paid; what was paid a moment ago is given back by whoever asks."""
    try:
        closing.cancel(actor, KIND, sign_up_id, "place_given_back")
    except Problem as problem:
        if problem.slug != "already-paid":
            raise


def _undo(session: Session, payment: Payment, actor: Actor) -> None:
    if payment.total_fen:
        fen = refunds.left(session, payment)
        refunds.request(session, payment, fen, "place_given_back", actor)
    else:
        refunds.call_off_free(session, payment, "place_given_back", actor)


def create(session: Session, clerk: Actor, said: NewActivity) -> Activity:
    """Announce an activity. Raises Problem 403 for another street, 422 for times that do not fit and
    for a seller that is none of the district's."""
    if not covers(clerk, said.street[:6], said.street, Role.STREET_CLERK):
        raise Problem(403, *TITLES[403])
    return announce(session, clerk, said)


def announce(session: Session, by: Actor, said: NewActivity) -> Activity:
    """See ``create``, for whoever may do so anywhere."""
    now = business_now()
    if not now < said.closes_at <= said.starts_at:
        raise Problem(422, "invalid-input", "截止时间要在现在之后、开始之前，请改一改")
    if said.starts_at > now + AHEAD:
        raise _wrong("starts_at", "活动要在两年以内开始，请看看年份是不是写错了")
    if not sellers.serves(session, said.seller_id, said.street[:6]):
        raise _wrong("seller_id", "没有这个收款方，或者它不在这个区，请换一个")
    made = Activity(
        **vars(said), places_left=said.places, created_at=business_now(), created_by=by.id
    )
    session.add(made)
    session.flush()
    audit.record(session, by, "activity.announced", about=("activity", made.id))
    return made


def _wrong(field: str, title: str) -> Problem:
    return Problem(422, "invalid-input", title, errors=[{"field": field, "message": title}])
