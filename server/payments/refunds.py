"""Giving money back: asked for once, repeated with the same number until the channel says how it ended."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from server.errors import Problem
from server.jobs.service import enqueue
from server.kit.clock import business_now
from server.kit.ids import new_number
from server.kit.money import divided
from server.messages.tasks import ANNOUNCE
from server.oversight import audit
from server.oversight.actor import SYSTEM, Actor
from server.payments import believing, claw_backs, happenings, repeats, repository, telling
from server.payments.channels import RefundFound
from server.payments.ledger import Account, Cause, Side, move
from server.payments.models import Attempt, Payment, Refund
from server.payments.payable import payable

HAND_OVER = "hand_over"
"""The incident of a refund that staff had sent to the seller's account, to hand it over in person."""

REFUSED = "refund_refused"
"""The incident of a refund that the channel does not take on."""

REFUND_JOB, CLOSE_JOB = "payments.refund", "payments.close_attempt"


def job_key(refund_id: uuid.UUID) -> str:
    """The key of the one job that asks the channel for a refund."""
    return f"refund:{refund_id}"


def close_key(attempt_id: uuid.UUID) -> str:
    """The key of the one job that closes an attempt at its channel."""
    return f"close:{attempt_id}"


def request(
    session: Session, payment: Payment, total_fen: int, because: str, actor: Actor
) -> Refund:
    """Give back ``total_fen`` of what was paid for a locked payment, each fund its share.

    Raises Problem 409 unless it is paid and that much is left.
    """
    most = left(session, payment)
    if not 0 < total_fen <= most:
        raise Problem(409, "not-refundable", "这笔钱已经退过，或退的数目超过了实付，请核对后再退")
    repeats.money_moves(session)
    city, district, payer = shares(session, payment, total_fen)
    attempt = repository.counted_attempt(session, payment.id)
    refund = _made(session, payment, attempt, payer, because, actor, city=city, district=district)
    if payment.elder_id is not None:
        about = ("payment", payment.id)
        audit.record(session, actor, "payment.refunded", elder_id=payment.elder_id, about=about)
    payment.refunded_fen += total_fen
    if total_fen == most:
        happenings.move(session, payment, "refunded", because, actor)
    _owe(session, payment, refund, attempt)
    payable(payment.payable_kind).refunded(session, payment.payable_id, total_fen)
    return refund


def left(session: Session, payment: Payment) -> int:
    """How much of the total may still be given back, with the subsidy's part in it; 0 unless paid."""
    return sum(_parts_left(session, payment)) if payment.status == "paid" else 0


def _parts_left(session: Session, payment: Payment) -> tuple[int, int, int]:
    """(city, district, payer): what was given and neither given nor clawed back."""
    city, district, payer = repository.given_back(session, payment.id)
    clawed = claw_backs.taken(session, payment.id)
    return (
        payment.city_subsidy_fen - city - clawed.city_fen,
        payment.district_subsidy_fen - district - clawed.district_fen,
        payment.self_pay_fen - payer,
    )


def call_off_free(session: Session, payment: Payment, because: str, actor: Actor) -> None:
    """Call off a locked payment that cost nobody anything: there is no money to move.

    Raises Problem 409 unless it is paid and free.
    """
    if payment.status != "paid" or payment.total_fen:
        raise Problem(409, "not-refundable", "这笔订单已经取消，或者要退钱，请刷新后再看")
    happenings.move(session, payment, "refunded", because, actor)
    payable(payment.payable_kind).refunded(session, payment.payable_id, 0)


def shares(session: Session, payment: Payment, total_fen: int) -> tuple[int, int, int]:
    """(city, district, payer): ``total_fen`` in proportion to what is left of each part.

    Taking shares of what is left keeps every part within what was given, whatever the number and
    size of partial refunds, and the last one takes exactly the rest.
    """
    parts = _parts_left(session, payment)
    city, district, payer = divided(total_fen, [Decimal(part) for part in parts])
    return city, district, payer


def of_surplus(session: Session, payment: Payment, attempt: Attempt, because: str) -> Refund:
    """Give back money that does not count: paid twice, or after the order was cancelled."""
    fen = attempt.received_fen or attempt.amount_fen
    sides = [
        Side(Account.PAYER, attempt.channel, -fen),
        Side(Account.REFUNDS, attempt.channel, fen),
    ]
    move(session, Cause.SURPLUS, attempt.id, sides, payment.id)
    refund = _made(session, payment, attempt, fen, because, SYSTEM, of_surplus=True)
    _tell(session, attempt, refund, "money_comes_back")
    return refund


def _tell(session: Session, attempt: Attempt, refund: Refund, event: str) -> None:
    """Whoever paid hears that it comes back; by a job, so that no message holds up money. Whoever
    paid at the counter is told there: its attempts are made by staff."""
    if attempt.payer_account_id is None or attempt.channel == repository.OFFLINE:
        return
    to, values = [str(attempt.payer_account_id)], {"fen": refund.amount_fen}
    payload = {"event": event, "elder_id": None, "to": to, "values": values}
    enqueue(session, ANNOUNCE, payload, key=f"told:{refund.id}")


def of_mismatch(session: Session, payment: Payment, attempt: Attempt, actor: Actor) -> Refund:
    """Give money of another amount back to whoever paid it: staff have looked into it and say so.

    ``payment`` is locked. Raises Problem 409 where nothing of that kind is here, or it is on its
    way already.
    """
    fen = believing.of_another_amount(session, attempt)
    if not fen:
        raise Problem(409, "not-refundable", "这笔钱没有收到，或已经在退，请刷新后再看")
    repeats.money_moves(session)
    because = repository.WRONG_AMOUNT
    refund = _made(session, payment, attempt, fen, because, actor, of_surplus=True)
    sides = [
        Side(Account.DIFFERENCES, attempt.channel, -fen),
        Side(Account.REFUNDS, attempt.channel, fen),
    ]
    move(session, Cause.MISMATCH_OWED, refund.id, sides, payment.id)
    _tell(session, attempt, refund, "wrong_amount_back")
    return refund


