"""The only place that commits, and the one that repeats what the database broke off (ADR 0013)."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import structlog
from flask import current_app, has_app_context
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from server.extensions import WRITES, db

log = structlog.get_logger()

Result = TypeVar("Result")

BROKEN_OFF = frozenset({"40001", "40P01"})
"""PostgreSQL chose this transaction to end, so that others may go on: a serialization failure, a
deadlock (PostgreSQL documentation, 13.5). Nothing of it was kept, and it may be done again."""

PAUSE_S = (0.05, 0.15)
"""Before what was broken off is done again: at once it can take its first row back before the other
transaction, woken by its end, has it, and both would deadlock anew (a test saw it)."""

ONE_MOMENT = {"isolation_level": "REPEATABLE READ"}
"""On PostgreSQL each statement sees what is committed by then, unless told otherwise (documentation,
13.2); a transaction of SQLite reads one snapshot anyway. Who only reads is never broken off for it."""


@contextmanager
def transaction(*, writes: bool = True, durable: bool = True) -> Iterator[Session]:
    """One unit of work: commits when the block ends, rolls back when it raises.

    The commit happens here, before a response is built, so that a client never reads "done"
    for something that was not kept. Units do not nest: a second one inside is a programming
    error (RuntimeError). ``writes=False`` opens a unit that only reads: it takes no write lock, and
    all that it reads is of one moment, on both databases. (A payment read as open and, a statement
    later, its attempt as paid would be told as open with nothing to pay.)
    ``durable=False`` does not wait for PostgreSQL's disk: for counters and the like, of which a
    crash of the database server may lose the last half second without harm.
    """
    session = db.session()
    if session.info.get("unit_open"):
        raise RuntimeError("transaction() inside transaction(): pass the session instead")
    session.info["unit_open"] = True
    try:
        on_postgresql = session.get_bind().dialect.name == "postgresql"
        one_moment = ONE_MOMENT if on_postgresql and not writes else {}
        session.connection(execution_options={WRITES: writes, **one_moment})
        if not durable and on_postgresql:
            session.execute(text("SET LOCAL synchronous_commit TO OFF"))
        yield session
        session.commit()
        if writes:
            _cannot_be_undone(session)
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("unit_open", None)
        session.close()


def in_transaction(unit: Callable[[Session], Result]) -> Result:
    """Do ``unit`` in a transaction, and once more if the database broke it off."""
    return _once_more_if(is_broken_off, unit)


def once_more(unit: Callable[[Session], Result]) -> Result:
    """The same, and also if a unique key was taken in the meantime.

    For "find or make": the second time finds what somebody else has just made.
    """
    return _once_more_if(lambda e: isinstance(e, IntegrityError) or is_broken_off(e), unit)


def _once_more_if(lost: Callable[[DBAPIError], bool], unit: Callable[[Session], Result]) -> Result:
    try:
        with transaction() as session:
            return unit(session)
    except DBAPIError as error:
        if not lost(error):
            raise
        _note_repeat(error)
    with transaction() as session:
        return unit(session)


def repeated(work: Callable[[], Result], *, before: Callable[[], None] = lambda: None) -> Result:
    """Do ``work``, which opens units of its own, and once more if the database broke one off before
    anything of it was kept or told outside; ``before`` the second time.

    Used where work comes in: a request, a call with a key, a job. What has kept or told something
    is never begun anew: it fails, and is resumed as it is after any other failure.
    """
    already = _not_undone()
    try:
        return work()
    except DBAPIError as error:
        if not is_broken_off(error) or _not_undone() != already:
            raise
        _note_repeat(error)
    before()
    return work()


def is_broken_off(error: Exception) -> bool:
    """Whether the database ended a transaction for others' sake: certainly nothing was kept."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) in BROKEN_OFF


def tell_outside() -> None:
    """To be called before anything is asked or told outside: that cannot be taken back. RuntimeError
    inside a unit, whose locks would be held for as long as others take to answer."""
    if not has_app_context() or "sqlalchemy" not in current_app.extensions:
        return  # a program without our database
    session = db.session()
    if session.info.get("unit_open"):
        raise RuntimeError("a call to the outside inside transaction(): end the unit first")
    _cannot_be_undone(session)


def _note_repeat(error: DBAPIError) -> None:
    """Whatever is around what is repeated now does not repeat it a third time; a moment's pause."""
    _cannot_be_undone(db.session())
    if is_broken_off(error):
        log.warning("unit_repeated", error=type(error.orig).__name__)
        time.sleep(random.uniform(*PAUSE_S))  # noqa: S311 - spreads load, guards nothing


def _cannot_be_undone(session: Session) -> None:
    session.info["not_undone"] = session.info.get("not_undone", 0) + 1


def _not_undone() -> int:
    """How often something was kept or told outside so far, in this request or job."""
    return int(db.session().info.get("not_undone", 0))
