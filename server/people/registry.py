"""What other domains add to people: their part of an export, of an erasure, of a move, of her list
of doings, of what she has open.

Filled in ``app.py``, so that people/ knows no domain that comes after it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from server.people.acting import Acting

Exporter = Callable[[Session, Acting], Any]
"""What a domain holds about an elder, as JSON for her to read."""

Eraser = Callable[[Session, Acting], None]
"""Overwrite what a domain holds about an elder, but for what has to be kept."""

Mover = Callable[[Session, Acting], None]
"""An elder lives in another street now: what the former had open about her is the new one's."""


@dataclass(frozen=True)
class Unfinished:
    """Something of an elder's that erasing would cut off, as a sentence to her. ``hinders``: she
    has to end it first. ``kind`` and ``order_id`` name the order, where it is one."""

    sentence: str
    hinders: bool = False
    kind: str = ""
    order_id: uuid.UUID | None = None


Opening = Callable[[Session, Acting], list[Unfinished]]
"""What of a domain is still open about an elder."""

Ender = Callable[[uuid.UUID], None]
"""End what an elder has open, when her erasure is done or she has died, with no transaction open. May be
done twice; raises ``Retry`` where something is still open."""

Cleaner = Callable[[Session, datetime], None]
"""Remove what ended before an instant."""


@dataclass
class Registry:
    """Exporters, erasers, movers, and what is open and ends it by domain, cleaners by row of the retention table, and what
    the actions of the audit are called in her list."""

    exporters: dict[str, Exporter] = field(default_factory=dict)
    erasers: dict[str, Eraser] = field(default_factory=dict)
    movers: dict[str, Mover] = field(default_factory=dict)
    openings: dict[str, Opening] = field(default_factory=dict)
    enders: dict[str, Ender] = field(default_factory=dict)
    cleaners: dict[str, Cleaner] = field(default_factory=dict)
    sentences: dict[str, str] = field(default_factory=dict)


def registry() -> Registry:
    """The registry of the running application."""
    found: Registry = current_app.extensions["people"]
    return found
