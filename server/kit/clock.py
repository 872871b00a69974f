"""Two clocks. ``business_now`` may be frozen or sped up for tests; ``machine_now`` never is.

Business time is what rules and people see (cut-offs, ages, validity). Machine time drives
leases, back-off, sessions and signature windows, which must not stand still.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app

BEIJING = ZoneInfo("Asia/Shanghai")


def machine_now() -> datetime:
    """The real time, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Clock:
    """The injected business clock: real by default, frozen at or counting from ``origin``."""

    origin: datetime | None = None
    speed: float | None = None
    started: datetime = field(default_factory=machine_now)

    def now(self) -> datetime:
        """The business time in UTC."""
        if self.origin is None and self.speed is None:
            return machine_now()
        elapsed = (machine_now() - self.started) * (self.speed or 0)
        return ((self.origin or self.started) + elapsed).astimezone(UTC)


def business_now() -> datetime:
    """The business time of the running application, in UTC."""
    clock: Clock = current_app.extensions["clock"]
    return clock.now()


def business_today() -> date:
    """The business date in Beijing."""
    return business_now().astimezone(BEIJING).date()


def to_beijing(moment: datetime) -> str:
    """RFC 3339 in Beijing time, to the second: ``2026-11-21T09:00:00+08:00``."""
    return moment.astimezone(BEIJING).isoformat(timespec="seconds")
