"""Tables of the chat: conversations, their turns, what people thought of an answer."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import Model
from server.kit.columns import Json, Sequence, UtcDateTime
from server.kit.ids import new_key


class Conversation(Model):
    """A conversation. While nobody has signed in its id is a capability: whoever holds it may read
    and go on. With an account it is that person's, and of those who may ask for its elder."""

    __tablename__ = "conversations"
    __table_args__ = (
        Index("ix_conversations_account_id_expires_at", "account_id", "expires_at"),
        Index("ix_conversations_elder_id_expires_at", "elder_id", "expires_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    elder_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    """For whom it is asked; never changed once it has begun."""
    person: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """What was said of the person it is about: facts, what is being asked, what is not known."""
    self_check: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """A self-check under way or told, apart from the facts: its level is never taken for one."""


class Turn(Model):
    """What was asked (personal numbers masked) and what was told, from which release."""

    __tablename__ = "conversation_turns"
    __table_args__ = (
        CheckConstraint("input_mode IN ('text', 'voice')", name="input_mode"),
        Index("ix_conversation_turns_conversation_id_seq", "conversation_id", "seq"),
        Index(
            "ix_conversation_turns_entry_id_release",
            "entry_id",
            "release",
            "conversation_id",
            "created_at",
        ),
        Index("ix_conversation_turns_created_at_kind", "created_at", "kind", "conversation_id"),
    )

    seq: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    id: Mapped[uuid.UUID] = mapped_column(Uuid, unique=True, default=new_key)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
    input_mode: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(16))
    entry_id: Mapped[str | None] = mapped_column(String(64))
    release: Mapped[int | None] = mapped_column(Integer)
    reply: Mapped[dict[str, Any]] = mapped_column(Json)
    reasons: Mapped[dict[str, Any]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Feedback(Model):
    """Whether an answer helped: the last word on it. Its turn says which entry of which release."""

    __tablename__ = "conversation_feedback"
    __table_args__ = (
        CheckConstraint(
            "reason IN ('wrong', 'unclear', 'not_my_question', 'outdated', 'other')", name="reason"
        ),
        CheckConstraint("reason IS NULL OR NOT useful", name="reason_of_useless"),
    )

    message_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("conversation_turns.id", ondelete="CASCADE"), primary_key=True
    )
    useful: Mapped[bool] = mapped_column(Boolean)
    reason: Mapped[str | None] = mapped_column(String(24))
    comment: Mapped[str | None] = mapped_column(String(200))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
