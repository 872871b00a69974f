"""Checking the chain of the audit: what was changed, deleted, inserted or put in another order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from server.oversight.models import AuditRecord
from server.oversight.sealing import HASHED, START, Link, hash_of
from server.transaction import transaction

PAGE = 500
UNKNOWN = ""
"""The hash of a record that nobody can read; what follows it cannot be compared."""

UNREADABLE = (ValueError, TypeError, AttributeError)
"""What column types raise for a value that is not theirs; SQLite stores any in any column."""

_COLUMNS = [AuditRecord.__table__.columns[name] for name in (*HASHED, "previous_hash", "hash")]


class Fault(StrEnum):
    """What is wrong at a place of the chain."""

    MISSING = "missing"
    CHANGED = "changed"
    UNLINKED = "unlinked"
    """It does not follow the record before it: one was put in between, or their order changed."""
    TRUNCATED = "truncated"
    OTHER_HEAD = "other_head"
    """The whole chain was made anew: the hash kept elsewhere is not in it."""


@dataclass(frozen=True)
class Finding:
    """A fault and the number at which it was seen."""

    no: int
    fault: Fault


@dataclass
class Walk:
    """A walk along the chain, a page at a time in constant memory.

    ``start`` is the link before the first record that is looked at. ``kept`` is a head that was
    printed earlier and kept elsewhere: only by it is a chain found that was cut off or made anew.
    """

    start: Link = START
    kept: Link | None = None

    def __post_init__(self) -> None:
        self.head = self.start

    def findings(self) -> Iterator[Finding]:
        """Everything that is wrong; afterwards ``head`` is the end of the chain."""
        for no, row in _records(self.start.no):
            if no != self.head.no + 1:
                yield Finding(self.head.no + 1, Fault.MISSING)
            yield from self._faults(no, row)
        if self.kept and self.head.no < self.kept.no:
            yield Finding(self.head.no + 1, Fault.TRUNCATED)

    def _faults(self, no: int, row: Row[Any] | None) -> Iterator[Finding]:
        """What is wrong with one record, which then is the head. None is one nobody can read."""
        if row is None:
            yield Finding(no, Fault.CHANGED)
            self.head = Link(no, UNKNOWN)
            return
        values = dict(row._mapping)
        stored, previous = str(values.pop("hash")), str(values.pop("previous_hash"))
        follows = self.head.no + 1 == no and self.head.hash != UNKNOWN
        if follows and previous != self.head.hash:
            yield Finding(no, Fault.UNLINKED)
        if stored != _recomputed(values, previous):
            yield Finding(no, Fault.CHANGED)
        self.head = Link(no, stored)
        if self.kept and self.kept.no == no and self.kept.hash != stored:
            yield Finding(no, Fault.OTHER_HEAD)


def _recomputed(values: dict[str, object], previous: str) -> str | None:
    try:
        return hash_of(values, previous)
    except UNREADABLE:
        return None


def _records(after: int) -> Iterator[tuple[int, Row[Any] | None]]:
    """The sealed records by number, None for one that cannot be read as what it should be."""
    while page := _page(after):
        yield from page
        after = page[-1][0]


def _page(after: int) -> list[tuple[int, Row[Any] | None]]:
    with transaction(writes=False) as session:
        next_numbers = select(AuditRecord.sealed_no).where(AuditRecord.sealed_no > after)
        numbers = list(session.scalars(next_numbers.order_by(AuditRecord.sealed_no).limit(PAGE)))
        if not numbers:
            return []
        try:
            whole = _read(session, numbers[0], numbers[-1])
            return [(row.sealed_no, row) for row in whole]
        except UNREADABLE:
            return [(no, _read_one(session, no)) for no in numbers if no]


def _read(session: Session, first: int | None, last: int | None) -> Sequence[Row[Any]]:
    chosen = select(*_COLUMNS).where(AuditRecord.sealed_no.between(first, last))
    return session.execute(chosen.order_by(AuditRecord.sealed_no)).all()


def _read_one(session: Session, no: int) -> Row[Any] | None:
    try:
        return _read(session, no, no)[0]
    except UNREADABLE:
        return None


def unsealed(before: datetime) -> int:
    """How many records made before then wait for their seal; many, if no worker runs."""
    waiting = select(func.count()).where(AuditRecord.sealed_no.is_(None), AuditRecord.at < before)
    with transaction(writes=False) as session:
        return session.scalar(waiting) or 0
