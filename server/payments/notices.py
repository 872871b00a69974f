"""A notice: verified, applied once, kept, answered after the commit."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from server.payments import happenings, paying, refunds, repository, settling
from server.payments.channels import RefundFound, Told, TradeFound, channel
from server.transaction import in_transaction, transaction


class _AppliedBefore(Exception):
    """A repeat of a notice that was applied: what was done for it now is undone."""


def receive(name: str, headers: Mapping[str, str], body: bytes) -> None:
    """Take in a notice. Raises NotVerifiedError; any other failure leaves it to be sent again.

    It is applied and kept in one transaction, under the payment's lock. Of a notice that comes
    twice the second finds the first one kept, and leaves nothing. What cannot be applied now is kept
    by itself: it is not lost, and a repeat of it is applied then.
    """
    told = channel(name).open_notice(headers, body)
    try:
        in_transaction(lambda session: _apply_and_keep(session, name, told, body))
    except _AppliedBefore:
        return
    except Exception:
        with transaction() as session:
            is_open = repository.keep_notice(session, name, told, body, None)
        if is_open:
            raise


def _apply_and_keep(session: Session, name: str, told: Told, body: bytes) -> None:
    outcome = apply(session, name, told)
    if not repository.keep_notice(session, name, told, body, outcome):
        raise _AppliedBefore


def apply(session: Session, name: str, told: Told) -> str:
    """Apply a notice; what came of it."""
    outcome = "nothing"
    if told.refund is not None:
        outcome = _of_refund(session, told.number, told.refund)
    elif told.trade is not None:
        outcome = _of_trade(session, name, told.number, told.trade)
    if outcome == "unknown_number":
        happenings.alarm(session, "unknown_number", told.number or told.event_id)
    return outcome


def _of_refund(session: Session, number: str, found: RefundFound) -> str:
    refund = repository.refund_by_number(session, number)
    if refund is None:
        return "unknown_number"
    repository.locked(session, refund.payment_id)
    now = repository.refund(session, refund.id)
    if not refunds.fits(session, now, found):  # the channel itself is asked, as after a payment
        refunds.ask_now(session, now)
    return refunds.apply(session, now, found)


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
