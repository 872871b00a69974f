"""Statements without the unit of work: whose row count says who won, or of several rows at once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    CursorResult,
    Delete,
    Insert,
    Update,
    bindparam,
    false,
    insert,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from server.extensions import Model
from server.kit.states import Machine, WrongMoveError

_COUNTED = {"preserve_rowcount": True}
"""SQLAlchemy keeps the row count of an INSERT only if asked to."""


def changed(session: Session, statement: Update | Delete) -> int:
    """Run an UPDATE or DELETE; how many rows it met.

    Objects already loaded are not brought up to date: read them afterwards.
    """
    done = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", done).rowcount


def moved(
    session: Session, machine: Machine, model: type[Model], key: uuid.UUID, status: str
) -> None:
    """Give a row its next status in one statement, without reading it first; of the row already
    loaded the status is brought up to date.

    Raises WrongMoveError if the status cannot follow the one before, or there is no such row.
    """
    asked = {"key": key, "new": status}
    if session.connection().execute(_moving(machine, model, status), asked).rowcount != 1:
        raise WrongMoveError(f"{machine.noun}: {status} cannot follow")
    if (loaded := session.identity_map.get(identity_key(model, key))) is not None:
        set_committed_value(loaded, "status", status)


def insert_all(session: Session, model: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    """Insert a few rows of the same columns, in one statement: the driver sends one for each."""
    values = {f"{name}_{n}": value for n, row in enumerate(rows) for name, value in row.items()}
    session.connection().execute(_inserting(model, tuple(rows[0]), len(rows)), values)


def insert_unless_there(session: Session, model: type[Model], **values: Any) -> bool:
    """Insert a row unless one of its unique keys is taken; whether it was inserted."""
    statement = _unless_there(session.get_bind().dialect.name, model)
    kept = session.connection().execute(statement, values, execution_options=_COUNTED)
    return kept.rowcount == 1


def insert_or_fill(
    session: Session, model: type[Model], key: tuple[str, ...], column: str, **values: Any
) -> bool:
    """Insert a row, or give the one that has its ``key`` a value in ``column`` while there is none;
    whether either was done."""
    statement = _or_fill(session.get_bind().dialect.name, model, key, column)
    kept = session.connection().execute(statement, values, execution_options=_COUNTED)
    return kept.rowcount == 1


@cache
def _moving(machine: Machine, model: type[Model], status: str) -> Update:
    column = model.__table__.c
    may_be = or_(false(), *(column.status == before for before in sorted(machine.before(status))))
    chosen = update(model).where(column.id == bindparam("key"), may_be)
    return chosen.values(status=bindparam("new"))


@cache
def _inserting(model: type[Model], names: tuple[str, ...], count: int) -> Insert:
    column = model.__table__.c
    rows = [
        select(*(bindparam(f"{name}_{n}", type_=column[name].type) for name in names))
        for n in range(count)
    ]
    chosen = union_all(*rows) if count > 1 else rows[0]
    return insert(model).from_select(names, chosen, include_defaults=False)


@cache
def _unless_there(dialect: str, model: type[Model]) -> Insert:
    return _insert(dialect, model).on_conflict_do_nothing()


@cache
def _or_fill(dialect: str, model: type[Model], key: tuple[str, ...], column: str) -> Insert:
    insert = _insert(dialect, model)
    filled = {column: insert.excluded[column]}
    is_empty = model.__table__.c[column].is_(None)
    return insert.on_conflict_do_update(index_elements=key, set_=filled, where=is_empty)


def _insert(dialect: str, model: type[Model]) -> postgresql.Insert | sqlite.Insert:
    made = postgresql if dialect == "postgresql" else sqlite
    insert: postgresql.Insert | sqlite.Insert = made.insert(model.__table__)
    return insert
