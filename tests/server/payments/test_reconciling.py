"""The bill, our payments and the ledger say the same, or what differs is listed with a next step."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from server.kit.clock import BEIJING, business_now, business_today
from server.payments import paying, reconciling, refunds, repository
from server.payments.channels import BillRow, ChannelError
from server.payments.comparing import NEXT_STEP, Kind
from server.payments.models import Difference, LedgerEntry, Reconciliation, Refund
from server.transaction import transaction
from tests.databases import unguarded
from tests.server.payments.bank import Bank
from tests.server.payments.orders import KIND, Orders, account, wish
from tests.server.payments.test_paying import notify, payment, rows, trade_no, work


@pytest.fixture
def paid(bank: Bank, orders: Orders) -> str:
    """A payment of today, a part of it given back; its number."""
    order = orders.order(own=1500)
    number = trade_no(paying.pay(account(), wish(order)))
    notify(bank.takes_money(number))
    give_back(order)
    return number


def give_back(order: uuid.UUID) -> None:
    with transaction() as session:
        found = repository.payment_of(session, KIND, order)
        assert found is not None
        refunds.request(session, found, 1000, "sample", account())
    work("payments.refund")


def differences() -> list[tuple[str, str]]:
    """The open ones."""
    reconciling.reconcile(business_today())
    return [(d.kind, d.number) for d in rows(Difference) if d.resolved_at is None]


def bill_of(bank: Bank, monkeypatch: pytest.MonkeyPatch, *lines: BillRow) -> None:
    monkeypatch.setattr(bank, "bill", lambda *_: list(lines))


def lines_of(bank: Bank) -> tuple[BillRow, ...]:
    return tuple(bank.bill(business_today(), None))  # type: ignore[arg-type]


def test_a_day_on_which_all_say_the_same_has_no_differences(paid: str) -> None:
    assert differences() == []
    run = rows(Reconciliation)[0]
    assert (run.status, run.lines, run.bill_fen) == ("done", 2, 1500 - 750)


def test_a_row_that_is_missing_is_listed_until_it_is_there_and_listed_anew_if_it_goes_again(
    paid: str, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    payments, back = lines_of(bank)
    with monkeypatch.context() as spoiled:
        bill_of(bank, spoiled, back)
        for _ in range(2):
            assert differences() == [("paid_not_in_bill", paid)]
    assert len(rows(Difference)) == 1
    assert differences() == []
    assert rows(Difference)[0].resolved_at is not None
    bill_of(bank, monkeypatch, payments)
    refund_no = rows(Refund)[0].refund_no
    assert differences() == [("refund_not_in_bill", refund_no)]


def test_a_row_that_is_there_twice_is_listed(
    paid: str, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    payments, back = lines_of(bank)
    bill_of(bank, monkeypatch, payments, back, back)
    assert differences() == [(Kind.AMOUNT_DIFFERS, back.number)]


def test_what_nobody_here_knows_is_listed(
    paid: str, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    payments, back = lines_of(bank)
    strange = replace(payments, number="STRANGE"), replace(back, number="BACK")
    bill_of(bank, monkeypatch, payments, back, *strange)
    assert set(differences()) == {("payment_unknown", "STRANGE"), ("refund_unknown", "BACK")}


def test_another_amount_is_listed_and_one_that_changes_is_a_row_of_its_own(
    paid: str, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    payments, back = lines_of(bank)
    for fen in (1499, 1498):
        bill_of(bank, monkeypatch, replace(payments, amount_fen=fen), back)
        assert differences() == [("amount_differs", paid)]
    assert [d.bill_fen for d in rows(Difference)] == [1499, 1498]


def test_money_of_which_no_notice_ever_came_is_asked_after_and_then_agrees(
    bank: Bank, orders: Orders
) -> None:
    order = orders.order()
    number = trade_no(paying.pay(account(), wish(order)))
    bank.takes_money(number)
    assert differences() == [("unpaid_here", number)]
    work("payments.poll")
    assert payment(order).status == "paid"
    assert differences() == []


def test_what_agrees_meanwhile_vanishes_by_itself_and_what_agreed_is_not_fetched_again(
    bank: Bank, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconciling, "LOOKS_BACK", timedelta(days=1))
    bank.takes_money(trade_no(paying.pay(account(), wish(orders.order()))))
    reconciling.nightly()
    assert [(d.kind, d.resolved_at) for d in rows(Difference)] == [("unpaid_here", None)]
    work("payments.poll")
    reconciling.nightly()
    assert [d.resolved_at is None for d in rows(Difference)] == [False]
    monkeypatch.setattr(bank, "bill", lambda *_: 1 / 0)
    reconciling.nightly()


def test_a_ledger_that_says_something_else_is_listed(paid: str) -> None:
    with transaction() as session, unguarded(session):
        changed = update(LedgerEntry).where(
            LedgerEntry.cause == "paid", LedgerEntry.account == "payer"
        )
        session.execute(changed.values(amount_fen=-1))
        session.execute(delete(LedgerEntry).where(LedgerEntry.cause == "refund_done"))
    assert sorted(kind for kind, _ in differences()) == ["ledger_differs", "ledger_differs"]


def test_a_bill_that_is_not_ready_is_compared_later(
    paid: str, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_ready(*_: object) -> list[BillRow]:
        raise ChannelError("STATEMENT_CREATING")

    with monkeypatch.context() as early:
        early.setattr(bank, "bill", not_ready)
        assert [run.code for run in reconciling.reconcile(business_today())] == [
            "STATEMENT_CREATING"
        ]
    with transaction(writes=False) as session:
        found = session.scalars(select(Reconciliation)).one()
        assert (found.status, found.last_code) == ("waiting", "STATEMENT_CREATING")
    reconciling.nightly()  # the days before today; today's bill is not there yet
    assert {r.status for r in rows(Reconciliation) if r.day < business_today()} == {"done"}
    days = {r.day for r in rows(Reconciliation)}
    assert min(days) >= business_today() - timedelta(days=9)


def test_on_the_command_line(paid: str, bank: Bank, empty_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    day = business_today().isoformat()
    _payments, back = lines_of(bank)
    runner = empty_app.test_cli_runner()
    assert "三方一致" in runner.invoke(args=["ledger", "reconcile", day]).output
    bill_of(bank, monkeypatch, back)
    spoiled = runner.invoke(args=["ledger", "reconcile", day])
    assert spoiled.exit_code == 1
    assert f"{paid}：{NEXT_STEP[Kind.PAID_NOT_IN_BILL]}" in spoiled.output


def test_every_kind_has_a_next_step() -> None:
    assert set(NEXT_STEP) == set(Kind)


def test_a_refund_is_looked_for_in_the_bill_of_the_day_that_the_channel_says(
    bank: Bank, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow = business_now() + timedelta(days=1)
    bank.accepts_at = tomorrow
    order = orders.order(own=1500)
    notify(bank.takes_money(trade_no(paying.pay(account(), wish(order)))))
    give_back(order)
    payments, back = lines_of(bank)
    bill_of(bank, monkeypatch, payments)
    assert differences() == []
    bill_of(bank, monkeypatch, back)
    reconciling.reconcile(tomorrow.astimezone(BEIJING).date())
    assert rows(Difference) == []
    bill_of(bank, monkeypatch)
    reconciling.reconcile(tomorrow.astimezone(BEIJING).date())
    assert [each.kind for each in rows(Difference)] == ["refund_not_in_bill"]
