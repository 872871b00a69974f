"""Who hears that money has arrived or is back: whoever paid it, and the elder whom it was paid for.

By a job, so that no message holds up money; each is told once. Whoever pays at the counter has it
from there: those attempts are made by staff.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from server.jobs.service import enqueue
from server.kit.clock import BEIJING
from server.messages.service import Announcement, announce
from server.payments import repository
from server.payments.models import Attempt, Payment, Refund
from server.transaction import transaction

PAID_JOB, REFUNDED_JOB = "payments.tell_paid", "payments.tell_refunded"


def paid_later(session: Session, attempt: Attempt) -> None:
    """Have it told that an attempt has paid its payment."""
    enqueue(session, PAID_JOB, {"attempt_id": str(attempt.id)}, key=f"paid:{attempt.id}")


def refunded_later(session: Session, refund: Refund) -> None:
    """Have it told that a refund has ended well."""
    enqueue(session, REFUNDED_JOB, {"refund_id": str(refund.id)}, key=f"refunded:{refund.id}")


def tell_paid(payload: dict[str, Any]) -> None:
    """``{"attempt_id"}``: what was paid for, how much, when."""
    with transaction() as session:
        attempt = repository.attempt(session, uuid.UUID(payload["attempt_id"]))
        payment = session.get_one(Payment, attempt.payment_id)
        said = _values(payment, attempt.amount_fen, attempt.paid_at)
        _tell(session, f"paid:{attempt.id}", "payment_received", payment.elder_id, attempt, said)


def tell_refunded(payload: dict[str, Any]) -> None:
    """``{"refund_id"}``: the same of money that is back, and how it got there. Of money that never
    counted the elder was told nothing."""
    with transaction() as session:
        refund = repository.refund(session, uuid.UUID(payload["refund_id"]))
        payment = session.get_one(Payment, refund.payment_id)
        attempt = repository.attempt(session, refund.attempt_id) if refund.attempt_id else None
        elder_id = None if refund.of_surplus else payment.elder_id
        said = _values(payment, refund.amount_fen, refund.finished_at)
        said["how"] = refund.status
        _tell(session, f"refunded:{refund.id}", "refund_done", elder_id, attempt, said)


def _values(payment: Payment, fen: int, at: datetime | None) -> dict[str, Any]:
    day = at.astimezone(BEIJING).date().isoformat() if at else None
    return {"matter": payment.title, "fen": fen, "day": day}


def _tell(
    session: Session, origin: str, event: str, elder_id: uuid.UUID | None,
    attempt: Attempt | None, said: dict[str, Any],
) -> None:  # fmt: skip
    on_a_phone = attempt is not None and attempt.channel != repository.OFFLINE
    to = [attempt.payer_account_id] if on_a_phone and attempt and attempt.payer_account_id else []
    if to or elder_id:
        announce(session, Announcement(origin, event, elder_id, to, said))
