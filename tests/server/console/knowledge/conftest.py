"""The knowledge desk on an application of each test's own: what it publishes is its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from server.app import create_app
from server.editorial import tasks
from server.oversight.actor import Role
from tests import databases
from tests.conftest import dispose, publish
from tests.databases import Databases
from tests.doing_jobs import do_jobs
from tests.server import talk
from tests.server.console.conftest import Browser, Hired
from tests.small_knowledge import entry, small_base


@pytest.fixture
def site(made_databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    with made_databases.fresh() as url:
        made = create_app(databases.settings(url, tmp_path / "data"))
        with made.app_context():
            publish(small_base(tmp_path / "content", [entry("lunch"), entry("bath")]))
        yield made
        dispose(made)


@pytest.fixture
def editor(hired: Hired) -> Browser:
    return hired(Role.EDITOR, name="样例编辑")


@pytest.fixture
def publisher(hired: Hired) -> Browser:
    return hired(Role.PUBLISHER, name="样例发布员")


@pytest.fixture
def told(site: Flask) -> Callable[[str], dict[str, object]]:
    """What somebody is told who asks now."""

    def ask(text: str) -> dict[str, object]:
        site.extensions["live"]._looked = 0.0
        return talk.reply_to(site.test_client(), text)

    return ask


@pytest.fixture
def worked(site: Flask) -> Callable[[], None]:
    """What the worker does in a while: it hears the chat, then does its jobs."""

    def work() -> None:
        with site.app_context():
            tasks.listen()
            tasks.listen()
            tasks.start_due()
        do_jobs(site)

    return work
