"""The shared access token: how it is fetched, renewed, and never fetched too often."""

from __future__ import annotations

import json
import multiprocessing
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import requests
from redis import Redis
from redis.exceptions import RedisError

from tests.wechat.conftest import ELDER, PROGRESS, VALUES, Running, TestClock
from tests.wechat.test_login_and_phone import refused
from wechat.client import SPARE_S, MiniProgramClient
from wechat.redis_tokens import RedisTokenStore
from wechat.simulator.refused import Refused
from wechat.tokens import MARGIN_S, PATIENCE_S, MemoryTokenStore, Token, TokenStore

MANAGED = "/wxa/sec/order/is_trade_managed"
STABLE = "/cgi-bin/stable_token"
PROCESSES, THREADS = 4, 13


@dataclass
class SqliteTokenStore:
    """A store on a file, as the server's own will be on its database."""

    path: str

    def __post_init__(self) -> None:
        with self._open() as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS tokens (key TEXT PRIMARY KEY, row TEXT)")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS leases (key TEXT PRIMARY KEY, owner TEXT, until REAL)"
            )

    def get(self, key: str) -> Token | None:
        with self._open() as connection:
            found = connection.execute("SELECT row FROM tokens WHERE key = ?", (key,)).fetchone()
        if found is None:
            return None
        value, expires_at, forced_at = json.loads(found[0])
        return Token(value, expires_at, tuple(forced_at))

    def put(self, key: str, token: Token) -> None:
        row = json.dumps([token.value, token.expires_at, token.forced_at])
        with self._open() as connection:
            connection.execute("INSERT OR REPLACE INTO tokens VALUES (?, ?)", (key, row))

    @contextmanager
    def lock(self, key: str, lease_s: float) -> Iterator[bool]:
        owner, now = uuid4().hex, time.time()
        with self._open() as connection:
            taken = connection.execute(
                "INSERT INTO leases VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
                " owner = excluded.owner, until = excluded.until WHERE until < ?",
                (key, owner, now + lease_s, now),
            )
            mine = taken.rowcount == 1
        try:
            yield mine
        finally:
            if mine:
                with self._open() as connection:
                    connection.execute("DELETE FROM leases WHERE owner = ?", (owner,))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=10, isolation_level=None)) as connection:
            yield connection


def redis_or_skip() -> Redis:
    redis = Redis.from_url("redis://127.0.0.1:6379/9")
    try:
        redis.ping()
    except RedisError:
        pytest.skip("no Redis on this machine")
    return redis


@pytest.fixture(params=["sqlite", "redis"])
def store_in(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], TokenStore]]:
    """Opens a store that several processes share, made anew in each process."""
    if request.param == "sqlite":
        yield lambda: SqliteTokenStore(str(tmp_path / "tokens.db"))
        return
    prefix, redis = f"test-wechat-{uuid4().hex}:", redis_or_skip()
    yield lambda: RedisTokenStore(Redis.from_url("redis://127.0.0.1:6379/9"), prefix)
    for key in redis.scan_iter(f"{prefix}*"):
        redis.delete(key)
    redis.close()


