"""Tables of the editors' work: drafts, regression questions, candidates for a release."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import Model
from server.kit.columns import Json, Sequence, UtcDateTime
from server.kit.ids import new_key

OPEN = text("status IN ('draft', 'submitted', 'approved')")


class Draft(Model):
    """What an editor wants an entry to be, apart from what is live. One open draft an entry.

    ``content`` may be incomplete; only one without problems is submitted. ``base_digest`` is the
    digest of the working copy that it began from, None for a new entry.
    """

    __tablename__ = "editorial_drafts"
    __table_args__ = (
        CheckConstraint(
            "status IN ('draft', 'submitted', 'approved', 'published', 'withdrawn')", name="status"
        ),
        Index("uq_editorial_drafts_open", "entry_id", unique=True, sqlite_where=OPEN,
              postgresql_where=OPEN),
        Index("ix_editorial_drafts_status_id", "status", "id"),
    )  # fmt: skip

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    entry_id: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    base_digest: Mapped[str | None] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(String(200), default="")
    status: Mapped[str] = mapped_column(String(16))
    author_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    """Who wrote it last: nobody publishes what she wrote herself."""
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}


class DraftEvent(Model):
    """One change of a draft's status: who, when, why."""

    __tablename__ = "editorial_draft_events"

    seq: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("editorial_drafts.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    from_status: Mapped[str | None] = mapped_column(String(16))
    to_status: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(200), default="")
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)


class RegressionQuestion(Model):
    """A question and what has to come of it: an entry's answer, or (None) a refusal."""

    __tablename__ = "editorial_regression_questions"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    question: Mapped[str] = mapped_column(String(200), unique=True)
    entry_id: Mapped[str | None] = mapped_column(String(64))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}


class Candidate(Model):
    """A release to be, made of the working copy and one draft, on its way through the gate."""

    __tablename__ = "editorial_candidates"
    __table_args__ = (
        CheckConstraint(
            "status IN ('waiting', 'blocked', 'scheduled', 'published', 'failed')", name="status"
        ),
        Index("ix_editorial_candidates_draft_id", "draft_id"),
        Index("ix_editorial_candidates_status_publish_at", "status", "publish_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("editorial_drafts.id"))
    draft_version: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(16))
    requested_by: Mapped[uuid.UUID] = mapped_column(Uuid)
    publish_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it is to go live; None at once. It passes the gate when asked for and again then."""
    by_its_author: Mapped[bool] = mapped_column(Boolean, default=False)
    """A change of phrasings only, published by whoever wrote it."""
    digest: Mapped[str | None] = mapped_column(String(64))
    """Of the content that the questions were put to."""
    asked: Mapped[int] = mapped_column(Integer, default=0)
    asked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """How many questions were put, and when the newest of them was changed."""
    lost: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    override_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    override_reason: Mapped[str | None] = mapped_column(String(200))
    failure: Mapped[str | None] = mapped_column(String(64))
    release_number: Mapped[int | None] = mapped_column(Integer)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
