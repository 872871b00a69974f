"""The audit: rows are appended freely, and sealed into a hash chain afterwards."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import Model
from server.kit.columns import Json, Sequence, UtcDateTime
from server.kit.ids import new_key

UNSEALED = text("sealed_no IS NULL")


class AuditRecord(Model):
    """One thing that was done. ``details`` holds codes and ids, never personal data.

    ``sealed_no``, ``previous_hash`` and ``hash`` are empty until the worker seals the row.
    """

    __tablename__ = "oversight_audit_records"
    __table_args__ = (
        Index("ix_oversight_audit_records_elder_id_seq", "elder_id", "seq"),
        Index("ix_oversight_audit_records_actor_id_seq", "actor_id", "seq"),
        Index(
            "ix_oversight_audit_records_unsealed",
            "seq",
            postgresql_where=UNSEALED,
            sqlite_where=UNSEALED,
        ),
    )

    seq: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    id: Mapped[uuid.UUID] = mapped_column(Uuid, unique=True, default=new_key)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    elder_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    """On whose behalf, or whose data: the elder's list of what was done in her name reads this."""
    action: Mapped[str] = mapped_column(String(64))
    object_kind: Mapped[str | None] = mapped_column(String(32))
    object_id: Mapped[str | None] = mapped_column(String(64))
    purpose: Mapped[str | None] = mapped_column(String(200))
    request_id: Mapped[str | None] = mapped_column(String(32))
    details: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    sealed_no: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    previous_hash: Mapped[str | None] = mapped_column(String(64))
    hash: Mapped[str | None] = mapped_column(String(64))
