"""What was paid for is told to be handed over: later, once, and by staff where it fails."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from server.jobs import repository as jobs
from server.jobs.models import Job
from server.kit.clock import business_now, machine_now
from server.payments import paying, refunds, repository, shipping, tasks
from server.payments.channels import ChannelError
from server.payments.models import Attempt, Incident
from server.transaction import transaction
from tests.doing_jobs import do_jobs, skip_waits
from tests.server.payments.bank import Bank
from tests.server.payments.orders import KIND, Orders, account, wish
from tests.server.payments.test_paying import notify, rows, trade_no


@pytest.fixture(autouse=True)
def wants_to_know(bank: Bank) -> None:
    bank.wants_hand_over = True


def paid(bank: Bank, orders: Orders) -> str:
    number = trade_no(paying.pay(account(), wish(orders.order())))
    notify(bank.takes_money(number))
    return number


def ship_jobs() -> list[Job]:
    return [job for job in rows(Job) if job.kind == shipping.SHIP_JOB]


def try_it(app: Flask) -> None:
    """One more attempt of what waits."""
    skip_waits()
    do_jobs(app)


def open_incidents() -> list[tuple[str, str]]:
    return [(i.kind, i.about) for i in rows(Incident) if i.closed_at is None]


def test_it_is_asked_for_with_the_payment_and_not_done_in_the_first_seconds(
    bank: Bank, orders: Orders, empty_app: Flask
) -> None:
    number = paid(bank, orders)
    (job,) = ship_jobs()
    assert job.run_at - job.created_at >= timedelta(seconds=30)
    do_jobs(empty_app)
    assert bank.handed_over == []
    try_it(empty_app)
    assert bank.handed_over == [number]
    assert rows(Attempt)[0].shipped_at is not None
    assert open_incidents() == []


def test_a_payment_that_is_rolled_back_asks_for_nothing(
    bank: Bank, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = trade_no(paying.pay(account(), wish(orders.order())))
    monkeypatch.setattr(orders, "paid", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        notify(bank.takes_money(number))
    assert ship_jobs() == []


def test_what_is_not_known_yet_is_told_again_with_growing_waits(
    bank: Bank, orders: Orders, empty_app: Flask
) -> None:
    number, waited = paid(bank, orders), []
    for _ in range(3):
        bank.loses["hand_over"] = "before"
        try_it(empty_app)
        waited.append((ship_jobs()[0].run_at - machine_now()).total_seconds())
    assert waited == sorted(waited)
    assert 40 < waited[0] < 80
    assert ship_jobs()[0].last_error == "SILENT"
    try_it(empty_app)
    assert bank.handed_over == [number]


def test_it_is_told_once_also_when_the_job_runs_again(
    bank: Bank, orders: Orders, empty_app: Flask
) -> None:
    paid(bank, orders)
    try_it(empty_app)
    for job in ship_jobs():
        shipping.ship(job.payload)
    assert bank.calls["hand_over"] == 1


def test_an_answer_that_got_lost_is_asked_for_again(
    bank: Bank, orders: Orders, empty_app: Flask
) -> None:
    paid(bank, orders)
    bank.loses["hand_over"] = "after"
    try_it(empty_app)
    assert rows(Attempt)[0].shipped_at is None
    try_it(empty_app)
    assert rows(Attempt)[0].shipped_at is not None


def test_what_is_refused_is_on_the_staffs_list_and_leaves_it_when_it_is_done(
    bank: Bank, orders: Orders, empty_app: Flask
) -> None:
    number = paid(bank, orders)
    bank.loses["hand_over"] = "refuses"
    try_it(empty_app)
    (job,) = ship_jobs()
    assert (job.status, job.last_error) == ("given_up", "REFUSED")
    assert open_incidents() == [("not_shipped", number)]
    with transaction() as session:
        assert jobs.revive(session, job.id, machine_now())
    try_it(empty_app)
    assert bank.handed_over == [number]
    assert open_incidents() == []


def test_what_was_given_up_is_listed_and_taken_up_every_hour(
    bank: Bank, orders: Orders, empty_app: Flask
) -> None:
    number = paid(bank, orders)
    for _ in range(len(shipping.WAITS) + 1):
        bank.loses["hand_over"] = "before"
        try_it(empty_app)
    assert [job.status for job in ship_jobs()] == ["given_up"]
    tasks.ask_again()
    assert open_incidents() == []  # not long ago
    with transaction() as session:
        session.execute(update(Attempt).values(paid_at=business_now() - timedelta(hours=13)))
    for _ in range(2):
        tasks.ask_again()
    assert open_incidents() == [("not_shipped", number)]
    do_jobs(empty_app)
    assert bank.handed_over == [number]
    assert open_incidents() == []
    tasks.ask_again()
    assert [job.status for job in ship_jobs()] == ["done"]


@pytest.mark.parametrize("fen", [2000, 500])
def test_only_what_went_back_as_a_whole_is_not_handed_over(
    bank: Bank, orders: Orders, empty_app: Flask, fen: int
) -> None:
    paid(bank, orders)
    with transaction() as session:
        order = next(iter(orders.bills))
        found = repository.payment_of(session, KIND, order)
        assert found is not None
        refunds.request(session, found, fen, "sample", account())
    try_it(empty_app)
    assert len(bank.handed_over) == (0 if fen == 2000 else 1)


def test_a_refusal_because_the_money_just_went_back_is_no_incident(
    bank: Bank, orders: Orders, empty_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid(bank, orders)

    def refuse(*_: Any) -> None:
        with transaction() as session:
            found = repository.payment_of(session, KIND, next(iter(orders.bills)))
            assert found is not None
            refunds.request(session, found, 2000, "sample", account())
        raise ChannelError("SHIPPING_10060004", refused=True)

    monkeypatch.setattr(bank, "hand_over", refuse)
    try_it(empty_app)
    assert open_incidents() == []


def test_money_twice_is_not_handed_over(bank: Bank, orders: Orders, empty_app: Flask) -> None:
    number = paid(bank, orders)
    with transaction() as session:
        first = session.scalars(select(Attempt)).one()
        other = Attempt(
            payment_id=first.payment_id, channel="bank", way="native", trade_no="TWICE", amount_fen=1500,
            status="prepared", counted=False, expires_at=first.expires_at, created_at=business_now(),
        )  # fmt: skip
        session.add(other)
        seller = repository.seller(session, orders.bills[next(iter(orders.bills))].seller_id)
    bank.prepare(other, seller, "样例", wish(next(iter(orders.bills))).payer)
    notify(bank.takes_money("TWICE"))
    try_it(empty_app)
    assert bank.handed_over == [number]


def test_a_counter_wants_to_be_told_nothing(bank: Bank, orders: Orders, empty_app: Flask) -> None:
    bank.wants_hand_over = False
    paid(bank, orders)
    assert ship_jobs() == []
    assert empty_app.extensions["channels"]["offline"].wants_hand_over is False
    with transaction() as session:
        session.execute(update(Attempt).values(paid_at=business_now() - timedelta(hours=13)))
    tasks.ask_again()
    assert open_incidents() == []
