"""Fifty calls in four processes on an empty token store in the database fetch one token."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask, jsonify
from werkzeug.serving import make_server

from server.extensions import db
from server.identity.wechat_tokens import DatabaseTokenStore
from wechat.client import MiniProgramClient

PROCESSES, THREADS = 4, 13
APPID = "wx-stampede"


class Tokens:
    """Gives out tokens slowly and counts them."""

    def __init__(self) -> None:
        self.given = 0
        app = Flask(__name__)
        app.add_url_rule("/cgi-bin/stable_token", view_func=self.give, methods=["POST"])
        self.server = make_server("127.0.0.1", 0, app, threaded=True)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)

    def give(self) -> Any:
        self.given += 1
        time.sleep(0.3)
        return jsonify(access_token=f"token-{self.given}", expires_in=7200)


@pytest.fixture
def tokens() -> Iterator[Tokens]:
    made = Tokens()
    made.thread.start()
    yield made
    made.server.shutdown()
    made.thread.join()
    made.server.server_close()


def test_fifty_calls_in_four_processes_fetch_one_token(site: Flask, tokens: Tokens) -> None:
    context = multiprocessing.get_context("fork")
    results, gate = context.SimpleQueue(), context.Barrier(PROCESSES)
    children = [
        context.Process(target=ask_at_once, args=(site, tokens.url, gate, results))
        for _ in range(PROCESSES)
    ]
    for child in children:
        child.start()
    answers = [results.get() for _ in children]
    for child in children:
        child.join(10)
    assert answers == [["token-1"] * THREADS] * PROCESSES
    assert tokens.given == 1


def ask_at_once(app: Flask, url: str, gate: Any, results: Any) -> None:
    with app.app_context():
        db.engine.dispose(close=False)  # what the parent opened stays the parent's
    client = MiniProgramClient(APPID, "secret", tokens=DatabaseTokenStore(), base_url=url)

    def ask(_: int) -> str:
        with app.app_context():
            return client.access_token

    gate.wait(10)
    with ThreadPoolExecutor(THREADS) as threads:
        futures = [threads.submit(ask, n) for n in range(THREADS)]
        results.put([repr(f.exception()) if f.exception() else f.result() for f in futures])
