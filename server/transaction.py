"""The only place that commits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.extensions import WRITES, db

Result = TypeVar("Result")


@contextmanager
def transaction(*, writes: bool = True) -> Iterator[Session]:
    """One unit of work: commits when the block ends, rolls back when it raises.

    The commit happens here, before a response is built, so that a client never reads "done"
    for something that was not kept. Units do not nest: a second one inside is a programming
    error (RuntimeError). ``writes=False`` opens a read-only unit, which takes no write lock.
    """
    session = db.session()
    if session.info.get("unit_open"):
        raise RuntimeError("transaction() inside transaction(): pass the session instead")
    session.info["unit_open"] = True
    try:
        session.connection(execution_options={WRITES: writes})
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
