"""Clock jobs: what is out of date goes away by itself."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from server.identity import codes_repository, repository, sessions
from server.jobs.registry import Registry
from server.kit import counters
from server.kit.clock import machine_now
from server.transaction import transaction

EVERY = timedelta(hours=1)
CODES_KEPT = timedelta(days=1)
"""Used and expired codes: long enough to answer "that one was used", no longer."""


def init_app(app: Flask) -> None:
    """Register the clock jobs."""
    jobs: Registry = app.extensions["jobs"]
    jobs.every(EVERY, "identity.retention", drop_what_is_over)


def drop_what_is_over() -> None:
    """Remove sessions, codes and counters that no longer serve anything."""
    now = machine_now()
    with transaction() as session:
        repository.drop_sessions(session, now - sessions.KEPT)
        codes_repository.drop_codes(session, now - CODES_KEPT)
        counters.drop_ended(session, now)
