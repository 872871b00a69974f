"""Closing and cancelling: ask the channel, close there, only then cancel here.

Somebody may pay between our question and the close: whatever fails, the channel is asked again,
and money that has arrived is settled before anything is called off.
"""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from server.errors import Problem
from server.jobs.service import enqueue
from server.kit.clock import business_now
from server.oversight.actor import Actor
from server.payments import happenings, repository, settling
from server.payments.channels import ChannelError, TradeFound, TradeState, channel
from server.payments.models import Attempt, Payment, Seller
from server.payments.payable import payable
from server.transaction import in_transaction, once_more, transaction

CANCEL_JOB = "payments.finish_cancelling"
ENDED = (TradeState.PAID, TradeState.CLOSED)


def job_key(payment_id: uuid.UUID) -> str:
    """The key of the one job that goes on with a cancelling."""
    return f"cancel:{payment_id}"


def ask(attempt_id: uuid.UUID) -> TradeFound:
    """Ask the channel after an attempt and take in what it says. Raises ChannelError."""
    attempt, seller = _with_seller(attempt_id)
    found = channel(attempt.channel).query(attempt.trade_no, seller)
    take_in(attempt_id, found)
    return found


def take_in(attempt_id: uuid.UUID, found: TradeFound) -> str:
    """Settle what was found, under the payment's lock."""

    def settle(session: Session) -> str:
        payment = repository.locked(session, repository.attempt(session, attempt_id).payment_id)
        return settling.apply(session, payment, repository.attempt(session, attempt_id), found)

    return once_more(settle)  # the same transaction may be told of another attempt at this moment


def close(attempt_id: uuid.UUID) -> bool:
    """Close an attempt at its channel; True once nobody can pay it any more, or it is paid."""
    attempt, seller = _with_seller(attempt_id)
    if attempt.status not in repository.OPEN_ATTEMPT:
        return True
    found = _asked(attempt_id)
    if found is None or found.state in ENDED:
        return found is not None
    return _close_there(attempt, seller)


def _close_there(attempt: Attempt, seller: Seller) -> bool:
    try:
        channel(attempt.channel).close(attempt.trade_no, seller)
    except ChannelError as error:
        found = _asked(attempt.id)  # it may have been paid between our question and the close
        if found is None or found.state in ENDED:
            return found is not None
        if not (error.refused and found.state is TradeState.ABSENT):
            return False
        return _closed_here(attempt, "never_got_there", if_it_is=_nobody_can_pay(attempt))
    return _closed_here(attempt, "closed_by_us", if_it_is=repository.OPEN_ATTEMPT)


def _nobody_can_pay(attempt: Attempt) -> tuple[str, ...]:
    """Which statuses mean that a trade the channel has never heard of will not be paid: nobody was
    given anything to pay with, or the time to pay is over."""
    over = attempt.expires_at < business_now()
    return repository.OPEN_ATTEMPT if over else ("created",)


def _closed_here(attempt: Attempt, because: str, *, if_it_is: tuple[str, ...]) -> bool:
    with transaction() as session:
        repository.locked(session, attempt.payment_id)
        now = repository.attempt(session, attempt.id)
        if now.status in if_it_is:
            happenings.move(session, now, "closed", because)
        return now.status not in repository.OPEN_ATTEMPT


def _asked(attempt_id: uuid.UUID) -> TradeFound | None:
    """What the channel says; None while it does not answer."""
    try:
        return ask(attempt_id)
    except ChannelError:
        return None


def cancel(actor: Actor, kind: str, order_id: uuid.UUID, because: str) -> Payment:
    """Cancel what has not been paid. The payment that comes back says how it ended: ``cancelled``,
    ``paid`` (the money was quicker), or ``cancelling`` while the channel does not answer.

    Raises Problem 409 for one that is paid already: giving money back is another matter.
    """
    with transaction() as session:
        payment = repository.payment_of(session, kind, order_id)
        if payment is None:
            raise Problem(404, "not-found", "没有找到这笔订单，请回到首页再试")
        if payment.status in ("paid", "refunded"):
            raise Problem(409, "already-paid", "这笔钱已经付过了，要退请点退款")
        if payment.status == "open":
            happenings.move(session, payment, "cancelling", because, actor)
            payload = {"payment_id": str(payment.id)}
            enqueue(session, CANCEL_JOB, payload, key=job_key(payment.id))
    return finish_cancelling(payment.id)


def finish_cancelling(payment_id: uuid.UUID) -> Payment:
    """Go on with a cancelling that was begun; harmless to repeat."""
    with transaction(writes=False) as session:
        open_attempt = repository.open_attempt(session, payment_id)
    if open_attempt is not None:
        close(open_attempt.id)
    return in_transaction(lambda session: _cancelled_if_closed(session, payment_id))


def _cancelled_if_closed(session: Session, payment_id: uuid.UUID) -> Payment:
    payment = repository.locked(session, payment_id)
    if payment.status == "cancelling" and repository.open_attempt(session, payment_id) is None:
        _cancelled(session, payment)
    return payment


def _cancelled(session: Session, payment: Payment) -> None:
    happenings.move(session, payment, "cancelled", "nobody_can_pay_it")
    payable(payment.payable_kind).cancelled(session, payment.payable_id)


def _with_seller(attempt_id: uuid.UUID) -> tuple[Attempt, Seller]:
    with transaction(writes=False) as session:
        attempt = repository.attempt(session, attempt_id)
        payment = repository.payment(session, attempt.payment_id)
        if payment is None:
            raise LookupError("an attempt without its payment")
        return attempt, repository.seller(session, payment.seller_id)
