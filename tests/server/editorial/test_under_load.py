"""Releases change under two gunicorn workers that answer all the while: no request fails.

Everything runs as processes of its own on the loopback: the web server, the worker, a few people
who ask without a pause. The business clock of all begins just before midnight.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask
from sqlalchemy.orm import Session

from server.app import create_app
from server.editorial import drafts, publishing
from server.kit.clock import BEIJING
from server.oversight.actor import Actor, Role
from server.transaction import transaction
from tests import databases
from tests.conftest import dispose, publish
from tests.databases import Databases
from tests.processes import environment, gunicorn, worker
from tests.server.people import makers
from tests.small_knowledge import PHRASINGS, entry, small_base

MIDNIGHT = datetime(2026, 12, 1, tzinfo=BEIJING)
BEFORE = timedelta(seconds=75)
PEOPLE = 3
SECRET = "a secret for browser tests only"


class Asking:
    """People who ask the same things again and again; what came of each request, and what was
    told last."""

    def __init__(self, address: str) -> None:
        self.address, self.outcomes = address, Counter[str]()
        self.told: dict[str, dict[str, Any]] = {}
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self._go_on) for _ in range(PEOPLE)]

    def _go_on(self) -> None:
        browser = requests.Session()
        while not self.over.is_set():
            for name, asked in PHRASINGS.items():
                self.outcomes[self._ask(browser, name, asked[0])] += 1

    def _ask(self, browser: requests.Session, name: str, text: str) -> str:
        try:
            url = f"{self.address}/api/v1/chat/messages"
            answer = browser.post(url, json={"text": text}, timeout=20)
        except requests.RequestException as error:
            return type(error).__name__
        if answer.status_code == 200:
            self.told[name] = answer.json()["reply"]
        return str(answer.status_code)

    def waits_for(self, what: Callable[[dict[str, dict[str, Any]]], bool], seconds: float) -> float:
        """Until people are told so; how long it took."""
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            if self.told.keys() == PHRASINGS.keys() and what(dict(self.told)):
                return time.monotonic() - begun
            time.sleep(0.05)
        pytest.fail(f"not told so in {seconds} s: {self.told}, {self.outcomes}")


@contextmanager
def asking(address: str) -> Iterator[Asking]:
    made = Asking(address)
    for thread in made.threads:
        thread.start()
    try:
        yield made
    finally:
        made.over.set()
        for thread in made.threads:
            thread.join(30)


def _wishes(app: Flask, name: str, changes: dict[str, Any], at: datetime | None = None) -> None:
    """A draft of an entry, submitted by one and sent to the gate by another."""
    with app.app_context(), transaction() as session:
        draft = _submitted(session, makers.staff(session, Role.EDITOR), name, changes)
        publisher = makers.staff(session, Role.PUBLISHER)
        publishing.ask(session, publisher, draft.id, draft.version, at)


def _submitted(session: Session, author: Actor, name: str, changes: dict[str, Any]) -> Any:
    draft = drafts.begin(session, author, name, entry(name) | changes, "样例")
    return drafts.submit(session, author, draft.id, draft.version)


def test_publishing_a_schedule_and_an_expiry_fail_no_request(
    made_databases: Databases, tmp_path: Path
) -> None:
    with made_databases.fresh() as url, ExitStack() as running:
        clock = {"APP_NOW": (MIDNIGHT - BEFORE).isoformat(), "APP_CLOCK_SPEED": "1"}
        variables = environment(
            tmp_path, url, APP_ENV="test", WEB_WORKERS="2", **clock, SECRET_KEY=SECRET
        )
        own = {"secret_key": SECRET, "app_now": datetime.fromisoformat(clock["APP_NOW"])}
        app = create_app(databases.settings(url, tmp_path / "data", **own, app_clock_speed=1))
        running.callback(dispose, app)
        ends = {"valid_until": (MIDNIGHT - timedelta(days=1)).date().isoformat()}
        with app.app_context():
            publish(small_base(tmp_path / "content", [entry("lunch"), entry("bath", **ends)]))
        address = running.enter_context(gunicorn(variables, tmp_path))
        running.enter_context(worker(variables, tmp_path))
        people = running.enter_context(asking(address))
        people.waits_for(lambda told: told["bath"]["kind"] == "answer", 30)

        _wishes(app, "lunch", {"short": "食堂十一点开门，您慢慢来。"})
        people.waits_for(lambda told: "十一点开门" in told["lunch"]["text"], 60)
        _wishes(app, "bus", {}, app.extensions["clock"].now() + timedelta(seconds=12))
        assert people.told["bus"]["kind"] == "handoff"
        people.waits_for(lambda told: told["bus"]["kind"] == "answer", 60)
        people.waits_for(lambda told: told["bath"]["kind"] == "handoff", 150)
        people.over.set()

    assert people.outcomes["200"] > 100
    assert set(people.outcomes) == {"200"}
