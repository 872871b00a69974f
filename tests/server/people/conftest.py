"""Each test begins without people; what would be announced is only written down as a job."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from server.extensions import Model
from server.jobs.models import Job
from server.oversight.actor import Actor
from server.people.grants import ANNOUNCE
from server.transaction import transaction
from tests.server.people import makers

OURS = ("people_", "identity_", "jobs_")


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    handlers = app.extensions["jobs"].handlers
    handlers.setdefault(ANNOUNCE, lambda payload: None)
    yield app
    with app.app_context(), transaction() as session:
        for table in reversed(Model.metadata.sorted_tables):
            if table.name.startswith(OURS):
                session.execute(delete(table))


@pytest.fixture
def in_app(app: Flask) -> Iterator[Flask]:
    """For tests that call services. Requests made inside it would share one ``g``."""
    with app.app_context():
        yield app


@pytest.fixture
def announced(app: Flask) -> Callable[[], list[dict[str, Any]]]:
    """What was to be told to people, in order."""

    def read() -> list[dict[str, Any]]:
        with app.app_context(), transaction(writes=False) as session:
            chosen = select(Job.payload).where(Job.kind == ANNOUNCE).order_by(Job.seq)
            return list(session.scalars(chosen))

    return read


@dataclass
class Caller:
    """Somebody with a session, and what calls answer."""

    client: FlaskClient
    actor: Actor
    headers: dict[str, str]

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.client.get(f"/api/v1{path}", headers=self.headers, query_string=query)

    def post(self, path: str, **body: Any) -> TestResponse:
        return self.client.post(f"/api/v1{path}", headers=self.headers, json=body)

    def put(self, path: str, **body: Any) -> TestResponse:
        return self.client.put(f"/api/v1{path}", headers=self.headers, json=body)

    def patch(self, path: str, **body: Any) -> TestResponse:
        return self.client.patch(f"/api/v1{path}", headers=self.headers, json=body)

    def delete(self, path: str) -> TestResponse:
        return self.client.delete(f"/api/v1{path}", headers=self.headers)


@pytest.fixture
def sign_in(app: Flask) -> Callable[..., Caller]:
    """Signs in whom a maker makes: ``sign_in(makers.clerk, street)``, by default an account."""

    def make(maker: Callable[..., Actor] = makers.account, *where: Any, **more: Any) -> Caller:
        with app.app_context(), transaction() as session:
            actor = maker(session, *where, **more)
            return Caller(app.test_client(), actor, makers.token(session, actor))

    return make
