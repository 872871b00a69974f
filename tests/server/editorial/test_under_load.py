"""Releases change under two gunicorn workers that answer all the while: no request fails.

Everything runs as processes of its own on the loopback: the web server, the worker, and people who
ask without a pause, each on a connection that stays with one web process. The web server's business
clock begins just before midnight; everybody else's is the real one.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
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
BEFORE_S = (30, 90, 240)
"""So long before midnight the web server begins; the longer ones for a machine that is busy."""
PEOPLE = 4
PAUSE_S = 0.02
TO_PASS_S = 7
"""From when a release is scheduled to its time: the gate takes a second or two of it."""
LATE_S = 2.0
"""A release is live in every process after so long at most."""
SECRET = "a secret for browser tests only"


@dataclass(frozen=True)
class Told:
    """One request: when it was sent and answered, by whom it was asked, and what came of it."""

    sent: float
    answered: float
    person: int
    name: str
    outcome: str
    kind: str = ""
    text: str = ""


class Asking:
    """People who ask the same things again and again."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.all: list[Told] = []
        self.over = threading.Event()
        self.threads = [
            threading.Thread(target=self._go_on, args=(person,)) for person in range(PEOPLE)
        ]

    def _go_on(self, person: int) -> None:
        browser = requests.Session()
        while not self.over.is_set():
            for name, asked in PHRASINGS.items():
                self.all.append(ask(browser, self.address, person, name, asked[0]))
                time.sleep(PAUSE_S)

    def until(self, name: str, what: Callable[[Told], bool], seconds: float = 150) -> float:
        """When every one of them had been told so; what they are told before does not count."""
        begun = time.time()
        while time.time() - begun < seconds:
            newest = {t.person: t for t in list(self.all) if t.name == name and t.sent >= begun}
            if len(newest) == PEOPLE and all(map(what, newest.values())):
                return time.time()
            time.sleep(0.05)
        pytest.fail(f"not told so in {seconds} s: {self.all[-9:]}")

    def after(self, name: str, moment: float) -> list[Told]:
        """What was told to questions that were sent from a moment on."""
        return [told for told in list(self.all) if told.name == name and told.sent >= moment]

    @property
    def late(self) -> float:
        """How late everybody may be told: on a machine that is busy also what a request takes."""
        return LATE_S + max(told.answered - told.sent for told in list(self.all))


def ask(browser: requests.Session, address: str, person: int, name: str, text: str) -> Told:
    sent = time.time()
    try:
        url = f"{address}/api/v1/chat/messages"
        answer = browser.post(url, json={"text": text}, timeout=20)
    except requests.RequestException as error:
        return Told(sent, time.time(), person, name, type(error).__name__)
    if answer.status_code != 200:
        return Told(sent, time.time(), person, name, str(answer.status_code))
    reply = answer.json()["reply"]
    return Told(sent, time.time(), person, name, "200", reply["kind"], reply["text"])


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


@contextmanager
def before_midnight(variables: dict[str, str], folder: Path) -> Iterator[str]:
    """The web server, with enough time left before its midnight; its address."""
    for seconds in BEFORE_S:
        clock = {"APP_NOW": (MIDNIGHT - timedelta(seconds=seconds)).isoformat()}
        with gunicorn(variables | clock | {"APP_CLOCK_SPEED": "1"}, folder) as address:
            first = ask(requests.Session(), address, 0, "bath", PHRASINGS["bath"][0])
            if first.kind == "answer":
                yield address
                return
    pytest.fail("the web server did not start before its midnight")


def _wishes(
    app: Flask, name: str, changes: dict[str, Any], at: datetime | None = None
) -> uuid.UUID:
    """A draft of an entry, submitted by one and sent to the gate by another."""
    with app.app_context(), transaction() as session:
        draft = _submitted(session, makers.staff(session, Role.EDITOR), name, changes)
        publisher = makers.staff(session, Role.PUBLISHER)
        return publishing.ask(session, publisher, draft.id, draft.version, at).id


def _when_passed(app: Flask, candidate_id: uuid.UUID) -> float:
    """When the gate had let it pass: before its time, unless the machine is very busy."""
    begun = time.time()
    while time.time() - begun < 150:
        with app.app_context(), transaction(writes=False) as session:
            if publishing.find(session, candidate_id).status in ("scheduled", "published"):
                return time.time()
        time.sleep(0.1)
    pytest.fail("the gate did not judge it")


def _submitted(session: Session, author: Actor, name: str, changes: dict[str, Any]) -> Any:
    draft = drafts.begin(session, author, name, entry(name) | changes, "样例")
    return drafts.submit(session, author, draft.id, draft.version)


def _takes_back(app: Flask, number: int) -> None:
    with app.app_context(), transaction() as session:
        publishing.roll_back(session, makers.staff(session, Role.PUBLISHER), number)


@pytest.mark.committed_db
def test_publishing_a_schedule_a_way_back_and_an_expiry_fail_no_request(
    made_databases: Databases, tmp_path: Path
) -> None:
    with made_databases.fresh() as url, ExitStack() as running:
        variables = environment(tmp_path, url, APP_ENV="test", WEB_WORKERS="2", SECRET_KEY=SECRET)
        app = create_app(databases.settings(url, tmp_path / "data", secret_key=SECRET))
        running.callback(dispose, app)
        ends = {"valid_until": (MIDNIGHT - timedelta(days=1)).date().isoformat()}
        with app.app_context():
            publish(small_base(tmp_path / "content", [entry("lunch"), entry("bath", **ends)]))
        running.enter_context(worker(variables, tmp_path))
        address = running.enter_context(before_midnight(variables, tmp_path))
        people = running.enter_context(asking(address))
        people.until("bath", lambda told: told.kind == "answer", 30)

        _wishes(app, "lunch", {"short": "食堂十一点开门，您慢慢来。"})
        people.until("lunch", lambda told: "十一点开门" in told.text)

        due = time.time() + TO_PASS_S
        candidate_id = _wishes(app, "bus", {}, datetime.fromtimestamp(due, BEIJING))
        passed = _when_passed(app, candidate_id)
        people.until("bus", lambda told: told.kind == "answer")
        assert all(t.answered >= due for t in people.all if (t.name, t.kind) == ("bus", "answer"))

        back = time.time()
        _takes_back(app, 1)
        people.until("lunch", lambda told: "十一点开门" not in told.text)
        people.until("bath", lambda told: told.kind == "handoff", 250)
        late = people.late
        while not (old := people.after("lunch", back + late)):
            assert time.time() < back + late + 60
            time.sleep(0.1)
        people.over.set()

    assert {told.outcome for told in people.all} == {"200"}
    assert len(people.all) > 100
    on_time = max(due, passed) + late
    live = [t for t in people.after("bus", on_time) if t.answered < back]
    assert {told.kind for told in live} <= {"answer"}
    assert not any("十一点开门" in told.text for told in old)
