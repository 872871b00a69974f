"""``flask jobs …`` as an operator runs it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from server.jobs import clock, service
from server.jobs.models import Job
from server.jobs.outcome import GiveUp
from server.jobs.repository import Lease
from server.kit.clock import machine_now
from server.kit.ids import new_key
from server.transaction import transaction
from tests.doing_jobs import do_jobs

KIND = "test.note"


@pytest.fixture
def run(empty_app: Flask) -> Callable[..., Result]:
    def fail(payload: dict[str, Any]) -> None:
        if payload["fails"]:
            raise GiveUp("no_such_number")

    empty_app.extensions["jobs"].handle(KIND, fail)
    return lambda *arguments: empty_app.test_cli_runner().invoke(
        args=["jobs", *map(str, arguments)]
    )


def ask(*, fails: bool = False) -> uuid.UUID:
    with transaction() as session:
        return service.enqueue(session, KIND, {"fails": fails})


def test_jobs_that_were_given_up_are_listed_with_their_reason(
    run: Callable[..., Result], empty_app: Flask
) -> None:
    assert run("list", "--given-up").output == "没有放弃的任务。\n"
    bad, good = ask(fails=True), ask()
    do_jobs(empty_app)
    output = run("list", "--given-up").output
    assert f"{bad}  {KIND}  已放弃  第 1 次" in output
    assert "no_such_number" in output
    assert str(good) not in output
    assert str(good) in run("list").output


def test_a_job_that_was_given_up_can_be_tried_again(
    run: Callable[..., Result], empty_app: Flask
) -> None:
    bad = ask(fails=True)
    do_jobs(empty_app)
    assert run("retry", bad).output == "已重新排队。\n"
    with transaction(writes=False) as session:
        job = session.scalars(select(Job)).one()
    assert (job.status, job.attempts, job.finished_at) == ("waiting", 0, None)
    assert do_jobs(empty_app) == 1


def test_only_a_job_that_was_given_up_can_be_tried_again(run: Callable[..., Result]) -> None:
    assert run("retry", ask()).exit_code == 1
    assert run("retry", new_key()).exit_code == 1


def test_the_status_counts_jobs_and_shows_late_and_failing_clock_jobs(
    run: Callable[..., Result], empty_app: Flask
) -> None:
    assert run("status").output == "没有任务。\n"
    for fails in (True, False, False):
        ask(fails=fails)
    do_jobs(empty_app)
    ask()
    now = machine_now()
    with transaction() as session:
        clock.add_missing(session, ["bell", "late"], now - timedelta(minutes=5))
    with transaction() as session:
        tick = clock.claim(session, "bell", Lease("one", now, now + timedelta(minutes=1)))
        assert tick is not None
        clock.finish(session, tick, timedelta(hours=1), "LookupError", now)
    output = run("status").output
    assert f"{KIND}  做完  2\n" in output
    assert f"{KIND}  已放弃  1\n" in output
    assert f"{KIND}  等待  1\n" in output
    assert "等得最久的任务已等 0 秒" in output
    assert "定时 late  上次做完 还没有  已迟 300 秒" in output
    assert "定时 bell  上次做完 还没有  连续失败 1 次（LookupError）" in output
