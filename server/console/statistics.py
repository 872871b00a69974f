"""Numbers for the dashboard: each domain registers its own, with the words that define it.

A domain's number is a ``Statistic`` in ``console/numbers/<domain>.py``, registered in
``server/desks.py``. It counts only what the caller's posts cover.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy.orm import Session

from server.kit.clock import BEIJING
from server.oversight.actor import Actor, Role

EXTENSION = "statistics"
OLD_AGE = 80
SEES = (Role.STREET_CLERK, Role.DISTRICT_REVIEWER, Role.CITY_SUPERVISOR, Role.ADMIN)


@dataclass(frozen=True)
class Span:
    """What is counted: by whom, on which day in Beijing, where, and of what age."""

    actor: Actor
    day: date
    district: str | None = None
    street: str | None = None
    from_80: bool = False

    @property
    def begins(self) -> datetime:
        """The midnight that begins the day."""
        return datetime.combine(self.day, time.min, BEIJING)

    @property
    def ends(self) -> datetime:
        """The midnight that ends it."""
        return self.begins + timedelta(days=1)

    @property
    def born_by(self) -> date | None:
        """The last birthday of whoever counts as 80 and older; None for all ages."""
        if not self.from_80:
            return None
        try:
            return self.day.replace(year=self.day.year - OLD_AGE)
        except ValueError:  # 29 February: full years are counted on the day itself
            return self.day.replace(year=self.day.year - OLD_AGE, day=28)


Row = Callable[[Session, Span, Sequence[datetime]], Sequence[Any]]
"""Counts consecutive days at once, of the span's places and ages: midnights that begin them and the
one that ends the last → what was counted on each. Its own day is not looked at."""


@dataclass(frozen=True)
class Days:
    """How a statistic reads its number out of a row, which it may share with others: a row is
    counted once for all of them, however many days it has."""

    row: Row
    pick: Callable[[Any], int | None]


@dataclass(frozen=True)
class Statistic:
    """A number. ``definition`` says in a sentence what is counted and what is not.

    ``count`` counts one day. With ``days`` whole weeks are counted in one query instead. Only
    ``roles`` are shown it, where there are some: for others it would always be 0.
    """

    name: str
    label: str
    definition: str
    count: Callable[[Session, Span], int | None]
    unit: str = "件"
    days: Days | None = None
    roles: frozenset[Role] = frozenset()

    def seen_by(self, actor: Actor) -> bool:
        """Whether it is a number for ``actor``."""
        return not self.roles or bool(self.roles & actor.roles)


def in_row(name: str, label: str, definition: str, days: Days, unit: str = "件") -> Statistic:
    """A statistic that is counted by rows alone."""

    def count(session: Session, span: Span) -> int | None:
        return days.pick(days.row(session, span, (span.begins, span.ends))[0])

    return Statistic(name, label, definition, count, unit, days)


@dataclass(frozen=True)
class Figure:
    """A statistic on a day: all, those of 80 and older, and the days before with it."""

    statistic: Statistic
    number: int | None
    from_80: int | None
    days: Sequence[tuple[date, int | None]]

    @property
    def highest(self) -> int:
        """What the chart's tallest bar stands for."""
        return max((number or 0 for _, number in self.days), default=0) or 1


def init_app(app: Flask) -> None:
    """Begin without any."""
    app.extensions[EXTENSION] = []


def add(app: Flask, *found: Statistic) -> None:
    """Count these too."""
    known: list[Statistic] = app.extensions[EXTENSION]
    known += found


def figures(session: Session, span: Span, days: int) -> list[Figure]:
    """Every number on the span's day and the ``days`` up to it."""
    known: list[Statistic] = current_app.extensions[EXTENSION]
    week = [replace(span, day=span.day - timedelta(days=n)) for n in range(days - 1, -1, -1)]
    rows: Rows = {}
    return [_figure(session, each, week, rows) for each in known if each.seen_by(span.actor)]


Rows = dict[tuple[Row, bool], Sequence[Any]]


def _figure(session: Session, each: Statistic, week: Sequence[Span], rows: Rows) -> Figure:
    numbers = _numbers(session, each, week, rows)
    (from_80,) = _numbers(session, each, [replace(week[-1], from_80=True)], rows)
    days = [(span.day, number) for span, number in zip(week, numbers, strict=True)]
    return Figure(each, numbers[-1], from_80, days)


def _numbers(
    session: Session, each: Statistic, spans: Sequence[Span], rows: Rows
) -> list[int | None]:
    """Its number on each of these days, all ages or none but 80 and older."""
    if each.days is None:
        return [each.count(session, span) for span in spans]
    key = (each.days.row, spans[-1].from_80)
    if key not in rows:
        midnights = [span.begins for span in spans] + [spans[-1].ends]
        rows[key] = each.days.row(session, spans[-1], midnights)
    return [each.days.pick(found) for found in rows[key]]
