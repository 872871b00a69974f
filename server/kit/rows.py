"""Statements whose row count says who won."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Insert, Update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from server.extensions import Model


def changed(session: Session, statement: Update | Delete) -> int:
    """Run an UPDATE or DELETE; how many rows it met.

    Objects already loaded are not brought up to date: read them afterwards.
    """
    done = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", done).rowcount


def insert_unless_there(session: Session, model: type[Model], **values: Any) -> bool:
    """Insert a row unless one of its unique keys is taken; whether it was inserted."""
    statement = _unless_there(session.get_bind().dialect.name, model)
    # SQLAlchemy keeps the row count of an INSERT only if asked to.
    options = {"preserve_rowcount": True}
    kept = session.connection().execute(statement, values, execution_options=options)
    return kept.rowcount == 1


@cache
def _unless_there(dialect: str, model: type[Model]) -> Insert:
    made = postgresql if dialect == "postgresql" else sqlite
    insert: Insert = made.insert(model.__table__).on_conflict_do_nothing()
    return insert
