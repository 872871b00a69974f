"""Sealing: each record gets the next number and a hash over itself and the one before it.

Records are sealed in ``seq`` order among those that are committed; one that commits late is
sealed in a later batch, so the order of the chain is ``sealed_no``, not ``seq``. What is hashed
is described in ``docs/adr/0009-outbox-leases-and-the-audit-chain.md``.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.oversight.models import AuditRecord
from server.transaction import transaction

log = structlog.get_logger()

FORMAT = 1
"""Number of the serialisation; a changed one is told by its number."""

BATCH = 500
NOT_HASHED = ("previous_hash", "hash")
HASHED = tuple(
    column.name for column in AuditRecord.__table__.columns if column.name not in NOT_HASHED
)


class SealedByAnotherError(Exception):
    """Two sealed at once, which the lease of the clock job prevents unless one slept."""


@dataclass(frozen=True)
class Link:
    """A place in the chain: the number of a record and its hash."""

    no: int
    hash: str


START = Link(0, "0" * 64)
"""What the first record is linked to."""


def seal_waiting() -> None:
    """Seal everything that is committed and not sealed yet."""
    try:
        while _seal_batch() == BATCH:
            pass
    except (SealedByAnotherError, IntegrityError):  # the row, or the number, was taken meanwhile
        log.warning("sealed_by_another")


def _seal_batch() -> int:
    """Seal the next records, in one transaction; how many."""
    if not _anything_waits():
        return 0
    with transaction() as session:
        link, count = head(session), 0
        unsealed = select(AuditRecord).where(AuditRecord.sealed_no.is_(None))
        for row in session.scalars(unsealed.order_by(AuditRecord.seq).limit(BATCH)).all():
            link = _seal(session, row, link)
            count += 1
    return count


def _anything_waits() -> bool:
    with transaction(writes=False) as session:
        waiting = select(AuditRecord.seq).where(AuditRecord.sealed_no.is_(None)).limit(1)
        return session.scalar(waiting) is not None


def head(session: Session) -> Link:
    """The end of the chain."""
    sealed = select(AuditRecord.sealed_no, AuditRecord.hash).where(
        AuditRecord.sealed_no.is_not(None)
    )
    last = session.execute(sealed.order_by(AuditRecord.sealed_no.desc()).limit(1)).one_or_none()
    return Link(last.sealed_no or 0, last.hash or "") if last else START


def _seal(session: Session, row: AuditRecord, before: Link) -> Link:
    no = before.no + 1
    values = {name: getattr(row, name) for name in HASHED} | {"sealed_no": no}
    link = Link(no, hash_of(values, before.hash))
    done = session.execute(
        update(AuditRecord)
        .where(AuditRecord.seq == row.seq, AuditRecord.sealed_no.is_(None))
        .values(sealed_no=no, previous_hash=before.hash, hash=link.hash)
        .execution_options(synchronize_session=False)
    )
    if not isinstance(done, CursorResult) or done.rowcount != 1:
        raise SealedByAnotherError
    return link


def hash_of(values: dict[str, object], previous_hash: str) -> str:
    """SHA-256, in hex, over the canonical serialisation of a record's fields and the hash before.

    The serialisation is JSON in ASCII without spaces and with sorted names: an object of
    ``format``, ``previous_hash`` and ``record``, the latter with every column but the two hashes,
    instants as ISO 8601 in UTC with microseconds, ids as lower-case hyphenated text.
    """
    whole = {"format": FORMAT, "previous_hash": previous_hash, "record": values}
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"), default=_plain)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"a record holds a {type(value).__name__}")
