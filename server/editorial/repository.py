"""All queries on the knowledge tables."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.editorial.models import KnowledgeItem, Release, ReleaseItem

Key = tuple[str, str]
"""(kind, id) of a document or entry."""


def working_items(session: Session) -> dict[Key, KnowledgeItem]:
    """The whole working copy."""
    rows = session.scalars(select(KnowledgeItem).order_by(KnowledgeItem.kind, KnowledgeItem.id))
    return {(row.kind, row.id): row for row in rows}


def latest_number(session: Session) -> int | None:
    """The number of the newest release, None before the first."""
    return session.scalar(select(func.max(Release.number)))


def release(session: Session, number: int) -> Release:
    """The release with this number. Raises NoResultFound when there is none."""
    return session.scalars(select(Release).where(Release.number == number)).one()


def release_items(session: Session, number: int) -> list[ReleaseItem]:
    """Everything that a release published."""
    chosen = select(ReleaseItem).where(ReleaseItem.release_number == number)
    return list(session.scalars(chosen.order_by(ReleaseItem.kind, ReleaseItem.id)))


def released_entry(session: Session, number: int, entry_id: str) -> ReleaseItem | None:
    """One entry as a release published it."""
    return session.get(ReleaseItem, (number, "entry", entry_id))


def add_release(session: Session, made: Release, items: Iterable[ReleaseItem]) -> None:
    """Store a release with its items. The release goes first: its items point to it."""
    session.add(made)
    session.flush()
    session.add_all(items)
