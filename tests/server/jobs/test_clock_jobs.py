"""Clock jobs: one worker at a time, on their beat, and what failed is seen."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from server.jobs import clock
from server.jobs.clock import Tick
from server.jobs.models import ClockJob
from server.jobs.registry import Registry
from server.jobs.repository import Lease
from server.jobs.worker import Worker
from server.kit.clock import machine_now
from server.transaction import transaction

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def one_job(empty_app: Flask) -> None:
    with transaction() as session:
        clock.add_missing(session, ["bell"], machine_now())


def claim(worker: str = "one", lasts: timedelta = MINUTE) -> Tick | None:
    now = machine_now()
    with transaction() as session:
        return clock.claim(session, "bell", Lease(worker, now, now + lasts))


def finish(tick: Tick | None, error: str | None = None, interval: timedelta = HOUR) -> bool:
    assert tick is not None
    with transaction() as session:
        return clock.finish(session, tick, interval, error, machine_now())


def row() -> ClockJob:
    with transaction(writes=False) as session:
        return session.scalars(select(ClockJob)).one()


def due() -> list[str]:
    with transaction(writes=False) as session:
        return clock.due(session, ["bell", "other"], machine_now())


def make_due() -> None:
    with transaction() as session:
        session.execute(update(ClockJob).values(next_at=machine_now()))


def test_a_new_clock_job_is_due_at_once_and_then_after_its_interval() -> None:
    assert due() == ["bell"]
    assert finish(claim())
    assert due() == []
    assert HOUR - MINUTE < row().next_at - machine_now() <= HOUR
    assert (row().last_error, row().claimed_by, row().lease_until) == (None, None, None)


def test_starting_again_moves_nothing() -> None:
    finish(claim())
    before = row().next_at
    with transaction() as session:
        clock.add_missing(session, ["bell", "other"], machine_now())
    with transaction(writes=False) as session:
        assert {found.name for found in clock.all_rows(session)} == {"bell", "other"}
        assert clock.all_rows(session)[0].next_at == before


def test_only_one_worker_has_a_clock_job() -> None:
    assert claim("one")
    assert claim("two") is None
    assert due() == []


def test_a_dead_workers_clock_job_is_taken_over_and_it_records_nothing() -> None:
    dead = claim("one", timedelta(0))
    alive = claim("two")
    assert finish(dead) is False
    assert finish(alive) is True


def test_a_failure_is_kept_and_tried_again_before_a_long_interval_is_over() -> None:
    finish(claim(), "RuntimeError")
    found = row()
    assert (found.failures, found.last_error, found.last_ok_at) == (1, "RuntimeError", None)
    assert timedelta(seconds=3) < found.next_at - machine_now() < timedelta(seconds=7)
    make_due()
    finish(claim(), "RuntimeError")
    assert timedelta(seconds=20) < row().next_at - machine_now() < timedelta(seconds=40)
    make_due()
    finish(claim())
    assert (row().failures, row().last_error) == (0, None)
    assert row().last_ok_at is not None


def test_a_failure_waits_at_most_the_interval() -> None:
    finish(claim(), "RuntimeError", interval=timedelta(seconds=1))
    assert row().next_at - machine_now() <= timedelta(seconds=1)


def test_a_clock_job_keeps_its_beat_and_does_not_make_up_for_what_was_missed() -> None:
    now = machine_now()
    late = Tick("bell", now - timedelta(seconds=10), 0, "one")
    assert clock.next_at(late, MINUTE, now) == now + timedelta(seconds=50)
    very_late = Tick("bell", now - timedelta(days=1), 0, "one")
    assert clock.next_at(very_late, MINUTE, now) == now + MINUTE


def test_a_clock_job_given_back_is_due_again() -> None:
    tick = claim()
    assert tick is not None
    with transaction() as session:
        clock.release(session, tick)
    assert due() == ["bell"]


def set_right(interval: timedelta = HOUR) -> None:
    with transaction() as session:
        now = machine_now()
        ahead = clock.ran_ahead(session, {"bell": interval, "other": MINUTE}, now)
        clock.set_right(session, ahead, now)


def come_next(at: datetime) -> None:
    with transaction() as session:
        session.execute(update(ClockJob).values(next_at=at))


def test_a_clock_job_that_was_done_while_the_machines_clock_ran_ahead_does_not_wait_for_that_day() -> (
    None
):
    finish(claim())
    come_next(machine_now() + timedelta(days=365))
    assert due() == []
    set_right()
    assert due() == ["bell"]


def test_a_clock_job_that_waits_for_its_interval_is_left_alone() -> None:
    finish(claim())
    set_right()
    assert due() == []


def test_a_clock_job_in_somebodys_hands_is_left_alone() -> None:
    tick = claim()
    ahead = machine_now() + timedelta(days=365)
    come_next(ahead)
    set_right()
    assert row().next_at == ahead
    assert tick is not None


def test_a_worker_sets_it_right(empty_app: Flask) -> None:
    rung = threading.Event()
    registry = Registry()
    registry.every(HOUR, "bell", rung.set)
    empty_app.extensions["jobs"] = registry
    come_next(machine_now() + timedelta(days=365))
    worker = Worker(empty_app, threads=1, lease=MINUTE)
    running = threading.Thread(target=worker.run)
    running.start()
    try:
        assert rung.wait(10)
    finally:
        worker.stop()
        running.join()
