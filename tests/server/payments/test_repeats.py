"""A call that moves money, sent again: it happens once, and both hear the same."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, jsonify
from sqlalchemy import func, select, update

from server.errors import Problem
from server.extensions import csrf
from server.identity import sessions
from server.identity.access import Caller, access
from server.kit.clock import machine_now
from server.oversight.actor import Actor
from server.payments import idempotency, paying, refunds, repeats, repository
from server.payments.idempotency import idempotent
from server.payments.models import Attempt, Refund
from server.payments.repeats import Repeat
from server.people import tasks as people_tasks
from server.transaction import transaction
from tests.server.payments.bank import Bank
from tests.server.payments.orders import KIND, Orders, account, wish
from tests.server.payments.test_paying import notify, rows, trade_no
from tests.server.people import makers

KEY = "Idempotency-Key"
PATH = "/api/v1/samples"


class Desk:
    """An address that gives one part back each time it is really called, and may fail then."""

    def __init__(self, order: uuid.UUID) -> None:
        self.order, self.calls = order, 0
        self.before: Callable[[], None] = lambda: None
        self.after: Callable[[], None] = lambda: None

    def give_back(self) -> Any:
        self.calls += 1
        self.before()
        with transaction() as session:
            payment = repository.payment_of(session, KIND, self.order)
            assert payment is not None
            refunds.request(session, payment, 100, "sample", Actor(makers.ActorKind.SYSTEM))
        self.after()
        return jsonify(call=self.calls), 201


class Caller_:
    """A signed-in person with a token."""

    def __init__(self, app: Flask) -> None:
        with transaction() as session:
            self.actor = makers.account(session)
            self.token = sessions.open_for_account(session, self.actor.id, "sms", "样例").token
        self.app = app

    def post(self, key: str | None = "12345678", body: Any = None, path: str = PATH) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} | ({KEY: key} if key else {})
        client = self.app.test_client()
        # In a context of its own, as a request has it: the test's own would keep who called before.
        return Context().run(lambda: client.post(path, json=body or {}, headers=headers))


@pytest.fixture
def desk(empty_app: Flask, bank: Bank, orders: Orders) -> Desk:
    order = orders.order(city=0, district=0, own=1000)
    notify(bank.takes_money(trade_no(paying.pay(account(), wish(order)))))
    made = Desk(order)
    view = access(Caller.SIGNED_IN)(idempotent(required=True)(lambda: made.give_back()))
    csrf.exempt(view)  # like every blueprint of the API
    empty_app.add_url_rule(PATH, "sample_desk", view, methods=["POST"])
    return made


@pytest.fixture
def caller(empty_app: Flask) -> Caller_:
    return Caller_(empty_app)


def given_back() -> int:
    with transaction(writes=False) as session:
        return int(session.scalar(select(func.coalesce(func.sum(Refund.amount_fen), 0))) or 0)


def test_the_same_call_again_moves_no_money_and_hears_the_same(desk: Desk, caller: Caller_) -> None:
    first, second = caller.post(), caller.post()
    assert (
        (first.status_code, first.json) == (second.status_code, second.json) == (201, {"call": 1})
    )
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert given_back() == 100


def test_a_new_key_is_a_new_call(desk: Desk, caller: Caller_) -> None:
    assert [caller.post(key).json["call"] for key in ("key-number-1", "key-number-2")] == [1, 2]
    assert given_back() == 200


def test_the_same_key_of_somebody_else_is_another_call(
    desk: Desk, caller: Caller_, empty_app: Flask
) -> None:
    caller.post()
    assert Caller_(empty_app).post().json == {"call": 2}


def test_another_body_under_the_same_key_is_refused(desk: Desk, caller: Caller_) -> None:
    caller.post(body={"fen": 1})
    refused = caller.post(body={"fen": 2})
    assert (refused.status_code, refused.json["type"]) == (409, "urn:yinian:problem:key-reused")
    assert given_back() == 100


def test_the_order_of_fields_makes_no_other_body(desk: Desk, caller: Caller_) -> None:
    caller.post(body={"a": 1, "b": 2})
    assert caller.post(body={"b": 2, "a": 1}).json == {"call": 1}


@pytest.mark.parametrize("key", [None, "", "short", "x" * 65, "with space", "钱" * 10])
def test_without_a_usable_key_nothing_is_done(desk: Desk, caller: Caller_, key: str | None) -> None:
    refused = caller.post(key.encode().decode("latin-1") if key else key)
    assert refused.status_code == 400
    assert any("\u4e00" <= c <= "\u9fff" for c in refused.json["title"])
    assert desk.calls == 0


def test_a_quoted_key_is_the_same_key(desk: Desk, caller: Caller_) -> None:
    caller.post("abcdefgh")
    assert caller.post('"abcdefgh"').json == {"call": 1}


def test_a_repeat_while_the_first_runs_is_told_so(
    desk: Desk, caller: Caller_, empty_app: Flask
) -> None:
    running, go_on = threading.Event(), threading.Event()

    def wait() -> None:
        running.set()
        assert go_on.wait(20)

    desk.before = wait
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(caller.post)
        assert running.wait(20)
        second = caller.post()
        go_on.set()
        assert first.result(20).json == {"call": 1}
    assert (second.status_code, second.json["type"]) == (409, "urn:yinian:problem:in-progress")
    assert 1 <= int(second.headers["Retry-After"]) <= 5
    assert caller.post().json == {"call": 1}


def test_many_at_once_move_the_money_once(desk: Desk, caller: Caller_) -> None:
    at_once = threading.Barrier(6)

    def call() -> int:
        at_once.wait(20)
        return int(caller.post().status_code)

    with ThreadPoolExecutor(6) as pool:
        told = [each.result(60) for each in [pool.submit(call) for _ in range(6)]]
    assert told.count(201) >= 1
    assert set(told) <= {201, 409}
    assert (desk.calls, given_back()) == (1, 100)


def test_after_a_fault_of_ours_the_key_is_free(desk: Desk, caller: Caller_) -> None:
    def fail() -> None:
        raise Problem(503, "unavailable", "系统正忙，请过一分钟再试")

    desk.before = fail
    assert caller.post().status_code == 503
    desk.before = lambda: None
    assert caller.post(body={"other": "body"}).json == {"call": 2}


def test_after_an_unforeseen_fault_the_key_is_free(desk: Desk, caller: Caller_) -> None:
    desk.before = lambda: 1 / 0  # type: ignore[assignment]
    with pytest.raises(ZeroDivisionError):
        caller.post()
    desk.before = lambda: None
    assert caller.post().json == {"call": 2}


@pytest.mark.parametrize("status", [409, 404])
def test_a_refusal_that_ends_it_is_kept(desk: Desk, caller: Caller_, status: int) -> None:
    def refuse() -> None:
        raise Problem(status, "full", "满了")

    desk.before = refuse
    assert [caller.post().status_code for _ in range(2)] == [status] * 2
    assert desk.calls == 1


def test_a_refusal_that_asks_to_come_back_is_not_kept(desk: Desk, caller: Caller_) -> None:
    def busy() -> None:
        raise Problem(409, "being-paid", "稍等", headers={"Retry-After": "60"})

    desk.before = busy
    caller.post()
    desk.before = lambda: None
    assert caller.post().json == {"call": 2}


def crash_before_the_answer_is_kept(monkeypatch: pytest.MonkeyPatch, caller: Caller_) -> None:
    """As if the process were killed: what runs at its end does not."""
    with monkeypatch.context() as killed:
        killed.setattr(idempotency, "_settle", lambda *_: None)
        caller.post()


def lease_ends() -> None:
    with transaction() as session:
        session.execute(update(Repeat).values(lease_until=machine_now() - timedelta(seconds=1)))


def test_a_crash_after_the_money_moved_never_moves_it_again(
    desk: Desk, caller: Caller_, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash_before_the_answer_is_kept(monkeypatch, caller)
    assert caller.post().json["type"].endswith(":in-progress")
    lease_ends()
    assert caller.post().json["type"].endswith(":already-done")
    assert (desk.calls, given_back()) == (1, 100)


def test_a_crash_before_any_money_moved_leaves_the_key_usable_once_the_lease_is_over(
    desk: Desk, caller: Caller_, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.before = lambda: 1 / 0  # type: ignore[assignment]
    with pytest.raises(ZeroDivisionError):
        crash_before_the_answer_is_kept(monkeypatch, caller)
    desk.before = lambda: None
    assert caller.post().status_code == 409
    lease_ends()
    assert caller.post().json == {"call": 2}
    assert given_back() == 100


def test_who_was_overtaken_moves_no_money(
    desk: Desk, caller: Caller_, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first call slept beyond its lease, and a repeat has done it meanwhile."""

    def slept() -> None:
        desk.before = lambda: None
        lease_ends()
        assert caller.post().json == {"call": 2}

    desk.before = slept
    caller.post()
    assert given_back() == 100
    assert caller.post().json == {"call": 2}


