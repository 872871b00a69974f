"""One job: asked for in a transaction, done after it, tried again, given up."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import structlog
from flask import Flask, g
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.extensions import db
from server.jobs import service
from server.jobs.models import Job
from server.jobs.outcome import WAITS, GiveUp, Retry
from server.kit.clock import machine_now
from server.transaction import transaction
from tests.doing_jobs import claim, do, do_jobs, skip_waits

KIND = "test.note"


class Notes(list):
    """What the handler was given; it raises what ``fails`` holds, one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.fails: list[Exception] = []

    def __call__(self, payload: dict[str, Any]) -> None:
        self.append(payload)
        if self.fails:
            raise self.fails.pop(0)


@pytest.fixture
def notes(empty_app: Flask) -> Notes:
    made = Notes()
    empty_app.extensions["jobs"].handle(KIND, made)
    return made


def ask(number: int = 1, **more: Any) -> uuid.UUID:
    with transaction() as session:
        return service.enqueue(session, KIND, {"number": number}, **more)


def ask_and_fail(session: Session) -> None:
    service.enqueue(session, KIND, {})
    raise ZeroDivisionError


def stored() -> list[Job]:
    with transaction(writes=False) as session:
        return list(session.scalars(select(Job).order_by(Job.seq)))


def test_a_job_is_done_with_its_payload(empty_app: Flask, notes: Notes) -> None:
    ask(7)
    assert do_jobs(empty_app) == 1
    [job] = stored()
    assert (notes, job.status, job.attempts) == ([{"number": 7}], "done", 1)
    assert (job.claimed_by, job.lease_until) == (None, None)
    assert job.finished_at


def test_a_change_that_is_undone_asks_for_nothing(empty_app: Flask, notes: Notes) -> None:
    with pytest.raises(ZeroDivisionError), transaction() as session:
        ask_and_fail(session)
    assert (do_jobs(empty_app), notes) == (0, [])


def test_a_kind_that_nobody_does_is_refused_at_once(empty_app: Flask) -> None:
    with pytest.raises(ValueError, match="nobody does"), transaction() as session:
        service.enqueue(session, "test.unknown", {})


def test_two_handlers_for_one_kind_are_refused(empty_app: Flask, notes: Notes) -> None:
    with pytest.raises(ValueError, match="two handlers"):
        empty_app.extensions["jobs"].handle(KIND, print)


def test_what_is_asked_for_under_one_key_is_done_once(empty_app: Flask, notes: Notes) -> None:
    first, second = ask(1, key="order-1"), ask(2, key="order-1")
    assert first == second
    do_jobs(empty_app)
    assert notes == [{"number": 1}]


def test_a_delayed_job_waits(empty_app: Flask, notes: Notes) -> None:
    ask(delay=timedelta(hours=1))
    assert do_jobs(empty_app) == 0
    assert do_jobs(empty_app, waited=True) == 1


def test_jobs_are_done_in_the_order_in_which_they_are_due(empty_app: Flask, notes: Notes) -> None:
    for number, hours in ((1, 3), (2, 1), (3, 2)):
        ask(number, delay=timedelta(hours=hours) - timedelta(hours=4))
    ask(4, delay=timedelta(hours=-1))
    do_jobs(empty_app)
    assert [note["number"] for note in notes] == [2, 3, 1, 4]


def test_no_transaction_is_open_while_a_handler_runs(empty_app: Flask) -> None:
    seen: list[object] = []

    def look(_payload: dict[str, Any]) -> None:
        seen.append(db.session().in_transaction())
        seen.append(db.engine.pool.checkedout())  # type: ignore[attr-defined]
        with transaction() as session:  # raises RuntimeError inside another one
            session.scalars(select(Job)).all()

    empty_app.extensions["jobs"].handle(KIND, look)
    ask()
    do_jobs(empty_app)
    assert (seen, stored()[0].status) == ([False, 0], "done")


def test_a_failure_is_tried_again_after_the_next_wait(empty_app: Flask, notes: Notes) -> None:
    notes.fails = [RuntimeError("张三的电话是 13800000000"), RuntimeError()]
    ask()
    for attempt, wait in ((1, WAITS[0]), (2, WAITS[1])):
        skip_waits()
        before = machine_now()
        do_jobs(empty_app)
        [job] = stored()
        assert (job.status, job.attempts, job.last_error) == ("waiting", attempt, "RuntimeError")
        assert wait * 0.8 <= job.run_at - before <= wait * 1.2 + timedelta(seconds=5)
    do_jobs(empty_app, waited=True)
    assert (stored()[0].status, len(notes)) == ("done", 3)


