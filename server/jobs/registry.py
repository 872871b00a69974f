"""Which code does which kind of job; filled in ``app.py``, so that no domain knows its users."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import current_app

from server.jobs.outcome import WAITS

Handler = Callable[[dict[str, Any]], None]
"""Does a job given its payload. No transaction is open when it is called; it opens its own.

It may run more than once for one job (its worker died before the outcome was kept), so what it
does has to bear that. It may raise ``Retry`` or ``GiveUp``; any other exception is a failure,
tried again after a wait.
"""


@dataclass(frozen=True)
class Work:
    """A handler, and how long to wait after each failure; then the job is given up."""

    do: Handler
    waits: tuple[timedelta, ...]


@dataclass(frozen=True)
class Clock:
    """What is done again and again, and how often."""

    interval: timedelta
    do: Callable[[], None]


@dataclass
class Registry:
    """Handlers by kind of job, and clock jobs with how often they are done."""

    handlers: dict[str, Work] = field(default_factory=dict)
    clock: dict[str, Clock] = field(default_factory=dict)
    starts: list[Callable[[], None]] = field(default_factory=list)

    def handle(self, kind: str, handler: Handler, *, waits: tuple[timedelta, ...] = WAITS) -> None:
        """Let ``handler`` do jobs of this kind. Raises ValueError if another one does."""
        if kind in self.handlers:
            raise ValueError(f"two handlers for jobs of kind {kind}")
        self.handlers[kind] = Work(handler, waits)

    def at_start(self, work: Callable[[], None]) -> None:
        """Have ``work`` done by each worker before its first job: short, in transactions of its
        own, such as asking for a job."""
        self.starts.append(work)

    def every(self, interval: timedelta, name: str, work: Callable[[], None]) -> None:
        """Have ``work`` done every ``interval``, by one worker at a time."""
        if name in self.clock:
            raise ValueError(f"two clock jobs are called {name}")
        self.clock[name] = Clock(interval, work)


def registry() -> Registry:
    """The registry of the running application."""
    found: Registry = current_app.extensions["jobs"]
    return found
