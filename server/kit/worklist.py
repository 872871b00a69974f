"""Which rows of a list of open work somebody asks for, and the query that keeps just those.

A list is ordered by when each row is due, then by id: the most urgent first, keyset pages, no
COUNT on the way.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session

from server.kit.clock import BEIJING

Place = tuple[datetime, uuid.UUID]
"""Where a page ends: when its last row is due, and that row's id."""


class View(StrEnum):
    """What is asked of a list of open work."""

    ALL = "all"
    DUE = "due"
    OVERDUE = "overdue"
    STUCK = "stuck"
    MINE = "mine"


@dataclass
class Tally:
    """How many rows of a list's page there are, and how many of them are overdue."""

    open: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class Asked:
    """One page of a list: its view, filters by name, where it begins and how long it is. With a
    ``tally`` the rows of the page are counted there by the database, and none is read."""

    now: datetime
    view: View = View.ALL
    filters: Mapping[str, str] = field(default_factory=dict)
    after: Place | None = None
    limit: int = 51
    tally: Tally | None = None


@dataclass(frozen=True)
class Frame:
    """The columns that the views look at. Without ``owner`` or ``stuck`` that view is empty."""

    id: SQLColumnExpression[uuid.UUID]
    due: SQLColumnExpression[Any]
    owner: SQLColumnExpression[uuid.UUID | None] | None = None
    stuck: ColumnElement[bool] | None = None


def page(
    session: Session, rows: Any, frame: Frame, asked: Asked, me: uuid.UUID | None = None
) -> list[Any]:
    """``rows`` that are ``asked`` for, in order, each a tuple of what they select; ``me`` is whose
    are "mine". None where they are only counted."""
    wanted = _chosen(rows, frame, asked, me)
    if asked.tally is None:
        return [tuple(row) for row in session.execute(wanted)]
    _count(session, wanted, frame, asked.now, asked.tally)
    return []


def items(
    session: Session, rows: Any, frame: Frame, asked: Asked, me: uuid.UUID | None = None
) -> list[Any]:
    """The same of rows that select one thing: the thing itself."""
    return [row[0] for row in page(session, rows, frame, asked, me)]


def _count(
    session: Session, wanted: Select[Any], frame: Frame, now: datetime, tally: Tally
) -> None:
    due = wanted.with_only_columns(frame.due.label("due"), maintain_column_froms=True).subquery()
    overdue = func.count().filter(due.c.due < now)
    found = session.execute(select(func.count(), overdue).select_from(due)).one()
    tally.open += found[0]
    tally.overdue += found[1]


def _chosen(rows: Any, frame: Frame, asked: Asked, me: uuid.UUID | None) -> Select[Any]:
    rows = rows.where(_in_view(frame, asked, me))
    if asked.after is not None:
        due, last = asked.after
        rows = rows.where(or_(frame.due > due, and_(frame.due == due, frame.id > last)))
    wanted: Select[Any] = rows.order_by(frame.due, frame.id).limit(asked.limit)
    return wanted


def shifted(asked: Asked, by: timedelta) -> Asked:
    """The same page of rows that are due ``by`` after the moment that the database keeps."""
    after = (asked.after[0] - by, asked.after[1]) if asked.after else None
    return replace(asked, now=asked.now - by, after=after)


def among(status: SQLColumnExpression[str], open_ones: Sequence[str]) -> ColumnElement[bool]:
    """Whether a row is open, with the statuses in the statement's own words: a database uses a
    partial index only where the condition stands in the text
    (https://www.sqlite.org/partialindex.html, section 3)."""
    return status.in_(bindparam(None, tuple(open_ones), expanding=True, literal_execute=True))


def _in_view(frame: Frame, asked: Asked, me: uuid.UUID | None) -> ColumnElement[bool]:
    if asked.view is View.OVERDUE:
        return frame.due < asked.now
    if asked.view is View.DUE:
        return and_(frame.due >= asked.now, frame.due < end_of_day(asked.now))
    if asked.view is View.MINE:
        return false() if frame.owner is None or me is None else frame.owner == me
    if asked.view is View.STUCK:
        return false() if frame.stuck is None else frame.stuck
    return frame.id.is_not(None)


def end_of_day(now: datetime) -> datetime:
    """The midnight in Beijing that ends the day of ``now``."""
    local = now.astimezone(BEIJING)
    return datetime.combine(local.date() + timedelta(days=1), time.min, BEIJING)


def written(place: Place) -> str:
    """A place as a page's address holds it."""
    return f"{place[0].isoformat()}_{place[1]}"


def read(cursor: str) -> Place:
    """The place that ``written`` wrote. Raises ValueError for anything else."""
    due, _, last = cursor.partition("_")
    place = (datetime.fromisoformat(due), uuid.UUID(last))
    if place[0].tzinfo is None or not 2000 <= place[0].year < 9000:
        raise ValueError("a place without a zone, or at the edge of the calendar")
    return place
