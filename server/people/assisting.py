"""Assisted mode: a clerk says what for, then acts for an elder of her street for two hours."""

from __future__ import annotations

import uuid
from datetime import timedelta

from sqlalchemy.orm import Session

from server.errors import TITLES, Problem
from server.kit.clock import business_now
from server.kit.ids import new_key
from server.oversight import audit
from server.oversight.actor import Actor, Role
from server.people.access import office_of
from server.people.models import Assistance
from server.people.repository import grants

LASTS = timedelta(hours=2)


def begin(session: Session, clerk: Actor, elder_id: uuid.UUID, purpose: str) -> Assistance:
    """From now on ``acting_for`` lets the clerk act for the elder. Raises Problem 404 and 403."""
    acting = office_of(session, clerk, elder_id, Role.STREET_CLERK)
    now = business_now()
    begun = Assistance(
        id=new_key(),
        elder_id=acting.elder_id,
        staff_id=clerk.id,
        purpose=purpose,
        begun_at=now,
        ends_at=now + LASTS,
    )
    session.add(begun)
    session.flush()
    audit.record(session, clerk, "assistance.begun", elder_id=elder_id, purpose=purpose)
    return begun


def end_for(session: Session, clerk: Actor, elder_id: uuid.UUID) -> None:
    """The clerk is done with whatever she began for this elder."""
    if clerk.id is None:
        raise Problem(404, *TITLES[404])
    while (begun := grants.assistance(session, elder_id, clerk.id, business_now())) is not None:
        end(session, clerk, begun.id)


def end(session: Session, clerk: Actor, assistance_id: uuid.UUID) -> None:
    """The clerk is done. Raises Problem 404 for another's assistance."""
    begun = grants.assistance_of(session, clerk.id, assistance_id)
    if begun is None:
        raise Problem(404, *TITLES[404])
    begun.ends_at = min(begun.ends_at, business_now())
    session.flush()
    audit.record(session, clerk, "assistance.ended", elder_id=begun.elder_id)
