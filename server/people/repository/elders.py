"""Queries on elders and what is known about them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import Session

from server.oversight.actor import Post, Role
from server.people.acting import Acting
from server.people.models import Elder, Fact


def by_id(session: Session, elder_id: uuid.UUID) -> Elder | None:
    """The record, for deciding who may see it; nobody else asks with a bare id."""
    chosen = select(Elder).where(Elder.id == elder_id, Elder.erased_at.is_(None))
    return session.scalars(chosen).one_or_none()


def one(session: Session, acting: Acting) -> Elder:
    """The elder whom the actor acts for."""
    return session.scalars(select(Elder).where(Elder.id == acting.elder_id)).one()


def by_ids(session: Session, elder_ids: Collection[uuid.UUID]) -> list[Elder]:
    """The records with these ids, for naming them masked."""
    chosen = select(Elder).where(Elder.id.in_(list(elder_ids)), Elder.erased_at.is_(None))
    return list(session.scalars(chosen))


def homes(session: Session, elder_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    """District and street of these elders, empty where not known."""
    chosen = select(Elder.id, Elder.district, Elder.street).where(Elder.id.in_(elder_ids))
    return {row.id: (row.district or "", row.street or "") for row in session.execute(chosen)}


def locked(session: Session, acting: Acting) -> Elder:
    """The elder, locked until the transaction ends."""
    chosen = select(Elder).where(Elder.id == acting.elder_id)
    chosen = chosen.with_for_update().execution_options(populate_existing=True)
    return session.scalars(chosen).one()


def with_id_card(session: Session, indexes: Sequence[str]) -> Elder | None:
    """Whoever has this ID card, wherever she lives: for finding duplicates."""
    return session.scalars(select(Elder).where(Elder.id_card_index.in_(indexes))).one_or_none()


def search(
    session: Session,
    rows: ColumnElement[bool],
    id_cards: Sequence[str],
    phones: Sequence[str],
    limit: int,
) -> list[Elder]:
    """Elders within ``rows`` who have one of these ID-card or telephone indexes."""
    chosen = select(Elder).where(
        Elder.erased_at.is_(None),
        rows,
        or_(Elder.id_card_index.in_(id_cards), Elder.phone_index.in_(phones)),
    )
    return list(session.scalars(chosen.order_by(Elder.id).limit(limit)))


def ids_in(
    rows: ColumnElement[bool], district: str | None, street: str | None, born_by: date | None
) -> Select[Any]:
    """The ids of elders within ``rows``, of one place and age if these are given."""
    chosen = select(Elder.id).where(rows, Elder.erased_at.is_(None))
    if district is not None:
        chosen = chosen.where(Elder.district == district)
    if street is not None:
        chosen = chosen.where(Elder.street == street)
    return chosen if born_by is None else chosen.where(Elder.birth_date <= born_by)


def rows_of(posts: Sequence[Post], roles: Collection[Role]) -> ColumnElement[bool]:
    """Which elders these posts cover, as a condition; ``covers`` says the same of one record."""
    return or_(false(), *(_rows(post) for post in posts if post.role in roles))


def _rows(post: Post) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = []
    if post.district is not None:
        parts.append(Elder.district == post.district)
    if post.street is not None:
        parts.append(Elder.street == post.street)
    return and_(*parts) if parts else Elder.id.is_not(None)


def covers(post: Post, elder: Elder) -> bool:
    """Whether an elder lies within a post. Who has told no street yet is no street's."""
    return post.district in (None, elder.district) and post.street in (None, elder.street)


def current_facts(session: Session, acting: Acting) -> list[Fact]:
    """What is known now, one row a name."""
    chosen = select(Fact).where(Fact.elder_id == acting.elder_id, Fact.superseded_at.is_(None))
    return list(session.scalars(chosen.order_by(Fact.name)))


def current_fact(session: Session, acting: Acting, name: str) -> Fact | None:
    """One fact as it is known now."""
    chosen = select(Fact).where(
        Fact.elder_id == acting.elder_id, Fact.name == name, Fact.superseded_at.is_(None)
    )
    return session.scalars(chosen).one_or_none()


def history(session: Session, acting: Acting, name: str | None = None) -> list[Fact]:
    """Every row ever written about an elder, or about one fact; the newest first."""
    chosen = select(Fact).where(Fact.elder_id == acting.elder_id)
    if name is not None:
        chosen = chosen.where(Fact.name == name)
    return list(session.scalars(chosen.order_by(Fact.seq.desc())))


def supersede(session: Session, fact: Fact | None, now: datetime) -> None:
    """Let a fact be history, so that another of its name can be written."""
    if fact is not None:
        fact.superseded_at = now
        session.flush()
