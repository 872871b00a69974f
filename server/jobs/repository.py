"""Queries on the outbox: claiming by lease, recording, what staff and the cleaning look at."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    String,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from server.jobs.models import Job
from server.jobs.outcome import Outcome
from server.kit.columns import UtcDateTime
from server.kit.rows import changed


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

    def bound(self) -> dict[str, Any]:
        """The values of ``_HELD``."""
        return {"of_seq": self.seq, "of_worker": self.worker, "of_attempt": self.attempt}


_OUTBOX = cast(Table, Job.__table__)
_HELD = and_(
    _OUTBOX.c.seq == bindparam("of_seq"),
    _OUTBOX.c.status == "running",
    _OUTBOX.c.claimed_by == bindparam("of_worker"),
    _OUTBOX.c.attempts == bindparam("of_attempt"),
)
"""The row of a claimed job, as long as that claim of it is the last one."""

# Made once: for every job, building a statement takes longer than carrying it out.
_OF_HELD = update(_OUTBOX).where(_HELD)
_RENEW = _OF_HELD.values(lease_until=bindparam("until", type_=UtcDateTime))
_LET_GO = _OF_HELD.values(lease_until=None, claimed_by=None)
_RELEASE = _LET_GO.values(status="waiting", attempts=_OUTBOX.c.attempts - 1)
_FINISH = _LET_GO.values(
    status=bindparam("outcome", type_=String),
    last_error=bindparam("error", type_=String),
    finished_at=bindparam("finished", type_=UtcDateTime),
    run_at=func.coalesce(bindparam("again_at", type_=UtcDateTime), _OUTBOX.c.run_at),
)


def anything_due(session: Session, kinds: Collection[str], now: datetime) -> bool:
    """Whether a claim would find a job."""
    # Two questions, so that each is answered by the index and not by reading what is done.
    found = (
        exists().where(which, Job.kind.in_(kinds)) for which in (_waiting(now), _orphaned(now))
    )
    return bool(session.scalar(select(or_(*found))))


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
    return _changed(session, _RENEW, job, until=lease.until)


def finish(session: Session, job: Claimed, outcome: Outcome, now: datetime) -> bool:
    """Keep the outcome, unless somebody else has claimed the job since (False)."""
    return _changed(
        session,
        _FINISH,
        job,
        outcome=outcome.status,
        error=outcome.error,
        finished=None if outcome.run_at else now,
        again_at=outcome.run_at,
    )


def release(session: Session, job: Claimed) -> None:
    """Give back a job that was claimed and not begun."""
    _changed(session, _RELEASE, job)


def _changed(session: Session, statement: Update, job: Claimed, **values: Any) -> bool:
    done = session.execute(statement, job.bound() | values)
    return isinstance(done, CursorResult) and done.rowcount == 1


def id_of(session: Session, key: str) -> uuid.UUID:
    """The id of the job that was asked for under this key."""
    return session.scalars(select(Job.id).where(Job.key == key)).one()


def keyed(session: Session, key: str) -> Job | None:
    """The job that was asked for under this key, locked."""
    chosen = select(Job).where(Job.key == key).with_for_update()
    return session.scalars(chosen.execution_options(populate_existing=True)).one_or_none()


def all_keyed(session: Session, keys: Collection[str]) -> list[Job]:
    """The jobs that were asked for under these keys."""
    return list(session.scalars(select(Job).where(Job.key.in_(list(keys)))))


def newest(session: Session, status: str | None, limit: int) -> list[Job]:
    """The last jobs, of one status or of any."""
    chosen = select(Job).order_by(Job.seq.desc()).limit(limit)
    return list(session.scalars(chosen.where(Job.status == status) if status else chosen))


def revive(session: Session, job_id: uuid.UUID, now: datetime) -> bool:
    """Let a job that was given up wait again, with all its attempts before it."""
    return _wait_again(session, and_(Job.id == job_id, Job.status == "given_up"), now)


def begin_anew(session: Session, key: str, now: datetime) -> bool:
    """The same for the job that was asked for under ``key``, if it has ended in whatever way."""
    return _wait_again(session, and_(Job.key == key, Job.status.in_(("done", "given_up"))), now)


def _wait_again(session: Session, which: ColumnElement[bool], now: datetime) -> bool:
    again = update(Job).where(which)
    again = again.values(status="waiting", attempts=0, run_at=now, finished_at=None)
    return changed(session, again) == 1


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
