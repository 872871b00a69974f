"""What becomes of a job after an attempt: done, tried again after a wait, or given up."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

WAITS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800, 3600, 3 * 3600, 6 * 3600)
)
"""How long to wait after the first, the second … failure; the one after the last is final."""

JITTER = 0.2
"""Waits differ by up to this share, so that what failed together does not come back together."""

LONGEST_ERROR = 120


class Retry(Exception):
    """Raised by a handler: not now, come back ``after``, or (None) when a failure would be tried
    again. Counts as an attempt."""

    def __init__(self, after: timedelta | None, code: str = "Retry") -> None:
        super().__init__(code)
        self.after = after
        self.code = code


class GiveUp(Exception):
    """Raised by a handler: trying again is useless; ``code`` tells staff why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Outcome:
    """What to keep of an attempt. ``run_at`` is when a waiting job is due again."""

    status: str
    run_at: datetime | None = None
    error: str | None = None


DONE = Outcome("done")


def after(
    error: Exception | None, attempt: int, waits: tuple[timedelta, ...], now: datetime
) -> Outcome:
    """The outcome of attempt number ``attempt`` (from 1), which ended with ``error`` or well."""
    if error is None:
        return DONE
    code = name_of(error)
    if isinstance(error, GiveUp) or attempt > len(waits):
        return Outcome("given_up", error=code)
    asked = error.after if isinstance(error, Retry) else None
    wait = waits[attempt - 1] * jitter() if asked is None else asked
    return Outcome("waiting", now + wait, code)


def name_of(error: Exception) -> str:
    """What may be kept of an error: a code, or its class. Messages may hold personal data."""
    code = error.code if isinstance(error, Retry | GiveUp) else type(error).__name__
    return code[:LONGEST_ERROR]


def jitter() -> float:
    """A factor around 1."""
    return random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - spreads load, guards nothing
