"""Reading the audit: what was done in one elder's name."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

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
