"""A notice: verified, applied once, kept, answered after the commit."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from server.payments import believing, happenings, paying, refunds, repository, settling
from server.payments.channels import NotVerifiedError, RefundFound, Told, TradeFound, channel
from server.transaction import once_more, transaction


class _AppliedBefore(Exception):
    """A repeat of a notice that was applied: what was done for it now is undone."""


def receive(name: str, headers: Mapping[str, str], body: bytes) -> None:
    """Take in a notice. Raises NotVerifiedError; any other failure leaves it to be sent again.

    It is applied and kept in one transaction, under the payment's lock. Of a notice that comes
    twice the second finds the first one kept, and leaves nothing. What cannot be applied now is kept
    by itself: it is not lost, and a repeat of it is applied then.
    """
    told = _opened(name, headers, body)
    try:
        once_more(lambda session: _apply_and_keep(session, name, told, body))
    except _AppliedBefore:
        return
    except Exception:
        with transaction() as session:
            is_open = repository.keep_notice(session, name, told, body, None)
        if is_open:
            raise


def _opened(name: str, headers: Mapping[str, str], body: bytes) -> Told:
    """A notice that is signed and does not open says that our key is not the channel's: staff mend
    that, and it comes again."""
    try:
        return channel(name).open_notice(headers, body)
    except NotVerifiedError as error:
        if error.unopened:
            with transaction() as session:
                happenings.alarm(session, "notice_unopened", name)
        raise


def _apply_and_keep(session: Session, name: str, told: Told, body: bytes) -> None:
    outcome = apply(session, name, told)
    if not repository.keep_notice(session, name, told, body, outcome):
        raise _AppliedBefore


def apply(session: Session, name: str, told: Told) -> str:
    """Apply a notice; what came of it."""
    outcome = "nothing"
    if told.fault is not None:
        return _of_malformed(session, name, told)
    if told.refund is not None:
        outcome = _of_refund(session, name, told.number, told.refund)
    elif told.trade is not None:
        outcome = _of_trade(session, name, told.number, told.trade)
    if outcome == "unknown_number":
        happenings.alarm(session, "unknown_number", told.number or told.event_id)
    return outcome


def _of_malformed(session: Session, name: str, told: Told) -> str:
    """Sent again it would be the same: it is kept, nothing of it is believed, the channel itself is
    asked about what it names, and staff see it, as money may have moved."""
    refund = repository.refund_by_number(session, name, told.number)
    both = repository.locked_with_attempt(session, name, told.number)
    payment_id = None
    if refund is not None:
        payment_id = refund.payment_id
        refunds.ask_now(session, refund)
    elif both is not None:
        payment_id = both[0].id
        paying.ask_now(session, both[1].id)
    about = told.number or told.event_id
    said = {"event": told.event_type, "field": told.fault}
    happenings.alarm(session, "notice_malformed", about, payment_id, **said)
    return "malformed"


def _of_refund(session: Session, name: str, number: str, found: RefundFound) -> str:
    refund = repository.refund_by_number(session, name, number)
    if refund is None:
        return "unknown_number"
    repository.locked(session, refund.payment_id)
    now = repository.refund(session, refund.id)
    if not believing.fits_refund(
        session, now, found
    ):  # the channel itself is asked, as after a payment
        refunds.ask_now(session, now)
    return refunds.apply(session, now, found)


def _of_trade(session: Session, name: str, number: str, found: TradeFound) -> str:
    both = repository.locked_with_attempt(session, name, number)
    if both is None:
        return "unknown_number"
    payment, attempt = both
    if believing.fits(session, attempt, found):
        return settling.apply(session, payment, attempt, found)
    # A notice of other figures is believed by nobody: the channel itself is asked.
    believing.alarm(session, payment, attempt, found)
    paying.ask_now(session, attempt.id)
    return "mismatched"
