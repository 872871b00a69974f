"""The street's queue of disagreements about grants."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.errors import TITLES, Problem
from server.kit.worklist import Asked
from server.oversight import audit
from server.oversight.actor import Actor, Role
from server.people import grants as service
from server.people.access import office_of
from server.people.models import Dispute, Elder, Grant
from server.people.repository import elders, grants, worklists


@dataclass(frozen=True)
class Case:
    """A dispute with the grant that somebody wants ended, and the grant by which he spoke."""

    dispute: Dispute
    grant: Grant
    elder: Elder
    raised_by: Grant | None


def waiting(session: Session, clerk: Actor) -> list[tuple[Dispute, Grant]]:
    """What the clerk's street has to decide, the oldest first."""
    return grants.open_disputes(session, elders.rows_of(clerk.posts, {Role.STREET_CLERK}))


def listed(session: Session, clerk: Actor, asked: Asked) -> list[tuple[Dispute, Grant, Elder]]:
    """A page of them with their elders, each due when it was raised."""
    rows = elders.rows_of(clerk.posts, {Role.STREET_CLERK})
    return worklists.disputes(session, rows, asked)


def case(session: Session, clerk: Actor, dispute_id: uuid.UUID) -> Case:
    """One of them with what both sides hold; that it was read is kept. Raises Problem 404."""
    found = grants.dispute(session, dispute_id)
    if found is None:
        raise Problem(404, "not-waiting", "没有找到等处理的意见，可能已经处理，或不归您的街道管")
    office = office_of(session, clerk, found.elder_id, Role.STREET_CLERK)
    grant = service.find(session, office, found.grant_id)
    about = ("dispute", found.id)
    audit.record(session, clerk, "dispute.read", elder_id=found.elder_id, about=about)
    raised = grants.raised_by(session, found)
    return Case(found, grant, elders.one(session, office), raised)


def decide(
    session: Session, clerk: Actor, dispute_id: uuid.UUID, uphold: bool, reason: str
) -> Grant:
    """Decide with a reason. Raises Problem 404 for what is decided or belongs to another street."""
    found = grants.dispute(session, dispute_id)
    if found is None:
        raise Problem(404, *TITLES[404])
    office = office_of(session, clerk, found.elder_id, Role.STREET_CLERK)
    return service.decide(session, office, found, uphold, reason)
