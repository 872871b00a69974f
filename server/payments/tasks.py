"""What the worker does for payments: ask, close, give back, finish, expire."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import structlog
from sqlalchemy.orm import Session

from server.jobs.outcome import Retry
from server.jobs.registry import Registry
from server.jobs.service import take_up
from server.kit.clock import business_now
from server.oversight.actor import SYSTEM
from server.payments import (
    closing,
    desk,
    happenings,
    keys,
    paying,
    rechecking,
    reconciling,
    refunds,
    repository,
    self_check,
    shipping,
    telling,
)
from server.payments.channels import ChannelError, RefundFound, channel
from server.payments.models import Attempt, Payment, Refund, Seller
from server.transaction import once_more, transaction

log = structlog.get_logger()

EXPIRE_EVERY = timedelta(seconds=30)
EXPIRE_AT_ONCE = 50
AGAIN = Retry(timedelta(minutes=1), "unfinished")
"""Nobody knows yet. A refund may be asked after from one minute on (merchant documents, 查询退款)."""

ASKED_AT_FIRST = 8
"""How often a refund that the channel has in hand is asked after each minute; then each hour, as to
a bank card it takes days."""

UNFINISHED_EVERY = timedelta(hours=1)
RECONCILE_EVERY = timedelta(hours=1)
"""Each day's bill is compared by itself in the first hour in which it is there, and again while
something differs."""


def register(jobs: Registry) -> None:
    """Tell the worker what it can do for payments."""
    jobs.handle(paying.POLL_JOB, poll)
    jobs.handle(refunds.CLOSE_JOB, close_attempt)
    jobs.handle(refunds.REFUND_JOB, give_back)
    jobs.handle(closing.CANCEL_JOB, finish_cancelling)
    jobs.handle(telling.PAID_JOB, telling.tell_paid)
    jobs.handle(telling.REFUNDED_JOB, telling.tell_refunded)
    jobs.handle(shipping.SHIP_JOB, shipping.ship, waits=shipping.WAITS)
    jobs.handle(desk.RETURN_JOB, return_to_seller)
    jobs.handle(desk.STOP_JOB, stop_refund)
    jobs.handle(rechecking.JOB, reconcile_day)
    jobs.handle(self_check.JOB, self_check.check)
    jobs.handle(keys.JOB, keys.fetch)
    jobs.at_start(self_check.begin)
    jobs.every(keys.EVERY, "payments.keys", keys.keep)
    jobs.every(EXPIRE_EVERY, "payments.expire", expire)
    jobs.every(UNFINISHED_EVERY, "payments.unfinished", ask_again)
    jobs.every(RECONCILE_EVERY, "payments.reconcile", reconciling.nightly)


def poll(payload: dict[str, Any]) -> None:
    """Ask the channel after an attempt that nobody told us about; later again if it is still open."""
    attempt_id = uuid.UUID(payload["attempt_id"])
    with transaction(writes=False) as session:
        status = repository.attempt(session, attempt_id).status
    # A closed one is asked after only where a notice made us doubt it: its polling is over.
    doubted = payload["time"] >= len(paying.POLL_AFTER_S) and status in ("closed", "failed")
    if status in repository.OPEN_ATTEMPT or doubted:
        try:
            closing.ask(attempt_id)
        finally:
            with transaction() as session:
                paying.ask_later(session, attempt_id, int(payload["time"]) + 1)


def close_attempt(payload: dict[str, Any]) -> None:
    """Close an attempt beside one that has been paid."""
    if not closing.close(uuid.UUID(payload["attempt_id"])):
        raise AGAIN


def finish_cancelling(payload: dict[str, Any]) -> None:
    """Go on cancelling until the channel has said how it ended."""
    payment = closing.finish_cancelling(uuid.UUID(payload["payment_id"]))
    if payment.status == "cancelling":
        raise AGAIN


def reconcile_day(payload: dict[str, Any]) -> None:
    """Compare the bills of a day because somebody asked for it."""
    reconciling.reconcile(date.fromisoformat(payload["day"]))


def expire() -> None:
    """Cancel what nobody has paid in time; a payment that is stuck does not hold up the others."""
    with transaction(writes=False) as session:
        due = repository.open_payments_due(session, business_now(), EXPIRE_AT_ONCE)
    for payment_id in due:
        with transaction(writes=False) as session:
            payment = repository.payment(session, payment_id)
        if payment is None or payment.status != "open":
            continue
        try:
            closing.cancel(SYSTEM, payment.payable_kind, payment.payable_id, "not_paid_in_time")
        except Exception as error:
            # Paid meanwhile, or stuck: the next round finds what is left.
            log.warning("not_expired", error=type(error).__name__, payment=str(payment_id))


def ask_again() -> None:
    """Take up again what its job has given up: money on its way is never forgotten."""
    with transaction() as session:
        for refund_id in repository.unfinished_refunds(session):
            payload = {"refund_id": str(refund_id)}
            take_up(session, refunds.REFUND_JOB, payload, key=refunds.job_key(refund_id))
        for payment_id in repository.cancelling(session):
            payload = {"payment_id": str(payment_id)}
            take_up(session, closing.CANCEL_JOB, payload, key=closing.job_key(payment_id))
        for attempt_id in repository.left_open(session):
            payload = {"attempt_id": str(attempt_id)}
            take_up(session, refunds.CLOSE_JOB, payload, key=refunds.close_key(attempt_id))
        shipping.take_up_late(session)


def give_back(payload: dict[str, Any]) -> None:
    """Ask the channel for a refund, with the same number each time, until it says how it ended."""
    refund, attempt, seller = _refund(uuid.UUID(payload["refund_id"]))
    if refund.status not in ("requested", "processing", "abnormal"):
        return
    found = _asked(refund, attempt, seller)

    def take_in(session: Session) -> bool:
        now = _locked(session, refund)
        now.tries += 1
        refunds.apply(session, now, found)
        return now.status == "processing" and now.tries < ASKED_AT_FIRST

    if once_more(take_in):
        raise AGAIN


def _asked(
    refund: Refund, attempt: Attempt, seller: Seller, *, accepted: bool = False
) -> RefundFound:
    """The refund as the channel sees it. One that was accepted is only asked after."""
    target = channel(attempt.channel)
    try:
        if accepted or refund.status != "requested":
            return target.query_refund(refund.refund_no, seller)
        return target.refund(refund, attempt, seller)
    except ChannelError as error:
        if error.done and not accepted and refund.status == "requested":
            return _asked(refund, attempt, seller, accepted=True)
        _note(refund, error)
        raise AGAIN from None


def _note(refund: Refund, error: ChannelError) -> None:
    with transaction() as session:
        now = _locked(session, refund)
        now.tries += 1
        now.last_code = error.code
        if error.refused:  # nobody repeats it into success: somebody has to mend something
            happenings.alarm(session, refunds.REFUSED, refund.refund_no, refund.payment_id)


def _locked(session: Session, refund: Refund) -> Refund:
    """The refund as it is now, its payment locked. What is made of an answer to it is made once more
    where the channel's number of it is told of another one at this moment."""
    repository.locked(session, refund.payment_id)
    return repository.refund(session, refund.id)


