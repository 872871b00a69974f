"""The street's queue of disagreements about grants."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from server.errors import TITLES, Problem
from server.oversight.actor import Actor, Role
from server.people import grants as service
from server.people.access import office_of
from server.people.models import Dispute, Grant
from server.people.repository import elders, grants


def waiting(session: Session, clerk: Actor) -> list[tuple[Dispute, Grant]]:
    """What the clerk's street has to decide, the oldest first."""
    return grants.open_disputes(session, elders.rows_of(clerk.posts, {Role.STREET_CLERK}))


def decide(
    session: Session, clerk: Actor, dispute_id: uuid.UUID, uphold: bool, reason: str
) -> Grant:
    """Decide with a reason. Raises Problem 404 for what is decided or belongs to another street."""
    found = grants.dispute(session, dispute_id)
    if found is None:
        raise Problem(404, *TITLES[404])
    office = office_of(session, clerk, found.elder_id, Role.STREET_CLERK)
    return service.decide(session, office, found, uphold, reason)
