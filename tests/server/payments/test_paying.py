"""One order is paid once; whatever else arrives goes back."""

from __future__ import annotations

import uuid
from typing import Any
from unittest.mock import patch

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from server.errors import Problem
from server.jobs.models import Job
from server.jobs.outcome import Retry
from server.kit.clock import business_now
from server.payments import closing, ledger_check, notices, paying, tasks
from server.payments.api import payer
from server.payments.channels import Told, channel
from server.payments.models import Attempt, Incident, LedgerEntry, Payment, Refund
from server.transaction import transaction
from tests.server.payments.bank import Bank
from tests.server.payments.orders import KIND, Orders, account, wish


def payment(order_id: uuid.UUID) -> Payment:
    with transaction(writes=False) as session:
        return session.scalars(select(Payment).where(Payment.payable_id == order_id)).one()


def rows(table: type[Any]) -> list[Any]:
    with transaction(writes=False) as session:
        return list(session.scalars(select(table)))


def balances() -> dict[str, int]:
    """Sums by account; the books are proven right on the way."""
    with transaction(writes=False) as session:
        assert list(ledger_check.faults(session)) == []
        chosen = select(LedgerEntry.account, func.sum(LedgerEntry.amount_fen))
        found = {
            name: int(fen) for name, fen in session.execute(chosen.group_by(LedgerEntry.account))
        }
    assert sum(found.values()) == 0
    return {name: fen for name, fen in found.items() if fen}


def notify(told: Told) -> None:
    """Receive a notice as if the bank had signed it."""
    with patch.object(channel("bank"), "open_notice", lambda *_: told):
        notices.receive("bank", {}, b"")


def work(*kinds: str) -> None:
    """Do all waiting jobs of these kinds once, as the worker would."""
    handlers = {
        "payments.refund": tasks.give_back,
        "payments.close_attempt": tasks.close_attempt,
        "payments.finish_cancelling": tasks.finish_cancelling,
        "payments.poll": tasks.poll,
    }
    with transaction() as session:
        chosen = select(Job).where(Job.kind.in_(kinds or handlers), Job.status == "waiting")
        jobs = list(session.scalars(chosen.order_by(Job.seq)))
    for job in jobs:
        try:
            handlers[job.kind](job.payload)
        except Retry:
            continue
        with transaction() as session:
            session.get_one(Job, job.seq).status = "done"


def trade_no(ready: paying.Ready) -> str:
    assert ready.attempt is not None
    return ready.attempt.trade_no


def test_money_that_arrives_pays_the_order_and_every_fund_bears_its_part(
    bank: Bank, orders: Orders
) -> None:
    order = orders.order(city=300, district=200, own=1500)
    ready = paying.pay(account(), wish(order))
    notify(bank.takes_money(trade_no(ready)))
    assert payment(order).status == "paid"
    assert orders.told == {("paid", order): 1}
    assert balances() == {
        "operator": 2000, "city_subsidy": -300, "district_subsidy": -200, "payer": -1500,
    }  # fmt: skip


def test_the_same_money_told_twice_counts_once(bank: Bank, orders: Orders) -> None:
    order = orders.order()
    ready = paying.pay(account(), wish(order))
    told = bank.takes_money(trade_no(ready))
    notify(told)
    notify(told)
    work("payments.poll")
    assert orders.told == {("paid", order): 1}
    assert bank.refunds == {}


def test_a_second_tap_gives_the_same_attempt(bank: Bank, orders: Orders) -> None:
    order, daughter = orders.order(), account()
    first, second = (paying.pay(daughter, wish(order)) for _ in range(2))
    assert trade_no(first) == trade_no(second)
    assert len(bank.trades) == 1


def test_another_payer_closes_the_attempt_before(bank: Bank, orders: Orders) -> None:
    order = orders.order()
    first = paying.pay(account(), wish(order))
    second = paying.pay(account(), wish(order))
    assert trade_no(first) != trade_no(second)
    assert bank.trades[trade_no(first)].state == "closed"


def test_two_payments_for_one_order_the_second_goes_back(bank: Bank, orders: Orders) -> None:
    order = orders.order()
    first = paying.pay(account(), wish(order))
    bank.loses["query"] = "before"  # the channel is silent, so that the first stays open
    with pytest.raises(Problem):
        paying.pay(account(), wish(order))
    told = bank.takes_money(trade_no(first))
    notify(told)
    with pytest.raises(Problem, match="已经付过"):
        paying.pay(account(), wish(order))
    assert payment(order).status == "paid"


