"""The worker in this process: when things go wrong around it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from server.jobs import hands, repository, service, worker
from server.jobs.models import ClockJob, Job
from server.jobs.worker import Worker
from server.kit.clock import machine_now
from server.transaction import transaction
from tests.doing_jobs import claim

KIND = "test.note"


@contextmanager
def working(app: Flask, *, threads: int = 1, lease: float = 60) -> Iterator[Worker]:
    """A worker in a thread, stopped at the end. It begins with nothing but what the test asks for."""
    app.extensions["jobs"].starts.clear()
    made = Worker(app, threads=threads, lease=timedelta(seconds=lease))
    thread = threading.Thread(target=made.run)
    thread.start()
    try:
        yield made
    finally:
        made.stop()
        thread.join(timeout=30)
        assert not thread.is_alive()


def ask(count: int = 1) -> None:
    with transaction() as session:
        for number in range(count):
            service.enqueue(session, KIND, {"number": number})


def statuses() -> list[str]:
    with transaction(writes=False) as session:
        return list(session.scalars(select(Job.status).order_by(Job.seq)))


def until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def done(empty_app: Flask) -> list[int]:
    numbers: list[int] = []

    def note(payload: dict[str, Any]) -> None:
        numbers.append(payload["number"])

    empty_app.extensions["jobs"].handle(KIND, note)
    return numbers


def test_one_thread_keeps_the_order(empty_app: Flask, done: list[int]) -> None:
    ask(20)
    with working(empty_app):
        until(lambda: statuses() == ["done"] * 20)
    assert done == list(range(20))


def test_a_worker_notices_new_jobs_soon(empty_app: Flask, done: list[int]) -> None:
    with working(empty_app):
        time.sleep(1)
        ask()
        asked = time.monotonic()
        until(lambda: done == [0])
        assert time.monotonic() - asked < 5


def test_a_worker_outlives_a_database_that_is_away_for_a_while(
    empty_app: Flask, done: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    away = [OperationalError("x", None, Exception()) for _ in range(3)]
    really = repository.claim

    def fail_first(*arguments: Any) -> Any:
        if away:
            raise away.pop()
        return really(*arguments)

    monkeypatch.setattr(repository, "claim", fail_first)
    ask()
    with working(empty_app):
        until(lambda: statuses() == ["done"])
    assert away == []


def test_an_outcome_that_the_database_refuses_is_recorded_again_and_the_job_not_repeated(
    empty_app: Flask, done: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    away = [OperationalError("x", None, Exception()) for _ in range(2)]
    really = repository.finish

    def fail_first(*arguments: Any) -> Any:
        if away:
            raise away.pop()
        return really(*arguments)

    monkeypatch.setattr(repository, "finish", fail_first)
    ask()
    with working(empty_app):
        until(lambda: statuses() == ["done"])
    assert (done, away) == ([0], [])


def test_a_process_that_slept_past_its_lease_does_not_begin_the_job(
    empty_app: Flask, done: list[int]
) -> None:
    begun, hold = threading.Event(), threading.Event()

    def wait(_payload: dict[str, Any]) -> None:
        begun.set()
        hold.wait(60)

    empty_app.extensions["jobs"].handle("test.hold", wait)
    with transaction() as session:
        service.enqueue(session, "test.hold", {})
    ask()
    with working(empty_app, lease=600) as sleeper:  # which it does not renew meanwhile
        assert begun.wait(60)
        until(lambda: len(sleeper._held()) == 2)
        end_leases(sleeper)
        assert [job.kind for job in claim(2, "another")] == ["test.hold", KIND]
        hold.set()
        until(lambda: not sleeper._held())
    assert (done, statuses()) == ([], ["running", "running"])


def end_leases(sleeper: Worker) -> None:
    """As if the time of the leases had passed while the process slept."""
    with transaction() as session:
        session.execute(update(Job).values(lease_until=machine_now()))
    for held in sleeper._held():
        held.until = machine_now()


def test_what_a_hanging_handler_holds_up_is_done_by_another_worker(
    empty_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hands, "RUNS_AT_MOST", timedelta(seconds=0.5))
    hold, runs = threading.Event(), []

    def hang(payload: dict[str, Any]) -> None:
        runs.append(payload["number"])
        if runs == [0]:
            hold.wait(60)

    empty_app.extensions["jobs"].handle(KIND, hang)
    ask(5)
    with working(empty_app, lease=1) as hanging:
        try:
            until(lambda: runs == [0])  # so that it is this one that hangs, however slow it begins
            with working(empty_app, lease=1):
                until(lambda: statuses() == ["done"] * 5)
                # On a busy machine the other may do them before this one has given them back.
                until(lambda: len(hanging._held()) == 1)
        finally:
            hold.set()
    assert sorted(set(runs)) == [0, 1, 2, 3, 4]


def test_slow_jobs_hold_up_no_clock_job(empty_app: Flask) -> None:
    hold = threading.Event()
    empty_app.extensions["jobs"].handle(KIND, lambda _payload: hold.wait(30) and None)
    beats: list[float] = []
    empty_app.extensions["jobs"].every(
        timedelta(seconds=0.1), "test.beat", lambda: beats.append(time.monotonic())
    )
    ask(5)
    with working(empty_app):
        until(lambda: "running" in statuses() and len(beats) >= 2)
        hold.set()


def test_a_clock_job_that_fails_is_kept_with_the_name_of_its_error(empty_app: Flask) -> None:
    def fail() -> None:
        raise LookupError("张三")

    empty_app.extensions["jobs"].every(timedelta(hours=1), "test.fail", fail)

    def error() -> str | None:
        with transaction(writes=False) as session:
            return session.scalar(select(ClockJob.last_error).where(ClockJob.name == "test.fail"))

    with working(empty_app):
        until(lambda: error() == "LookupError")


def test_an_idle_worker_only_reads(
    empty_app: Flask, done: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    empty_app.extensions["jobs"].clock.clear()
    units: list[bool] = []
    really = worker.transaction

    def noted(*, writes: bool = True) -> Any:
        units.append(writes)
        return really(writes=writes)

    with working(empty_app):
        time.sleep(0.7)
        monkeypatch.setattr(worker, "transaction", noted)
        time.sleep(2)
    assert units
    assert not any(units)
    assert len(units) <= 12
