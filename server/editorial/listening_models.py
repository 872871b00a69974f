"""Tables of what people asked: what was not answered, how entries are used, what to correct."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import Model
from server.kit.columns import Json, Sequence, UtcDateTime
from server.kit.ids import new_key


class Unanswered(Model):
    """Questions alike that were not answered, or whose answer did not help. ``question`` names them.

    ``suggested`` are entries whose phrasing it might become, the likeliest first; what an editor
    refused is not suggested again.
    """

    __tablename__ = "editorial_unanswered"
    __table_args__ = (
        CheckConstraint("status IN ('open', 'drafted', 'answered', 'ignored')", name="status"),
        Index("ix_editorial_unanswered_status_last_at_id", "status", "last_at", "id"),
        Index("ix_editorial_unanswered_draft_id", "draft_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    question: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(16), default="open")
    asked: Mapped[int] = mapped_column(Integer, default=0)
    unhappy: Mapped[int] = mapped_column(Integer, default=0)
    first_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    suggested: Mapped[list[str]] = mapped_column(Json, default=list)
    refused: Mapped[list[str]] = mapped_column(Json, default=list)
    draft_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("editorial_drafts.id"))
    reason: Mapped[str | None] = mapped_column(String(200))
    decided_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)


class UnansweredWording(Model):
    """One wording of such a question in one street; empty where nobody knows the street."""

    __tablename__ = "editorial_unanswered_wordings"
    __table_args__ = (UniqueConstraint("bare", "district", "street"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("editorial_unanswered.id"), index=True)
    bare: Mapped[str] = mapped_column(String(200))
    """Without punctuation, by which the same words are known again."""
    question: Mapped[str] = mapped_column(String(200))
    district: Mapped[str] = mapped_column(String(6), default="")
    street: Mapped[str] = mapped_column(String(9), default="")
    asked: Mapped[int] = mapped_column(Integer, default=0)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EntryUse(Model):
    """How often an entry was told on a day in Beijing, what people thought of it, what came of it."""

    __tablename__ = "editorial_entry_uses"

    entry_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    shown: Mapped[int] = mapped_column(Integer, default=0)
    useful: Mapped[int] = mapped_column(Integer, default=0)
    useless: Mapped[int] = mapped_column(Integer, default=0)
    led: Mapped[int] = mapped_column(Integer, default=0)
    """To orders and applications (``outcomes``)."""
    checked: Mapped[int] = mapped_column(Integer, default=0)
    """To a check of what somebody may have, in the same conversation."""
    handed: Mapped[int] = mapped_column(Integer, default=0)
    """To asking for a person in the same conversation: the answer was not enough."""


class Heard(Model):
    """Up to where the turns of the chat were read, by what was read."""

    __tablename__ = "editorial_heard"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    seq: Mapped[int] = mapped_column(Sequence, default=0)
    seen: Mapped[int] = mapped_column(Sequence, default=0)
    """The newest turn at the last run; the next one reads up to it."""


class Correction(Model):
    """A release told another figure than the one before: whoever was told the old one may be told.

    ``changes``: ``{"label", "condition", "before", "after"}`` in words a person reads. ``heard``:
    who was told the old one, as they were last counted (``audiences``), while it is open.
    """

    __tablename__ = "editorial_corrections"
    __table_args__ = (
        CheckConstraint("status IN ('open', 'told', 'dismissed')", name="status"),
        UniqueConstraint("release_number", "entry_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    release_number: Mapped[int] = mapped_column(ForeignKey("editorial_releases.number"))
    entry_id: Mapped[str] = mapped_column(String(64))
    changes: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    status: Mapped[str] = mapped_column(String(16), default="open")
    told: Mapped[int] = mapped_column(Integer, default=0)
    reason: Mapped[str | None] = mapped_column(String(200))
    decided_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    heard: Mapped[dict[str, Any] | None] = mapped_column(Json)
    heard_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Trial(Model):
    """Questions put to a draft and to the live release, side by side, by the worker."""

    __tablename__ = "editorial_trials"
    __table_args__ = (
        CheckConstraint("status IN ('waiting', 'done', 'failed')", name="status"),
        Index("ix_editorial_trials_draft_id", "draft_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("editorial_drafts.id"))
    draft_version: Mapped[int] = mapped_column(Integer)
    questions: Mapped[list[str]] = mapped_column(Json)
    status: Mapped[str] = mapped_column(String(16), default="waiting")
    results: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    asked_by: Mapped[uuid.UUID] = mapped_column(Uuid)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Import(Model):
    """A file that was read: a policy document with its proposals, or a workbook with its report."""

    __tablename__ = "editorial_imports"
    __table_args__ = (CheckConstraint("kind IN ('document', 'workbook')", name="kind"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    kind: Mapped[str] = mapped_column(String(16))
    file: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    report: Mapped[dict[str, Any]] = mapped_column(Json)
    imported_by: Mapped[uuid.UUID] = mapped_column(Uuid)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Proposed(Model):
    """One passage of a document that an entry may be made of."""

    __tablename__ = "editorial_proposals"
    __table_args__ = (
        CheckConstraint("status IN ('proposed', 'drafted', 'dismissed')", name="status"),
        UniqueConstraint("import_id", "place"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    import_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("editorial_imports.id"))
    place: Mapped[int] = mapped_column(Integer)
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    status: Mapped[str] = mapped_column(String(16), default="proposed")
    draft_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("editorial_drafts.id"))
