"""Numbers for the dashboard: each domain registers its own, with the words that define it.

A domain's number is a ``Statistic`` in ``console/numbers/<domain>.py``, registered in
``server/desks.py``. It counts only what the caller's posts cover.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

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


@dataclass(frozen=True)
class Statistic:
    """A number. ``definition`` says in a sentence what is counted and what is not."""

    name: str
    label: str
    definition: str
    count: Callable[[Session, Span], int | None]
    unit: str = "件"


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
    return [_figure(session, each, span, days) for each in known]


def _figure(session: Session, each: Statistic, span: Span, days: int) -> Figure:
    ahead = [span.day - timedelta(days=n) for n in range(days - 1, -1, -1)]
    counted = [(day, each.count(session, replace(span, day=day))) for day in ahead]
    return Figure(each, counted[-1][1], each.count(session, replace(span, from_80=True)), counted)
