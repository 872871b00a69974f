"""Reading the audit: what was done in one elder's name."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.oversight.actor import Actor
from server.oversight.models import AuditRecord


def of_elder(
    session: Session, elder_id: uuid.UUID, before: int | None, limit: int
) -> list[AuditRecord]:
    """What was done for an elder or with her data, the newest first, older than ``before``.

    Whoever calls has made sure that the reader may see it.
    """
    chosen = select(AuditRecord).where(AuditRecord.elder_id == elder_id)
    if before is not None:
        chosen = chosen.where(AuditRecord.seq < before)
    return list(session.scalars(chosen.order_by(AuditRecord.seq.desc()).limit(limit)))


def has(
    session: Session, actor: Actor, action: str, elder_id: uuid.UUID,
    about: tuple[str, object], since: datetime,
) -> bool:  # fmt: skip
    """Whether an actor has done one thing with an elder's data since an instant."""
    kind, about_id = about
    chosen = select(AuditRecord.seq).where(
        AuditRecord.elder_id == elder_id,
        AuditRecord.at >= since,
        AuditRecord.actor_id == actor.id,
        AuditRecord.action == action,
        AuditRecord.object_kind == kind,
        AuditRecord.object_id == str(about_id),
    )
    return session.scalars(chosen.limit(1)).first() is not None