@pytest.fixture(params=["memory", "sqlite", "redis"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TokenStore]:
    if request.param == "memory":
        yield MemoryTokenStore()
    elif request.param == "sqlite":
        yield SqliteTokenStore(str(tmp_path / "tokens.db"))
    else:
        with closing(redis_or_skip()) as redis:
            prefix = f"test-wechat-{uuid4().hex}:"
            yield RedisTokenStore(redis, prefix)
            for key in redis.scan_iter(f"{prefix}*"):
                redis.delete(key)


def test_a_store_gives_back_what_was_put(store: TokenStore) -> None:
    assert store.get("wx1") is None
    store.put("wx1", Token("value", 12.5, (1.0, 2.0)))
    assert store.get("wx1") == Token("value", 12.5, (1.0, 2.0))
    assert store.get("wx2") is None


def test_a_lock_has_one_holder_and_is_free_again(store: TokenStore) -> None:
    with store.lock("wx1", 5) as first, store.lock("wx1", 5) as second:
        assert (first, second) == (True, False)
    with store.lock("wx1", 5) as third:
        assert third


def test_a_dead_holder_frees_the_lock_when_its_lease_ends(
    store_in: Callable[[], TokenStore],
) -> None:
    store = store_in()
    with store.lock("wx1", 0.1) as dead:
        time.sleep(0.15)
        with store.lock("wx1", 5) as next_one:
            assert (dead, next_one) == (True, True)


def test_fifty_calls_in_four_processes_fetch_one_token(
    start_simulator: Callable[..., Running], store_in: Callable[[], TokenStore]
) -> None:
    simulator = start_simulator()
    simulator.fault(STABLE, answer_delay_s=0.2)
    context = multiprocessing.get_context("fork")
    results, gate = context.SimpleQueue(), context.Barrier(PROCESSES)
    arguments = (simulator.url, simulator.settings, store_in, gate, results)
    children = [context.Process(target=call_at_once, args=arguments) for _ in range(PROCESSES)]
    for child in children:
        child.start()
    answers = [results.get() for _ in children]
    for child in children:
        child.join(10)
    assert answers == [[True] * THREADS] * PROCESSES
    assert simulator.token_fetches() == 1
    assert simulator.inside.faults.calls[MANAGED] == PROCESSES * THREADS


def call_at_once(url: str, settings: Any, store_in: Any, gate: Any, results: Any) -> None:
    clock = TestClock()
    client = MiniProgramClient(
        settings.appid, settings.secret, tokens=store_in(), base_url=url, now=clock.now
    )
    gate.wait(10)
    with ThreadPoolExecutor(THREADS) as threads:
        futures = [threads.submit(client.is_trade_managed) for _ in range(THREADS)]
        results.put([future.exception() or future.result() for future in futures])


def test_a_token_is_kept_until_shortly_before_its_end(
    wx: MiniProgramClient, simulator: Running, clock: TestClock
) -> None:
    first = wx.access_token
    clock.advance(7200 - MARGIN_S - 1)
    assert wx.access_token == first
    assert simulator.token_fetches() == 1
    clock.advance(2)
    assert wx.access_token != first
    assert simulator.token_fetches() == 2


def test_old_and_new_are_both_good_around_a_renewal(
    wx: MiniProgramClient, simulator: Running, clock: TestClock
) -> None:
    old = wx.access_token
    clock.advance(7200 - MARGIN_S + 1)
    new = wx.access_token
    simulator.world.tokens.check(old)
    simulator.world.tokens.check(new)
    clock.advance(MARGIN_S)
    assert expired(simulator, old) == 42001
    assert wx.is_trade_managed()


def test_force_kills_the_old_token_at_once(wx: MiniProgramClient, simulator: Running) -> None:
    old = wx.access_token
    simulator.fault(MANAGED, errcode=40001)
    assert wx.is_trade_managed()
    assert expired(simulator, old) == 42001


def expired(simulator: Running, token: str) -> int:
    url = f"{simulator.url}{MANAGED}?access_token={token}"
    return int(requests.post(url, json={}, timeout=5).json()["errcode"])


@pytest.mark.parametrize("errcode", [40001, 40014, 42001, 41001])
def test_a_refused_token_is_replaced_and_the_call_repeated_once(
    wx: MiniProgramClient, simulator: Running, errcode: int
) -> None:
    simulator.fault(MANAGED, errcode=errcode)
    assert wx.is_trade_managed()
    assert simulator.inside.faults.calls[MANAGED] == 2


def test_a_token_that_is_always_refused_ends_in_an_error_not_in_a_loop(
    wx: MiniProgramClient, simulator: Running
) -> None:
    simulator.fault(MANAGED, errcode=40001, times=1000)
    error = refused(wx.is_trade_managed)
    assert (error.errcode, error.kind) == (40001, "token")
    assert simulator.inside.faults.calls[MANAGED] == 2
    # one in normal mode for the first call, one in normal mode, one by force
    assert simulator.token_fetches() == 3


def test_force_is_not_used_again_within_thirty_seconds(
    wx: MiniProgramClient, simulator: Running, clock: TestClock
) -> None:
    simulator.fault(MANAGED, errcode=40001, times=1000)
    for _ in range(5):
        refused(wx.is_trade_managed)
    # the first one, one a call in normal mode, and a single one by force
    assert simulator.token_fetches() == 1 + 5 + 1
    clock.advance(31)
    refused(wx.is_trade_managed)
    assert len(simulator.world.tokens.forced) == 2


def test_force_is_used_twenty_times_a_day_at_most(
    wx: MiniProgramClient, simulator: Running, clock: TestClock
) -> None:
    simulator.fault(MANAGED, errcode=40001, times=1000)
    for _ in range(25):
        refused(wx.is_trade_managed)
        clock.advance(31)
    assert simulator.token_fetches() == 1 + 25 + 20
    clock.advance(86_400)
    refused(wx.is_trade_managed)
    assert len(simulator.world.tokens.forced) == 1


def test_who_finds_a_newer_token_in_the_store_uses_it(
    make_client: Callable[..., MiniProgramClient], simulator: Running, clock: TestClock
) -> None:
    tokens = MemoryTokenStore()
    wx = make_client(tokens=tokens)
    stale = Token("stale", clock.now() + 5000)
    tokens.put(simulator.settings.appid, stale)
    make_client(tokens=tokens)._tokens.renew("stale")
    fetched = simulator.token_fetches()
    assert wx._tokens.renew("stale") == wx.access_token
    assert simulator.token_fetches() == fetched


def test_an_expired_token_in_the_store_is_replaced(
    make_client: Callable[..., MiniProgramClient], simulator: Running, clock: TestClock
) -> None:
    tokens = MemoryTokenStore()
    tokens.put(simulator.settings.appid, Token("old", clock.now() - 1))
    assert make_client(tokens=tokens).is_trade_managed()
    assert simulator.token_fetches() == 1


def test_who_waits_too_long_for_the_holder_gets_a_typed_error(
    make_client: Callable[..., MiniProgramClient], simulator: Running
) -> None:
    tokens, naps = MemoryTokenStore(), []
    wx = make_client(tokens=tokens, sleep=naps.append, timeout=(1.0, 1.0))
    with tokens.lock(simulator.settings.appid, 5):
        error = refused(lambda: wx.access_token)
    assert (error.kind, error.retryable) == ("busy", True)
    assert sum(naps) == pytest.approx(2 * (1.0 + 1.0) + SPARE_S + PATIENCE_S)
    assert simulator.token_fetches() == 0


def test_who_gets_the_lock_too_late_uses_what_was_put_meanwhile(
    make_client: Callable[..., MiniProgramClient], simulator: Running, clock: TestClock
) -> None:
    class PutMeanwhile(MemoryTokenStore):
        def lock(self, key: str, lease_s: float) -> Any:
            self.put(key, Token("of another process", clock.now() + 7200))
            return super().lock(key, lease_s)

    assert make_client(tokens=PutMeanwhile()).access_token == "of another process"
    assert simulator.token_fetches() == 0


def test_a_forced_refresh_is_noted_before_it_is_asked_for(
    make_client: Callable[..., MiniProgramClient], simulator: Running
) -> None:
    """WeChat counts it even if its answer is lost."""
    tokens = MemoryTokenStore()
    wx = make_client(tokens=tokens, timeout=(1.0, 0.3))
    token = wx.access_token
    simulator.fault(STABLE)  # the call in normal mode goes through
    simulator.fault(STABLE, drop="after")
    assert refused(lambda: wx._tokens.renew(token)).unknown_outcome
    kept = tokens.get(simulator.settings.appid)
    assert kept is not None
    assert len(kept.forced_at) == 1


def test_the_classic_token_rotates_and_does_not_touch_the_stable_one(
    wx: MiniProgramClient, simulator: Running, clock: TestClock
) -> None:
    stable = wx.access_token
    tokens = simulator.world.tokens
    first, second = (str(tokens.rotate()["access_token"]) for _ in range(2))
    assert first != second
    clock.advance(299)
    tokens.check(first)
    clock.advance(2)
    assert [expired(simulator, token) for token in (first, second, stable)] == [42001, 40013, 40013]


def test_the_simulator_refuses_a_twenty_first_force_of_a_day(
    simulator: Running, clock: TestClock
) -> None:
    tokens = simulator.world.tokens
    given = {tokens.give_stable(force=True)["access_token"]}
    assert tokens.give_stable(force=True)["access_token"] in given  # too soon: not refreshed
    for _ in range(19):
        clock.advance(30)
        given.add(tokens.give_stable(force=True)["access_token"])
    assert len(given) == 20
    clock.advance(30)
    with pytest.raises(Refused) as caught:
        tokens.give_stable(force=True)
    assert caught.value.errcode == 45009


def test_a_fork_gets_a_connection_of_its_own(wx: MiniProgramClient) -> None:
    assert wx.is_trade_managed()
    mine = wx._transport._session()
    context = multiprocessing.get_context("fork")
    told = context.SimpleQueue()
    child = context.Process(target=lambda: told.put(wx._transport._session() is mine))
    child.start()
    child.join(10)
    assert told.get() is False
    assert wx._transport._session() is mine


def test_threads_do_not_share_a_connection(wx: MiniProgramClient) -> None:
    with ThreadPoolExecutor(1) as threads:
        other = threads.submit(wx._transport._session).result()
    assert other is not wx._transport._session()


def test_wechatpys_own_endpoints_use_our_host_and_token(
    wx: MiniProgramClient, simulator: Running
) -> None:
    """An endpoint that this class adds nothing to: its path, our transport, token and errors."""
    error = refused(lambda: wx.wxa.send_subscribe_message("oNobody", PROGRESS, {}))
    assert (error.errcode, error.kind) == (40003, "person")
    simulator.control(f"/people/{ELDER}/consents", {"template_id": PROGRESS})
    data = {key: {"value": text} for key, text in VALUES.items()}
    assert wx.post("message/subscribe/send", data={"touser": ELDER, "template_id": PROGRESS, "data": data})["msgid"]  # fmt: skip
    assert wx.get("token", params={"grant_type": "client_credential", "appid": wx.appid, "secret": wx.secret})["access_token"] != wx.access_token  # fmt: skip
    assert wx.fetch_access_token() == {"access_token": wx.access_token}
