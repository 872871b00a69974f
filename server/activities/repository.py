"""All queries on activities."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.activities.models import Activity, SignUp
from server.kit import intervals
from server.kit.rows import changed

HELD = ("waiting", "confirmed")


def open_in(session: Session, district: str, now: datetime, limit: int) -> list[Activity]:
    """Activities of a district that one can still sign up for, the soonest first."""
    chosen = select(Activity).where(Activity.street.startswith(district), Activity.closes_at > now)
    return list(session.scalars(chosen.order_by(Activity.starts_at, Activity.id).limit(limit)))


def activity(session: Session, activity_id: uuid.UUID) -> Activity | None:
    """An activity."""
    return session.get(Activity, activity_id)


def take_place(session: Session, activity_id: uuid.UUID) -> bool:
    """Take one place; False if none is left."""
    left = update(Activity).where(Activity.id == activity_id, Activity.places_left > 0)
    return changed(session, left.values(places_left=Activity.places_left - 1)) == 1


def give_place_back(session: Session, activity_id: uuid.UUID) -> None:
    """A place is free again."""
    some = update(Activity).where(Activity.id == activity_id)
    changed(session, some.values(places_left=Activity.places_left + 1))


def held(session: Session, activity_id: uuid.UUID, elder_id: uuid.UUID) -> SignUp | None:
    """The place that an elder holds."""
    chosen = select(SignUp).where(
        SignUp.activity_id == activity_id,
        SignUp.elder_id == elder_id,
        SignUp.status.in_(HELD),
    )
    return session.scalars(chosen).one_or_none()


def sign_ups_between(session: Session, after: datetime, upto: datetime, limit: int) -> list[SignUp]:
    """Sign-ups made after one instant and up to another, in their order; those of the last
    instant all, whatever the limit."""
    some = select(SignUp).where(SignUp.created_at > after, SignUp.created_at <= upto)
    return intervals.whole_instants(session, some, (SignUp.created_at, SignUp.id), limit)


def sign_up(session: Session, sign_up_id: uuid.UUID) -> SignUp | None:
    """A sign-up, locked."""
    chosen = select(SignUp).where(SignUp.id == sign_up_id).with_for_update()
    return session.scalars(chosen.execution_options(populate_existing=True)).one_or_none()


def of_elder(session: Session, elder_id: uuid.UUID, limit: int) -> list[tuple[SignUp, Activity]]:
    """An elder's sign-ups with their activities, the newest first."""
    chosen = (
        select(SignUp, Activity)
        .join(Activity, Activity.id == SignUp.activity_id)
        .where(SignUp.elder_id == elder_id)
        .order_by(SignUp.created_at.desc(), SignUp.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in session.execute(chosen)]


def to_come(session: Session, elder_id: uuid.UUID, now: datetime) -> list[tuple[SignUp, Activity]]:
    """The places that an elder holds at activities that have not begun, the soonest first."""
    chosen = (
        select(SignUp, Activity)
        .join(Activity, Activity.id == SignUp.activity_id)
        .where(SignUp.elder_id == elder_id, SignUp.status.in_(HELD), Activity.starts_at > now)
        .order_by(Activity.starts_at, SignUp.id)
    )
    return [(row[0], row[1]) for row in session.execute(chosen)]
