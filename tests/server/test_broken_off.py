"""Transactions that PostgreSQL ends for others' sake: done once more, where nothing is lost by it."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask, request
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError

from server.app import create_app
from server.extensions import db
from server.identity.access import Caller, access
from server.jobs.hands import JobTask, attempt
from server.jobs.registry import Work
from server.jobs.repository import Claimed
from server.kit.clock import machine_now
from server.kit.counters import Counter
from server.transaction import in_transaction, once_more, repeated, tell_outside, transaction
from tests import databases
from tests.conftest import dispose

on_postgresql = pytest.mark.skipif(
    not databases.SERVER_URL, reason="needs PostgreSQL (make test-pg)"
)
ADDRESS = "/api/v1/test-two-rows"


class DeadlockError(Exception):
    sqlstate = "40P01"


def broken_off() -> OperationalError:
    return OperationalError("UPDATE", {}, DeadlockError())


def row(name: str) -> int:
    with transaction(writes=False) as session:
        return session.scalars(select(Counter.count).where(Counter.key == name)).one()


def add(session: object, name: str) -> None:
    one = update(Counter).where(Counter.key == name).values(count=Counter.count + 1)
    session.execute(one, execution_options={"synchronize_session": False})  # type: ignore[attr-defined]


@pytest.fixture
def two_rows(empty_app: Flask) -> Flask:
    with transaction() as session:
        session.add_all(Counter(key=name, count=0, ends_at=machine_now()) for name in ("a", "b"))
    return empty_app


@pytest.fixture
def with_views(two_rows: Flask) -> Iterator[Flask]:
    """The same application anew, which has not answered anything yet: views can be added."""
    like = two_rows.extensions["settings"]
    made = create_app(databases.settings(like.database_url, like.data_dir))
    made.config["WTF_CSRF_ENABLED"] = False
    yield made
    dispose(made)


def at_once(*work: Callable[[], object]) -> list[object]:
    """What each returned or raised, all begun together."""
    results: list[object] = [None] * len(work)

    def do(number: int) -> None:
        try:
            results[number] = work[number]()
        except Exception as error:
            results[number] = error

    threads = [threading.Thread(target=do, args=(n,)) for n in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


class Meeting:
    """Two units meet after their first row, each at its first try."""

    def __init__(self) -> None:
        self.barrier, self.tries = threading.Barrier(2, timeout=10), 0

    def unit(self, session: object, first: str, second: str, *, met: list[str]) -> str:
        self.tries += 1
        add(session, first)
        if not met:
            met.append(first)
            self.barrier.wait()
        add(session, second)
        return "done"


@on_postgresql
@pytest.mark.parametrize("form", [in_transaction, once_more])
def test_of_two_units_that_deadlock_one_is_done_once_more_and_both_succeed(
    two_rows: Flask, form: Callable[..., object]
) -> None:
    meeting = Meeting()

    def one(first: str, second: str) -> object:
        met: list[str] = []
        with two_rows.app_context():
            return form(lambda session: meeting.unit(session, first, second, met=met))

    assert at_once(lambda: one("a", "b"), lambda: one("b", "a")) == ["done", "done"]
    assert meeting.tries == 3
    assert (row("a"), row("b")) == (2, 2)


@on_postgresql
def test_a_unit_that_could_not_be_serialized_is_done_once_more(two_rows: Flask) -> None:
    barrier, tries = threading.Barrier(2, timeout=10), []

    def one() -> int:
        met: list[int] = []

        def unit(session: object) -> int:
            tries.append(1)
            session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))  # type: ignore[attr-defined]
            before = session.scalars(select(Counter.count).where(Counter.key == "a")).one()  # type: ignore[attr-defined]
            if not met:
                met.append(before)
                barrier.wait()
            add(session, "a")
            return int(before)

        with two_rows.app_context():
            return in_transaction(unit)

    assert sorted(at_once(one, one)) == [0, 1]
    assert len(tries) == 3
    assert row("a") == 2


@on_postgresql
def test_of_two_requests_that_deadlock_both_are_answered(with_views: Flask) -> None:
    meeting, met = Meeting(), {"a": [], "b": []}

    @with_views.post(ADDRESS)
    @access(Caller.ANYONE)
    def view() -> dict[str, str]:
        sent = request.get_json()
        with transaction() as session:
            said = meeting.unit(session, sent["first"], sent["second"], met=met[sent["first"]])
        return {"said": said}

    def post(first: str, second: str) -> int:
        sent = {"first": first, "second": second}
        return with_views.test_client().post(ADDRESS, json=sent).status_code

    assert at_once(lambda: post("a", "b"), lambda: post("b", "a")) == [200, 200]
    assert meeting.tries == 3
    assert (row("a"), row("b")) == (2, 2)


@pytest.fixture
def failing(with_views: Flask) -> tuple[Flask, list[str]]:
    """A view that keeps one thing (if asked) and fails ``times`` times; what it did."""
    done: list[str] = []

    @with_views.post(ADDRESS)
    @access(Caller.ANYONE)
    def view() -> dict[str, int]:
        done.append(request.files["file"].read().decode())
        if "keeps" in request.form:
            with transaction() as session:
                add(session, "a")
        if "tells" in request.form:
            tell_outside()
        with transaction() as session:
            add(session, "b")
            if len(done) <= int(request.form["times"]):
                raise broken_off()
        return {"tries": len(done)}

    # ``any_body``: a form with a file.
    view.__dict__["any_body"] = True
    return with_views, done


def post(app: Flask, times: int, *more: str) -> tuple[int, dict[str, str]]:
    sent = {"times": str(times), "file": (io.BytesIO(b"sent"), "a.txt")} | dict.fromkeys(more, "1")
    answer = app.test_client().post(ADDRESS, data=sent, content_type="multipart/form-data")
    return answer.status_code, dict(answer.headers)


def test_a_view_done_once_more_reads_what_was_sent_anew(failing: tuple[Flask, list[str]]) -> None:
    app, done = failing
    assert post(app, 1)[0] == 200
    assert done == ["sent", "sent"]
    assert row("b") == 1


def test_a_view_that_fails_twice_is_503_and_says_when_to_come_back(
    failing: tuple[Flask, list[str]],
) -> None:
    app, done = failing
    status, headers = post(app, 5)
    assert (status, headers["Retry-After"], len(done)) == (503, "5", 2)
    assert row("b") == 0


@pytest.mark.parametrize("did", ["keeps", "tells"])
def test_a_view_that_has_kept_or_told_something_is_never_begun_anew(
    failing: tuple[Flask, list[str]], did: str
) -> None:
    app, done = failing
    assert post(app, 1, did)[0] == 503
    assert len(done) == 1
    assert (row("a"), row("b")) == (int(did == "keeps"), 0)


def test_what_was_done_once_more_inside_is_not_begun_again_around_it(two_rows: Flask) -> None:
    tries = []

    def unit(session: object) -> None:
        tries.append(1)
        raise broken_off()

    with pytest.raises(OperationalError):
        repeated(lambda: in_transaction(unit))
    assert len(tries) == 2


def test_another_error_of_the_database_is_not_repeated(two_rows: Flask) -> None:
    tries = []

    def unit(session: object) -> None:
        tries.append(1)
        raise OperationalError("UPDATE", {}, Exception("server closed the connection"))

    with pytest.raises(OperationalError):
        repeated(lambda: in_transaction(unit))
    assert len(tries) == 1


def test_nothing_is_told_outside_while_a_unit_is_open(two_rows: Flask) -> None:
    with pytest.raises(RuntimeError, match="call to the outside"), transaction():
        tell_outside()


def test_a_job_that_was_broken_off_is_done_at_once_and_not_by_its_next_attempt(
    two_rows: Flask,
) -> None:
    tries = []

    def handler(_payload: object) -> None:
        tries.append(1)
        with transaction() as session:
            add(session, "a")
            if len(tries) == 1:
                raise broken_off()

    job = Claimed(1, machine_now(), "test", {}, None, 1, "worker")  # type: ignore[arg-type]
    assert attempt(JobTask(job, Work(handler, ()))) is None
    assert (len(tries), row("a")) == (2, 1)
    db.session.remove()
