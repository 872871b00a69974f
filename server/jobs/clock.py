"""Clock jobs: one row for each, claimed by lease like any job."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, CursorResult, and_, false, or_, select, update
from sqlalchemy.orm import Session

from server.jobs.models import ClockJob
from server.jobs.outcome import WAITS, jitter
from server.jobs.repository import Lease

log = structlog.get_logger()

SLACK = timedelta(minutes=1)
"""Clocks of several hosts differ by less."""


@dataclass(frozen=True)
class Tick:
    """A clock job in the hands of a worker. ``due_at`` is when it was to be done."""

    name: str
    due_at: datetime
    failures: int
    worker: str

    @property
    def holds(self) -> ColumnElement[bool]:
        """The row, as long as this claim of it is the last one."""
        return and_(
            ClockJob.name == self.name,
            ClockJob.claimed_by == self.worker,
            ClockJob.next_at == self.due_at,
        )


def add_missing(session: Session, names: Collection[str], now: datetime) -> None:
    """Make a row for each clock job that has none; it is due at once.

    Two workers that start together may both try: the loser's unit fails and is tried again.
    """
    known = set(session.scalars(select(ClockJob.name)))
    session.add_all(ClockJob(name=name, next_at=now, failures=0) for name in set(names) - known)


def ran_ahead(session: Session, intervals: Mapping[str, timedelta], now: datetime) -> list[str]:
    """Clock jobs, held by nobody, that are due later than one interval from now: that was written while
    the machine's clock ran ahead, and they would not be done before the day that it showed."""
    ahead = (
        and_(ClockJob.name == name, ClockJob.next_at > now + interval + SLACK)
        for name, interval in intervals.items()
    )
    chosen = select(ClockJob.name).where(or_(false(), *ahead), _unheld(now))
    return list(session.scalars(chosen))


def set_right(session: Session, names: Collection[str], now: datetime) -> None:
    """Let these be due now, unless somebody has claimed them meanwhile."""
    log.warning("clock_ran_ahead", problems=len(names))
    rows = update(ClockJob).where(ClockJob.name.in_(names), _unheld(now))
    session.execute(rows.values(next_at=now).execution_options(synchronize_session=False))


def due(session: Session, names: Collection[str], now: datetime) -> list[str]:
    """The names of clock jobs that are due and held by nobody."""
    chosen = select(ClockJob.name).where(ClockJob.name.in_(names), _free(now))
    return list(session.scalars(chosen.order_by(ClockJob.next_at)))


def _free(now: datetime) -> ColumnElement[bool]:
    return and_(ClockJob.next_at <= now, _unheld(now))


def _unheld(now: datetime) -> ColumnElement[bool]:
    return or_(ClockJob.lease_until.is_(None), ClockJob.lease_until <= now)


def claim(session: Session, name: str, lease: Lease) -> Tick | None:
    """Claim a clock job, unless another worker was faster."""
    taken = session.execute(
        update(ClockJob)
        .where(ClockJob.name == name, _free(lease.now))
        .values(claimed_by=lease.worker, lease_until=lease.until)
        .returning(ClockJob.name, ClockJob.next_at, ClockJob.failures)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return Tick(*taken, worker=lease.worker) if taken else None


def renew(session: Session, tick: Tick, lease: Lease) -> bool:
    """Hold on to a clock job that is not finished yet; False if somebody else has it now."""
    return _change(session, tick, lease_until=lease.until)


def finish(
    session: Session, tick: Tick, interval: timedelta, error: str | None, now: datetime
) -> bool:
    """Keep how it went and when it is due again. What failed does not wait for a long interval."""
    changes: dict[str, Any] = {"last_error": error, "lease_until": None, "claimed_by": None}
    if error is None:
        changes |= {"last_ok_at": now, "failures": 0, "next_at": next_at(tick, interval, now)}
    else:
        wait = min(interval, WAITS[min(tick.failures, len(WAITS) - 1)] * jitter())
        changes |= {"failures": tick.failures + 1, "next_at": now + wait}
    return _change(session, tick, **changes)


def next_at(tick: Tick, interval: timedelta, now: datetime) -> datetime:
    """One interval after it was due, so that it keeps its beat; what was missed is not made up."""
    following = tick.due_at + interval
    return following if following > now else now + interval


def release(session: Session, tick: Tick) -> None:
    """Give back a clock job that was claimed and not begun."""
    _change(session, tick, lease_until=None, claimed_by=None)


def _change(session: Session, tick: Tick, **values: Any) -> bool:
    statement = update(ClockJob).where(tick.holds).values(**values)
    done = session.execute(statement.execution_options(synchronize_session=False))
    return isinstance(done, CursorResult) and done.rowcount == 1


def all_rows(session: Session) -> list[ClockJob]:
    """Every clock job, by name."""
    return list(session.scalars(select(ClockJob).order_by(ClockJob.name)))