def test_after_the_last_wait_a_job_is_given_up(empty_app: Flask, notes: Notes) -> None:
    notes.fails = [RuntimeError() for _ in range(100)]
    ask()
    for _ in range(len(WAITS) + 5):
        do_jobs(empty_app, waited=True)
    [job] = stored()
    assert (job.status, job.attempts, len(notes)) == ("given_up", len(WAITS) + 1, len(WAITS) + 1)


def test_a_handler_chooses_when_to_be_asked_again(empty_app: Flask, notes: Notes) -> None:
    notes.fails = [Retry(timedelta(hours=5), "quiet_hours")]
    ask()
    before = machine_now()
    do_jobs(empty_app)
    [job] = stored()
    assert (job.status, job.last_error) == ("waiting", "quiet_hours")
    assert timedelta(hours=5) <= job.run_at - before < timedelta(hours=5, seconds=5)


def test_a_handler_may_give_up_at_once_and_say_why(empty_app: Flask, notes: Notes) -> None:
    notes.fails = [GiveUp("no_such_number")]
    ask()
    do_jobs(empty_app)
    assert (stored()[0].status, stored()[0].last_error) == ("given_up", "no_such_number")


def test_a_kind_may_have_waits_of_its_own(empty_app: Flask) -> None:
    def fail(_payload: dict[str, Any]) -> None:
        raise RuntimeError

    empty_app.extensions["jobs"].handle(KIND, fail, waits=(timedelta(days=2),))
    ask()
    do_jobs(empty_app)
    assert stored()[0].run_at > machine_now() + timedelta(days=1)
    do_jobs(empty_app, waited=True)
    assert stored()[0].status == "given_up"


def test_a_job_that_takes_its_worker_down_each_time_is_given_up_unseen(
    empty_app: Flask, notes: Notes
) -> None:
    ask()
    for _ in range(len(WAITS) + 1):
        assert claim(1, lasts=timedelta(0))  # and the worker dies
    do_jobs(empty_app)
    assert (notes, stored()[0].status) == ([], "given_up")
    assert stored()[0].last_error == "LostWorkerError"


def test_a_job_in_hand_is_not_claimed_by_another(empty_app: Flask, notes: Notes) -> None:
    ask()
    assert len(claim(5, "one")) == 1
    assert claim(5, "two") == []


def test_a_job_whose_lease_has_ended_is_claimed_again(empty_app: Flask, notes: Notes) -> None:
    ask()
    [first] = claim(5, "one", timedelta(0))
    [second] = claim(5, "two")
    assert (first.seq, first.attempt, second.seq, second.attempt) == (second.seq, 1, first.seq, 2)


@pytest.mark.parametrize("again", ["one", "two"])
def test_who_lost_the_lease_records_nothing(empty_app: Flask, notes: Notes, again: str) -> None:
    ask()
    [late] = claim(1, "one", timedelta(0))
    claim(1, again)
    do(empty_app, late)
    [job] = stored()
    assert (job.status, job.claimed_by, job.attempts) == ("running", again, 2)


def test_a_worker_leaves_kinds_that_it_does_not_know(empty_app: Flask, notes: Notes) -> None:
    ask()
    del empty_app.extensions["jobs"].handlers[KIND]
    empty_app.extensions["jobs"].handle("test.other", print)
    assert claim(5) == []


def test_the_request_that_asked_is_named_in_the_log_of_its_job(
    empty_app: Flask, standard_error: Callable[[], str]
) -> None:
    def fail(_payload: dict[str, Any]) -> None:
        raise RuntimeError("marked-value")

    empty_app.extensions["jobs"].handle(KIND, fail)
    with empty_app.app_context():
        g.request_id = "a-request"
        ask()
    do_jobs(empty_app)
    written = standard_error()
    assert '"request_id": "a-request"' in written
    assert f'"job": "{KIND}"' in written
    assert "marked-value" not in written
    assert structlog.contextvars.get_contextvars().get("job") is None


def test_a_job_asked_for_by_a_job_names_the_same_request(empty_app: Flask, notes: Notes) -> None:
    def pass_on(_payload: dict[str, Any]) -> None:
        ask()

    empty_app.extensions["jobs"].handle("test.first", pass_on)
    with empty_app.app_context(), transaction() as session:
        g.request_id = "a-request"
        service.enqueue(session, "test.first", {})
    assert do_jobs(empty_app) == 2
    assert [job.request_id for job in stored()] == ["a-request", "a-request"]


def test_done_jobs_are_deleted_after_thirty_days_and_nothing_else(
    empty_app: Flask, notes: Notes
) -> None:
    notes.fails = [GiveUp("x")]
    for number in range(3):
        ask(number)
    do_jobs(empty_app)
    ask(4)
    with transaction() as session:
        old = machine_now() - timedelta(days=31)
        for job in session.scalars(select(Job).where(Job.seq != 3)):
            job.finished_at = old if job.finished_at else None
    service.clean()
    assert [job.status for job in stored()] == ["given_up", "done", "waiting"]
