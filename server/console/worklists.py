"""The one mechanism of work lists: what is due, overdue, stuck or mine; filters; batch actions.

A domain's list is a ``WorkList`` in ``console/work/<domain>.py``, registered in
``server/desks.py``; ``console/lists.py`` shows, exports and does it. ``rows`` calls the domain's
service, which keeps to the rows that the actor's posts cover and asks the database through
``kit.worklist.page``.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy.orm import Session

from server.kit.worklist import Asked, Place, View, end_of_day, shifted
from server.oversight.actor import Actor, Role

EXTENSION = "work_lists"
MOST_WRITTEN = 200
"""Characters in a field of a batch: notes and the audit keep no more."""

VIEWS: Mapping[View, str] = {
    View.ALL: "全部",
    View.OVERDUE: "已超时",
    View.DUE: "今天到期",
    View.STUCK: "卡住的",
    View.MINE: "我的",
}


@dataclass(frozen=True)
class Filter:
    """A choice above the list; ``options``: code → what it is called. Without any it is a box to
    write into."""

    name: str
    label: str
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Field:
    """What a batch action asks for; ``options`` make it a choice, else it is written."""

    name: str
    label: str
    options: Mapping[str, str] = field(default_factory=dict)
    required: bool = True

    def takes(self, value: str) -> bool:
        """Whether ``value`` is an answer to it."""
        if not value:
            return not self.required
        return len(value) <= MOST_WRITTEN and (not self.options or value in self.options)


@dataclass(frozen=True)
class Action:
    """What can be done to many rows at once, each in a transaction of its own.

    ``do`` returns the sentence that says what was done, and raises Problem where it cannot be.
    The preview does the same and takes it back, so that it says just what would happen.
    """

    name: str
    label: str
    do: Callable[[Session, Actor, uuid.UUID, Mapping[str, str]], str]
    fields: tuple[Field, ...] = ()
    roles: frozenset[Role] = frozenset()

    def offered_to(self, actor: Actor) -> bool:
        """Whether ``actor`` may do it."""
        return not self.roles or bool(self.roles & actor.roles)


@dataclass(frozen=True)
class Row:
    """One piece of work. ``cells`` are in the order of the list's columns, masked."""

    id: uuid.UUID
    due_at: datetime
    cells: tuple[str, ...]
    link: str | None = None

    @property
    def place(self) -> Place:
        """Where the next page begins after this row."""
        return self.due_at, self.id


@dataclass(frozen=True)
class WorkList:
    """A list of open work. ``roles`` see it; no query of theirs goes beyond their posts."""

    name: str
    title: str
    about: str
    roles: frozenset[Role]
    columns: tuple[str, ...]
    rows: Callable[[Session, Actor, Asked], Sequence[Row]]
    views: tuple[View, ...] = (View.ALL, View.OVERDUE, View.DUE)
    filters: tuple[Filter, ...] = ()
    actions: tuple[Action, ...] = ()
    order: int = 100

    def seen_by(self, actor: Actor) -> bool:
        """Whether ``actor`` works through it."""
        return bool(self.roles & actor.roles)


def rows_of(
    listed: Callable[[Session, Actor, Asked], Iterable[tuple[Any, ...]]],
    row: Callable[..., Row],
    within: timedelta = timedelta(0),
) -> Callable[[Session, Actor, Asked], list[Row]]:
    """The rows of what a service lists: ``row`` makes one of each tuple. They are due ``within``
    after the moment by which the database orders them."""

    def rows(session: Session, actor: Actor, asked: Asked) -> list[Row]:
        return [row(*each) for each in listed(session, actor, shifted(asked, within))]

    return rows


def done(
    what: Callable[..., Any], said: str | Callable[[Any], str], *fields: str
) -> Callable[[Session, Actor, uuid.UUID, Mapping[str, str]], str]:
    """What an action does: the service's function with the row and what was filled into
    ``fields``; ``said`` is the sentence, or makes it of what the function returned."""

    def do(session: Session, actor: Actor, row_id: uuid.UUID, given: Mapping[str, str]) -> str:
        found = what(session, actor, row_id, *(given[name] for name in fields))
        return said if isinstance(said, str) else said(found)

    return do


def page_of(rows: Iterable[Row], asked: Asked) -> list[Row]:
    """The page of ``rows`` that is asked for, where a list is put together by the service and not
    by the database: in its own order, a page begins after the row where the one before ended."""
    found = [row for row in rows if _in_view(row, asked)]
    begin = 0
    if asked.after is not None:
        begin = next((n for n, row in enumerate(found, 1) if row.id == asked.after[1]), len(found))
    return found[begin : begin + asked.limit]


def _in_view(row: Row, asked: Asked) -> bool:
    if asked.view is View.OVERDUE:
        return row.due_at < asked.now
    if asked.view is View.DUE:
        return asked.now <= row.due_at < end_of_day(asked.now)
    return True


def init_app(app: Flask) -> None:
    """Begin without any."""
    app.extensions[EXTENSION] = {}


def add(app: Flask, *lists: WorkList) -> None:
    """Have these too. Raises ValueError for a name that is taken."""
    known: dict[str, WorkList] = app.extensions[EXTENSION]
    for each in lists:
        if each.name in known:
            raise ValueError(f"two work lists are called {each.name}")
        known[each.name] = each


def named(name: str) -> WorkList | None:
    """The list of this name."""
    known: dict[str, WorkList] = current_app.extensions[EXTENSION]
    return known.get(name)


def seen_by(actor: Actor) -> list[WorkList]:
    """The lists that ``actor`` works through, in order."""
    known: dict[str, WorkList] = current_app.extensions[EXTENSION]
    found = [each for each in known.values() if each.seen_by(actor)]
    return sorted(found, key=lambda each: each.order)
