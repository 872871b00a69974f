"""A notice: verified, kept, applied once, answered after the commit."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.exc import IntegrityError

from server.kit.clock import business_now
from server.payments import happenings, refunds, repository, settling
from server.payments.channels import Told, channel
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
    except IntegrityError:  # the same notice came twice at once: the other one applies it
        return False


def apply(name: str, told: Told) -> None:
    """Apply a notice that is kept, under the payment's lock, and write down what came of it."""
    with transaction() as session:
        kept = repository.notice(session, name, told.event_id)
        if kept is None or kept.outcome is not None:
            return
        if told.refund is not None:
            refund = repository.refund_by_number(session, told.number)
            if refund is None:
                kept.outcome = "unknown_number"
            else:
                repository.locked(session, refund.payment_id)
                refund = repository.refund(session, refund.id)
                kept.outcome = refunds.apply(session, refund, told.refund)
        elif told.trade is not None:
            attempt = repository.attempt_by_number(session, name, told.number)
            if attempt is None:
                kept.outcome = "unknown_number"
            else:
                payment = repository.locked(session, attempt.payment_id)
                attempt = repository.attempt(session, attempt.id)
                kept.outcome = settling.apply(session, payment, attempt, told.trade)
        if kept.outcome == "unknown_number":
            happenings.alarm(session, "unknown_number", told.number or told.event_id)
