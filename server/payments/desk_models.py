"""What staff ask of money: refunds that two persons have to want."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import Model
from server.kit.columns import UtcDateTime
from server.kit.ids import new_key
from server.kit.states import Machine

REQUEST = Machine(
    "refund request",
    {
        "waiting": frozenset({"approved", "refused"}),
        "approved": frozenset(),
        "refused": frozenset(),
        # Small enough for one person: done as it was asked for.
        "alone": frozenset(),
    },
)


class RefundRequest(Model):
    """A refund that a member of staff asked for, and who agreed to it."""

    __tablename__ = "payments_refund_requests"
    __table_args__ = (
        CheckConstraint(REQUEST.check(), name="status"),
        CheckConstraint("total_fen > 0", name="total_fen"),
        CheckConstraint("decided_by <> asked_by OR status = 'alone'", name="two_persons"),
        Index(
            "uq_payments_refund_requests_waiting",
            "payment_id",
            unique=True,
            sqlite_where=text("status = 'waiting'"),
            postgresql_where=text("status = 'waiting'"),
        ),
        Index("ix_payments_refund_requests_payment_id", "payment_id"),
        Index("ix_payments_refund_requests_status", "status", "asked_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    payment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payments_payments.id"))
    attempt_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("payments_attempts.id"))
    """Money of another amount that is to go back whole; None for a part of what was paid."""
    total_fen: Mapped[int] = mapped_column(BigInteger)
    words: Mapped[str] = mapped_column(String(200))
    """Why, as it was written."""
    status: Mapped[str] = mapped_column(String(16))
    asked_by: Mapped[uuid.UUID] = mapped_column(Uuid)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str | None] = mapped_column(String(200))
    refund_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("payments_refunds.id"))
