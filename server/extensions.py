"""Flask extensions and the database engine's habits, in one place."""

from __future__ import annotations

import sqlite3
from typing import Any

from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase


class Model(DeclarativeBase):
    """Base of every table; constraints are named so that migrations can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Model, session_options={"expire_on_commit": False})
migrate = Migrate(db=db, directory="server/migrations", compare_type=True)
csrf = CSRFProtect()

WRITES = "yinian_writes"
"""Connection option set by ``transaction()``: the SQLite transaction takes its lock at once."""


def engine_options(url: str, threads: int) -> dict[str, Any]:
    """Options for ``create_engine``: as many connections as threads, none shared by two."""
    if url.startswith("sqlite"):
        # isolation_level=None: we, not the driver, say BEGIN (see _begin below).
        return {
            "connect_args": {"isolation_level": None, "timeout": 5},
            "pool_size": threads,
        }
    return {
        "pool_size": threads,
        "max_overflow": 0,
        "pool_timeout": 5,
        "pool_pre_ping": True,
        "connect_args": {"connect_timeout": 5, "options": "-c statement_timeout=15000"},
    }


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """WAL lets readers go on while one writes; foreign keys are off by default in SQLite."""
    if isinstance(connection, sqlite3.Connection):
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "busy_timeout=5000",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """A writer that began as a reader can fail at once with SQLITE_BUSY, whatever the timeout:
    writers therefore say BEGIN IMMEDIATE (https://www.sqlite.org/lang_transaction.html)."""
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
