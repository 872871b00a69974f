"""Grants on paper: a clerk records what an elder has signed.

An institution's staff may act at once. For a person the elder's paper is one half: he accepts by
a code himself, so that the clerk alone gives nobody an account's access.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from server.errors import Problem
from server.kit.worklist import Asked
from server.oversight.actor import Actor, Role
from server.people import grants as service
from server.people.access import office_of
from server.people.invitations import Offer, invite
from server.people.models import Elder, Grant, Invitation
from server.people.repository import elders, grants, worklists
from server.people.states import Made, Standing, Status


@dataclass(frozen=True)
class Recorded:
    """The grant; for a person the code that accepts it, kept nowhere, and until when it is good."""

    grant: Grant
    code: str | None = None
    until: datetime | None = None


def record(
    session: Session, clerk: Actor, elder_id: uuid.UUID, offer: Offer, provider_id: uuid.UUID | None
) -> Recorded:
    """Keep a grant for which a paper is on file. Raises Problem 404 and 403 as ``office_of``, 409
    for whoever has died or moved away."""
    office = office_of(session, clerk, elder_id, Role.STREET_CLERK)
    if elders.one(session, office).status != Standing.ACTIVE:
        raise Problem(409, "services-ended", "这位老人登记为去世或迁走，不能登记授权。请先更正")
    if provider_id is None:
        code, grant, until = invite(session, office, offer)
        return Recorded(grant, code, until)
    return Recorded(
        service.give_to_provider(
            session, office, provider_id, offer.scopes, offer.days, offer.paper_reference
        )
    )


def listed(session: Session, clerk: Actor, asked: Asked) -> list[tuple[Grant, Invitation, Elder]]:
    """A page of those that nobody has accepted yet, each due when its code runs out."""
    rows = elders.rows_of(clerk.posts, {Role.STREET_CLERK})
    return worklists.papers(session, rows, asked)


def withdraw(session: Session, clerk: Actor, grant_id: uuid.UUID, reason: str) -> Grant:
    """The code works no more. Raises Problem 404 for another street's, 409 for one in force."""
    found = grants.by_id(session, grant_id)
    if found is None or found.elder_id is None or found.made_how != Made.STREET:
        raise Problem(404, "not-found", "没有找到这份纸质授权，可能不归您的街道管")
    office = office_of(session, clerk, found.elder_id, Role.STREET_CLERK)
    if found.status != Status.OFFERED:
        raise Problem(409, "grant-changed", "对方已经接受，或已经作废。请打开老人的授权页再看")
    return service.revoke_by_office(session, office, grant_id, reason)


def of(session: Session, clerk: Actor, elder_id: uuid.UUID) -> tuple[Elder, list[Grant]]:
    """An elder of the clerk's street and all her grants, the newest first."""
    office = office_of(session, clerk, elder_id, Role.STREET_CLERK)
    return elders.one(session, office), grants.of_elder(session, office)
