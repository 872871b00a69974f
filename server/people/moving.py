"""An elder who moves: to another street, out of the city; and whom her new street has not met yet."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from server.errors import Problem
from server.kit.clock import BEIJING, business_now, business_today
from server.oversight import audit
from server.oversight.actor import Actor, Role
from server.people import assisting, elders, facts
from server.people.access import office_of
from server.people.models import Elder
from server.people.repository import elders as records
from server.people.repository import worklists
from server.people.states import Source, Standing

MET_WITHIN = timedelta(days=7)
LISTED = timedelta(days=30)
PUT_RIGHT_WITHIN = timedelta(days=90)
MOST = 2000
"""Moves of one street in a month that a list holds; the census counts far fewer."""


@dataclass(frozen=True)
class Move:
    """To which street (code), since when, who said so, and what the elder will read about it."""

    street: str
    on: date
    source: Source
    reason: str


@dataclass(frozen=True)
class Moved:
    """Somebody who came from another street (``came_from``, a code) or has left the city."""

    elder: Elder
    due_at: datetime
    came_from: str | None

    @property
    def came(self) -> bool:
        """Whether she is new here; else she has gone."""
        return self.came_from is not None


def to_street(session: Session, clerk: Actor, elder_id: uuid.UUID, asked: Move) -> Elder:
    """Write down that an elder lives in another street now: from then on its clerks look after
    her, and the clerk's own street no more.

    Raises Problem 404 and 403 as ``office_of``, 409 for whoever lives there already or has no
    services, 422 for a day that has not come.
    """
    office = office_of(session, clerk, elder_id, Role.STREET_CLERK)
    elder = records.locked(session, office)
    if elder.status != Standing.ACTIVE:
        raise Problem(409, "services-ended", "这位老人登记为去世或迁走，请先恢复，再登记搬家")
    if elder.street == asked.street:
        raise Problem(409, "standing-same", "老人登记的就是这个街道，请核对新街道")
    if asked.on > business_today():
        raise Problem(422, "invalid-input", "日期不能晚于今天")
    facts.state(session, office, worklists.STREET, asked.street, asked.source)
    elder.version += 1
    session.flush()
    audit.record(
        session, clerk, "elder.moved", elder_id=elder_id, about=("street", asked.street),
        purpose=asked.reason, on=asked.on.isoformat(), source=asked.source,
    )  # fmt: skip
    return elder


def listed(session: Session, clerk: Actor) -> list[Moved]:
    """Who has come to the clerk's street and was not met yet, and who has left, by when due."""
    rows = records.rows_of(clerk.posts, {Role.STREET_CLERK})
    since = business_now() - LISTED
    came = [
        Moved(elder, at + MET_WITHIN, before)
        for elder, at, before in worklists.moved_in(session, rows, since, MOST)
        if elder.street != before
    ]
    gone_since = business_today() - PUT_RIGHT_WITHIN
    gone = [
        Moved(elder, _end_of(elder.status_on or gone_since), None)
        for elder in worklists.moved_away(session, rows, gone_since, MOST)
    ]
    return sorted(came + gone, key=lambda each: (each.due_at, each.elder.id))


def _end_of(gone_on: date) -> datetime:
    return datetime.combine(gone_on + PUT_RIGHT_WITHIN, time.min, BEIJING)


def met(session: Session, clerk: Actor, elder_id: uuid.UUID, what: str) -> None:
    """The new street has spoken with her; what about, she can read. Raises Problem 409 for
    whoever has no services here."""
    office = office_of(session, clerk, elder_id, Role.STREET_CLERK)
    if records.one(session, office).status != Standing.ACTIVE:
        raise Problem(409, "services-ended", "这位老人登记为迁走，不用联系；回来了请选“恢复服务”")
    begun = assisting.begin(session, clerk, elder_id, f"搬来后联系：{what}")
    assisting.end(session, clerk, begun.id)


def back(session: Session, clerk: Actor, elder_id: uuid.UUID, reason: str) -> Elder:
    """She lives here after all. Raises Problem 409 for whoever was not gone."""
    office = office_of(session, clerk, elder_id, Role.STREET_CLERK)
    today = business_today()
    return elders.set_standing(session, office, Standing.ACTIVE, today, Source.STAFF, reason)
