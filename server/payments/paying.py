"""Paying: transaction → channel → transaction. Each step can be done again after a crash.

The attempt is committed before the channel hears of it, so that a notice that comes before the
channel's answer finds it. One attempt of a payment may be open: another way of paying closes the
one before it first.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.errors import Problem
from server.jobs.service import enqueue
from server.kit.clock import business_now
from server.kit.ids import new_number
from server.oversight.actor import Actor
from server.payments import believing, closing, happenings, repository, settling
from server.payments.channels import ChannelError, Payer, channel
from server.payments.models import Attempt, Payment, Seller
from server.payments.payable import payable
from server.transaction import in_transaction, transaction

CHECKED_AGAIN_S = 3600
"""When to ask again whether staff have found out what came."""

POLL_JOB = "payments.poll"
POLL_AFTER_S = (5, 30, 60, 180, 300, 600, 1800)
"""When a trade that nobody told us about is asked after; nothing depends on a notice arriving."""


@dataclass(frozen=True)
class Wish:
    """Which order to pay, and how. ``invited``: the payer holds a share card (``sharing.py``) of
    somebody who may pay, and needs no grant."""

    kind: str
    order_id: uuid.UUID
    channel: str
    way: str
    payer: Payer
    invited: bool = False


@dataclass(frozen=True)
class Ready:
    """A payment that waits for its payer, and what the device needs; None if all is paid."""

    payment: Payment
    attempt: Attempt | None
    device: dict[str, Any] | None


def open_payment(session: Session, kind: str, order_id: uuid.UUID, actor: Actor) -> Payment:
    """The payment of an order, made at the first call, with its parts as the order's domain says.

    Raises Problem 404 where there is nothing to pay. Nothing to pay for the payer: paid at once.
    """
    known = repository.payment_of(session, kind, order_id)
    if known is not None:
        return known
    bill = payable(kind).bill(session, order_id)
    if bill is None:
        raise Problem(404, "not-found", "没有找到这笔订单，请回到首页再试")
    payment = Payment(
        payable_kind=kind,
        payable_id=order_id,
        seller_id=bill.seller_id,
        elder_id=bill.elder_id,
        title=bill.title,
        district=bill.district,
        point_id=bill.point.id if bill.point else None,
        point_name=bill.point.name if bill.point else None,
        serves_on=bill.serves_on,
        operating=bill.operating,
        hand_over=bill.hand_over.value,
        total_fen=bill.parts.total_fen,
        city_subsidy_fen=bill.parts.city_subsidy_fen,
        district_subsidy_fen=bill.parts.district_subsidy_fen,
        self_pay_fen=bill.parts.self_pay_fen,
        refunded_fen=0,
        status="open",
        expires_at=bill.expires_at,
        created_at=business_now(),
    )
    try:
        with session.begin_nested():
            happenings.made(session, payment, "ordered", actor)
    except IntegrityError:  # somebody else has made it at the same moment
        made = repository.payment_of(session, kind, order_id)
        if made is None:
            raise
        return made
    if payment.self_pay_fen == 0:
        settling.paid_without_channel(session, payment, actor)
    return payment


def payment_of(session: Session, kind: str, order_id: uuid.UUID) -> Payment | None:
    """The payment of an order, locked; None where there is none yet."""
    return repository.payment_of(session, kind, order_id)


def pay(actor: Actor, wish: Wish, *, anew: bool = True) -> Ready:
    """Open an attempt and prepare it at its channel; a repeat gives the same attempt again, or
    another one (``anew``) where the channel takes it for another order: its title has changed, or
    the address of whoever pays in a browser.

    Raises Problem 409 for what is paid, cancelled or over, 503
    where the channel does not answer: the same call may then be made again.
    """
    target = channel(wish.channel)
    if wish.way not in target.ways:
        raise Problem(422, "unknown-way", "这种付款方式现在用不了，请换一种")
    other = _other_open_attempt(actor, wish)
    if other is not None:
        closing.close(other)
    ready, seller = in_transaction(lambda session: _attempt(session, actor, wish))
    if ready.attempt is None:
        return ready
    try:
        device = target.prepare(ready.attempt, seller, ready.payment.title, wish.payer)
    except ChannelError as error:
        if anew and error.taken and closing.close(ready.attempt.id):
            return pay(actor, wish, anew=False)
        raise _not_prepared(ready.attempt.id, error) from None
    attempt_id = ready.attempt.id
    return in_transaction(lambda session: _prepared(session, attempt_id, device))


def _other_open_attempt(actor: Actor, wish: Wish) -> uuid.UUID | None:
    with transaction() as session:
        payment = open_payment(session, wish.kind, wish.order_id, actor)
        if not wish.invited:
            payable(wish.kind).require_payer(session, actor, wish.order_id)
        found = repository.open_attempt(session, payment.id)
        if found is None or _is_same(found, actor, wish):
            return None
        return found.id


def _is_same(found: Attempt, actor: Actor, wish: Wish) -> bool:
    """Whether an open attempt is the one that is wished for, still good at its channel."""
    ways = (found.channel, found.way, found.payer_account_id) == (wish.channel, wish.way, actor.id)
    return ways and found.expires_at > business_now()


def _attempt(session: Session, actor: Actor, wish: Wish) -> tuple[Ready, Seller]:
    payment = open_payment(session, wish.kind, wish.order_id, actor)
    seller = repository.seller(session, payment.seller_id)
    if payment.status == "paid" and payment.self_pay_fen == 0:
        return Ready(payment, None, None), seller
    require_payable(payment)
    tries = repository.attempts_of(session, payment.id)
    if any(believing.of_another_amount(session, each) for each in tries):
        title = "这笔订单收到过一笔数目不对的钱，工作人员正在核对，请先不要再付。钱不会丢，有问题请打12345"
        raise _for_now("being-checked", title, CHECKED_AGAIN_S)
    if any(believing.being_checked(session, each) for each in tries):
        title = "这笔订单的付款结果对不上，工作人员正在核对，请先不要再付。有问题请打12345"
        raise _for_now("being-checked", title, CHECKED_AGAIN_S)
    found = repository.open_attempt(session, payment.id)
    if found is not None and not _is_same(found, actor, wish):
        title = "这笔订单正在用另一种方式付款，请稍等一分钟再试"
        raise _for_now("being-paid", title, 60)
    return Ready(payment, found or _new_attempt(session, payment, actor, wish), None), seller


def _for_now(slug: str, title: str, seconds: int) -> Problem:
    """A refusal that ends by itself or by staff: no call is told it again for its key's sake."""
    return Problem(409, slug, title, headers={"Retry-After": str(seconds)})


