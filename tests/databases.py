"""Databases for tests: one a worker, migrated by the real migrations; SQLite or PostgreSQL."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from flask_migrate import upgrade
from psycopg import sql
from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from server.app import create_app
from server.config import Settings
from server.extensions import Model
from server.oversight.models import AuditRecord
from server.payments.models import LedgerEntry

AUDIT, LEDGER = AuditRecord.__tablename__, LedgerEntry.__tablename__
SERVER_URL = os.environ.get("TEST_DATABASE_URL", "")


def settings(database_url: str, data_dir: Path, **more: object) -> Settings:
    """Settings of a test application; nothing is read from ``.env``."""
    values = {
        "app_env": "test",
        "secret_key": "a secret for tests only",
        "database_url": database_url,
        "data_dir": data_dir,
        "chat_rate_limit": "1000000/minute",
        "log_level": "WARNING",
    } | more
    return Settings(_env_file=None, **values)


def migrate(database_url: str, data_dir: Path) -> None:
    """Bring an empty database to the newest revision."""
    app = create_app(settings(database_url, data_dir))
    with app.app_context():
        upgrade()
        app.extensions["migrate"].db.engine.dispose()


class Databases:
    """Makes databases by copying one that has been migrated."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self._template: str | None = None

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The address of a migrated, empty database, dropped afterwards."""
        if self._template is None:
            self._template = self._migrated()
        name = f"yinian_{uuid.uuid4().hex[:12]}"
        if not SERVER_URL:
            copy = self.folder / f"{name}.db"
            shutil.copy(self.folder / "template.db", copy)
            yield f"sqlite:///{copy}"
            return
        _on_server("CREATE DATABASE {} TEMPLATE {}", name, self._template)
        try:
            yield _address(name)
        finally:
            _on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _migrated(self) -> str:
        if not SERVER_URL:
            path = self.folder / "template.db"
            migrate(f"sqlite:///{path}", self.folder)
            return str(path)
        name = f"yinian_template_{uuid.uuid4().hex[:12]}"
        _on_server("CREATE DATABASE {}", name)
        migrate(_address(name), self.folder)
        return name

    def drop_template(self) -> None:
        """Remove the template from the server."""
        if SERVER_URL and self._template:
            _on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", self._template)


def empty(session: Session, *prefixes: str) -> None:
    """Delete every row of every table (whose name begins so), the audit too, which no application
    can do."""
    with audit_unguarded(session), unguarded(session, LEDGER):
        for table in reversed(Model.metadata.sorted_tables):
            if table.name.startswith(prefixes or ""):
                session.execute(delete(table))


@contextmanager
def audit_unguarded(session: Session) -> Iterator[None]:
    """Without the triggers of the audit, as a tamperer who owns the database would have it."""
    with unguarded(session, AUDIT):
        yield


@contextmanager
def unguarded(session: Session, table: str = LEDGER) -> Iterator[None]:
    """Without the triggers of a table that is only added to."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        yield
        session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
        return
    chosen = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
    triggers = session.execute(text(chosen), {"table": table}).all()
    for name, _ in triggers:
        session.execute(text(f"DROP TRIGGER {name}"))
    yield
    for _, made in triggers:
        session.execute(text(made))


def _address(name: str) -> str:
    head, _, _ = SERVER_URL.rpartition("/")
    return f"{head}/{name}"


def _on_server(statement: str, *names: str) -> None:
    with psycopg.connect(SERVER_URL, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
