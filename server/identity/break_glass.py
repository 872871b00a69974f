"""应急权限: who oversees takes a clerk's post for an hour, says why, and is looked at afterwards.

For the night when a street's clerk cannot be reached and an elder has to be helped. It opens no
more than a clerk sees, nobody outside the own district, and every reading is audited as ever.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from server.errors import TITLES, Problem
from server.identity import scope, staff, staff_repository
from server.identity.models import Staff, StaffPost
from server.kit.clock import machine_now
from server.oversight import audit
from server.oversight.actor import Actor, Post, Role

LASTS = timedelta(hours=1)
MAY = (Role.DISTRICT_REVIEWER, Role.CITY_SUPERVISOR, Role.ADMIN)
REVIEWS = (Role.CITY_SUPERVISOR, Role.ADMIN)
SHORTEST_REASON, LONGEST_REASON = 8, 200
SHOWN = 100


def take(session: Session, actor: Actor, street: Post, reason: str) -> StaffPost:
    """Hold a clerk's post for an hour from the next request on.

    Raises Problem 403 for a street beyond the actor's own posts, 422 without a real reason.
    """
    if not scope.covers(actor, street.district, street.street, *MAY):
        raise Problem(403, *TITLES[403])
    reason = reason.strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        said = f"请写清楚为什么（{SHORTEST_REASON} 到 {LONGEST_REASON} 个字），事后有人核查"
        wrong = [{"field": "reason", "message": said}]
        raise Problem(422, "invalid-input", said, errors=wrong)
    now = machine_now()
    made = StaffPost(
        staff_id=staff.named(session, actor).id,
        role=Role.STREET_CLERK.value,
        district=street.district,
        street=street.street,
        reason=reason,
        taken_at=now,
        expires_at=now + LASTS,
    )
    session.add(made)
    session.flush()
    audit.record(
        session, actor, "staff.glass_broken", about=("staff_post", made.id),
        purpose=reason, district=street.district, street=street.street,
    )  # fmt: skip
    return made


def taken(session: Session, *, unreviewed_only: bool = False) -> Sequence[tuple[StaffPost, Staff]]:
    """Posts taken so, the newest first, with who took them."""
    rows = staff_repository.taken_posts(session, unreviewed_only, SHOWN)
    who = staff_repository.by_ids(session, {row.staff_id for row in rows})
    return [(row, who[row.staff_id]) for row in rows]


def give_back(session: Session, actor: Actor) -> None:
    """End what the actor has taken, before its time."""
    now = machine_now()
    for row, who in taken(session):
        if who.id == actor.id and row.expires_at and row.expires_at > now and row.ended_at is None:
            row.ended_at = now
            audit.record(session, actor, "staff.glass_mended", about=("staff_post", row.id))


def review(session: Session, actor: Actor, post_id: uuid.UUID) -> None:
    """Somebody else has looked at what was done. Raises Problem 404, 403 for one's own."""
    found = staff_repository.taken_post(session, post_id)
    if found is None:
        raise Problem(404, *TITLES[404])
    if found.staff_id == actor.id:
        raise Problem(403, "own-emergency", "自己用的应急权限，要由别人核查")
    now = machine_now()
    found.reviewed_by, found.reviewed_at = actor.id, now
    if found.expires_at is not None and found.expires_at > now:
        found.ended_at = now
    audit.record(session, actor, "staff.glass_reviewed", about=("staff_post", found.id))
