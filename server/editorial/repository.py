"""All queries on the knowledge tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, insert, literal, or_, select
from sqlalchemy.orm import Session, aliased

from server.editorial.models import Content, KnowledgeItem, Release, ReleaseItem

Key = tuple[str, str]
"""(kind, id) of a document or entry."""


class Told(NamedTuple):
    """One document or entry as a release published it."""

    kind: str
    id: str
    digest: str
    content: dict[str, Any]


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


def working_digests(session: Session) -> dict[Key, str]:
    """The digest of everything in the working copy: what it says is not read."""
    chosen = select(KnowledgeItem.kind, KnowledgeItem.id, KnowledgeItem.digest)
    return {(kind, item_id): found for kind, item_id, found in session.execute(chosen)}


def release_items(session: Session, number: int) -> list[Told]:
    """Everything that a release published."""
    chosen = (
        select(ReleaseItem.kind, ReleaseItem.id, ReleaseItem.digest, Content.content)
        .join(Content, Content.digest == ReleaseItem.digest)
        .where(ReleaseItem.release_number == number)
        .order_by(ReleaseItem.kind, ReleaseItem.id)
    )
    return [Told(*row) for row in session.execute(chosen)]


def changed_items(session: Session, before: int, now: int) -> list[Told]:
    """What release ``now`` says otherwise than release ``before``, or anew."""
    former = aliased(ReleaseItem)
    chosen = (
        select(ReleaseItem.kind, ReleaseItem.id, ReleaseItem.digest, Content.content)
        .join(Content, Content.digest == ReleaseItem.digest)
        .outerjoin(former, _same_item(former, before))
        .where(
            ReleaseItem.release_number == now,
            or_(former.digest.is_(None), former.digest != ReleaseItem.digest),
        )
        .order_by(ReleaseItem.kind, ReleaseItem.id)
    )
    return [Told(*row) for row in session.execute(chosen)]


def dropped_items(session: Session, before: int, now: int) -> list[Key]:
    """What release ``before`` had and release ``now`` has no more."""
    later = aliased(ReleaseItem)
    chosen = (
        select(ReleaseItem.kind, ReleaseItem.id)
        .outerjoin(later, _same_item(later, now))
        .where(ReleaseItem.release_number == before, later.digest.is_(None))
    )
    return [(kind, item_id) for kind, item_id in session.execute(chosen)]


def _same_item(other: type[ReleaseItem], number: int) -> ColumnElement[bool]:
    return and_(
        other.release_number == number,
        other.kind == ReleaseItem.kind,
        other.id == ReleaseItem.id,
    )


def released_entry(session: Session, number: int, entry_id: str) -> dict[str, Any] | None:
    """What a release says of one entry."""
    chosen = (
        select(Content.content)
        .join(ReleaseItem, Content.digest == ReleaseItem.digest)
        .where(
            ReleaseItem.release_number == number,
            ReleaseItem.kind == "entry",
            ReleaseItem.id == entry_id,
        )
    )
    return session.scalars(chosen).one_or_none()


def add_release(session: Session, made: Release) -> None:
    """Store a release of the working copy. The database copies by itself: what no release has
    said before becomes a content, then each item names its content."""
    session.add(made)
    session.flush()
    new = select(KnowledgeItem.digest, KnowledgeItem.content).where(
        ~exists().where(Content.digest == KnowledgeItem.digest)
    )
    session.execute(insert(Content).from_select(["digest", "content"], new))
    items = select(literal(made.number), KnowledgeItem.kind, KnowledgeItem.id, KnowledgeItem.digest)
    names = ["release_number", "kind", "id", "digest"]
    session.execute(insert(ReleaseItem).from_select(names, items))


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


def entry_digests(session: Session, entry_id: str, before: int) -> dict[int, str]:
    """The digest of an entry in each release older than ``before`` that has it."""
    chosen = select(ReleaseItem.release_number, ReleaseItem.digest).where(
        ReleaseItem.kind == "entry", ReleaseItem.id == entry_id, ReleaseItem.release_number < before
    )
    return dict(session.execute(chosen).all())


def contents(session: Session, digests: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What these digests stand for."""
    chosen = select(Content).where(Content.digest.in_(list(digests)))
    return {row.digest: row.content for row in session.scalars(chosen)}


def entry_history(session: Session, entry_id: str) -> list[tuple[Release, dict[str, Any]]]:
    """What each release says of an entry, the oldest first."""
    chosen = (
        select(Release, Content.content)
        .join(ReleaseItem, ReleaseItem.release_number == Release.number)
        .join(Content, Content.digest == ReleaseItem.digest)
        .where(ReleaseItem.kind == "entry", ReleaseItem.id == entry_id)
        .order_by(Release.number)
    )
    return [(release, content) for release, content in session.execute(chosen).all()]