def test_late_money_after_cancelling_goes_back(bank: Bank, orders: Orders) -> None:
    order, daughter = orders.order(), account()
    bank.loses["prepare"] = "after"  # she never gets what she needs to pay, yet the trade is there
    with pytest.raises(Problem) as caught:
        paying.pay(daughter, wish(order))
    assert caught.value.status == 503
    number = rows(Attempt)[0].trade_no
    late = bank.trades.pop(rows(Attempt)[0].trade_no)  # the channel does not know it yet
    cancelled = closing.cancel(daughter, KIND, order, "changed_her_mind")
    assert cancelled.status == "cancelled"
    bank.trades[number] = late
    notify(bank.takes_money(number))
    work()
    assert [(r.reason, r.status, r.amount_fen) for r in rows(Refund)] == [
        ("paid_late", "succeeded", 1500)
    ]
    assert bank.received_fen == bank.given_back_fen == 1500
    assert balances() == {}
    assert orders.told == {("cancelled", order): 1}


def test_money_that_was_quicker_than_the_cancelling_pays(bank: Bank, orders: Orders) -> None:
    order, daughter = orders.order(), account()
    ready = paying.pay(daughter, wish(order))
    bank.takes_money(trade_no(ready))
    assert closing.cancel(daughter, KIND, order, "changed_her_mind").status == "paid"
    assert orders.told == {("paid", order): 1}


def test_cancelling_waits_while_the_channel_is_silent(bank: Bank, orders: Orders) -> None:
    order, daughter = orders.order(), account()
    paying.pay(daughter, wish(order))
    bank.loses["query"] = "before"
    assert closing.cancel(daughter, KIND, order, "changed_her_mind").status == "cancelling"
    work("payments.finish_cancelling")
    assert payment(order).status == "cancelled"


def test_another_amount_is_never_counted(bank: Bank, orders: Orders) -> None:
    order = orders.order(own=1500)
    ready = paying.pay(account(), wish(order))
    notify(bank.takes_money(trade_no(ready), fen=1))
    assert [a.status for a in rows(Attempt)] == ["prepared"]  # a notice alone proves nothing
    work("payments.poll")
    assert [a.status for a in rows(Attempt)] == ["mismatched"]
    assert payment(order).status == "open"
    assert orders.told == {}
    assert [i.kind for i in rows(Incident)] == ["amount_mismatch"]
    assert balances() == {"payer": -1, "differences": 1}


def test_a_lost_notice_is_made_good_by_asking(bank: Bank, orders: Orders) -> None:
    order = orders.order()
    ready = paying.pay(account(), wish(order))
    bank.takes_money(trade_no(ready))
    work("payments.poll")
    assert payment(order).status == "paid"


def test_nothing_to_pay_needs_no_channel(bank: Bank, orders: Orders) -> None:
    order = orders.order(city=500, district=500, own=0)
    ready = paying.pay(account(), wish(order))
    assert (ready.attempt, ready.device) == (None, None)
    assert payment(order).status == "paid"
    assert bank.calls == {}


def test_a_stranger_cannot_pay_for_an_order_he_has_no_part_in(bank: Bank, orders: Orders) -> None:
    order, stranger = orders.order(), account()
    orders.strangers.add(stranger.id)
    with pytest.raises(Problem) as caught:
        paying.pay(stranger, wish(order))
    assert caught.value.status == 404
    assert bank.calls == {}


def test_a_refused_attempt_is_over_and_another_may_begin(bank: Bank, orders: Orders) -> None:
    order, daughter = orders.order(), account()
    bank.loses["prepare"] = "refuses"
    with pytest.raises(Problem):
        paying.pay(daughter, wish(order))
    again = paying.pay(daughter, wish(order))
    notify(bank.takes_money(trade_no(again)))
    assert payment(order).status == "paid"


def test_a_channel_that_refuses_what_has_just_run_out_of_time_is_no_incident(
    bank: Bank, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, prepare = orders.order(), bank.prepare

    def too_late(*asked: Any) -> dict[str, Any]:
        """The channel's clock goes before ours, or the last second passed on the way."""
        with transaction() as session:
            session.execute(update(Payment).values(expires_at=business_now()))
        bank.loses["prepare"] = "refuses"
        return prepare(*asked)

    monkeypatch.setattr(bank, "prepare", too_late)
    with pytest.raises(Problem) as refused:
        paying.pay(account(), wish(order))
    assert refused.value.slug == "too-late"
    assert rows(Incident) == []
    assert [a.status for a in rows(Attempt)] == ["failed"]


@pytest.mark.parametrize(
    ("address", "told"),
    [("2001:db8:1:2:aaaa::1", "2001:db8:1:2:aaaa::1"), ("::ffff:203.0.113.9", "203.0.113.9")],
)
def test_a_channel_is_told_an_address_and_no_network(
    empty_app: Flask, address: str, told: str
) -> None:
    """Phones have IPv6; limits count whole networks of it, and WeChat refuses what is no address."""
    with empty_app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert payer("h5").address == told
