"""Asking for work: ``enqueue`` inside the transaction of the change. What staff see of it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from server.jobs import repository
from server.jobs.models import Job
from server.jobs.registry import Registry, registry
from server.kit.clock import machine_now
from server.kit.ids import new_key
from server.kit.rows import insert_unless_there
from server.logs import current_request_id
from server.transaction import transaction

DONE_KEPT = timedelta(days=30)
_AT_ONCE = 1000
_IN_HAND = ("waiting", "running")


def init_app(app: Flask) -> None:
    """Give the application an empty registry of jobs."""
    app.extensions["jobs"] = Registry()


def enqueue(
    session: Session,
    kind: str,
    payload: dict[str, Any],
    *,
    key: str | None = None,
    delay: timedelta = timedelta(0),
) -> uuid.UUID:
    """Ask for a job of ``kind`` (``domain.verb``), to run once the transaction is committed; its id.

    With ``key``, a job already asked for under it stays the only one, also when another transaction
    asks at the same moment; the key of a done job is free again after ``DONE_KEPT``. ``payload`` holds ids and codes, never personal data. Raises ValueError for a
    kind that nobody does.
    """
    if kind not in registry().handlers:
        raise ValueError(f"nobody does jobs of kind {kind}")
    now, job_id = machine_now(), new_key()
    asked = insert_unless_there(
        session,
        Job,
        id=job_id,
        kind=kind,
        key=key,
        payload=payload,
        request_id=current_request_id(),
        run_at=now + delay,
        created_at=now,
    )
    return job_id if asked or key is None else repository.id_of(session, key)


@dataclass(frozen=True)
class Known:
    """How a job stands: waiting, running, done or given_up; since when, and when it ended."""

    status: str
    asked_at: datetime
    finished_at: datetime | None

    @property
    def in_hand(self) -> bool:
        """Whether it is still to end."""
        return self.status in _IN_HAND


def ask_again(session: Session, kind: str, payload: dict[str, Any], *, key: str) -> bool:
    """Ask for what may be done as often as somebody wants, but not twice at once: False while a job
    under ``key`` waits or runs. One that has ended keeps its place in the list, without the key."""
    before = repository.keyed(session, key)
    if before is not None:
        if before.status in _IN_HAND:
            return False
        before.key = None
        session.flush()
    enqueue(session, kind, payload, key=key)
    return True


def take_up(session: Session, kind: str, payload: dict[str, Any], *, key: str) -> None:
    """Ask for what a job under ``key`` has left unfinished. The same row begins anew, so that staff see
    one for each matter however often it is given up; a job that waits or runs is left alone, and where
    there is none yet, or none any more, one is asked for."""
    if not repository.begin_anew(session, key, machine_now()):
        enqueue(session, kind, payload, key=key)


def known(session: Session, keys: Collection[str]) -> dict[str, Known]:
    """How the jobs that were asked for under these keys stand, by key."""
    return {
        job.key: Known(job.status, job.created_at, job.finished_at)
        for job in repository.all_keyed(session, keys)
        if job.key is not None
    }


def retry(session: Session, job_id: uuid.UUID) -> bool:
    """Let a job that was given up run again, from its first attempt; False if there is none."""
    return repository.revive(session, job_id, machine_now())


def clean() -> None:
    """Delete jobs that were done long ago. What was given up stays until staff have seen to it."""
    deleted = _AT_ONCE
    while deleted == _AT_ONCE:
        with transaction() as session:
            deleted = repository.delete_done(session, machine_now() - DONE_KEPT, _AT_ONCE)
