"""The only place that commits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.extensions import WRITES, db

Result = TypeVar("Result")


@contextmanager
def transaction(*, writes: bool = True, durable: bool = True) -> Iterator[Session]:
    """One unit of work: commits when the block ends, rolls back when it raises.

    The commit happens here, before a response is built, so that a client never reads "done"
    for something that was not kept. Units do not nest: a second one inside is a programming
    error (RuntimeError). ``writes=False`` opens a read-only unit, which takes no write lock.
    ``durable=False`` does not wait for PostgreSQL's disk: for counters and the like, of which a
    crash of the database server may lose the last half second without harm.
    """
    session = db.session()
    if session.info.get("unit_open"):
        raise RuntimeError("transaction() inside transaction(): pass the session instead")
    session.info["unit_open"] = True
    try:
        session.connection(execution_options={WRITES: writes})
        if not durable and session.get_bind().dialect.name == "postgresql":
            session.execute(text("SET LOCAL synchronous_commit TO OFF"))
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("unit_open", None)
        session.close()


def once_more(unit: Callable[[Session], Result]) -> Result:
    """Do ``unit`` in a transaction, and once more if a unique key was taken in the meantime.

    For "find or make": the second time finds what somebody else has just made.
    """
    try:
        with transaction() as session:
            return unit(session)
    except IntegrityError:
        pass
    with transaction() as session:
        return unit(session)
