"""Two paths that meet on the same rows end, both, without the database breaking one off (PostgreSQL)."""

from __future__ import annotations

import contextlib
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from server.activities import repository as activity_rows
from server.activities import service as activities
from server.activities.models import Activity
from server.errors import Problem
from server.kit.clock import business_now
from server.oversight.actor import Actor, ActorKind, Post, Role
from server.payments import closing, desk, happenings, repository
from server.payments.models import Refund, Seller
from server.people.access import acting_for
from server.people.states import Scope
from server.transaction import transaction
from tests import databases
from tests.lock_order import locked_by
from tests.server.payments.bank import Bank
from tests.server.payments.orders import Orders
from tests.server.payments.test_paying import payment, rows
from tests.server.payments.test_races_and_crashes import paid_order
from tests.server.people import makers

on_postgresql = pytest.mark.skipif(
    not databases.SERVER_URL, reason="needs PostgreSQL (make test-pg)"
)


def both(app: Flask, *work: Callable[[Session], Any]) -> list[Any]:
    """What each unit returned or raised: begun together, none repeated."""

    def do(unit: Callable[[Session], Any]) -> Any:
        try:
            with app.app_context(), transaction() as session:
                return unit(session)
        except (Problem, DBAPIError) as error:
            return error

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(do, work))


class Meeting:
    """Where both threads stop until the other has come as far; one that the other waits for goes on
    by itself after a second."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.barrier, self.patch = threading.Barrier(2), monkeypatch.setattr

    def stop(self) -> None:
        with contextlib.suppress(threading.BrokenBarrierError):
            self.barrier.wait(timeout=1)

    def after(self, where: Any, name: str, times: int = 1) -> None:
        """Stop once what is named was done and has reached the database."""
        real = getattr(where, name)

        def call(session: Session, *arguments: Any) -> Any:
            found = real(session, *arguments)
            session.flush()
            for _ in range(times):
                self.stop()
            return found

        self.patch(where, name, call)


@on_postgresql
def test_who_signs_up_and_who_gives_her_place_back_do_not_wait_for_each_other(
    empty_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction() as session:
        elder = makers.elder(session)
        herself = makers.herself(session, elder)
        seller = Seller(name="样例社区", created_at=business_now())
        session.add(seller)
        session.flush()
        soon = business_now() + timedelta(days=1)
        place = ("样例合唱班", "样例活动室", makers.YUETAN, soon, soon, 500, 5, seller.id)
        told = activities.NewActivity(*place)
        activity_id = activities.announce(session, makers.clerk(session), told).id
        acting = acting_for(session, herself, elder.id, Scope.ORDER)
        held = activities.sign_up(session, acting, activity_id).id

    def give_back(session: Session) -> str:
        found = repository.payment_of(session, activities.KIND, held)
        happenings.move(session, found, "cancelling", "changed_her_mind")
        closing._cancelled(session, found)
        return "given back"

    # She looked before her place was given back, in another tab.
    monkeypatch.setattr(activity_rows, "held", lambda *_: None)
    meeting = Meeting(monkeypatch)
    meeting.after(activity_rows, "held")
    meeting.after(activity_rows, "take_place")
    meeting.after(activities, "moved", times=2)
    found = both(empty_app, lambda s: activities.sign_up(s, acting, activity_id).status, give_back)
    assert found == ["waiting", "given back"]
    assert rows(Activity)[0].places_left == 4


@on_postgresql
def test_a_second_person_and_whoever_asks_for_more_both_end(
    empty_app: Flask, bank: Bank, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment_id = payment(paid_order(bank, orders, own=60_000)).id
    one, two = (
        Actor(ActorKind.STAFF, uuid.uuid4(), posts=(Post(Role.CITY_SUPERVISOR),)) for _ in range(2)
    )
    with transaction() as session:
        asked = desk.ask_refund(session, one, payment_id, 50_000, "样例").id
    Meeting(monkeypatch).after(repository, "locked")
    found = both(
        empty_app,
        lambda s: desk.decide(s, two, asked, "样例", approved=True).status,
        lambda s: desk.ask_refund(s, two, payment_id, 40_000, "样例"),
    )
    assert found[0] == "approved"
    assert found[1].slug in ("not-refundable", "waits-already")
    back = rows(Refund)[0]
    assert back.amount_fen + back.city_subsidy_fen + back.district_subsidy_fen == 50_000


def test_the_watch_reads_what_a_statement_locks() -> None:
    join = "SELECT 1 FROM payments_payments JOIN payments_attempts ON x FOR UPDATE"
    assert locked_by(join) == ["payments_payments", "payments_attempts"]
    of = "SELECT 1 FROM payments_incidents LEFT OUTER JOIN payments_payments ON x FOR UPDATE OF payments_incidents"
    assert locked_by(of) == ["payments_incidents"]
    assert locked_by("UPDATE payments_refunds SET status='closed'") == ["payments_refunds"]
    assert locked_by("SELECT 1 FROM payments_payments") == []