def require_payable(payment: Payment) -> None:
    """Raises Problem 409 unless money may still be asked for."""
    if payment.status in ("paid", "refunded"):
        raise Problem(409, "already-paid", "这笔钱已经付过了，不用再付")
    if payment.status != "open":
        raise Problem(409, "cancelled", "这笔订单已经取消，请重新下单")
    if settling.is_over(payment, business_now()):
        raise Problem(409, "too-late", "付款时间已过，请重新下单")


def _new_attempt(session: Session, payment: Payment, actor: Actor, wish: Wish) -> Attempt:
    attempt = Attempt(
        payment_id=payment.id,
        channel=wish.channel,
        way=wish.way,
        trade_no=new_number("P"),
        amount_fen=payment.self_pay_fen,
        payer_account_id=actor.id,
        status="created",
        counted=False,
        expires_at=payment.expires_at,
        created_at=business_now(),
    )
    happenings.made(session, attempt, "payer_wants_to_pay", actor)
    ask_later(session, attempt.id, 0)
    return attempt


def ask_later(session: Session, attempt_id: uuid.UUID, time: int) -> None:
    """Have the channel asked after an attempt for the ``time``-th time, if there is one more."""
    if time < len(POLL_AFTER_S):
        payload = {"attempt_id": str(attempt_id), "time": time}
        delay = timedelta(seconds=POLL_AFTER_S[time])
        enqueue(session, POLL_JOB, payload, key=f"poll:{attempt_id}:{time}", delay=delay)


def ask_now(session: Session, attempt_id: uuid.UUID) -> None:
    """Have the channel asked after an attempt at once, whatever was asked before."""
    payload = {"attempt_id": str(attempt_id), "time": len(POLL_AFTER_S)}
    enqueue(session, POLL_JOB, payload)


def _prepared(session: Session, attempt_id: uuid.UUID, device: dict[str, Any]) -> Ready:
    attempt = repository.attempt(session, attempt_id)
    payment = repository.locked(session, attempt.payment_id)
    attempt = repository.attempt(session, attempt_id)
    if attempt.status not in repository.OPEN_ATTEMPT:  # a notice was quicker, or it was cancelled
        require_payable(payment)
        raise Problem(409, "cancelled", "这次付款已经取消，请再点一次付款")
    attempt.prepared = device
    happenings.move(session, attempt, "prepared", "channel_is_ready")
    return Ready(payment, attempt, device)


def _not_prepared(attempt_id: uuid.UUID, error: ChannelError) -> Problem:
    """What to say. A refused attempt is over; of an unknown one the channel is asked again."""
    if error.done:
        with transaction() as session:
            ask_now(session, attempt_id)
        title = "这笔钱可能已经付过了，请先看一看付款结果，不要再付"
        return _for_now("maybe-paid", title, 5)
    if error.refused:
        with transaction() as session:
            return _refused(session, attempt_id, error)
    title = "微信支付暂时没有回应，钱没有扣。请过一会儿再点一次付款"
    return Problem(503, "channel-silent", title, headers={"Retry-After": "5"})


def _refused(session: Session, attempt_id: uuid.UUID, error: ChannelError) -> Problem:
    """A trade that was closed at the channel, or is not open here any more, was given up for another
    one while it was being prepared, on another page of the same payer: nothing is wrong, and nobody
    has to look. Any other refusal somebody has to mend."""
    attempt = repository.attempt(session, attempt_id)
    payment = repository.locked(session, attempt.payment_id)
    attempt = repository.attempt(session, attempt_id)
    if error.closed and attempt.status in repository.OPEN_ATTEMPT:
        happenings.move(session, attempt, "closed", "closed_there")
    if attempt.status not in repository.OPEN_ATTEMPT:
        return _given_up(payment)
    if attempt.status == "created":
        happenings.move(session, attempt, "failed", "channel_refused")
    if settling.is_over(payment, business_now()):  # no channel takes it on: nothing is wrong
        return _given_up(payment)
    happenings.alarm(session, "prepare_refused", error.code, attempt.payment_id)
    title = "现在付不了款，钱没有扣。请换一种付款方式，或到窗口付款"
    return Problem(503, "channel-refused", title)


def _given_up(payment: Payment) -> Problem:
    try:
        require_payable(payment)
    except Problem as problem:
        return problem
    title = "您在别的页面也点了付款，这一次没有付成，钱没有扣。请在那个页面付，或过一会儿再点一次"
    return _for_now("being-paid", title, 5)
