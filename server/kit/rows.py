"""Statements whose row count says who won."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Update
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
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(model.__table__).values(**values).on_conflict_do_nothing()
    # SQLAlchemy keeps the row count of an INSERT only if asked to.
    kept = session.connection().execute(statement, execution_options={"preserve_rowcount": True})
    return kept.rowcount == 1
