"""Which code does which kind of job; filled in ``app.py``, so that no domain knows its users."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import current_app

Handler = Callable[[dict[str, Any]], None]
"""Does a job given its payload. No transaction is open when it is called; it opens its own."""


@dataclass
class Registry:
    """Handlers by kind of job, and clock jobs with how often they are done."""

    handlers: dict[str, Handler] = field(default_factory=dict)
    clock: dict[str, tuple[timedelta, Callable[[], None]]] = field(default_factory=dict)

    def handle(self, kind: str, handler: Handler) -> None:
        """Let ``handler`` do jobs of this kind. Raises ValueError if another one does."""
        if kind in self.handlers:
            raise ValueError(f"two handlers for jobs of kind {kind}")
        self.handlers[kind] = handler

    def every(self, interval: timedelta, name: str, work: Callable[[], None]) -> None:
        """Have ``work`` done every ``interval``, by one worker at a time."""
        if name in self.clock:
            raise ValueError(f"two clock jobs are called {name}")
        self.clock[name] = (interval, work)


def registry() -> Registry:
    """The registry of the running application."""
    found: Registry = current_app.extensions["jobs"]
    return found