def test_a_failure_after_the_money_moved_does_not_free_the_key(desk: Desk, caller: Caller_) -> None:
    desk.after = lambda: 1 / 0  # type: ignore[assignment]
    with pytest.raises(ZeroDivisionError):
        caller.post()
    assert caller.post().json["type"].endswith(":already-done")
    assert given_back() == 100


def test_keys_are_forgotten_after_two_days(desk: Desk, caller: Caller_) -> None:
    caller.post()
    with transaction() as session:
        session.execute(update(Repeat).values(created_at=machine_now() - timedelta(hours=47)))
    people_tasks.clean()
    assert len(rows(Repeat)) == 1
    with transaction() as session:
        session.execute(update(Repeat).values(created_at=machine_now() - timedelta(hours=49)))
    people_tasks.clean()
    assert rows(Repeat) == []


def test_what_was_answered_is_not_readable_in_the_table(desk: Desk, caller: Caller_) -> None:
    caller.post()
    with transaction(writes=False) as session:
        stored = session.connection().exec_driver_sql("SELECT answer FROM payments_repeats")
        assert "201" not in str(stored.scalar())


def test_paying_asks_for_a_key_and_a_repeat_gives_the_same_answer(
    empty_app: Flask, bank: Bank, orders: Orders, caller: Caller_
) -> None:
    empty_app.extensions["channels"]["wechat"] = bank
    path = f"/api/v1/payments/{KIND}/{orders.order()}"
    assert caller.post(None, {"way": "native"}, f"{path}/pay").status_code == 400
    first, second = (caller.post("tap-number-1", {"way": "native"}, f"{path}/pay") for _ in "12")
    assert first.status_code == second.status_code == 200
    assert first.json == second.json
    assert (len(rows(Attempt)), bank.calls["prepare"]) == (1, 1)
    assert caller.post(None, None, f"{path}/cancel").status_code == 400
    assert caller.post("tap-number-2", None, f"{path}/cancel").json["status"] == "cancelled"


def test_a_page_sends_the_key_in_its_form(empty_app: Flask, caller: Caller_) -> None:
    done: list[int] = []

    @access(Caller.ANYONE)
    @idempotent(required=True)
    def page() -> Any:
        done.append(1)
        return "", 303, {"Location": "/done"}

    empty_app.add_url_rule("/sample-page", "sample_page", page, methods=["POST"])
    empty_app.config["WTF_CSRF_ENABLED"] = False
    browser = empty_app.test_client()
    with browser.session_transaction() as cookie:
        cookie["sign_in"] = caller.token
    shown = {"idempotency_key": "shown-once-1", "fen": "100"}
    answers = [browser.post("/sample-page", data=shown | {"csrf_token": n}) for n in "ab"]
    assert [(a.status_code, a.headers["Location"]) for a in answers] == [(303, "/done")] * 2
    assert done == [1]
    assert browser.post("/sample-page", data={"fen": "100"}).status_code == 400
    assert timedelta(seconds=60) < repeats.LEASE
