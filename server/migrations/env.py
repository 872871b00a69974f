"""Alembic's environment: online only, through the application's engine."""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import JSON, Connection, text

from server.extensions import WRITES, Model
from server.kit.columns import Encrypted, UtcDateTime

OUR_TABLES = Model.metadata


def run() -> None:
    """Migrate. SQLite rebuilds tables in batch mode, with foreign keys off and checked after."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            _set_foreign_keys(connection, on=False)
        connection = connection.execution_options(**{WRITES: True})
        context.configure(
            connection=connection,
            target_metadata=OUR_TABLES,
            render_as_batch=sqlite,
            compare_type=True,
            render_item=_render,
            # SQLite can do it since we say BEGIN ourselves: all or nothing, checks included.
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            if sqlite:
                _check_foreign_keys(connection)
        if sqlite:
            _set_foreign_keys(connection, on=True)


def _set_foreign_keys(connection: Connection, *, on: bool) -> None:
    """The pragma does nothing inside a transaction, so it goes to the driver directly."""
    driver: Any = connection.connection.dbapi_connection
    driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken:
        raise RuntimeError(f"the migration would leave {len(broken)} rows without their parent")


def _render(kind: str, item: Any, _context: Any) -> str | bool:
    """Migrations name plain column types: they must run when our own classes have moved on."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Encrypted):
        return "sa.Text()"
    if kind == "type" and isinstance(item, JSON):
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


run()
