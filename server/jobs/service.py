"""Asking for work: ``enqueue`` inside the transaction of the change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.jobs.models import Job
from server.jobs.registry import Registry, registry
from server.kit.clock import machine_now
from server.kit.ids import new_key


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
) -> Job:
    """Ask for a job of ``kind`` (``domain.verb``), to run once the transaction is committed.

    With ``key``, a job already asked for under it is returned instead of a second one.
    ``payload`` holds ids and codes, never personal data. Raises ValueError for a kind that nobody
    does.
    """
    if kind not in registry().handlers:
        raise ValueError(f"nobody does jobs of kind {kind}")
    if key is not None:
        known = session.scalars(select(Job).where(Job.key == key)).one_or_none()
        if known is not None:
            return known
    now = machine_now()
    job = Job(id=new_key(), kind=kind, key=key, payload=payload, run_at=now + delay, created_at=now)
    session.add(job)
    session.flush()
    return job
