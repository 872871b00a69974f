"""A notice: verified, kept, applied once, answered after the commit."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from server.kit.clock import business_now
from server.kit.rows import insert_unless_there
from server.payments import happenings, paying, refunds, repository, settling
from server.payments.channels import RefundFound, Told, TradeFound, channel
from server.payments.models import Notice
from server.transaction import in_transaction, transaction


def receive(name: str, headers: Mapping[str, str], body: bytes) -> None:
    """Take in a notice. Raises NotVerifiedError; any other failure leaves it to be sent again.

    It is kept and applied in one transaction, under the payment's lock. What cannot be applied now
    is kept by itself: it is not lost, and a repeat of it is applied then.
    """
    told = channel(name).open_notice(headers, body)
    try:
        in_transaction(lambda session: _keep_and_apply(session, name, told, body))
    except Exception:
        with transaction() as session:
            _keep(session, name, told, body)
        raise


def _keep_and_apply(session: Session, name: str, told: Told, body: bytes) -> None:
    if _keep(session, name, told, body):
        apply(session, name, told)


def _keep(session: Session, name: str, told: Told, body: bytes) -> bool:
    """Keep the notice; whether it has still to be applied. Of two at once one waits for the other."""
    is_new = insert_unless_there(
        session,
        Notice,
        channel=name,
        event_id=told.event_id,
        event_type=told.event_type,
        raw=body,
        received_at=business_now(),
    )
    return is_new or not repository.is_applied(session, name, told.event_id)


def apply(session: Session, name: str, told: Told) -> None:
    """Apply a notice that is kept, and write down what came of it."""
    outcome = "nothing"
    if told.refund is not None:
        outcome = _of_refund(session, told.number, told.refund)
    elif told.trade is not None:
        outcome = _of_trade(session, name, told.number, told.trade)
    if outcome == "unknown_number":
        happenings.alarm(session, "unknown_number", told.number or told.event_id)
    repository.applied(session, name, told.event_id, outcome)


def _of_refund(session: Session, number: str, found: RefundFound) -> str:
    refund = repository.refund_by_number(session, number)
    if refund is None:
        return "unknown_number"
    repository.locked(session, refund.payment_id)
    return refunds.apply(session, repository.refund(session, refund.id), found)


def _of_trade(session: Session, name: str, number: str, found: TradeFound) -> str:
    both = repository.locked_with_attempt(session, name, number)
    if both is None:
        return "unknown_number"
    payment, attempt = both
    if settling.fits(attempt, found):
        return settling.apply(session, payment, attempt, found)
    # A notice of other figures is believed by nobody: the channel itself is asked.
    settling.alarm_mismatch(session, payment, attempt, found)
    paying.ask_now(session, attempt.id)
    return "mismatched"
