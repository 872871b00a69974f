"""Closing and cancelling: ask the channel, close there, only then cancel here.

Somebody may pay between our question and the close: whatever fails, the channel is asked again,
and money that has arrived is settled before anything is called off.
"""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from server.errors import Problem
from server.jobs.service import enqueue
from server.oversight.actor import Actor
from server.payments import happenings, repository, settling
from server.payments.channels import ChannelError, TradeFound, TradeState, channel
from server.payments.models import Attempt, Payment, Seller
from server.payments.payable import payable
from server.transaction import transaction

CANCEL_JOB = "payments.finish_cancelling"


def ask(attempt_id: uuid.UUID) -> TradeFound:
    """Ask the channel after an attempt and take in what it says. Raises ChannelError."""
    attempt, seller = _with_seller(attempt_id)
    found = channel(attempt.channel).query(attempt.trade_no, seller)
    take_in(attempt_id, found)
    return found


def take_in(attempt_id: uuid.UUID, found: TradeFound) -> str:
    """Settle what was found, under the payment's lock."""
    with transaction() as session:
        payment = repository.locked(session, repository.attempt(session, attempt_id).payment_id)
        return settling.apply(session, payment, repository.attempt(session, attempt_id), found)


def close(attempt_id: uuid.UUID) -> bool:
    """Close an attempt at its channel; True once nobody can pay it any more, or it is paid."""
    attempt, seller = _with_seller(attempt_id)
    if attempt.status not in repository.OPEN_ATTEMPT:
        return True
    try:
        if ask(attempt_id).state in (TradeState.PAID, TradeState.CLOSED):
            return True
    except ChannelError:
        return False
    return _close_there(attempt, seller)


def _close_there(attempt: Attempt, seller: Seller) -> bool:
    try:
        channel(attempt.channel).close(attempt.trade_no, seller)
    except ChannelError as error:
        if not (error.refused and attempt.status == "created"):
            return _paid_or_closed_meanwhile(attempt.id)
        # It never got there: nobody was given anything to pay with.
    with transaction() as session:
        repository.locked(session, attempt.payment_id)
        now = repository.attempt(session, attempt.id)
        if now.status in repository.OPEN_ATTEMPT:
            happenings.move(session, now, "closed", "closed_by_us")
    return True


def _paid_or_closed_meanwhile(attempt_id: uuid.UUID) -> bool:
    try:
        found = ask(attempt_id)
    except ChannelError:
        return False
    return found.state in (TradeState.PAID, TradeState.CLOSED)


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
            enqueue(session, CANCEL_JOB, payload, key=f"cancel:{payment.id}")
    return finish_cancelling(payment.id)


def finish_cancelling(payment_id: uuid.UUID) -> Payment:
    """Go on with a cancelling that was begun; harmless to repeat."""
    with transaction(writes=False) as session:
        open_attempt = repository.open_attempt(session, payment_id)
    if open_attempt is not None:
        close(open_attempt.id)
    with transaction() as session:
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
