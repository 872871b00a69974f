"""A worker is killed with -9 while WeChat is taking a message: nothing is lost, one may repeat."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from server.identity.login import account_of
from server.messages import consents, service
from server.messages.models import Attempt, Message
from server.messages.service import Announcement
from server.transaction import transaction
from tests.server.messages.outside import APPID

pytestmark = pytest.mark.committed_db

MESSAGES = 500
KILL_AT = (150, 330)
"""The worker dies once WeChat has taken so many, before it hears so."""

PATIENCE_S = 180


class WeChatOnLoopback(ThreadingHTTPServer):
    """Takes every message, and kills whoever sends at the chosen moments."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.taken: list[str] = []
        self.worker: subprocess.Popen[bytes] | None = None
        self.killed_with: list[str] = []
        self.lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def take(self, number: str) -> bool:
        """Note a message; False if its sender is killed and will never hear of it."""
        with self.lock:
            self.taken.append(number)
            if self.worker is None or len(self.taken) not in KILL_AT:
                return True
            self.killed_with.append(number)
            self.worker.kill()  # SIGKILL
            self.worker.wait()
            return False


class _Answer(BaseHTTPRequestHandler):
    server: WeChatOnLoopback
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.startswith("/cgi-bin/stable_token"):
            self._say({"access_token": "sample", "expires_in": 7200})
        elif self.server.take(body["data"]["thing4"]["value"].rsplit(" ", 1)[-1]):
            self._say({"errcode": 0, "errmsg": "ok", "msgid": len(self.server.taken)})
        else:
            self.close_connection = True

    def _say(self, answer: dict[str, object]) -> None:
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing on the test's standard error."""


@pytest.fixture
def wechat() -> Iterator[WeChatOnLoopback]:
    with WeChatOnLoopback() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        if server.worker is not None:
            server.worker.kill()
            server.worker.wait()
        server.shutdown()
        thread.join()


def start_worker(app: Flask, wechat: WeChatOnLoopback, folder: Path) -> subprocess.Popen[bytes]:
    wechat.worker = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "tests.server.messages.process:create", "worker"],
        env=os.environ
        | {
            "DATABASE_URL": app.extensions["settings"].database_url,
            "DATA_DIR": str(folder),
            "WECHAT_API_BASE": wechat.address,
        },
    )
    return wechat.worker


def queue_messages() -> set[str]:
    """As many messages as there are accounts, each of which agreed to one; their numbers."""
    with transaction() as session:
        accounts = [account_of(session, APPID, f"o-sample-{n}").id for n in range(MESSAGES)]
        for account in accounts:
            consents.accept(session, account, "matter", long_term=False)
        said = Announcement(origin="test", event="test_message", to=accounts)
        return {message.verify_number for message in service.announce(session, said)}


def statuses() -> Counter[str]:
    with transaction(writes=False) as session:
        return Counter(session.scalars(select(Message.status)))


def attempts() -> Counter[str | None]:
    with transaction(writes=False) as session:
        return Counter(session.scalars(select(Attempt.outcome)))


def test_of_500_messages_none_is_lost_and_only_the_one_in_flight_arrives_twice(
    empty_app: Flask, wechat: WeChatOnLoopback, tmp_path: Path
) -> None:
    queued = queue_messages()
    for _ in KILL_AT:
        assert start_worker(empty_app, wechat, tmp_path).wait(PATIENCE_S) == -9
        assert statuses()["sending"] == 1
    start_worker(empty_app, wechat, tmp_path)
    end = time.monotonic() + PATIENCE_S
    while statuses() != {"accepted": MESSAGES}:
        assert time.monotonic() < end, statuses()
        time.sleep(0.1)
    arrived = Counter(wechat.taken)
    assert set(arrived) == queued
    assert {number for number, times in arrived.items() if times > 1} == set(wechat.killed_with)
    assert max(arrived.values()) == 2
    assert attempts() == {"accepted": MESSAGES, "unknown": len(KILL_AT)}