def _refund(refund_id: uuid.UUID) -> tuple[Refund, Attempt, Seller]:
    with transaction(writes=False) as session:
        refund = repository.refund(session, refund_id)
        payment = session.get_one(Payment, refund.payment_id)
        if refund.attempt_id is None:
            raise LookupError("a refund through a channel without its attempt")
        attempt = repository.attempt(session, refund.attempt_id)
        return refund, attempt, repository.seller(session, payment.seller_id)


def _returned_before(
    refund: Refund, attempt: Attempt, seller: Seller, error: ChannelError
) -> RefundFound:
    """What has become of a refund whose return was refused or not answered: the channel may have
    done it before, and refuses it now because it is not abnormal any more."""
    try:
        found = channel(attempt.channel).query_refund(refund.refund_no, seller)
    except ChannelError:
        found = RefundFound("abnormal")
    if found.status == "abnormal":
        _note(refund, error)
        raise AGAIN
    return found


def return_to_seller(payload: dict[str, Any]) -> None:
    """Ask the channel to send an abnormal refund to the seller's account."""
    refund, attempt, seller = _refund(uuid.UUID(payload["refund_id"]))
    if refund.status != "abnormal":
        return
    try:
        found = channel(attempt.channel).return_to_seller(refund, seller)
    except ChannelError as error:
        found = _returned_before(refund, attempt, seller, error)
    once_more(lambda session: refunds.apply(session, _locked(session, refund), found))


def stop_refund(payload: dict[str, Any]) -> None:
    """Ask the channel no more to give back what it refuses; what it knows of after all stays its."""
    refund, attempt, seller = _refund(uuid.UUID(payload["refund_id"]))
    if refund.status != "requested":
        return
    found: RefundFound | None
    try:
        found = channel(attempt.channel).query_refund(refund.refund_no, seller)
    except ChannelError as error:
        if not error.absent:
            raise AGAIN from None
        found = None
    once_more(lambda session: _stopped(session, _locked(session, refund), found))


def _stopped(session: Session, now: Refund, found: RefundFound | None) -> None:
    if found is None and now.status != "requested":
        return  # it was taken on after all while we asked
    refunds.apply(session, now, found or RefundFound("closed"))
    if found is None:
        now.accepted_at = None  # it never was: no bill will have it
