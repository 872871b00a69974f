"""All queries on the knowledge tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
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


def found_entries(
    session: Session, wanted: str, district: str, after: str, limit: int
) -> list[KnowledgeItem]:
    """Entries by id, after one, whose title, question or id holds ``wanted``."""
    title = KnowledgeItem.content["title"].as_string()
    question = KnowledgeItem.content["question"].as_string()
    chosen = select(KnowledgeItem).where(KnowledgeItem.kind == "entry", KnowledgeItem.id > after)
    if wanted:
        holds = [
            column.contains(wanted, autoescape=True)
            for column in (title, question, KnowledgeItem.id)
        ]
        chosen = chosen.where(or_(*holds))
    if district:
        chosen = chosen.where(KnowledgeItem.content["district"].as_string() == district)
    return list(session.scalars(chosen.order_by(KnowledgeItem.id).limit(limit)))


def titles(session: Session, entry_ids: Iterable[str] | None) -> dict[str, str]:
    """Titles by id, of these entries or of all."""
    chosen = select(KnowledgeItem.id, KnowledgeItem.content["title"].as_string()).where(
        KnowledgeItem.kind == "entry"
    )
    if entry_ids is not None:
        chosen = chosen.where(KnowledgeItem.id.in_(list(entry_ids)))
    return {row[0]: row[1] for row in session.execute(chosen.order_by(KnowledgeItem.id))}


def documents(session: Session) -> list[KnowledgeItem]:
    """The sources."""
    chosen = select(KnowledgeItem).where(KnowledgeItem.kind == "document")
    return list(session.scalars(chosen.order_by(KnowledgeItem.id)))


def dated_entries(session: Session, checked_by: date, ends_by: date) -> list[KnowledgeItem]:
    """Entries last checked by a day, or ending by another."""
    checked = KnowledgeItem.content["last_checked"].as_string()
    ends = KnowledgeItem.content["valid_until"].as_string()
    old, ending = checked <= checked_by.isoformat(), ends <= ends_by.isoformat()
    chosen = select(KnowledgeItem).where(KnowledgeItem.kind == "entry", or_(old, ending))
    return list(session.scalars(chosen.order_by(KnowledgeItem.id)))


def entry_history(session: Session, entry_id: str) -> list[tuple[Release, dict[str, Any]]]:
    """What each release says of an entry, the oldest first."""
    chosen = (
        select(Release, ReleaseItem.content)
        .join(ReleaseItem, ReleaseItem.release_number == Release.number)
        .where(ReleaseItem.kind == "entry", ReleaseItem.id == entry_id)
        .order_by(Release.number)
    )
    return [(release, content) for release, content in session.execute(chosen).all()]
