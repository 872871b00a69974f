"""What the logins stand on: exact counters, the SMS gateway over HTTP, the shared WeChat token."""

from __future__ import annotations

import json
import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import redis
from flask import Flask
from sqlalchemy import select, update

from server.identity import tasks
from server.identity.codes_models import WeChatToken
from server.identity.wechat_tokens import DatabaseTokenStore
from server.kit.clock import machine_now
from server.kit.counters import Counter, Counters, DatabaseCounters, RedisCounters
from server.kit.phones import normalised
from server.kit.sms import HttpSms, SmsError
from server.transaction import transaction
from wechat.client import MiniProgramClient
from wechat.redis_tokens import RedisTokenStore
from wechat.tokens import Token

REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")


# -- exact counters


@pytest.fixture(params=["database", "redis"])
def counters(request: pytest.FixtureRequest, site: Flask) -> Counters:
    if request.param == "database":
        return DatabaseCounters()
    connection = redis.Redis.from_url(REDIS, socket_connect_timeout=1)
    try:
        connection.ping()
    except redis.RedisError:
        pytest.skip(f"LEFT OUT: no Redis at {REDIS}")
    finally:
        connection.close()
    return RedisCounters(REDIS, patience_s=10)  # a busy machine is slow, and Redis not away


@pytest.fixture
def key() -> str:
    return f"test {uuid.uuid4()}"


def test_as_many_as_the_limit_are_allowed(counters: Counters, key: str) -> None:
    assert [counters.hit(key, 3, 60).allowed for _ in range(5)] == [True] * 3 + [False] * 2
    assert 0 < counters.hit(key, 3, 60).retry_after <= 60


def test_a_key_that_is_forgotten_begins_anew(counters: Counters, key: str) -> None:
    counters.hit(key, 1, 60)
    counters.forget(key)
    assert counters.hit(key, 1, 60).allowed


def test_what_is_given_back_was_not_counted(counters: Counters, key: str) -> None:
    for _ in range(3):
        assert counters.hit(key, 1, 60).allowed
        assert not counters.hit(key, 1, 60).allowed
        counters.give_back(key, 60)
    assert counters.hit(key, 1, 60).allowed


def test_what_is_given_back_after_its_window_leaves_no_count_that_never_ends(
    counters: Counters, key: str
) -> None:
    counters.give_back(key, 1)
    time.sleep(1.1)
    assert [counters.hit(key, 1, 60).allowed for _ in range(2)] == [True, False]


def test_a_window_ends(counters: Counters, key: str) -> None:
    counters.hit(key, 1, 1)
    assert not counters.hit(key, 1, 1).allowed
    time.sleep(1.1)
    assert counters.hit(key, 1, 60).allowed


