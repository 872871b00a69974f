"""Lock-out under a staff login name, which need not exist: names that do answer no differently.

A try counts as a failure before it is looked at, so that a crowd of guesses at once gets no more
tries than one after another. The fifth locks for a minute, each further one twice as long, up to
an hour. Call these with no transaction open.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from server.identity import staff_repository
from server.identity.codes_models import LoginLock
from server.identity.sessions import hashed
from server.kit.clock import machine_now
from server.kit.rows import changed, insert_unless_there
from server.transaction import transaction

FREE = 5
FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)


def begin(login: str) -> int:
    """Count a try; the seconds to wait if the name is locked, else 0."""
    now = machine_now()
    with transaction() as session:
        row = _row(session, login, now)
        if row.locked_until is not None and row.locked_until > now:
            return math.ceil((row.locked_until - now).total_seconds())
        row.failures = 1 if row.last_at < now - FORGOTTEN_AFTER else row.failures + 1
        row.last_at = now
        row.locked_until = now + lasting(row.failures) if row.failures >= FREE else None
    return 0


def is_locked(session: Session, login: str) -> bool:
    """Whether the last try has locked the name."""
    until = _row(session, login, machine_now()).locked_until
    return until is not None and until > machine_now()


def forget(session: Session, login: str) -> None:
    """The right password came, or an administrator unlocked the name."""
    changed(session, delete(LoginLock).where(LoginLock.login_hash == hashed(login)))


def lasting(failures: int) -> timedelta:
    """How long so many failures lock."""
    doubled: int = 2 ** min(failures - FREE, 10)
    return min(FIRST * doubled, LONGEST)


def _row(session: Session, login: str, now: datetime) -> LoginLock:
    name = hashed(login)
    insert_unless_there(session, LoginLock, login_hash=name, failures=0, last_at=now)
    return staff_repository.login_lock(session, name)
