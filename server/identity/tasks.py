"""Clock jobs: what is out of date goes away by itself."""

from __future__ import annotations

from datetime import timedelta

from server.identity import codes_repository, repository, sessions
from server.kit import counters
from server.kit.clock import machine_now
from server.transaction import transaction

CODES_KEPT = timedelta(days=1)
"""Used and expired codes: long enough to answer "that one was used", no longer."""


def clean() -> None:
    """Remove sessions, codes and counters that no longer serve anything."""
    now = machine_now()
    with transaction() as session:
        repository.drop_sessions(session, now - sessions.KEPT)
        codes_repository.drop_codes(session, now - CODES_KEPT)
        counters.drop_ended(session, now)
