"""Take back what an application has committed: its transactions become savepoints of one more.

Far cheaper than making the rows anew, and the same on SQLite and PostgreSQL. For one thread: the
application must never need two connections at once, and no other process may need the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, event

from server.extensions import db

BEGINNINGS = ("BEGIN", "BEGIN IMMEDIATE")
"""What the application says on SQLite; PostgreSQL's driver begins by itself."""


class Undoing:
    """Everything that ``app`` does inside ``block()`` is undone at its end."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            self.engine: Engine = db.engine
        self.engine.dispose()  # from here on there is one connection, whatever was open before
        self.inside = self.unit = False
        self._dialect: Any = self.engine.dialect
        self._commit, self._rollback = self._dialect.do_commit, self._dialect.do_rollback
        self._ping = self._dialect.do_ping
        self._dialect.do_commit, self._dialect.do_rollback = self._keep, self._drop
        self._dialect.do_ping = lambda raw: self.inside or self._ping(raw)
        isolate = self._dialect.set_isolation_level  # refused within the transaction around it all
        self._dialect.set_isolation_level = lambda raw, level: self.inside or isolate(raw, level)
        event.listen(self.engine, "before_cursor_execute", self._save, retval=True)
        event.listen(self.engine, "begin", self._begun)

    @contextmanager
    def block(self) -> Iterator[None]:
        raw = self.engine.raw_connection()
        if self._dialect.name == "sqlite":
            raw.cursor().execute(BEGINNINGS[1])
        self.inside = True
        raw.close()
        try:
            yield
        finally:
            assert self.engine.pool.checkedin() == 1, "more than one connection was needed"
            raw = self.engine.raw_connection()
            raw.rollback()
            self.inside = self.unit = False
            raw.close()

    def _save(
        self, _connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any
    ) -> tuple[str, Any]:
        if self.inside and statement in BEGINNINGS:
            statement, self.unit = "SAVEPOINT unit", True
        return statement, parameters

    def _begun(self, connection: Connection) -> None:
        if self.inside and self._dialect.name != "sqlite":
            self.unit = True
            connection.exec_driver_sql("SAVEPOINT unit")

    def _keep(self, raw: Any) -> None:
        self._end(raw, self._commit, "RELEASE SAVEPOINT unit")

    def _drop(self, raw: Any) -> None:
        self._end(raw, self._rollback, "ROLLBACK TO SAVEPOINT unit", "RELEASE SAVEPOINT unit")

    def _end(self, raw: Any, really: Any, *statements: str) -> None:
        if not self.inside:
            really(raw)
        elif self.unit:
            self.unit = False
            for statement in statements:
                raw.cursor().execute(statement)
