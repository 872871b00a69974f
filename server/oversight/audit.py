"""Writing the audit: one function that every domain calls inside its own transaction."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from intents.words.privacy import mask
from server.kit.clock import machine_now
from server.logs import current_request_id
from server.oversight import history
from server.oversight.actor import Actor
from server.oversight.models import AuditRecord

ONE_LOOK = timedelta(hours=1)
"""Somebody who opens the same page again within this time, or whose page brings itself up to date,
has looked at it once."""


def record(
    session: Session,
    actor: Actor,
    action: str,
    *,
    elder_id: uuid.UUID | None = None,
    about: tuple[str, object] | None = None,
    purpose: str | None = None,
    **details: Any,
) -> None:
    """Append what ``actor`` did. ``action`` is ``noun.verb``; ``about`` is (kind, id).

    ``elder_id`` names on whose behalf it was done or whose data was read. ``details`` are codes,
    ids and counts: personal data does not belong here. Of what staff write as ``purpose`` personal
    numbers are masked, since no record can be erased.
    """
    kind, about_id = about or (None, None)
    session.add(
        AuditRecord(
            at=machine_now(),
            actor_kind=actor.kind.value,
            actor_id=actor.id,
            elder_id=elder_id,
            action=action,
            object_kind=kind,
            object_id=None if about_id is None else str(about_id),
            purpose=None if purpose is None else mask(purpose),
            request_id=current_request_id(),
            details=details,
        )
    )


def full_read(
    session: Session, actor: Actor, place: str, *, elder_id: uuid.UUID | None, purpose: str
) -> None:
    """Append that ``actor`` was shown the full value of ``place`` (``table.column``), and why.

    In the writing transaction in which the value is read, so that none is shown without it.
    Raises ValueError without a purpose: staff are asked for one.
    """
    if not purpose.strip():
        raise ValueError(f"{place} is read in full for no purpose")
    record(
        session,
        actor,
        "personal_data.read",
        elder_id=elder_id,
        about=("field", place),
        purpose=purpose,
    )


def look(
    session: Session, actor: Actor, action: str, *, elder_id: uuid.UUID, about: tuple[str, object]
) -> None:
    """Append that ``actor`` looked at what is an elder's, masked as it was: she reads who did."""
    if not looked(session, actor, action, elder_id=elder_id, about=about):
        record(session, actor, action, elder_id=elder_id, about=about)


def looked(
    session: Session, actor: Actor, action: str, *, elder_id: uuid.UUID, about: tuple[str, object]
) -> bool:
    """Whether that look is kept already."""
    since = machine_now() - ONE_LOOK
    return history.has(session, actor, action, elder_id, about, since)
