"""Statements whose row count says who won."""

from __future__ import annotations

import uuid
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import CursorResult, Delete, Insert, Update, bindparam, false, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from server.extensions import Model
from server.kit.states import Machine, WrongMoveError

Row = TypeVar("Row", bound=Model)

_COUNTED = {"preserve_rowcount": True}
"""SQLAlchemy keeps the row count of an INSERT only if asked to."""


def changed(session: Session, statement: Update | Delete) -> int:
    """Run an UPDATE or DELETE; how many rows it met.

    Objects already loaded are not brought up to date: read them afterwards.
    """
    done = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", done).rowcount


def moved(session: Session, machine: Machine, model: type[Row], key: uuid.UUID, status: str) -> Row:
    """Give a row its next status in one statement, without reading it first; the row as it is then.

    Raises WrongMoveError if the status cannot follow the one before, or there is no such row.
    """
    asked = {"key": key, "new": status}
    row: Row | None = session.scalars(_moving(machine, model, status), asked).one_or_none()
    if row is None:
        raise WrongMoveError(f"{machine.noun}: {status} cannot follow")
    return row


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
def _moving(machine: Machine, model: Any, status: str) -> Any:
    may_be = or_(false(), *(model.status == before for before in sorted(machine.before(status))))
    chosen = update(model).where(model.id == bindparam("key"), may_be)
    options = {"populate_existing": True, "synchronize_session": False}
    return chosen.values(status=bindparam("new")).returning(model).execution_options(**options)


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
