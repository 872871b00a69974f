"""Queries on the outbox: claiming by lease, recording, what staff and the cleaning look at."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from server.jobs.models import Job
from server.jobs.outcome import Outcome


@dataclass(frozen=True)
class Lease:
    """Who claims, at what time, and until when the claim holds."""

    worker: str
    now: datetime
    until: datetime


@dataclass(frozen=True)
class Claimed:
    """A job in the hands of a worker; ``attempt`` counts from 1 and tells two claims apart."""

    seq: int
    id: uuid.UUID
    kind: str
    payload: dict[str, Any]
    request_id: str | None
    attempt: int
    worker: str

    @property
    def holds(self) -> ColumnElement[bool]:
        """The row, as long as this claim of it is the last one."""
        return and_(
            Job.seq == self.seq,
            Job.status == "running",
            Job.claimed_by == self.worker,
            Job.attempts == self.attempt,
        )


def anything_due(session: Session, kinds: Collection[str], now: datetime) -> bool:
    """Whether a claim would find a job."""
    due = or_(_waiting(now), _orphaned(now))
    return bool(session.scalar(select(exists().where(Job.kind.in_(kinds), due))))


def claim(session: Session, kinds: Collection[str], limit: int, lease: Lease) -> list[Claimed]:
    """Claim up to ``limit`` jobs that are due: those whose worker died, then the longest waiting.

    Rows that another worker is claiming at this moment are passed over (PostgreSQL); on SQLite
    the unit of work holds the only write lock.
    """
    found: list[int] = []
    for which in (_orphaned(lease.now), _waiting(lease.now)):
        chosen = select(Job.seq).where(which, Job.kind.in_(kinds)).order_by(Job.run_at, Job.seq)
        locked = chosen.limit(limit - len(found)).with_for_update(skip_locked=True)
        found += session.scalars(locked)
        if len(found) == limit:
            break
    return _take(session, found, lease) if found else []


def _waiting(now: datetime) -> ColumnElement[bool]:
    return and_(Job.status == "waiting", Job.run_at <= now)


def _orphaned(now: datetime) -> ColumnElement[bool]:
    return and_(Job.status == "running", Job.lease_until <= now)


def _take(session: Session, seqs: list[int], lease: Lease) -> list[Claimed]:
    rows = session.execute(
        update(Job)
        .where(Job.seq.in_(seqs))
        .values(
            status="running",
            claimed_by=lease.worker,
            lease_until=lease.until,
            attempts=Job.attempts + 1,
        )
        .returning(
            Job.seq, Job.id, Job.kind, Job.payload, Job.request_id, Job.attempts.label("attempt")
        )
        .execution_options(synchronize_session=False)
    )
    taken = {row.seq: Claimed(**row._mapping, worker=lease.worker) for row in rows}
    return [taken[seq] for seq in seqs]


def renew(session: Session, job: Claimed, lease: Lease) -> bool:
    """Hold on to a job that is not finished yet; False if somebody else has it now."""
    return _change(session, job, lease_until=lease.until)


def finish(session: Session, job: Claimed, outcome: Outcome, now: datetime) -> bool:
    """Keep the outcome, unless somebody else has claimed the job since (False)."""
    changes: dict[str, Any] = {"status": outcome.status, "last_error": outcome.error}
    if outcome.run_at is None:
        changes["finished_at"] = now
    else:
        changes["run_at"] = outcome.run_at
    return _change(session, job, lease_until=None, claimed_by=None, **changes)


def release(session: Session, job: Claimed) -> None:
    """Give back a job that was claimed and not begun."""
    _change(
        session,
        job,
        status="waiting",
        lease_until=None,
        claimed_by=None,
        attempts=Job.attempts - 1,
    )


def _change(session: Session, job: Claimed, **values: Any) -> bool:
    statement = update(Job).where(job.holds).values(**values)
    done = session.execute(statement.execution_options(synchronize_session=False))
    return isinstance(done, CursorResult) and done.rowcount == 1


def by_key(session: Session, key: str) -> Job | None:
    """The job that was asked for under this key."""
    return session.scalars(select(Job).where(Job.key == key)).one_or_none()


def newest(session: Session, status: str | None, limit: int) -> list[Job]:
    """The last jobs, of one status or of any."""
    chosen = select(Job).order_by(Job.seq.desc()).limit(limit)
    return list(session.scalars(chosen.where(Job.status == status) if status else chosen))


def revive(session: Session, job_id: uuid.UUID, now: datetime) -> bool:
    """Let a job that was given up wait again, with all its attempts before it."""
    statement = (
        update(Job)
        .where(Job.id == job_id, Job.status == "given_up")
        .values(status="waiting", attempts=0, run_at=now, finished_at=None)
        .execution_options(synchronize_session=False)
    )
    done = session.execute(statement)
    return isinstance(done, CursorResult) and done.rowcount == 1


def counts(session: Session) -> dict[tuple[str, str], int]:
    """How many jobs there are by (kind, status)."""
    rows = session.execute(
        select(Job.kind, Job.status, func.count()).group_by(Job.kind, Job.status)
    )
    return {(kind, status): count for kind, status, count in rows}


def oldest_due(session: Session, now: datetime) -> datetime | None:
    """Since when the job that is due longest waits."""
    return session.scalar(select(func.min(Job.run_at)).where(_waiting(now)))


def delete_done(session: Session, before: datetime, limit: int) -> int:
    """Delete up to ``limit`` jobs done before then; returns how many."""
    old = select(Job.seq).where(Job.status == "done", Job.finished_at < before).limit(limit)
    statement = delete(Job).where(Job.seq.in_(list(session.scalars(old))))
    done = session.execute(statement.execution_options(synchronize_session=False))
    return done.rowcount if isinstance(done, CursorResult) else 0
