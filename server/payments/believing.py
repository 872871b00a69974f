"""Whether what a channel tells is what we asked for: ours, to the fen, and told of nothing else before.

What is not is believed by nobody: staff have an incident of it, and the channel itself is asked.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from server.payments import happenings, repository
from server.payments.channels import RefundFound, TradeFound, TradeState
from server.payments.models import Attempt, Payment, Refund

OTHER_AMOUNT = "amount_mismatch"
"""The incident of money of another amount than was asked for, or of another merchant's."""

TRANSACTION_TWICE = "transaction_twice"
"""The incident of an attempt that the channel calls paid by what has paid another one."""

OTHER_REFUND = "refund_mismatch"
"""The incident of a refund of which the channel tells other figures than were asked for."""

REFUND_TWICE = "refund_twice"
"""The incident of a refund that the channel calls by the number of another one."""


# ---- trades


def fits(session: Session, attempt: Attempt, found: TradeFound) -> bool:
    """Whether what is told of a payment is what we asked for: ours, to the fen, and by money that has
    not paid anything else."""
    if found.state is not TradeState.PAID:
        return True
    return as_asked(attempt, found) and paid_elsewhere(session, attempt, found) is None


def as_asked(attempt: Attempt, found: TradeFound) -> bool:
    """Whether it is ours and to the fen, whatever else it has paid."""
    return found.is_ours and found.amount_fen == attempt.amount_fen


def paid_elsewhere(session: Session, attempt: Attempt, found: TradeFound) -> Attempt | None:
    """Another attempt that the same transaction of the channel has paid: it pays once."""
    if found.transaction_id is None:
        return None
    other = repository.attempt_paid_by(session, attempt.channel, found.transaction_id)
    return None if other is None or other.id == attempt.id else other


def alarm(session: Session, payment: Payment, attempt: Attempt, found: TradeFound) -> None:
    """Another amount than we asked for, another merchant's, or money that has paid another order:
    nobody guesses, staff look."""
    if (other := paid_elsewhere(session, attempt, found)) is not None:
        happenings.alarm(
            session, TRANSACTION_TWICE, attempt.trade_no, payment.id,
            transaction=found.transaction_id, other=other.trade_no, told_fen=found.amount_fen,
        )  # fmt: skip
        return
    happenings.alarm(
        session, OTHER_AMOUNT, attempt.trade_no, payment.id,
        asked_fen=attempt.amount_fen, told_fen=found.amount_fen, is_ours=found.is_ours,
    )  # fmt: skip


def of_another_amount(session: Session, attempt: Attempt) -> int:
    """What an attempt brought that was not asked for and is not on its way back, in fen."""
    if attempt.status != "mismatched" or repository.surplus_refund(session, attempt.id) is not None:
        return 0
    return attempt.received_fen or 0


def being_checked(session: Session, attempt: Attempt) -> bool:
    """Whether staff have yet to find out what an attempt brought, and nobody is asked to pay meanwhile:
    money of another amount until it goes back, and what the channel calls paid though nothing of it
    came here until they have closed its incident."""
    if attempt.status != "mismatched" or attempt.received_fen:
        return of_another_amount(session, attempt) > 0
    kinds = (OTHER_AMOUNT, TRANSACTION_TWICE)
    known = (repository.incident(session, kind, attempt.trade_no) for kind in kinds)
    return any(each is not None and each.closed_at is None for each in known)


# ---- refunds


def fits_refund(session: Session, refund: Refund, found: RefundFound) -> bool:
    """Whether what is told of a refund is what we asked for: ours, of that attempt, to the fen, and
    by a number that no other refund has."""
    return (
        _refund_as_asked(session, refund, found) and _told_elsewhere(session, refund, found) is None
    )


def _refund_as_asked(session: Session, refund: Refund, found: RefundFound) -> bool:
    attempt = repository.attempt(session, refund.attempt_id) if refund.attempt_id else None
    trade_no = attempt.trade_no if attempt else None
    return (
        found.is_ours
        and found.amount_fen in (None, refund.amount_fen)
        and found.trade_no in (None, trade_no)
    )


def _told_elsewhere(session: Session, refund: Refund, found: RefundFound) -> Refund | None:
    """Another refund that the channel has called by the same number of its own: it gives back once."""
    if found.channel_id is None or refund.channel is None:
        return None
    other = repository.refund_told_as(session, refund.channel, found.channel_id)
    return None if other is None or other.id == refund.id else other


def alarm_refund(session: Session, refund: Refund, found: RefundFound) -> None:
    """The same of a refund: whether the payer has the money is for staff to find out."""
    other = _told_elsewhere(session, refund, found)
    if other is not None and _refund_as_asked(session, refund, found):
        happenings.alarm(
            session, REFUND_TWICE, refund.refund_no, refund.payment_id,
            refund=found.channel_id, other=other.refund_no, fen=refund.amount_fen,
        )  # fmt: skip
        return
    happenings.alarm(
        session, OTHER_REFUND, refund.refund_no, refund.payment_id,
        asked_fen=refund.amount_fen, told_fen=found.amount_fen, is_ours=found.is_ours,
    )  # fmt: skip
