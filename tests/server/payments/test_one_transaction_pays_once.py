"""What the channel moved once pays once, whoever tells of it and whenever."""

from __future__ import annotations

import threading
import uuid
from dataclasses import replace
from typing import Any

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import select, update

from server.errors import Problem
from server.kit.clock import business_now, business_today
from server.payments import closing, desk, notices, paying, reconciling, repository
from server.payments.channels import Told, TradeState
from server.payments.models import Attempt, Difference, Incident, LedgerEntry, Notice, Payment
from server.transaction import transaction
from tests.server.payments.bank import Bank
from tests.server.payments.orders import KIND, Orders, account, wish
from tests.server.payments.test_desk import in_xicheng, payment_of_new, reviewer
from tests.server.payments.test_paying import balances, notify, payment, rows, trade_no, work
from tests.server.test_database import config


def two_told_of_one_transaction(bank: Bank, orders: Orders) -> tuple[list[uuid.UUID], list[Told]]:
    """Two orders, two payers; the bank names the same transaction for both."""
    both = [orders.order(), orders.order()]
    numbers = [trade_no(paying.pay(account(), wish(order))) for order in both]
    first = bank.takes_money(numbers[0])
    assert first.trade is not None
    second = replace(first, event_id="E-second", number=numbers[1])
    return both, [first, second]


def test_the_second_notice_books_nothing_and_the_channel_is_asked(
    bank: Bank, orders: Orders
) -> None:
    (first, second), told = two_told_of_one_transaction(bank, orders)
    for each in told:
        notify(each)
    assert [payment(first).status, payment(second).status] == ["paid", "open"]
    assert orders.told == {("paid", first): 1}
    assert [i.kind for i in rows(Incident)] == ["transaction_twice"]
    assert {n.outcome for n in rows(Notice)} == {"applied", "mismatched"}
    asked = bank.calls["query"]
    work("payments.poll")
    assert bank.calls["query"] > asked
    assert payment(second).status == "open"  # the channel says that nobody has paid it
    assert balances() == {"payer": -1500, "city_subsidy": -300, "district_subsidy": -200, "operator": 2000}  # fmt: skip


def test_told_of_the_wrong_order_first_staff_hear_of_it_and_the_bill_names_both(
    bank: Bank, orders: Orders
) -> None:
    (first, second), told = two_told_of_one_transaction(bank, orders)
    for each in reversed(told):
        notify(each)
    assert [payment(first).status, payment(second).status] == ["open", "paid"]
    work("payments.poll")
    assert [i.kind for i in rows(Incident)] == ["transaction_twice"]
    reconciling.reconcile(business_today())
    differences = {(d.number, d.kind) for d in rows(Difference)}
    assert differences == {(told[0].number, "amount_differs"), (told[1].number, "paid_not_in_bill")}
    assert sum(balances().values()) == 0


def test_a_channel_that_says_so_itself_when_it_is_asked_is_a_mismatch_for_staff(
    bank: Bank, orders: Orders
) -> None:
    (_, second), told = two_told_of_one_transaction(bank, orders)
    notify(told[0])
    assert told[0].trade is not None
    trade = bank.trades[told[1].number]
    trade.state, trade.transaction_id = TradeState.PAID, told[0].trade.transaction_id
    notify(told[1])
    work("payments.poll")
    assert payment(second).status == "open"
    statuses = {a.trade_no: (a.status, a.received_fen, a.transaction_id) for a in rows(Attempt)}
    assert statuses[told[1].number] == ("mismatched", 0, None)
    assert len(rows(LedgerEntry)) == 4
    balances()
    with pytest.raises(Problem, match="先不要再付"):
        paying.pay(account(), wish(second))
    with transaction() as session:
        session.execute(update(Incident).values(closed_at=business_now()))
    assert paying.pay(account(), wish(second)).attempt is not None


def test_an_order_that_the_transaction_of_another_was_told_of_can_be_called_off(
    bank: Bank, orders: Orders
) -> None:
    (_, second), told = two_told_of_one_transaction(bank, orders)
    notify(told[0])
    trade = bank.trades[told[1].number]
    assert told[0].trade is not None
    trade.state, trade.transaction_id = TradeState.PAID, told[0].trade.transaction_id
    assert closing.cancel(account(), KIND, second, "sample").status == "cancelled"
    balances()


def test_told_of_both_at_once_one_is_paid(
    bank: Bank, orders: Orders, empty_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    both, told = two_told_of_one_transaction(bank, orders)
    waiting = {threading.get_ident(): told[0]}
    monkeypatch.setattr(bank, "open_notice", lambda *_: waiting[threading.get_ident()])
    failures: list[BaseException] = []
    at_once = threading.Barrier(2)

    def receive(each: Told) -> None:
        waiting[threading.get_ident()] = each
        try:
            with empty_app.app_context():
                at_once.wait(10)
                notices.receive("bank", {}, b"{}")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=receive, args=(each,)) for each in told]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failures == []
    assert sorted(payment(order).status for order in both) == ["open", "paid"]
    assert [i.kind for i in rows(Incident)] == ["transaction_twice"]
    balances()


def test_another_channel_may_number_its_own_alike(bank: Bank, orders: Orders) -> None:
    (_, second), told = two_told_of_one_transaction(bank, orders)
    notify(told[0])
    with transaction() as session:
        session.execute(update(Attempt).where(Attempt.status == "paid").values(channel="elsewhere"))
    notify(told[1])
    assert payment(second).status == "paid"


def test_one_receipt_of_the_counter_may_be_for_two_orders_or_of_two_sellers(
    orders: Orders, empty_app: Flask
) -> None:
    both, clerk = [orders.order(), orders.order()], reviewer()
    in_xicheng()
    for order in both:
        desk.record_cash(clerk, payment_of_new(order).id, "cash", "样例 0001")
    assert [payment(order).status for order in both] == ["paid", "paid"]
    assert rows(Incident) == []


def test_where_two_had_the_same_number_the_migration_keeps_the_first_and_tells_staff(
    bank: Bank, orders: Orders, empty_app: Flask
) -> None:
    both, told = two_told_of_one_transaction(bank, orders)
    notify(told[0])
    command.downgrade(config(empty_app), "0027")
    number = told[0].trade.transaction_id  # type: ignore[union-attr]
    with transaction() as session:
        other = update(Attempt).where(Attempt.trade_no == told[1].number)
        session.execute(other.values(transaction_id=number))
    command.upgrade(config(empty_app), "head")
    kept: dict[str, Any] = {a.trade_no: a.transaction_id for a in rows(Attempt)}
    assert kept == {told[0].number: number, told[1].number: None}
    (incident,) = rows(Incident)
    assert (incident.kind, incident.about) == ("transaction_twice", told[1].number)
    assert incident.details == {"transaction": number, "other": told[0].number}
    assert incident.payment_id == payment(both[1]).id
    with transaction(writes=False) as session:
        assert len(list(session.scalars(select(Payment)))) == 2
        assert repository.incident(session, "transaction_twice", told[1].number) is not None
