"""Tables of hand-offs: who asked for a person, who took it up, what came of it."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from server.conversation.handoff.states import HANDOFF
from server.extensions import Model
from server.kit.columns import Encrypted, Sequence, UtcDateTime, index_of
from server.kit.ids import new_key

_OPEN = text("status IN ('waiting', 'taken')")
_OF_NO_ELDER = text(f"{_OPEN} AND kind = 'callback' AND elder_id IS NULL")
PHONE = "conversation_handoffs.phone"


class Handoff(Model):
    """Somebody wants a person: to reply in the conversation, or to ring up."""

    __tablename__ = "conversation_handoffs"
    __table_args__ = (
        CheckConstraint("kind IN ('reply', 'callback')", name="kind"),
        CheckConstraint(HANDOFF.check(), name="status"),
        Index("ix_conversation_handoffs_status_due_at", "status", "due_at", "id"),
        Index("ix_conversation_handoffs_elder_id", "elder_id"),
        Index("ix_conversation_handoffs_asked_at", "asked_at", "district", "street", "elder_id"),
        Index("ix_conversation_handoffs_district_street_status", "district", "street", "status"),
        Index(
            "ix_conversation_handoffs_open",
            "due_at",
            "id",
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(
            "uq_conversation_handoffs_open",
            "conversation_id",
            "kind",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        # A number that nobody in particular has left is rung up once, in whichever conversation.
        Index(
            "uq_conversation_handoffs_phone_index",
            "phone_index",
            unique=True,
            sqlite_where=_OF_NO_ELDER,
            postgresql_where=_OF_NO_ELDER,
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    elder_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    district: Mapped[str | None] = mapped_column(String(6))
    street: Mapped[str | None] = mapped_column(String(9))
    """Whose street takes it up; without one it is anybody's until somebody takes it up."""
    phone: Mapped[str | None] = mapped_column(Encrypted(PHONE))
    phone_index: Mapped[str | None] = mapped_column(String(96), info=index_of("phone", PHONE))
    note: Mapped[str | None] = mapped_column(String(200))
    """What it is about, in the asker's words; personal numbers masked."""
    wish: Mapped[str | None] = mapped_column(String(32))
    """When to be rung up, in words as it was chosen."""
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owner_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(24))


class HandoffEvent(Model):
    """One change of a hand-off, and who made it."""

    __tablename__ = "conversation_handoff_events"
    __table_args__ = (Index("ix_conversation_handoff_events_handoff_id_seq", "handoff_id", "seq"),)

    seq: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    handoff_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("conversation_handoffs.id", ondelete="CASCADE")
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    from_status: Mapped[str | None] = mapped_column(String(16))
    to_status: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(48))
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
