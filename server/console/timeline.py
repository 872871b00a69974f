"""The time line of an elder at the desk: each domain tells its own part; nothing of it is a copy.

A domain's part is a ``TimelineSource`` in ``console/lines/<domain>.py``, registered in
``server/desks.py``. It is called only for an elder whom the caller may see; what it puts into
``words`` is shown once the record was opened for a purpose, ``brief`` before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy.orm import Session

from server.people.acting import Acting

EXTENSION = "timeline_sources"
SHOWN = 60


@dataclass(frozen=True)
class Happening:
    """One line: when, what kind of thing, in brief, in full, and where more is to be read."""

    at: datetime
    brief: str
    words: str = ""
    link: str | None = None


@dataclass(frozen=True)
class TimelineSource:
    """A domain's part. ``of`` gives its newest happenings, so many at most."""

    name: str
    label: str
    of: Callable[[Session, Acting, int], Sequence[Happening]]


@dataclass(frozen=True)
class Line:
    """A happening with the label of its source."""

    label: str
    happening: Happening


def init_app(app: Flask) -> None:
    """Begin without any."""
    app.extensions[EXTENSION] = []


def add(app: Flask, *sources: TimelineSource) -> None:
    """Have these tell their part too."""
    known: list[TimelineSource] = app.extensions[EXTENSION]
    known += sources


def sources() -> list[TimelineSource]:
    """Whoever tells a part."""
    known: list[TimelineSource] = current_app.extensions[EXTENSION]
    return known


def of(session: Session, acting: Acting, only: str | None = None) -> list[Line]:
    """The newest lines of all sources, or of one."""
    found = [
        Line(source.label, happening)
        for source in sources()
        if only in (None, source.name)
        for happening in source.of(session, acting, SHOWN)
    ]
    return sorted(found, key=lambda line: line.happening.at, reverse=True)[:SHOWN]
