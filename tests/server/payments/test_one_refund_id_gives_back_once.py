"""What the channel gave back once is one refund of ours, whoever tells of it and whenever."""

from __future__ import annotations

import threading
import uuid
from typing import Any

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import func, select, update

from server.jobs.outcome import Retry
from server.kit.clock import business_today
from server.payments import believing, notices, reconciling, repository, tasks
from server.payments.channels import RefundFound, Told
from server.payments.models import Difference, Incident, LedgerEntry, Notice, Payment, Refund
from server.transaction import transaction
from tests.server.payments.bank import Bank
from tests.server.payments.orders import Orders
from tests.server.payments.test_paying import balances, notify, rows, work
from tests.server.payments.test_races_and_crashes import give_back, paid_order
from tests.server.test_database import config


def two_refunds(bank: Bank, orders: Orders) -> list[Refund]:
    """Two orders, all of each on its way back; the channel has both in hand."""
    bank.refund_ends = "processing"
    for order in [paid_order(bank, orders) for _ in range(2)]:
        give_back(order, 2000)
    work("payments.refund")
    return sorted(rows(Refund), key=lambda each: each.created_at)


def told(refund: Refund, channel_id: str = "C1") -> Told:
    found = RefundFound("succeeded", channel_id=channel_id, amount_fen=refund.amount_fen)
    return Told(f"E-{refund.refund_no}", "REFUND.SUCCESS", refund.refund_no, refund=found)


def statuses() -> dict[str, tuple[str, str | None]]:
    return {r.refund_no: (r.status, r.channel_refund_id) for r in rows(Refund)}


def moved() -> list[uuid.UUID]:
    """Which refunds the books say are back with their payers, once for each side."""
    return [e.cause_id for e in rows(LedgerEntry) if e.cause == "refund_done"]


def test_the_second_notice_books_nothing_and_the_channel_is_asked(
    bank: Bank, orders: Orders
) -> None:
    first, second = two_refunds(bank, orders)
    for each in (first, second):
        notify(told(each))
    assert statuses() == {
        first.refund_no: ("succeeded", "C1"), second.refund_no: ("processing", None),
    }  # fmt: skip
    (incident,) = rows(Incident)
    assert (incident.kind, incident.about) == (believing.REFUND_TWICE, second.refund_no)
    assert incident.details == {"refund": "C1", "other": first.refund_no, "fen": 1500}
    assert incident.payment_id == second.payment_id
    assert {n.outcome for n in rows(Notice)} == {"applied", "mismatched"}
    assert moved() == [first.id, first.id]
    asked = bank.calls["query_refund"]
    bank.refund_ends, bank.refund_ids[second.refund_no] = "succeeded", "C2"
    work("payments.refund")
    assert bank.calls["query_refund"] > asked
    assert statuses()[second.refund_no] == ("succeeded", "C2")
    assert balances() == {}


def test_told_of_the_wrong_refund_first_staff_hear_of_it(bank: Bank, orders: Orders) -> None:
    first, second = two_refunds(bank, orders)
    bank.refund_ids = {first.refund_no: "C1", second.refund_no: "C2"}
    notify(told(second))
    notify(told(first))
    assert [(i.kind, i.about) for i in rows(Incident)] == [
        (believing.REFUND_TWICE, first.refund_no)
    ]
    del bank.refunds[second.refund_no]  # it gave back one of them
    bank.refund_ends = "succeeded"
    work("payments.refund")
    assert statuses()[first.refund_no] == ("processing", None)
    reconciling.reconcile(business_today())
    differences = {(d.number, d.kind) for d in rows(Difference)}
    assert differences == {(second.refund_no, "refund_not_in_bill")}
    assert sum(balances().values()) == 0


def test_a_channel_that_says_so_itself_when_it_is_asked_is_believed_once(
    bank: Bank, orders: Orders
) -> None:
    first, second = two_refunds(bank, orders)
    bank.refund_ids = {first.refund_no: "C1", second.refund_no: "C1"}
    bank.refund_ends = "succeeded"
    work("payments.refund")
    assert sorted(status for status, _ in statuses().values()) == ["processing", "succeeded"]
    assert [i.kind for i in rows(Incident)] == [believing.REFUND_TWICE]
    assert len(moved()) == 2
    work("payments.refund")
    assert len(moved()) == 2
    assert sum(balances().values()) == 0


