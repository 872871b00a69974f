"""What a worker holds: jobs and clock jobs, each able to be done, renewed, released, recorded."""

from __future__ import annotations

import time
import uuid
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from flask import g
from sqlalchemy.orm import Session

from server.jobs import clock, repository
from server.jobs.clock import Tick
from server.jobs.outcome import after, name_of
from server.jobs.registry import Clock, Work
from server.jobs.repository import Claimed, Lease
from server.kit.clock import machine_now
from server.transaction import in_transaction, repeated

log = structlog.get_logger()

RUNS_AT_MOST = timedelta(minutes=30)
"""A handler that takes longer hangs: its lease is not renewed any more."""


class Task(Protocol):
    """A job or a clock job that this process has claimed."""

    def do(self) -> None:
        """Call the code that does it; raises what that raises."""
        ...

    def renew(self, session: Session, lease: Lease) -> bool:
        """Hold on to it; False if somebody else has it now."""
        ...

    def release(self, session: Session) -> None:
        """Give it back, not begun."""
        ...

    def finish(self, session: Session, error: Exception | None, now: datetime) -> bool:
        """Keep how it went; False if somebody else has it now."""
        ...

    def log_fields(self) -> dict[str, object]:
        """What each of its log lines says."""
        ...


class LostWorkerError(Exception):
    """The worker died during each attempt: the job is likely the reason."""


@dataclass(frozen=True)
class JobTask:
    """A job and the work that its kind calls for."""

    job: Claimed
    work: Work

    def do(self) -> None:
        if self.job.attempt > len(self.work.waits) + 1:
            raise LostWorkerError
        g.request_id, g.job_id = self.job.request_id, self.job.id
        self.work.do(self.job.payload)

    def renew(self, session: Session, lease: Lease) -> bool:
        return repository.renew(session, self.job, lease)

    def release(self, session: Session) -> None:
        repository.release(session, self.job)

    def finish(self, session: Session, error: Exception | None, now: datetime) -> bool:
        outcome = after(error, self.job.attempt, self.work.waits, now)
        return repository.finish(session, self.job, outcome, now)

    def log_fields(self) -> dict[str, object]:
        return {
            "job": self.job.kind,
            "attempt": self.job.attempt,
            "request_id": self.job.request_id,
        }


@dataclass(frozen=True)
class ClockTask:
    """A clock job that is due, and what it does."""

    tick: Tick
    clock: Clock

    def do(self) -> None:
        self.clock.do()

    def renew(self, session: Session, lease: Lease) -> bool:
        return clock.renew(session, self.tick, lease)

    def release(self, session: Session) -> None:
        clock.release(session, self.tick)

    def finish(self, session: Session, error: Exception | None, now: datetime) -> bool:
        code = None if error is None else name_of(error)
        return clock.finish(session, self.tick, self.clock.interval, code, now)

    def log_fields(self) -> dict[str, object]:
        return {"job": self.tick.name}


@dataclass(eq=False)
class Held:
    """A task in hand. ``until`` is when the lease ends, as far as this process knows."""

    task: Task
    until: datetime
    began: datetime | None = None
    future: Future[None] | None = field(default=None, repr=False)

    def hangs(self, now: datetime) -> bool:
        """Whether its handler has been running for so long that it will not end."""
        return self.began is not None and now - self.began > RUNS_AT_MOST


def current_job_id() -> uuid.UUID:
    """The id of the job being done, the same at each attempt. Raises RuntimeError outside of one."""
    found: uuid.UUID | None = g.get("job_id")
    if found is None:
        raise RuntimeError("no job is being done")
    return found


def attempt(task: Task) -> Exception | None:
    """Do the task, with no transaction open; returns what it raised."""
    started = time.perf_counter()
    with _logged(task):
        try:
            repeated(task.do)
        except Exception as error:
            log.warning("job_failed", error=name_of(error), exc_info=error)
            return error
        written = log.info if isinstance(task, JobTask) else log.debug
        written("job_done", ms=round((time.perf_counter() - started) * 1000, 1))
    return None


def _logged(task: Task) -> AbstractContextManager[object]:
    return structlog.contextvars.bound_contextvars(**task.log_fields())


def record(task: Task, error: Exception | None) -> None:
    """Keep how it went, in a transaction of its own."""
    if not in_transaction(lambda session: task.finish(session, error, machine_now())):
        log.warning("lease_lost", **task.log_fields())
