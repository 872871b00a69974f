"""Counting calls: exact across processes, open to calls when a counter cannot be read."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator

import pytest
import redis

from server.config import ROOT
from server.kit import rate
from server.kit.rate import RedisWindows, SharedWindows, Verdict

REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
NOW = 1_800_000_000.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, float]]:
    """The time that the windows see; it stands at the start of an hour."""
    moment = {"now": NOW}
    monkeypatch.setattr(rate.time, "time", lambda: moment["now"])
    return moment


@pytest.fixture
def windows(clock: dict[str, float]) -> SharedWindows:
    return SharedWindows()


def test_as_many_calls_as_the_limit_are_allowed(windows: SharedWindows) -> None:
    assert [windows.hit("a", 3, 60).allowed for _ in range(5)] == [True, True, True, False, False]


def test_keys_are_counted_apart(windows: SharedWindows) -> None:
    assert windows.hit("a", 1, 60).allowed
    assert windows.hit("b", 1, 60).allowed


def test_a_new_window_starts_from_nothing(windows: SharedWindows, clock: dict[str, float]) -> None:
    windows.hit("a", 1, 60)
    clock["now"] += 59.9
    assert not windows.hit("a", 1, 60).allowed
    clock["now"] += 0.1
    assert windows.hit("a", 1, 60).allowed


@pytest.mark.parametrize(("passed", "wait"), [(0, 60), (1, 59), (59, 1), (59.99, 1)])
def test_the_wait_is_the_rest_of_the_window(
    windows: SharedWindows, clock: dict[str, float], passed: float, wait: int
) -> None:
    clock["now"] += passed
    assert windows.hit("a", 0, 60) == Verdict(False, wait)


def test_thousands_of_keys_are_counted_exactly(windows: SharedWindows) -> None:
    for _ in range(2):
        for number in range(5000):
            windows.hit(f"client {number}", 2, 60)
    assert not any(windows.hit(f"client {number}", 2, 60).allowed for number in range(5000))


def test_a_table_that_is_full_makes_the_limit_looser_never_stricter(
    windows: SharedWindows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate, "_SLOTS", 8)
    assert all(windows.hit(f"client {number}", 1, 60).allowed for number in range(100))


def test_threads_do_not_lose_counts(windows: SharedWindows) -> None:
    def hit() -> None:
        for _ in range(500):
            windows.hit("a", 10_000, 60)

    threads = [threading.Thread(target=hit) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert windows.hit("a", 2000, 60).allowed is False
    assert windows.hit("a", 2002, 60).allowed is True


PROCESSES = """
import os
from server.kit.rate import SharedWindows
windows = SharedWindows()
children = []
for _ in range(4):
    child = os.fork()
    if child == 0:
        for _ in range(250):
            windows.hit("a", 1, 10 ** 9)
        os._exit(0)
    children.append(child)
for child in children:
    os.waitpid(child, 0)
print(windows.hit("a", 1000, 10 ** 9).allowed, windows.hit("a", 1002, 10 ** 9).allowed)
"""

KILLED = """
import os, signal
from server.kit.rate import SharedWindows
windows = SharedWindows()
read, write = os.pipe()
child = os.fork()
if child == 0:
    with windows._alone():
        os.write(write, b"!")
        signal.pause()
os.read(read, 1)
os.kill(child, signal.SIGKILL)
os.waitpid(child, 0)
print(windows.hit("a", 1, 10 ** 9).allowed)
"""


def run(program: str) -> str:
    """A process of its own forks; pytest's workers, which have threads, never do."""
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    return ended.stdout.strip()


def test_processes_share_their_counts() -> None:
    assert run(PROCESSES) == "False True"


def test_a_process_killed_with_the_lock_blocks_nobody() -> None:
    assert run(KILLED) == "True"


def test_while_redis_is_away_each_host_counts_for_itself(standard_error: Callable[[], str]) -> None:
    windows = RedisWindows("redis://127.0.0.1:1/0")
    assert [windows.hit("a", 2, 3600).allowed for _ in range(3)] == [True, True, False]
    assert "redis_unavailable" in standard_error()


@pytest.fixture
def shared() -> Iterator[redis.Redis]:
    """A Redis server; skipped loudly without one."""
    connection = redis.Redis.from_url(REDIS, socket_connect_timeout=1)
    try:
        connection.ping()
    except redis.RedisError:
        pytest.skip(f"LEFT OUT: no Redis at {REDIS}")
    yield connection
    connection.close()


def test_hosts_count_together_in_redis(shared: redis.Redis) -> None:
    one, other, key = RedisWindows(REDIS), RedisWindows(REDIS), f"test {uuid.uuid4()}"
    allowed = [host.hit(key, 2, 3600).allowed for host in (one, other, one, other)]
    assert allowed == [True, True, False, False]


def test_counts_in_redis_go_away_by_themselves(shared: redis.Redis) -> None:
    name = f"test {uuid.uuid4()}"
    RedisWindows(REDIS).hit(name, 2, 3600)
    [key] = shared.keys(f"yinian:rate:{name}*")
    assert 0 < shared.ttl(key) <= 7200
