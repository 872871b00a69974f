"""A running process answers from the newest release whose index is ready."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from intents.signs import signals
from intents.words import concepts
from server.editorial import live, service
from server.editorial.live import Live, NothingPublished, live_knowledge
from server.transaction import transaction
from tests.conftest import look_at_once, publish
from tests.server.talk import reply_to
from tests.small_knowledge import entry, small_base

CHANGED = {"short": "十一点半开门。"}


@pytest.fixture
def release(empty_app: Flask, tmp_path: Path) -> Callable[..., int]:
    """Publishes one entry, changed as said."""
    return lambda **changes: publish(small_base(tmp_path / "content", [entry("lunch", **changes)]))


@pytest.fixture
def running(empty_app: Flask, release: Callable[..., int]) -> Flask:
    """A process that has answered from release 1."""
    release()
    assert live_knowledge(empty_app).release == 1
    return empty_app


def build_newest(app: Flask) -> Path:
    """What ``flask knowledge load`` does after publishing."""
    with transaction(writes=False) as session:
        newest = service.published(session, service.latest_release(session))
    return live.build(app.extensions["live"].folder, newest)


def test_nothing_is_open_before_the_first_release(empty_app: Flask) -> None:
    with pytest.raises(NothingPublished):
        live_knowledge(empty_app)


def test_the_first_release_is_opened_at_the_first_question(running: Flask) -> None:
    assert live_knowledge(running).entries.keys() == {"lunch"}


def test_who_asks_first_does_not_wait_for_patterns_to_be_read(running: Flask) -> None:
    read = [concepts._data, signals._rules]
    for each in read:
        each.cache_clear()
    live.warm(running)
    assert [each.cache_info().currsize for each in read] == [1, 1]


def test_a_new_release_is_picked_up_without_a_restart(
    running: Flask, release: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    release(**CHANGED)
    build_newest(running)
    look_at_once(monkeypatch)
    reply = reply_to(running.test_client(), entry("lunch")["question"])
    assert reply["release"] == 2
    assert reply["text"].startswith(CHANGED["short"])


@pytest.mark.committed_db
def test_who_asks_while_a_release_is_opened_is_answered_from_the_one_before(
    running: Flask, release: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    holder, go_on = running.extensions["live"], threading.Event()
    refresh = holder.refresh
    monkeypatch.setattr(live, "LOOK_EVERY_S", -1.0)
    monkeypatch.setattr(live, "QUIET_AFTER_S", 3600.0)
    monkeypatch.setattr(holder, "refresh", lambda **said: go_on.wait(20) and refresh(**said))
    release(**CHANGED)
    build_newest(running)
    assert [live_knowledge(running).release for _ in range(3)] == [1, 1, 1]
    go_on.set()
    deadline = time.monotonic() + 20
    while live_knowledge(running).release == 1:
        assert time.monotonic() < deadline, "it was never opened"
        time.sleep(0.01)
    monkeypatch.setattr(live, "LOOK_EVERY_S", 3600.0)
    assert live_knowledge(running).release == 2
    # Each question before this one began a look: the last is over when it lets go of the lock.
    assert holder._lock.acquire(timeout=20)
    holder._lock.release()


def test_between_two_looks_the_database_is_left_alone(
    running: Flask, release: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LOOK_EVERY_S", 3600)
    release(**CHANGED)
    build_newest(running)
    assert live_knowledge(running).release == 1


@pytest.mark.committed_db
def test_an_index_that_is_missing_is_built_by_a_child_while_the_old_release_answers(
    running: Flask, release: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, holder = running.extensions["settings"], running.extensions["live"]
    for name in ("database_url", "data_dir", "secret_key", "app_env"):
        monkeypatch.setenv(name.upper(), str(getattr(settings, name)))
    look_at_once(monkeypatch)
    release(**CHANGED)
    assert live_knowledge(running).release == 1
    assert holder._builder.wait(timeout=200) == 0
    assert live_knowledge(running).release == 2


def test_an_index_is_built_once_for_the_same_content(
    running: Flask, release: Callable[..., int]
) -> None:
    made = build_newest(running)
    before = made.stat().st_mtime_ns
    assert build_newest(running) == made
    assert made.stat().st_mtime_ns == before


def test_another_process_opens_the_index_that_is_there(running: Flask) -> None:
    holder = Live(running, running.extensions["live"].folder)
    holder.refresh(may_build=False)
    assert holder.current is not None
    assert holder.current.release == 1
