"""Fixtures of the whole suite. Tests see real migrations, the real knowledge, real commits."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import text
from sqlalchemy.pool import QueuePool

from knowledge.loader import Base, load
from server import logs
from server.app import create_app
from server.editorial import live, service
from server.extensions import db
from server.transaction import transaction
from tests import databases, routes_once
from tests.databases import Databases

# No deadline for one example: machines are shared (Hypothesis has a profile of its own for CI).
hypothesis_settings.register_profile(
    "shared", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
if not os.environ.get("CI"):
    hypothesis_settings.load_profile("shared")

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--need", action="append", default=[], choices=["chromium", "postgresql"])


STILL_AT_WORK_S = 30

LEFT_OPEN_BY_PACKAGES = ("zhcdict.json", "dictionary.txt")
"""Files that zhconv and jieba (given a path) leave to the garbage collector."""


def pytest_configure(config: pytest.Config) -> None:
    routes_once.remember()
    for name in LEFT_OPEN_BY_PACKAGES:
        config.addinivalue_line("filterwarnings", f"ignore:unclosed file .*{name}:ResourceWarning")
    needs = config.getoption("--need")
    if "chromium" in needs and CHROMIUM is None:
        raise pytest.UsageError("no Chromium on this machine: apt-get install chromium")
    if "postgresql" in needs and not databases.SERVER_URL:
        raise pytest.UsageError("TEST_DATABASE_URL must name a PostgreSQL server")


def wants_browser(config: pytest.Config) -> bool:
    """Whether this run was told to drive the pages: by --need, or by naming their folder."""
    named = any("tests/browser" in str(argument) for argument in config.invocation_params.args)
    return "chromium" in config.getoption("--need") or named


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say loudly what this run left out."""
    if CHROMIUM is None:
        line = (
            "LEFT OUT: the pages in a browser, no Chromium here (make test-browser insists on it)"
        )
        terminalreporter.write_line(line, red=True)
    elif not wants_browser(config):
        terminalreporter.write_line("LEFT OUT: the pages in a browser (make test-browser)")
    if not databases.SERVER_URL:
        terminalreporter.write_line("LEFT OUT: PostgreSQL, this run used SQLite (make test-pg)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    pages = [item for item in items if "tests/browser/" in item.path.as_posix()]
    for item in pages:
        item.add_marker(pytest.mark.browser)
        if CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))
    if not wants_browser(config):
        config.hook.pytest_deselected(items=pages)
        items[:] = [item for item in items if item not in set(pages)]


@pytest.fixture(scope="session")
def base() -> Base:
    """The knowledge files of this repository."""
    return load()


@pytest.fixture(scope="session")
def made_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.drop_template()


@pytest.fixture(scope="session")
def shared_app(
    made_databases: Databases, base: Base, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """An application on a database of this worker, with the knowledge published as release 1."""
    with made_databases.fresh() as url:
        made = create_app(databases.settings(url, tmp_path_factory.mktemp("data")))
        # One index for all workers: it takes seconds to build and never changes in a run.
        made.extensions["live"].folder = tmp_path_factory.getbasetemp().parent / "index"
        with made.app_context():
            publish(base)
        yield made
        dispose(made)


@pytest.fixture
def app(shared_app: Flask) -> Iterator[Flask]:
    """The shared application; what a test says to it is forgotten afterwards."""
    yield shared_app
    with shared_app.app_context(), transaction() as session:
        for table in ("conversation_turns", "conversations"):
            session.execute(text(f"DELETE FROM {table}"))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def app_with(app: Flask) -> Iterator[Callable[..., Flask]]:
    """Makes applications on the shared database and open release, with other settings."""
    made: list[Flask] = []

    def make(**changes: object) -> Flask:
        like = app.extensions["settings"]
        other = create_app(databases.settings(like.database_url, like.data_dir, **changes))
        other.extensions["live"] = app.extensions["live"]
        made.append(other)
        return other

    yield make
    for other in made:
        dispose(other)


@pytest.fixture
def standard_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], str]]:
    """Reads what was written to standard error, the log included."""
    # pytest gives every phase of a test its own sys.stderr: the log has to ask for it each time.
    now = lambda file: lambda *_: structlog.WriteLogger(sys.stderr)  # noqa: E731
    monkeypatch.setattr(structlog, "WriteLoggerFactory", now)
    logs.configure("WARNING")
    yield lambda: capsys.readouterr().err
    logs.configure("WARNING")


@pytest.fixture
def empty_app(made_databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """An application of the test's own, on a migrated database without knowledge."""
    with made_databases.fresh() as url:
        made = create_app(databases.settings(url, tmp_path))
        with made.app_context():
            yield made
        dispose(made)


def publish(base: Base) -> int:
    """Take over ``base`` and publish it; the number of the release."""
    with transaction() as session:
        service.take_over(session, base)
        return service.publish(session).number


def dispose(app: Flask) -> None:
    """Close the connections, so that the database can be dropped. A thread that is still at work is
    waited for: what it gives back to a pool that has been emptied would stay open."""
    with app.app_context():
        engine = db.engine
    end = time.monotonic() + STILL_AT_WORK_S
    while isinstance(engine.pool, QueuePool) and engine.pool.checkedout():
        assert time.monotonic() < end, "a test left a thread behind that holds a connection"
        time.sleep(0.01)
    engine.dispose()
    builder = app.extensions["live"]._builder
    if builder is not None:  # one that is still at work would outlive its application
        builder.wait(STILL_AT_WORK_S)


@pytest.fixture(scope="session", autouse=True)
def in_line() -> Iterator[None]:
    """Whoever asks looks for a newer release herself: what a test changes is seen through its own
    connection alone. Servers in processes of their own look aside, as they do elsewhere."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(live, "QUIET_AFTER_S", -1.0)
        yield


def look_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each question looks for a newer release."""
    monkeypatch.setattr(live, "LOOK_EVERY_S", -1.0)
