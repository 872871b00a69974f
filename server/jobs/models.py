"""The outbox and the clock jobs."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, Integer, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import Model
from server.kit.columns import Json, Sequence, UtcDateTime


class Job(Model):
    """Something to be done, written in the transaction of the change that asks for it.

    ``payload`` holds ids and codes, never personal data. A running job whose lease has ended is
    claimed again: its worker died.
    """

    __tablename__ = "jobs_outbox"
    __table_args__ = (
        CheckConstraint("status IN ('waiting', 'running', 'done', 'given_up')", name="status"),
        Index("ix_jobs_outbox_status_run_at", "status", "run_at", "seq"),
    )

    seq: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    id: Mapped[uuid.UUID] = mapped_column(Uuid, unique=True)
    kind: Mapped[str] = mapped_column(String(64))
    key: Mapped[str | None] = mapped_column(String(96), unique=True)
    """What must be done once only; a second row with it is not written."""
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    request_id: Mapped[str | None] = mapped_column(String(32))
    """The request that asked for it; the log lines of the job carry it too."""
    status: Mapped[str] = mapped_column(String(16), default="waiting")
    run_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_by: Mapped[str | None] = mapped_column(String(64))
    last_error: Mapped[str | None] = mapped_column(String(120))
    """A code or the name of an exception's class, never its message."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ClockJob(Model):
    """Something done again and again, by one worker at a time."""

    __tablename__ = "jobs_clock"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    """How often in a row it failed."""
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_by: Mapped[str | None] = mapped_column(String(64))
    last_ok_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(String(120))
