"""What arrives: money that counts, money too much or too late, money of another amount.

Called under a lock on the payment, by notices, polling, cancelling and staff alike: whoever
learns of a success first settles it, and everybody after that finds it done.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from server.kit.clock import business_now
from server.oversight import audit
from server.oversight.actor import SYSTEM, Actor, ActorKind
from server.payments import believing, happenings, refunds, repository, shipping, telling
from server.payments.channels import TradeFound, TradeState
from server.payments.ledger import Account, Cause, Side, move
from server.payments.models import Attempt, Payment
from server.payments.payable import payable


def apply(
    session: Session, payment: Payment, attempt: Attempt, found: TradeFound, actor: Actor = SYSTEM
) -> str:
    """Take in what the channel says of an attempt of the locked ``payment``.

    Returns what came of it: ``applied``, ``known_before``, ``mismatched`` or ``nothing``.
    """
    if found.state is TradeState.PAID:
        return _received(session, payment, attempt, found, actor)
    if found.state is TradeState.CLOSED and attempt.status in repository.OPEN_ATTEMPT:
        happenings.move(session, attempt, "closed", "closed_at_channel", actor)
        return "applied"
    return "nothing"


def _received(
    session: Session, payment: Payment, attempt: Attempt, found: TradeFound, actor: Actor
) -> str:
    if attempt.status in ("paid", "mismatched"):
        return "known_before"
    other = believing.paid_elsewhere(session, attempt, found)
    attempt.transaction_id = found.transaction_id if other is None else None
    attempt.received_fen = found.amount_fen
    attempt.paid_at = found.paid_at or business_now()
    if other is not None or not believing.as_asked(attempt, found):
        return _mismatched(session, payment, attempt, found, other, actor)
    was_open = attempt.status in repository.OPEN_ATTEMPT
    received = (attempt, "paid", "channel_says_paid")
    if payment.status in ("open", "cancelling"):
        attempt.counted = True
        happenings.move_all(session, [received, (payment, "paid", "attempt_paid")], actor)
        other = None if was_open else repository.open_attempt(session, payment.id)
        _counts(session, payment, attempt, actor)
        if other is not None:  # it can still be paid at the channel: it has to be closed there
            refunds.close_later(session, other)
    else:
        happenings.move_all(session, [received], actor)
        because = "paid_late" if payment.status == "cancelled" else "paid_twice"
        refunds.of_surplus(session, payment, attempt, because)
    return "applied"


def _mismatched(
    session: Session,
    payment: Payment,
    attempt: Attempt,
    found: TradeFound,
    other: Attempt | None,
    actor: Actor,
) -> str:
    """The channel holds money that is not what was asked for; until staff say, it is a difference.
    Money that has paid the ``other`` attempt is there once, and is in the books."""
    because = "another_amount" if other is None else "paid_another_order"
    happenings.move(session, attempt, "mismatched", because, actor)
    believing.alarm(session, payment, attempt, found)
    if not found.is_ours or other is not None:
        attempt.received_fen = 0  # it went to somebody else: there is nothing here to give back
    elif found.amount_fen:
        sides = [
            Side(Account.PAYER, attempt.channel, -found.amount_fen),
            Side(Account.DIFFERENCES, attempt.channel, found.amount_fen),
        ]
        move(session, Cause.MISMATCH, attempt.id, sides, payment.id)
    return "mismatched"


def _counts(session: Session, payment: Payment, attempt: Attempt, actor: Actor) -> None:
    _note_for_elder(session, payment, attempt, actor)
    write_paid(session, payment, attempt)
    shipping.later(session, attempt)
    telling.paid_later(session, attempt)
    payable(payment.payable_kind).paid(session, payment.payable_id)


def _note_for_elder(session: Session, payment: Payment, attempt: Attempt, actor: Actor) -> None:
    """Who paid for her, in the list of what was done in her name; at a window who took it in."""
    if payment.elder_id is None:
        return
    action = "payment.taken_in" if actor.kind is ActorKind.STAFF else "payment.paid"
    if actor.kind is not ActorKind.STAFF and attempt.payer_account_id is not None:
        actor = Actor(ActorKind.ACCOUNT, attempt.payer_account_id)
    about = ("payment", payment.id)
    audit.record(session, actor, action, elder_id=payment.elder_id, about=about)


def paid_without_channel(session: Session, payment: Payment, actor: Actor) -> None:
    """Public funds bear all of it: there is nothing for a channel to do."""
    happenings.move(session, payment, "paid", "nothing_to_pay", actor)
    write_paid(session, payment, None)
    payable(payment.payable_kind).paid(session, payment.payable_id)


def write_paid(session: Session, payment: Payment, attempt: Attempt | None) -> None:
    """The ledger's side of a payment: who gave what, and the seller who earned it."""
    district = payment.district or ""
    sides = [
        Side(Account.OPERATOR, str(payment.seller_id), payment.total_fen),
        Side(Account.CITY_SUBSIDY, "", -payment.city_subsidy_fen),
        Side(Account.DISTRICT_SUBSIDY, district, -payment.district_subsidy_fen),
    ]
    if attempt is not None:
        sides.append(Side(Account.PAYER, attempt.channel, -payment.self_pay_fen))
    move(session, Cause.PAID, payment.id, sides, payment.id)


def is_over(payment: Payment, now: datetime) -> bool:
    """Whether the time to pay has passed."""
    return payment.expires_at <= now
