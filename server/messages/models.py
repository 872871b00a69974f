"""Messages, what was tried, what people agreed to receive, and who is to be rung up."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Uuid
from sqlalchemy import text as sqltext
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import Model
from server.kit.columns import Encrypted, Json, Sequence, UtcDateTime
from server.kit.ids import new_key

_ASKED_ABOUT = sqltext("occasion IS NOT NULL")


class Message(Model):
    """One message to one recipient, in the words it was and will be told in.

    ``account_id`` is who gets it; without one it is the elder herself, who has no account.
    ``elder_id`` is whom it is about. ``turn`` is the number of the one job that may send it now,
    ``round`` how often staff have started it anew.
    """

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint("account_id IS NOT NULL OR elder_id IS NOT NULL", name="recipient"),
        CheckConstraint(
            "status IN ('created', 'sending', 'accepted', 'delivered', 'refused', 'given_up')",
            name="status",
        ),
        Index("ix_messages_account_id_id", "account_id", "id"),
        Index("ix_messages_elder_id_id", "elder_id", "id"),
        Index("ix_messages_status_id", "status", "id"),
        Index("ix_messages_status_changed_at", "status", "changed_at", "id"),
        Index(
            "ix_messages_occasion_id",
            "occasion",
            "id",
            sqlite_where=_ASKED_ABOUT,
            postgresql_where=_ASKED_ABOUT,
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    origin: Mapped[str] = mapped_column(String(96), unique=True)
    """What it was announced by, and to whom: announced twice, it is written once."""
    occasion: Mapped[str | None] = mapped_column(String(64))
    """What several were announced for together, if somebody will ask what became of them."""
    verify_number: Mapped[str] = mapped_column(String(9), unique=True)
    event: Mapped[str] = mapped_column(String(32))
    audience: Mapped[str] = mapped_column(String(8))
    account_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    elder_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    details: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Ids and codes; the words made of them are in ``text``."""
    text: Mapped[dict[str, Any] | None] = mapped_column(Encrypted("messages.text"))
    """``templates.Text`` as JSON; empty once it is erased."""
    status: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str | None] = mapped_column(String(8))
    turn: Mapped[int] = mapped_column(Integer, default=0)
    round: Mapped[int] = mapped_column(Integer, default=0)
    holds_consent: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether one consent was taken out of the balance for it and not yet spent or given back."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MessageEvent(Model):
    """One change of a message's status, and why."""

    __tablename__ = "messages_events"
    __table_args__ = (Index("ix_messages_events_message_id_seq", "message_id", "seq"),)

    seq: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("messages.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    from_status: Mapped[str | None] = mapped_column(String(16))
    to_status: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(48))
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)


class Attempt(Model):
    """One try over one channel. Without an outcome it is in flight, or its worker died."""

    __tablename__ = "messages_attempts"
    __table_args__ = (Index("ix_messages_attempts_message_id_id", "message_id", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("messages.id"))
    round: Mapped[int] = mapped_column(Integer)
    channel: Mapped[str] = mapped_column(String(8))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(16))
    errcode: Mapped[int | None] = mapped_column(Integer)
    provider_id: Mapped[str | None] = mapped_column(String(64), index=True)


class Consent(Model):
    """How many messages of a WeChat template an account has agreed to receive."""

    __tablename__ = "messages_consents"
    __table_args__ = (CheckConstraint("remaining >= 0", name="remaining"),)

    account_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    template: Mapped[str] = mapped_column(String(32), primary_key=True)
    remaining: Mapped[int] = mapped_column(Integer, default=0)
    long_term: Mapped[bool] = mapped_column(Boolean, default=False)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Call(Model):
    """Somebody to be rung up by a person, and what to say."""

    __tablename__ = "messages_calls"
    __table_args__ = (
        CheckConstraint("status IN ('open', 'done')", name="status"),
        Index("ix_messages_calls_status_due_at", "status", "due_at", "id"),
        Index("ix_messages_calls_district_street_status", "district", "street", "status"),
        Index("ix_messages_calls_elder_id", "elder_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("messages.id"), index=True)
    account_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    elder_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    district: Mapped[str | None] = mapped_column(String(32))
    street: Mapped[str | None] = mapped_column(String(64))
    """Whose street rings: where the elder lives."""
    reason: Mapped[str] = mapped_column(String(48))
    status: Mapped[str] = mapped_column(String(8), default="open")
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    outcome: Mapped[str | None] = mapped_column(String(16))
    done_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WeChatPush(Model):
    """A subscribe event that WeChat pushed: kept once, its content until it has been applied."""

    __tablename__ = "messages_wechat_pushes"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    dedupe_key: Mapped[str] = mapped_column(String(64), unique=True)
    event: Mapped[str] = mapped_column(String(48))
    content: Mapped[dict[str, Any] | None] = mapped_column(
        Encrypted("messages_wechat_pushes.content")
    )
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
