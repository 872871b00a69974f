"""Fresh databases with the real migrations and the real knowledge, one for each start.

Made by the product's own commands (``flask db upgrade``, ``flask knowledge load``). SQLite files
by default; databases of their own on the server that ``DATABASE_URL`` names if that is PostgreSQL.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
IGNORED = ("APP_NOW", "APP_CLOCK_SPEED")
"""Settings of the caller's shell that would bend the figures."""

UNLIMITED = "1000000/minute"


def driver_url(url: str) -> str:
    """``url`` as psycopg reads it, without SQLAlchemy's driver name."""
    return re.sub(r"^postgres(ql)?(\+psycopg)?://", "postgresql://", url)


@dataclass
class Databases:
    """Copies of one prepared database, each in a data folder of its own below ``folder``."""

    folder: Path
    server: str = field(default_factory=lambda: _postgresql(os.environ.get("DATABASE_URL", "")))
    _template: str = field(default_factory=lambda: f"yinian_bench_{secrets.token_hex(4)}")

    @property
    def kind(self) -> str:
        """What the figures were taken on."""
        return "postgresql" if self.server else "sqlite"

    @contextmanager
    def prepared(self, *, knowledge: bool = True) -> Iterator[dict[str, str]]:
        """Make the template: migrated, knowledge published, index and dictionary built.

        Gives the environment to read settings in. While the block lasts, ``fresh`` makes copies.
        """
        commands = [("db", "upgrade"), ("knowledge", "load")][: 2 if knowledge else 1]
        data = self.folder / "template"
        data.mkdir()
        if self.server:
            self._run("CREATE DATABASE {}", self._template)
        try:
            environment = self._environment(data, self._template)
            for command in commands:
                _flask(*command, environment=environment)
            yield environment
        finally:
            self._drop(self._template)

    @contextmanager
    def fresh(self) -> Iterator[dict[str, str]]:
        """The environment of an application on a copy of the template, removed afterwards."""
        name = f"{self._template}_{secrets.token_hex(4)}"
        data = self.folder / name
        shutil.copytree(self.folder / "template", data)
        if self.server:
            self._run("CREATE DATABASE {} TEMPLATE {}", name, self._template)
        try:
            yield self._environment(data, name)
        finally:
            self._drop(name)
            shutil.rmtree(data)

    def _environment(self, data: Path, name: str) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if key not in IGNORED}
        url = _named(self.server, name) if self.server else f"sqlite:///{data / 'yinian.db'}"
        return kept | {
            "PYTHONPATH": str(ROOT),
            "FLASK_APP": "wsgi.py",
            "APP_ENV": "development",
            "DEBUG": "false",
            "CHAT_RATE_LIMIT": UNLIMITED,
            "LOG_LEVEL": "INFO",
            "DATA_DIR": str(data),
            "DATABASE_URL": url,
        }

    def _drop(self, name: str) -> None:
        if self.server:
            self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _postgresql(url: str) -> str:
    return driver_url(url) if url.startswith("postgres") else ""


def _named(server: str, name: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def _flask(*command: str, environment: dict[str, str]) -> None:
    """Run a flask command; its output is shown only if it fails (RuntimeError)."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", *command],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"flask {' '.join(command)} failed:\n{done.stdout}{done.stderr}")
