"""A notice: verified, kept, applied once, answered after the commit."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.kit.clock import business_now
from server.payments import happenings, paying, refunds, repository, settling
from server.payments.channels import RefundFound, Told, TradeFound, channel
from server.payments.models import Notice
from server.transaction import transaction


def receive(name: str, headers: Mapping[str, str], body: bytes) -> None:
    """Take in a notice. Raises NotVerifiedError; any other failure leaves it to be sent again.

    It is kept in a transaction of its own before it is applied: what cannot be applied now is
    not lost, and a repeat of it is applied then.
    """
    told = channel(name).open_notice(headers, body)
    if _keep(name, told, body):
        apply(name, told)


def _keep(name: str, told: Told, body: bytes) -> bool:
    """Keep the notice; whether it has still to be applied."""
    try:
        with transaction() as session:
            known = repository.notice(session, name, told.event_id)
            if known is None:
                session.add(
                    Notice(
                        channel=name,
                        event_id=told.event_id,
                        event_type=told.event_type,
                        raw=body,
                        received_at=business_now(),
                    )
                )
            return known is None or known.outcome is None
    except IntegrityError:  # it came twice at once; who is answered must know that it is applied
        return True


def apply(name: str, told: Told) -> None:
    """Apply a notice that is kept, under the payment's lock, and write down what came of it."""
    with transaction() as session:
        kept = repository.notice(session, name, told.event_id, lock=True)
        if kept is None or kept.outcome is not None:
            return
        if told.refund is not None:
            kept.outcome = _of_refund(session, told.number, told.refund)
        elif told.trade is not None:
            kept.outcome = _of_trade(session, name, told.number, told.trade)
        if kept.outcome == "unknown_number":
            happenings.alarm(session, "unknown_number", told.number or told.event_id)


def _of_refund(session: Session, number: str, found: RefundFound) -> str:
    refund = repository.refund_by_number(session, number)
    if refund is None:
        return "unknown_number"
    repository.locked(session, refund.payment_id)
    return refunds.apply(session, repository.refund(session, refund.id), found)


def _of_trade(session: Session, name: str, number: str, found: TradeFound) -> str:
    attempt = repository.attempt_by_number(session, name, number)
    if attempt is None:
        return "unknown_number"
    payment = repository.locked(session, attempt.payment_id)
    attempt = repository.attempt(session, attempt.id)
    if settling.fits(attempt, found):
        return settling.apply(session, payment, attempt, found)
    # A notice of other figures is believed by nobody: the channel itself is asked.
    settling.alarm_mismatch(session, payment, attempt, found)
    paying.ask_now(session, attempt.id)
    return "mismatched"
