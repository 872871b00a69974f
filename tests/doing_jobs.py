"""Doing jobs in a test, in the worker's way but without a worker process."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from server.jobs import repository
from server.jobs.hands import JobTask, attempt, record
from server.jobs.models import Job
from server.jobs.registry import registry
from server.jobs.repository import Claimed, Lease
from server.kit.clock import machine_now
from server.transaction import transaction


def do_jobs(app: Flask, *, waited: bool = False) -> int:
    """Do every job that is due, one after the other in this thread; how many attempts it took.

    With ``waited``, as if the time for what is due later (a delay, a back-off) had passed.
    """
    count = 0
    with app.app_context():
        if waited:
            skip_waits()
        while claimed := claim(1):
            do(app, claimed[0])
            count += 1
    return count


def skip_waits() -> None:
    """Make everything that waits due now."""
    with transaction() as session:
        session.execute(update(Job).where(Job.status == "waiting").values(run_at=machine_now()))


def claim(
    limit: int, worker: str = "test", lasts: timedelta = timedelta(minutes=1)
) -> list[Claimed]:
    """Claim what is due, as a worker of this name."""
    now = machine_now()
    with transaction() as session:
        lease = Lease(worker, now, now + lasts)
        return repository.claim(session, list(registry().handlers), limit, lease)


def do(app: Flask, claimed: Claimed) -> None:
    """Do one claimed job and record how it went."""
    with app.app_context():
        task = JobTask(claimed, registry().handlers[claimed.kind])
        record(task, attempt(task))