def _made(
    session: Session,
    payment: Payment,
    attempt: Attempt | None,
    amount_fen: int,
    because: str,
    actor: Actor,
    *,
    city: int = 0,
    district: int = 0,
    of_surplus: bool = False,
) -> Refund:
    refund = Refund(
        payment_id=payment.id,
        attempt_id=attempt.id if attempt else None,
        channel=attempt.channel if attempt else None,
        refund_no=new_number("R"),
        amount_fen=amount_fen,
        city_subsidy_fen=city,
        district_subsidy_fen=district,
        of_surplus=of_surplus,
        reason=because,
        status="requested",
        tries=0,
        created_at=business_now(),
    )
    happenings.made(session, refund, because, actor)
    if amount_fen:
        enqueue(session, REFUND_JOB, {"refund_id": str(refund.id)}, key=job_key(refund.id))
    else:
        happenings.move(session, refund, "succeeded", "no_money_of_a_payer", actor)
    return refund


def _owe(session: Session, payment: Payment, refund: Refund, attempt: Attempt | None) -> None:
    whole = refund.amount_fen + refund.city_subsidy_fen + refund.district_subsidy_fen
    sides = [
        Side(Account.OPERATOR, str(payment.seller_id), -whole),
        Side(Account.CITY_SUBSIDY, "", refund.city_subsidy_fen),
        Side(Account.DISTRICT_SUBSIDY, payment.district or "", refund.district_subsidy_fen),
        Side(Account.REFUNDS, attempt.channel if attempt else "", refund.amount_fen),
    ]
    move(session, Cause.REFUND_OWED, refund.id, sides, payment.id)


def ask_now(session: Session, refund: Refund) -> None:
    """Have the channel asked after a refund at once, whatever was asked before."""
    enqueue(session, REFUND_JOB, {"refund_id": str(refund.id)})


def apply(session: Session, refund: Refund, found: RefundFound, actor: Actor = SYSTEM) -> str:
    """Take in what the channel says of a refund of a locked payment: what does not fit is believed by
    nobody, and staff look."""
    if not believing.fits_refund(session, refund, found):
        believing.alarm_refund(session, refund, found)
        return "mismatched"
    refund.accepted_at = found.accepted_at or refund.accepted_at
    if repository.incident(session, HAND_OVER, refund.refund_no) is not None:
        return _of_returned(session, refund, found, actor)
    if refund.status == "settled_by_hand" and found.status == "succeeded":
        # The payer was paid by hand, and now by the channel too: somebody has to look.
        happenings.alarm(session, "refund_after_close", refund.refund_no, refund.payment_id)
        return "mismatched"
    if found.status == refund.status or refund.status in ("succeeded", "settled_by_hand"):
        refund.channel_refund_id = refund.channel_refund_id or found.channel_id
        return "known_before"
    taken_on = found.channel_id is not None and refund.channel_refund_id is None
    if refund.status == "closed" and found.status == "processing" and not taken_on:
        return "known_before"  # an answer that was overtaken
    if refund.status == "closed":  # staff may have paid it out by hand meanwhile: they decide
        happenings.alarm(session, "refund_after_close", refund.refund_no, refund.payment_id)
        return "mismatched"
    refund.channel_refund_id = found.channel_id or refund.channel_refund_id
    refund.accepted_at = refund.accepted_at or business_now()
    happenings.move(session, refund, found.status, "channel_says", actor)
    if found.status == "succeeded":
        done(session, refund, found)
    elif found.status in ("abnormal", "closed"):
        happenings.alarm(session, f"refund_{found.status}", refund.refund_no, refund.payment_id)
    return "applied"


def _of_returned(session: Session, refund: Refund, found: RefundFound, actor: Actor) -> str:
    """The same of one that was to go to the seller's account. What has got there is not the payer's
    yet: it is owed until somebody has handed it over and says so; unless the channel names an account of
    the payer's."""
    if refund.status != "abnormal" or found.status not in ("succeeded", "closed"):
        return "known_before"
    if found.status == "succeeded" and found.to_payer:
        # The payer's account took it after all: handed over as well, it would be paid twice.
        happenings.move(session, refund, "succeeded", "channel_says", actor)
        done(session, refund, found)
        for kind in (HAND_OVER, "refund_abnormal"):
            happenings.settled(
                session, kind, refund.refund_no, "钱已退到付款人的账户，不用再当面退"
            )
        return "applied"
    happenings.move(session, refund, "closed", "at_the_sellers", actor)
    return "applied"


def done(session: Session, refund: Refund, found: RefundFound) -> None:
    """The money is back with its payer."""
    refund.finished_at = found.finished_at or business_now()
    attempt = repository.attempt(session, refund.attempt_id) if refund.attempt_id else None
    holder = attempt.channel if attempt else ""
    sides = [
        Side(Account.REFUNDS, holder, -refund.amount_fen),
        Side(Account.PAYER, holder, refund.amount_fen),
    ]
    move(session, Cause.REFUND_DONE, refund.id, sides, refund.payment_id)
    telling.refunded_later(session, refund)


def close_later(session: Session, attempt: Attempt, delay: timedelta = timedelta(0)) -> None:
    """Have an attempt closed at its channel, so that nobody pays it any more."""
    payload = {"attempt_id": str(attempt.id)}
    enqueue(session, CLOSE_JOB, payload, key=close_key(attempt.id), delay=delay)
