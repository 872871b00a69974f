"""Tables of payments: what is owed, attempts to pay it, refunds, notices, the ledger."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    Uuid,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import Model
from server.kit.columns import Encrypted, Json, Sequence, UtcDateTime
from server.kit.ids import new_key
from server.payments.states import ATTEMPT, PAYMENT, REFUND

Fen = BigInteger
_NUMBERED = text("channel <> 'offline'")


def _one_of_a_payment(name: str, which: str) -> Index:
    """At most one attempt of a payment may be so, whatever races there are."""
    return Index(
        f"uq_payments_attempts_{name}",
        "payment_id",
        unique=True,
        sqlite_where=text(which),
        postgresql_where=text(which),
    )


class Seller(Model):
    """Who is paid: an operator with a merchant number of its own at each channel."""

    __tablename__ = "payments_sellers"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    name: Mapped[str] = mapped_column(String(64))
    district: Mapped[str | None] = mapped_column(String(32))
    wechat_sub_mchid: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Payment(Model):
    """What one order owes. Its parts are fixed when it is made; the server computed them."""

    __tablename__ = "payments_payments"
    __table_args__ = (
        UniqueConstraint("payable_kind", "payable_id"),
        CheckConstraint(PAYMENT.check(), name="status"),
        CheckConstraint(
            "total_fen = city_subsidy_fen + district_subsidy_fen + self_pay_fen "
            "AND city_subsidy_fen >= 0 AND district_subsidy_fen >= 0 AND self_pay_fen >= 0",
            name="parts",
        ),
        CheckConstraint("refunded_fen >= 0 AND refunded_fen <= total_fen", name="refunded_fen"),
        CheckConstraint("hand_over IN ('pick_up', 'city', 'virtual')", name="hand_over"),
        Index("ix_payments_payments_elder_id_created_at", "elder_id", "created_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    payable_kind: Mapped[str] = mapped_column(String(32))
    payable_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    seller_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payments_sellers.id"), index=True)
    elder_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    title: Mapped[str] = mapped_column(String(64))
    district: Mapped[str | None] = mapped_column(String(32))
    """Whose district subsidy it is."""
    point_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    point_name: Mapped[str | None] = mapped_column(String(64))
    """Where it is eaten or done, as it was called then; settlement is by point."""
    serves_on: Mapped[date | None] = mapped_column(Date)
    operating: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """Whether the point gets the operating subsidy for serving it."""
    hand_over: Mapped[str] = mapped_column(String(8), default="virtual", server_default="virtual")
    """How it reaches the buyer, as WeChat wants to be told: pick_up, city, virtual."""
    total_fen: Mapped[int] = mapped_column(Fen)
    city_subsidy_fen: Mapped[int] = mapped_column(Fen)
    district_subsidy_fen: Mapped[int] = mapped_column(Fen)
    self_pay_fen: Mapped[int] = mapped_column(Fen)
    refunded_fen: Mapped[int] = mapped_column(Fen, default=0)
    """Of the total: what is on its way back or back, with the subsidy's part in it."""
    status: Mapped[str] = mapped_column(String(16), default="open")
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Attempt(Model):
    """One try to pay through one channel, by one payer. One may be open, and one may count."""

    __tablename__ = "payments_attempts"
    __table_args__ = (
        UniqueConstraint("channel", "trade_no"),
        CheckConstraint(ATTEMPT.check(), name="status"),
        _one_of_a_payment("open", "status IN ('created', 'prepared')"),
        _one_of_a_payment("counted", "counted"),
        # What the channel moved once pays once, whoever tells of it. At a counter it is the number of
        # a receipt: each seller has its own, and one receipt may be for two orders.
        Index(
            "uq_payments_attempts_transaction",
            "channel",
            "transaction_id",
            unique=True,
            sqlite_where=_NUMBERED,
            postgresql_where=_NUMBERED,
        ),
        Index("ix_payments_attempts_payment_id", "payment_id"),
        Index("ix_payments_attempts_paid_at", "paid_at"),
        Index("ix_payments_attempts_payer_account_id", "payer_account_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    payment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payments_payments.id"))
    channel: Mapped[str] = mapped_column(String(16))
    way: Mapped[str] = mapped_column(String(16))
    """How within the channel: jsapi, native, h5; cash, card."""
    trade_no: Mapped[str] = mapped_column(String(32))
    amount_fen: Mapped[int] = mapped_column(Fen)
    payer_account_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    status: Mapped[str] = mapped_column(String(16), default="created")
    counted: Mapped[bool] = mapped_column(Boolean, default=False)
    prepared: Mapped[dict[str, Any] | None] = mapped_column(Encrypted("payments_attempts.prepared"))
    """What the payer's device needs, while it is good."""
    transaction_id: Mapped[str | None] = mapped_column(String(64))
    received_fen: Mapped[int | None] = mapped_column(Fen)
    paid_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    shipped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the channel was told that it was handed over, where it wants to be told."""
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Refund(Model):
    """Money on its way back to whoever paid it. A repeat has the same number."""

    __tablename__ = "payments_refunds"
    __table_args__ = (
        CheckConstraint(REFUND.check(), name="status"),
        CheckConstraint(
            "amount_fen >= 0 AND city_subsidy_fen >= 0 AND district_subsidy_fen >= 0 "
            "AND amount_fen + city_subsidy_fen + district_subsidy_fen > 0",
            name="parts",
        ),
        # What the channel gave back once is one refund of ours, whoever tells of it.
        Index("uq_payments_refunds_channel_refund_id", "channel", "channel_refund_id", unique=True),
        Index("ix_payments_refunds_attempt_id", "attempt_id"),
        Index("ix_payments_refunds_payment_id", "payment_id"),
        Index("ix_payments_refunds_status", "status", "created_at"),
        Index("ix_payments_refunds_accepted_at", "accepted_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    payment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payments_payments.id"))
    attempt_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("payments_attempts.id"))
    """Whose money goes back; None where public funds bore all of it."""
    channel: Mapped[str | None] = mapped_column(String(16))
    """Through which it came and goes back; None likewise."""
    refund_no: Mapped[str] = mapped_column(String(64), unique=True)
    amount_fen: Mapped[int] = mapped_column(Fen)
    """What the payer gets back through the channel."""
    city_subsidy_fen: Mapped[int] = mapped_column(Fen, default=0)
    district_subsidy_fen: Mapped[int] = mapped_column(Fen, default=0)
    of_surplus: Mapped[bool] = mapped_column(Boolean, default=False)
    """Money that never counted; the order's own parts are not touched."""
    reason: Mapped[str] = mapped_column(String(32))
    """A code: cancelled_by_payer, paid_twice, paid_late, wrong_amount, …"""
    status: Mapped[str] = mapped_column(String(16), default="requested")
    tries: Mapped[int] = mapped_column(Integer, default=0)
    channel_refund_id: Mapped[str | None] = mapped_column(String(64))
    """The channel's own number of it."""
    last_code: Mapped[str | None] = mapped_column(String(64))
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the channel took it on, by its clock where it says so: on that day it is in the bill."""
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Happening(Model):
    """What happened to a payment, an attempt or a refund: replayed, it gives the status."""

    __tablename__ = "payments_events"
    __table_args__ = (Index("ix_payments_events_payment_id_seq", "payment_id", "seq"),)

    seq: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    payment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payments_payments.id"))
    noun: Mapped[str] = mapped_column(String(16))
    noun_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    before: Mapped[str | None] = mapped_column(String(16))
    after: Mapped[str] = mapped_column(String(16))
    because: Mapped[str] = mapped_column(String(32))
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Notice(Model):
    """A notice as it came, kept before it is applied, and once only."""

    __tablename__ = "payments_notices"
    __table_args__ = (
        UniqueConstraint("channel", "event_id"),
        Index("ix_payments_notices_outcome", "outcome", "received_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    channel: Mapped[str] = mapped_column(String(16))
    event_id: Mapped[str] = mapped_column(String(64))
    event_type: Mapped[str] = mapped_column(String(32))
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    outcome: Mapped[str | None] = mapped_column(String(32))
    """What came of it: applied, known_before, unknown_number, mismatched, malformed, nothing."""
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Incident(Model):
    """Something about money that a person has to look at. Never deleted, closed with a word."""

    __tablename__ = "payments_incidents"
    __table_args__ = (
        UniqueConstraint("kind", "about"),
        Index("ix_payments_incidents_closed_at", "closed_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    kind: Mapped[str] = mapped_column(String(32))
    about: Mapped[str] = mapped_column(String(96))
    """The number or id it is about; one incident of a kind for each."""
    payment_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("payments_payments.id"))
    details: Mapped[dict[str, Any]] = mapped_column(Json)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    closing_note: Mapped[str | None] = mapped_column(String(200))


class Reconciliation(Model):
    """How far the comparison of one channel's bill of one day is; begun again, it is the same row."""

    __tablename__ = "payments_reconciliations"
    __table_args__ = (UniqueConstraint("channel", "seller", "day"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    channel: Mapped[str] = mapped_column(String(16))
    seller: Mapped[str] = mapped_column(String(36))
    """A seller's id; empty where one bill holds what all of them sold."""
    day: Mapped[date] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(8))
    """``waiting`` for the bill, or ``done``."""
    last_code: Mapped[str | None] = mapped_column(String(64))
    lines: Mapped[int] = mapped_column(Integer)
    bill_fen: Mapped[int] = mapped_column(Fen)
    """What was paid less what was given back, by the bill."""
    ran_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was last tried; ``done_at`` says when it last came to its end."""
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Difference(Model):
    """What a bill, our payments and the ledger do not say alike. Never overwritten: one that has
    vanished is ``resolved_at`` then, and one that comes again is a row of its own."""

    __tablename__ = "payments_differences"
    __table_args__ = (
        Index(
            "uq_payments_differences_open",
            "reconciliation_id",
            "kind",
            "number",
            unique=True,
            sqlite_where=text("resolved_at IS NULL"),
            postgresql_where=text("resolved_at IS NULL"),
        ),
        Index("ix_payments_differences_resolved_at", "resolved_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    reconciliation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payments_reconciliations.id"))
    kind: Mapped[str] = mapped_column(String(32))
    number: Mapped[str] = mapped_column(String(64))
    ours_fen: Mapped[int | None] = mapped_column(Fen)
    ledger_fen: Mapped[int | None] = mapped_column(Fen)
    bill_fen: Mapped[int | None] = mapped_column(Fen)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    noted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    noted_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    note: Mapped[str | None] = mapped_column(String(200))
    """What a member of staff found out. The difference stays open until it has vanished."""


class LedgerEntry(Model):
    """One side of a movement of money. Immutable; the entries of a ``movement_id`` add up to zero.

    ``cause`` says which movement it is, with ``cause_id`` once only.
    """

    __tablename__ = "payments_ledger_entries"
    __table_args__ = (
        UniqueConstraint("cause", "cause_id", "account", "holder"),
        CheckConstraint("amount_fen <> 0", name="amount_fen"),
        Index("ix_payments_ledger_entries_account_day", "account", "holder", "day"),
        Index("ix_payments_ledger_entries_payment_id", "payment_id"),
    )

    seq: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    movement_id: Mapped[uuid.UUID] = mapped_column(Uuid, index=True)
    cause: Mapped[str] = mapped_column(String(32))
    cause_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    account: Mapped[str] = mapped_column(String(24))
    holder: Mapped[str] = mapped_column(String(64))
    """Whose account of that kind: a seller's id, a district, a channel."""
    amount_fen: Mapped[int] = mapped_column(Fen)
    day: Mapped[date] = mapped_column(Date)
    payment_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("payments_payments.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
