"""Failures on the audit: which way in, and why it stayed shut. Never who, for nobody knows."""

from __future__ import annotations

from server.oversight import audit
from server.oversight.actor import ANONYMOUS
from server.transaction import transaction


def refused(how: str, reason: str) -> None:
    """A login that failed, in a transaction of its own."""
    with transaction() as session:
        audit.record(session, ANONYMOUS, "session.refused", how=how, reason=reason)
