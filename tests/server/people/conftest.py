"""Each test begins without people; what would be announced is only written down as a job."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from server.extensions import Model
from server.jobs.models import Job
from server.people.grants import ANNOUNCE
from server.transaction import transaction

OURS = ("people_", "identity_", "jobs_", "oversight_")


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    handlers = app.extensions["jobs"].handlers
    handlers.setdefault(ANNOUNCE, lambda payload: None)
    with app.app_context():
        yield app
        with transaction() as session:
            for table in reversed(Model.metadata.sorted_tables):
                if table.name.startswith(OURS):
                    session.execute(delete(table))


def announced() -> list[dict[str, Any]]:
    """What was to be told to people, in order."""
    with transaction(writes=False) as session:
        chosen = select(Job.payload).where(Job.kind == ANNOUNCE).order_by(Job.seq)
        return list(session.scalars(chosen))
