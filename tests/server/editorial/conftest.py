"""The editors' desk on a base of two entries, with people who write and publish."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.app import create_app
from server.oversight.actor import Role
from server.transaction import transaction
from tests import databases
from tests.conftest import dispose, publish
from tests.databases import Databases
from tests.server.people import makers
from tests.small_knowledge import entry, small_base

URL = "/api/v1/editorial"


@dataclass
class Colleague:
    """A member of staff at the editors' desk."""

    client: FlaskClient
    id: str
    headers: dict[str, str]

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.client.get(URL + path, headers=self.headers, query_string=query)

    def post(self, path: str, **body: Any) -> TestResponse:
        return self.client.post(URL + path, headers=self.headers, json=body)

    def put(self, path: str, **body: Any) -> TestResponse:
        return self.client.put(URL + path, headers=self.headers, json=body)

    def delete(self, path: str) -> TestResponse:
        return self.client.delete(URL + path, headers=self.headers)

    def draft(self, name: str = "lunch", **changes: Any) -> dict[str, Any]:
        """A new draft of a sample entry."""
        answer = self.post("/drafts", entry_id=name, content=entry(name, **changes))
        assert answer.status_code == 201, answer.get_json()
        return answer.get_json()

    def step(self, draft: dict[str, Any], what: str, **more: Any) -> dict[str, Any]:
        """Submit, approve … a draft; the draft after that."""
        answer = self.post(f"/drafts/{draft['id']}/{what}", version=draft["version"], **more)
        assert answer.status_code == 200, answer.get_json()
        return answer.get_json()


@pytest.fixture
def desk(made_databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """An application of the test's own whose release 1 has two entries."""
    with made_databases.fresh() as url:
        made = create_app(databases.settings(url, tmp_path / "data"))
        with made.app_context():
            publish(small_base(tmp_path / "content", [entry("lunch"), entry("bath")]))
        yield made
        dispose(made)


@pytest.fixture
def colleague(desk: Flask) -> Callable[[Role], Colleague]:
    """Signs in somebody new with a role."""

    def make(role: Role) -> Colleague:
        with desk.app_context(), transaction() as session:
            actor = makers.staff(session, role)
            return Colleague(desk.test_client(), str(actor.id), makers.token(session, actor))

    return make


@pytest.fixture
def editor(colleague: Callable[[Role], Colleague]) -> Colleague:
    return colleague(Role.EDITOR)


@pytest.fixture
def publisher(colleague: Callable[[Role], Colleague]) -> Colleague:
    return colleague(Role.PUBLISHER)
