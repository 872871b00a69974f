"""Real worker processes: several at once, stopped, killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import insert, select

from server.jobs.models import ClockJob, Job
from server.kit.clock import machine_now
from server.kit.ids import new_key
from server.transaction import transaction
from tests.server.jobs.process import MARK

pytestmark = pytest.mark.committed_db

THREADS = 2
PATIENCE_S = 90


class Workers:
    """Starts ``flask worker`` on the test's database and reads the marks of its handler."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.marks = folder / "marks"
        self.marks.touch()
        self.started: list[subprocess.Popen[bytes]] = []
        settings = app.extensions["settings"]
        self.environment = os.environ | {
            "DATABASE_URL": settings.database_url,
            "DATA_DIR": str(settings.data_dir),
            "MARKS": str(self.marks),
            "THREADS": str(THREADS),
            "LEASE": "1.5",
            "TAKES": "0",
            "HANGS_FROM": "1000000",
        }

    def start(self, **changes: str) -> subprocess.Popen[bytes]:
        command = [
            sys.executable,
            "-m",
            "flask",
            "--app",
            "tests.server.jobs.process:create",
            "worker",
        ]
        process = subprocess.Popen(command, env=self.environment | changes)
        self.started.append(process)
        return process

    def marked(self) -> list[int]:
        return [int(line) for line in self.marks.read_text("ascii").splitlines()]


@pytest.fixture
def workers(empty_app: Flask, tmp_path: Path) -> Iterator[Workers]:
    made = Workers(empty_app, tmp_path)
    yield made
    for process in made.started:
        if process.poll() is None:
            process.kill()
        process.wait()


def ask(count: int) -> None:
    now = machine_now()
    rows = [
        {
            "id": new_key(), "kind": MARK, "payload": {"number": number}, "status": "waiting",
            "run_at": now, "attempts": 0, "created_at": now,
        }
        for number in range(count)
    ]  # fmt: skip
    with transaction() as session:
        session.execute(insert(Job), rows)


def statuses() -> Counter[str]:
    with transaction(writes=False) as session:
        return Counter(session.scalars(select(Job.status)))


def until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not reached():
        assert time.monotonic() < end, f"after {PATIENCE_S} s: {statuses()}"
        time.sleep(0.05)


def test_of_500_jobs_none_is_lost_when_a_worker_is_killed_and_only_those_in_flight_run_twice(
    workers: Workers,
) -> None:
    """The handler of the first worker has done its work at 150 and is then killed: the worst
    moment, since only the outcome is not recorded yet."""
    ask(500)
    first = workers.start(HANGS_FROM="150")
    in_flight = set(range(150, 150 + THREADS))
    until(lambda: in_flight <= set(workers.marked()))
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert statuses()["done"] == 150
    workers.start()
    until(lambda: statuses()["done"] == 500)
    runs = Counter(workers.marked())
    assert set(runs) == set(range(500))
    assert {number for number, count in runs.items() if count > 1} == in_flight
    assert max(runs.values()) == 2


def test_two_workers_share_the_jobs_and_none_is_done_twice(workers: Workers) -> None:
    ask(200)
    for _ in range(2):
        workers.start(TAKES="0.01")
    until(lambda: statuses()["done"] == 200)
    assert sorted(workers.marked()) == list(range(200))


def test_a_slow_job_outlives_its_lease_because_it_is_renewed(workers: Workers) -> None:
    ask(1)
    for _ in range(2):
        workers.start(TAKES="7", LEASE="4")
    until(lambda: statuses()["done"] == 1)
    assert workers.marked() == [0]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_told_to_stop_finishes_what_runs_and_gives_back_the_rest(
    workers: Workers, how: signal.Signals
) -> None:
    ask(10)
    worker = workers.start(TAKES="1")
    until(lambda: len(workers.marked()) >= THREADS)
    worker.send_signal(how)
    assert worker.wait(timeout=20) == 0
    done = len(workers.marked())
    assert done < 10
    assert statuses() == {"done": done, "waiting": 10 - done}
    with transaction(writes=False) as session:
        attempts = set(session.scalars(select(Job.attempts).where(Job.status == "waiting")))
    assert attempts == {0}


def test_a_worker_keeps_the_clock_jobs_going(workers: Workers) -> None:
    workers.start()

    def clocks() -> dict[str, ClockJob]:
        with transaction(writes=False) as session:
            return {row.name: row for row in session.scalars(select(ClockJob))}

    until(lambda: len(clocks()) > 0 and all(row.last_ok_at for row in clocks().values()))
    first = clocks()["audit.seal"].last_ok_at
    until(lambda: clocks()["audit.seal"].last_ok_at > first)
