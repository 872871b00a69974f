"""The simulator on loopback, and a client that speaks to it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from flask import Flask, request
from werkzeug.serving import make_server

from wechat.client import MiniProgramClient
from wechat.simulator.app import create_app
from wechat.simulator.clock import Clock
from wechat.simulator.context import Simulator
from wechat.simulator.settings import Settings
from wechat.tokens import MemoryTokenStore

ELDER = "oSIM-sample-elder-0000001"
PROGRESS = "sim-template-case-progress"
VALUES = {
    "thing1": "高龄津贴",
    "phrase2": "已通过",
    "time3": "2026年11月21日 09:30",
    "thing4": "下月发放",
}


@contextmanager
def served(app: Any, *, to_the_end: bool = False) -> Iterator[str]:
    """``app`` on a free port of loopback; its address. ``to_the_end``: requests that are being answered
    when it closes are waited for."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = not to_the_end
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Callbacks:
    """A stand-in for our backend: keeps what is posted, answers as it is told."""

    address: str = ""
    received: list[tuple[str, dict[str, str], bytes, dict[str, str]]] = field(default_factory=list)
    answers: list[tuple[int, str]] = field(default_factory=list)

    def app(self) -> Flask:
        made = Flask("callbacks")
        made.add_url_rule("/<path:path>", "take", self.take, methods=["GET", "POST"])
        return made

    def take(self, path: str) -> tuple[str, int]:
        headers = dict(request.headers)
        self.received.append(("/" + path, request.args.to_dict(), request.data, headers))
        status, body = self.answers.pop(0) if self.answers else (200, "success")
        return body, status


@dataclass
class Running:
    """A simulator at ``url`` and its inside."""

    url: str
    inside: Simulator
    settings: Settings
    callbacks: Callbacks

    @property
    def world(self) -> Any:
        return self.inside.world

    def control(self, path: str, body: Any = None, method: str = "POST") -> Any:
        answer = requests.request(method, f"{self.url}/_control{path}", json=body, timeout=5)
        answer.raise_for_status()
        return answer.json()

    def fault(self, path: str, **what: Any) -> None:
        self.control("/faults", {"path": path, **what})

    def login_code(self, openid: str = ELDER) -> str:
        return str(self.control(f"/people/{openid}/login-code")["code"])

    def token_fetches(self) -> int:
        return int(self.control("/counters", method="GET")["token_fetches"])

    def pushes(self) -> list[dict[str, Any]]:
        return list(self.control("/pushes?wait=10", method="GET")["pushes"])


class TestClock(Clock):
    """Stands still; ``advance`` moves it."""

    __test__ = False

    def __init__(self) -> None:
        self.at = 1_790_000_000.0
        super().__init__(lambda: self.at)

    def advance(self, seconds: float) -> None:
        self.at += seconds


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
def callbacks() -> Iterator[Callbacks]:
    kept = Callbacks()
    with served(kept.app()) as kept.address:
        yield kept


@pytest.fixture
def start_simulator(callbacks: Callbacks, clock: TestClock) -> Iterator[Callable[..., Running]]:
    """Starts a simulator with other settings."""
    open_now: list[Any] = []

    def start(**changes: Any) -> Running:
        settings = Settings(_env_file=None, **({"app_base": callbacks.address} | changes))
        app = create_app(settings, clock, push_answer_within_s=0.5)
        context = served(app)
        open_now.append((context, app.extensions["simulator"]))
        return Running(context.__enter__(), app.extensions["simulator"], settings, callbacks)

    yield start
    for context, inside in open_now:
        inside.pusher.close()
        context.__exit__(None, None, None)


@pytest.fixture
def simulator(start_simulator: Callable[..., Running]) -> Running:
    return start_simulator()


@pytest.fixture
def make_client(simulator: Running, clock: TestClock) -> Callable[..., MiniProgramClient]:
    def make(**changes: Any) -> MiniProgramClient:
        given: dict[str, Any] = {
            "appid": simulator.settings.appid,
            "secret": simulator.settings.secret,
            "tokens": MemoryTokenStore(),
            "base_url": simulator.url,
            "now": clock.now,
            "sleep": lambda seconds: None,
        } | changes
        return MiniProgramClient(given.pop("appid"), given.pop("secret"), **given)

    return make


@pytest.fixture
def wx(make_client: Callable[..., MiniProgramClient]) -> MiniProgramClient:
    return make_client()