def test_a_crowd_at_once_is_counted_exactly(site: Flask, counters: Counters, key: str) -> None:
    allowed: list[bool] = []
    together = threading.Barrier(8, timeout=10)

    def hit() -> None:
        with site.app_context():
            together.wait()
            allowed.extend(counters.hit(key, 10, 60).allowed for _ in range(4))

    crowd = [threading.Thread(target=hit) for _ in range(8)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    assert (len(allowed), sum(allowed)) == (32, 10)


def test_while_redis_is_away_the_database_counts(
    site: Flask, key: str, standard_error: Callable[[], str]
) -> None:
    counters = RedisCounters("redis://127.0.0.1:1/0")
    assert [counters.hit(key, 1, 60).allowed for _ in range(2)] == [True, False]
    assert "redis_unavailable" in standard_error()


def test_counters_that_have_ended_go_away(site: Flask) -> None:
    DatabaseCounters().hit("over", 1, 60)
    DatabaseCounters().hit("running", 1, 3600)
    with transaction() as session:
        over = update(Counter).where(Counter.ends_at < machine_now() + timedelta(minutes=5))
        session.execute(over.values(ends_at=machine_now()))
    tasks.clean()
    with transaction(writes=False) as session:
        assert len(session.scalars(select(Counter)).all()) == 1


# -- the SMS gateway


class Gateway(BaseHTTPRequestHandler):
    """Answers as the test says and keeps what came."""

    status, body, delay = 200, '{"id": "m-1"}', 0.0
    received: list[tuple[str, str | None, dict[str, Any]]] = []

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        body = json.loads(self.rfile.read(length))
        self.received.append((self.path, self.headers["Authorization"], body))
        time.sleep(self.delay)
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body.encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on the console."""


@contextmanager
def serving(**answers: Any) -> Iterator[tuple[HttpSms, type[Gateway]]]:
    handler = type("Answering", (Gateway,), {"received": [], **answers})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        gateway = HttpSms(f"http://127.0.0.1:{server.server_port}/", "a-key")
        try:
            yield gateway, handler
        finally:
            gateway.close()
            server.shutdown()
            thread.join()


def test_a_message_goes_out_with_key_and_reference() -> None:
    with serving() as (gateway, handler):
        assert gateway.send("19900000001", "您好", "r-1").id == "m-1"
    assert handler.received == [
        (
            "/sms/v1/messages",
            "Bearer a-key",
            {"to": "19900000001", "text": "您好", "reference": "r-1"},
        )
    ]


@pytest.mark.parametrize(
    ("answers", "retryable", "unknown"),
    [
        ({"status": 400}, False, False),
        ({"status": 401}, False, False),
        ({"status": 429}, True, False),
        ({"status": 500}, True, True),
        ({"status": 302}, False, False),
        ({"body": "no JSON"}, True, True),
        ({"body": "[]"}, True, True),
    ],
)
def test_each_refusal_says_whether_to_try_again(
    answers: dict[str, Any], retryable: bool, unknown: bool
) -> None:
    with serving(**answers) as (gateway, _), pytest.raises(SmsError) as caught:
        gateway.send("19900000001", "marked text", "r-1")
    assert (caught.value.retryable, caught.value.unknown_outcome) == (retryable, unknown)
    assert "199" not in str(caught.value)


def test_a_gateway_that_does_not_answer_in_time_may_have_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("server.kit.sms.ANSWER_S", 0.1)
    with serving(delay=0.4) as (gateway, _), pytest.raises(SmsError) as caught:
        gateway.send("19900000001", "text", "r-1")
    assert caught.value.unknown_outcome


def test_a_gateway_that_is_not_there_has_sent_nothing() -> None:
    with pytest.raises(SmsError) as caught:
        HttpSms("http://127.0.0.1:1", "a-key").send("19900000001", "text", "r-1")
    assert (caught.value.retryable, caught.value.unknown_outcome) == (True, False)
    assert caught.value.__context__ is None


# -- mobile numbers


@pytest.mark.parametrize(
    "typed",
    [
        "13800001234",
        "+8613800001234",
        "86 138 0000 1234",
        "0086-138-0000-1234",
        "１３８００００１２３４",
    ],
)
def test_a_number_is_one_however_it_is_typed(typed: str) -> None:
    assert normalised(typed) == "13800001234"


@pytest.mark.parametrize(
    "typed", ["12800001234", "1380000123", "138000012345", "+113800001234", "１"]
)
def test_another_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="11 位的手机号"):
        normalised(typed)


# -- the shared token


def test_a_token_is_kept_sealed_and_read_back(site: Flask) -> None:
    store, token = DatabaseTokenStore(), Token("token-marked", 1_900_000_000.25, (1.0, 2.5))
    assert store.get("wx1") is None
    store.put("wx1", token)
    assert store.get("wx1") == token
    assert store.get("wx2") is None
    with transaction(writes=False) as session:
        raw = session.connection().exec_driver_sql("SELECT token FROM identity_wechat_tokens")
        assert "marked" not in str(raw.all())


def test_one_holds_the_lease_and_gives_it_back(site: Flask) -> None:
    store = DatabaseTokenStore()
    with store.lock("wx1", 20) as mine, store.lock("wx1", 20) as other:
        assert (mine, other) == (True, False)
    with store.lock("wx1", 20) as again:
        assert again


def test_the_lease_of_a_dead_holder_ends(site: Flask) -> None:
    store = DatabaseTokenStore()
    with store.lock("wx1", 20):
        with transaction() as session:
            session.execute(update(WeChatToken).values(lease_until=machine_now()))
        with store.lock("wx1", 20) as next_holder:
            assert next_holder
            store._release("wx1", "somebody who came too late")
            with store.lock("wx1", 20) as third:
                assert not third


def test_a_crowd_on_an_empty_store_fetches_one_token(
    site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[bool] = []

    def fetch(_client: MiniProgramClient, force: bool) -> tuple[str, float]:
        fetched.append(force)
        time.sleep(0.1)
        return "token", 7200.0

    monkeypatch.setattr(MiniProgramClient, "_stable_token", fetch)
    client = MiniProgramClient("wx1", "secret", tokens=DatabaseTokenStore())
    found: list[str] = []

    def want() -> None:
        with site.app_context():
            found.append(client.access_token)

    crowd = [threading.Thread(target=want) for _ in range(8)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    assert found == ["token"] * 8
    assert fetched == [False]


def test_with_redis_the_token_lives_there(app_with: Callable[..., Flask]) -> None:
    client = app_with(redis_url=REDIS).extensions["wechat"]
    assert isinstance(client._tokens._store, RedisTokenStore)