def test_a_repeat_of_what_was_believed_is_no_second_one(bank: Bank, orders: Orders) -> None:
    first, _ = two_refunds(bank, orders)
    notify(told(first))
    again = told(first)
    notify(Told("E-again", again.event_type, again.number, refund=again.refund))
    assert rows(Incident) == []
    outcomes = [n.outcome for n in rows(Notice) if n.event_type == "REFUND.SUCCESS"]
    assert outcomes == ["applied", "known_before"]


def test_a_number_that_is_told_later_is_the_refunds_all_the_same(
    bank: Bank, orders: Orders
) -> None:
    first, second = two_refunds(bank, orders)
    first_told = RefundFound("succeeded", amount_fen=1500)
    notify(Told("E-nameless", "REFUND.SUCCESS", first.refund_no, refund=first_told))
    for each in (first, second):
        notify(told(each))
    assert statuses()[first.refund_no] == ("succeeded", "C1")
    assert statuses()[second.refund_no] == ("processing", None)


def test_told_of_both_at_once_one_is_believed(
    bank: Bank, orders: Orders, empty_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting: dict[int, Told] = {}
    both = two_refunds(bank, orders)
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

    threads = [threading.Thread(target=receive, args=(told(each),)) for each in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failures == []
    assert sorted(status for status, _ in statuses().values()) == ["processing", "succeeded"]
    assert [i.kind for i in rows(Incident)] == [believing.REFUND_TWICE]
    assert len(moved()) == 2


def test_the_channel_asked_after_both_at_once_is_believed_once(
    bank: Bank, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the question and what is made of its answer the other one is believed."""
    first, second = two_refunds(bank, orders)
    bank.refund_ids, query = {second.refund_no: "C1"}, bank.query_refund

    def overtaken(number: str, *seller: Any) -> RefundFound:
        found = query(number, *seller)
        if number == second.refund_no:
            notify(told(first))
        return found

    monkeypatch.setattr(bank, "query_refund", overtaken)
    bank.refund_ends = "succeeded"
    with pytest.raises(Retry):
        tasks.give_back({"refund_id": str(second.id)})
    assert statuses()[second.refund_no][0] == "processing"
    assert [i.about for i in rows(Incident)] == [second.refund_no]


def test_another_channel_may_number_its_own_alike(bank: Bank, orders: Orders) -> None:
    first, second = two_refunds(bank, orders)
    notify(told(first))
    with transaction() as session:
        session.execute(update(Refund).where(Refund.id == first.id).values(channel="elsewhere"))
    notify(told(second))
    assert {status for status, _ in statuses().values()} == {"succeeded"}
    assert rows(Incident) == []


def test_where_two_had_the_same_id_the_migration_keeps_the_first_and_tells_staff(
    bank: Bank, orders: Orders, empty_app: Flask
) -> None:
    first, second = two_refunds(bank, orders)
    notify(told(second))
    command.downgrade(config(empty_app), "0029")
    with transaction() as session:
        session.execute(update(Refund).where(Refund.id == first.id).values(channel_refund_id="C1"))
    command.upgrade(config(empty_app), "head")
    assert statuses() == {
        first.refund_no: ("processing", None), second.refund_no: ("succeeded", "C1"),
    }  # fmt: skip
    assert {r.channel for r in rows(Refund)} == {"bank"}
    (incident,) = rows(Incident)
    assert (incident.kind, incident.about) == (believing.REFUND_TWICE, first.refund_no)
    assert incident.details == {"refund": "C1", "other": second.refund_no}
    assert incident.payment_id == first.payment_id
    with transaction(writes=False) as session:
        assert session.scalar(select(func.count()).select_from(Payment)) == 2
        assert repository.incident(session, believing.REFUND_TWICE, first.refund_no) is not None
