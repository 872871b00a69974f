"""What comes at the same moment, out of order, or after a crash between two steps."""

from __future__ import annotations

import threading
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from server.errors import Problem
from server.jobs.models import Job
from server.kit.clock import business_now
from server.messages.models import Message
from server.payments import (
    believing,
    closing,
    ledger_check,
    notices,
    paying,
    refunds,
    repository,
    tasks,
)
from server.payments.channels import ChannelError, RefundFound, Told, TradeState
from server.payments.models import Attempt, Incident, LedgerEntry, Notice, Payment, Refund
from server.transaction import transaction
from tests.databases import unguarded
from tests.doing_jobs import claim, do_jobs, skip_waits
from tests.server.payments.bank import Bank
from tests.server.payments.orders import KIND, Orders, account, wish
from tests.server.payments.test_paying import balances, notify, payment, rows, trade_no, work
from tests.server.people import makers


def cancelled_unsettled(orders: Orders, bank: Bank) -> tuple[uuid.UUID, str]:
    """An order that was cancelled while the channel had not heard of its trade."""
    order, daughter = orders.order(), account()
    bank.loses["prepare"] = "before"
    with pytest.raises(Problem):
        paying.pay(daughter, wish(order))
    assert closing.cancel(daughter, KIND, order, "changed_her_mind").status == "cancelled"
    attempt = rows(Attempt)[0]
    seller_id = payment(order).seller_id
    with transaction(writes=False) as session:
        seller = repository.seller(session, seller_id)
    bank.prepare(attempt, seller, "样例午餐", wish(order).payer)  # it gets there after all
    return order, attempt.trade_no


def paid_order(bank: Bank, orders: Orders, **parts: int) -> uuid.UUID:
    order = orders.order(**parts)
    notify(bank.takes_money(trade_no(paying.pay(account(), wish(order)))))
    return order


def give_back(order: uuid.UUID, fen: int) -> None:
    with transaction() as session:
        found = repository.payment_of(session, KIND, order)
        assert found is not None
        refunds.request(session, found, fen, "sample", account())


def test_money_between_our_question_and_the_close_of_an_unanswered_attempt_counts(
    bank: Bank, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, daughter = orders.order(), account()
    bank.loses["prepare"] = "after"
    with pytest.raises(Problem):
        paying.pay(daughter, wish(order))
    number, close = rows(Attempt)[0].trade_no, bank.close

    def pay_then_close(*arguments: object) -> None:
        bank.takes_money(number)  # and its notice is lost
        close(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(bank, "close", pay_then_close)
    assert closing.cancel(daughter, KIND, order, "changed_her_mind").status == "paid"
    assert [a.status for a in rows(Attempt)] == ["paid"]
    assert bank.received_fen == 1500


def test_a_refused_close_of_a_trade_that_can_be_paid_closes_nothing_here(
    bank: Bank, orders: Orders
) -> None:
    order, daughter = orders.order(), account()
    bank.loses["prepare"] = "after"
    with pytest.raises(Problem):
        paying.pay(daughter, wish(order))
    bank.loses["close"] = "refuses"
    assert closing.cancel(daughter, KIND, order, "changed_her_mind").status == "cancelling"
    work("payments.finish_cancelling")
    assert payment(order).status == "cancelled"
    assert {t.state for t in bank.trades.values()} == {"closed"}


def test_a_spoiled_notice_of_late_money_has_the_channel_asked(bank: Bank, orders: Orders) -> None:
    order, number = cancelled_unsettled(orders, bank)
    told = bank.takes_money(number)
    assert told.trade is not None
    notify(replace(told, trade=replace(told.trade, amount_fen=1)))
    work("payments.poll")
    work("payments.refund")
    assert bank.given_back_fen == bank.received_fen == 1500
    assert [r.reason for r in rows(Refund)] == ["paid_late"]
    assert payment(order).status == "cancelled"
    assert balances() == {}


def test_whoever_paid_late_is_told_that_the_money_comes_back_and_is_told_once(
    bank: Bank, orders: Orders, empty_app: Flask
) -> None:
    with transaction() as session:
        daughter = makers.account(session)
    order = orders.order()
    number = trade_no(paying.pay(daughter, wish(order)))
    assert closing.cancel(daughter, KIND, order, "changed_her_mind").status == "cancelled"
    bank.trades[number].state = TradeState.UNPAID  # her bank had it on its way already
    told = bank.takes_money(number)
    for event in ("E1", "E2"):
        notify(replace(told, event_id=event))
    do_jobs(empty_app)
    said = [m for m in rows(Message) if m.event == "money_comes_back"]
    assert [m.account_id for m in said] == [daughter.id]
    assert bank.given_back_fen == 1500


def test_a_channel_that_says_paid_already_is_asked_and_nobody_is_told_that_no_money_was_taken(
    bank: Bank, orders: Orders
) -> None:
    order, daughter = orders.order(), account()
    ready = paying.pay(daughter, wish(order))
    bank.takes_money(trade_no(ready))
    bank.loses["prepare"] = "done"
    with pytest.raises(Problem, match="不要再付"):
        paying.pay(daughter, wish(order))
    work("payments.poll")
    assert payment(order).status == "paid"


def test_the_same_notice_twice_at_once_is_applied_by_whoever_answers(
    bank: Bank, orders: Orders, empty_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = orders.order()
    told = bank.takes_money(trade_no(paying.pay(account(), wish(order))))
    monkeypatch.setattr(bank, "open_notice", lambda *_: told)
    failures: list[BaseException] = []
    at_once = threading.Barrier(4)

    def receive() -> None:
        try:
            with empty_app.app_context():
                at_once.wait(10)
                notices.receive("bank", {}, b"{}")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=receive) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failures == []
    assert orders.told == {("paid", order): 1}
    assert [n.outcome for n in rows(Notice)] == ["applied"]


def test_a_notice_that_could_not_be_applied_is_kept_and_is_applied_when_it_comes_again(
    bank: Bank, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = orders.order()
    told = bank.takes_money(trade_no(paying.pay(account(), wish(order))))
    monkeypatch.setattr(bank, "open_notice", lambda *_: told)
    with monkeypatch.context() as crash:
        crash.setattr(notices, "apply", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            notices.receive("bank", {}, b"{}")
    assert payment(order).status == "open"
    assert [n.outcome for n in rows(Notice)] == [None]
    notices.receive("bank", {}, b"{}")
    assert payment(order).status == "paid"
    assert [n.outcome for n in rows(Notice)] == ["applied"]


def test_a_repeat_of_a_notice_of_another_amount_leaves_alone_what_staff_have_closed(
    bank: Bank, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = bank.takes_money(trade_no(paying.pay(account(), wish(orders.order()))), 1)
    monkeypatch.setattr(bank, "open_notice", lambda *_: told)
    notices.receive("bank", {}, b"{}")
    with transaction() as session:
        session.execute(update(Incident).values(closed_at=business_now()))
    asked = len(rows(Job))
    notices.receive("bank", {}, b"{}")
    assert [incident.closed_at is not None for incident in rows(Incident)] == [True]
    assert len(rows(Job)) == asked


def test_a_repeat_of_what_was_applied_is_answered_whatever_comes_of_it_now(
    bank: Bank, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = bank.takes_money(trade_no(paying.pay(account(), wish(orders.order()))))
    monkeypatch.setattr(bank, "open_notice", lambda *_: told)
    notices.receive("bank", {}, b"{}")
    monkeypatch.setattr(notices, "apply", lambda *_: 1 / 0)
    notices.receive("bank", {}, b"{}")
    assert [n.outcome for n in rows(Notice)] == ["applied"]


def test_a_notice_of_a_refund_before_the_answer_to_it_counts_once(
    bank: Bank, orders: Orders
) -> None:
    order = paid_order(bank, orders)
    give_back(order, 2000)
    refund = rows(Refund)[0]
    notify(Told("E1", "REFUND.SUCCESS", refund.refund_no, refund=RefundFound("succeeded")))
    bank.refund_ends = "processing"
    work("payments.refund")
    assert [r.status for r in rows(Refund)] == ["succeeded"]
    assert balances() == {}


@pytest.mark.parametrize(
    "told",
    [
        RefundFound("succeeded", amount_fen=1),
        RefundFound("succeeded", trade_no="P-of-another"),
        RefundFound("succeeded", is_ours=False),
    ],
)
def test_a_notice_of_another_refund_than_was_asked_for_is_believed_by_nobody(
    bank: Bank, orders: Orders, told: RefundFound
) -> None:
    give_back(paid_order(bank, orders), 2000)
    refund = rows(Refund)[0]
    bank.refund_ends = "processing"
    notify(Told("E1", "REFUND.SUCCESS", refund.refund_no, refund=told))
    assert [r.status for r in rows(Refund)] == ["requested"]
    assert [i.kind for i in rows(Incident)] == [believing.OTHER_REFUND]
    bank.refund_ends = "succeeded"
    work("payments.refund")  # the channel itself was asked
    assert [r.status for r in rows(Refund)] == ["succeeded"]
    assert balances() == {}


def test_a_notice_that_overtakes_the_answer_does_not_move_a_refund_to_another_day(
    bank: Bank, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A notice does not say when the refund was taken on; around midnight its bill is another one."""
    give_back(paid_order(bank, orders), 2000)
    number, answer = rows(Refund)[0].refund_no, bank.refund
    bank.accepts_at = business_now() - timedelta(days=1)

    def notice_first(*arguments: Any) -> RefundFound:
        found = answer(*arguments)
        notify(Told("E1", "REFUND.SUCCESS", number, refund=RefundFound("succeeded")))
        return found

    monkeypatch.setattr(bank, "refund", notice_first)
    work("payments.refund")
    assert [(r.status, r.accepted_at) for r in rows(Refund)] == [("succeeded", bank.accepts_at)]


def test_expiring_goes_on_after_one_that_is_stuck(
    bank: Bank, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck, good = orders.order(), orders.order()
    for order in (stuck, good):
        paying.pay(account(), wish(order))
    with transaction() as session:
        session.execute(update(Payment).values(expires_at=business_now() - timedelta(minutes=1)))
        first = select(Payment).where(Payment.payable_id == stuck)
        session.scalars(first).one().expires_at -= timedelta(hours=1)
    query = bank.query

    def fails_once(*arguments: object) -> object:
        monkeypatch.setattr(bank, "query", query)
        raise LookupError("as if the channel had answered nonsense")

    monkeypatch.setattr(bank, "query", fails_once)
    tasks.expire()
    assert payment(good).status == "cancelled"
    assert payment(stuck).status == "cancelling"
    work("payments.finish_cancelling")
    assert payment(stuck).status == "cancelled"


def test_payments_that_are_being_cancelled_do_not_hold_up_those_that_expire(
    bank: Bank, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "EXPIRE_AT_ONCE", 1)
    first, second = orders.order(), orders.order()
    for order in (first, second):
        paying.pay(account(), wish(order))
    bank.loses["query"] = "before"
    closing.cancel(account(), KIND, first, "changed_her_mind")
    with transaction() as session:
        session.execute(update(Payment).values(expires_at=business_now() - timedelta(minutes=1)))
    tasks.expire()
    assert payment(second).status == "cancelled"


def test_a_refund_that_takes_days_leaves_no_job_given_up_each_hour(
    bank: Bank, orders: Orders, empty_app: Flask
) -> None:
    """To a bank card it takes up to three working days: nothing is wrong with it."""
    bank.refund_ends = "processing"
    give_back(paid_order(bank, orders), 2000)
    for _ in range(12):
        do_jobs(empty_app, waited=True)
    assert bank.calls["query_refund"] > 3
    jobs = [job for job in rows(Job) if job.kind == "payments.refund"]
    assert [job.status for job in jobs] == ["done"]
    bank.refund_ends = "succeeded"
    tasks.ask_again()
    do_jobs(empty_app)
    assert [r.status for r in rows(Refund)] == ["succeeded"]


def test_a_refund_that_is_stuck_for_a_day_is_one_job_given_up_and_goes_on_being_asked_for(
    bank: Bank, orders: Orders, empty_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = paid_order(bank, orders)
    give_back(order, 2000)
    answers = bank.refund

    def not_enough(*_: Any) -> None:
        bank.calls["refused"] += 1
        raise ChannelError("NOT_ENOUGH", refused=True)

    monkeypatch.setattr(bank, "refund", not_enough)
    for hour in range(1, 25):
        tasks.ask_again()
        for _ in range(12):
            do_jobs(empty_app, waited=True)
        assert bank.calls["refused"] >= 9 * hour
    [job] = [job for job in rows(Job) if job.kind == "payments.refund"]
    assert (job.status, job.last_error) == ("given_up", "unfinished")
    monkeypatch.setattr(bank, "refund", answers)
    tasks.ask_again()
    do_jobs(empty_app)
    assert [r.status for r in rows(Refund)] == ["succeeded"]
    tasks.ask_again()
    [job] = [job for job in rows(Job) if job.kind == "payments.refund"]
    assert job.status == "done"


def test_what_is_in_hand_is_not_taken_up_beside_it(
    bank: Bank, orders: Orders, empty_app: Flask
) -> None:
    give_back(paid_order(bank, orders), 2000)
    skip_waits()
    refund = next(job for job in claim(9) if job.kind == "payments.refund")
    tasks.ask_again()
    [job] = [job for job in rows(Job) if job.kind == "payments.refund"]
    assert (job.id, job.status, job.attempts) == (refund.id, "running", 1)


def test_an_attempt_left_open_beside_a_settled_payment_is_closed_in_the_end(
    bank: Bank, orders: Orders
) -> None:
    order = paid_order(bank, orders)
    with transaction() as session:
        attempt = session.scalars(select(Attempt)).one()
        left = Attempt(
            payment_id=attempt.payment_id, channel="bank", way="native", trade_no="LEFT", amount_fen=1500,
            status="prepared", counted=False, expires_at=attempt.expires_at, created_at=business_now(),
        )  # fmt: skip
        session.add(left)
        seller = repository.seller(session, session.get_one(Payment, attempt.payment_id).seller_id)
    bank.prepare(left, seller, "样例", wish(order).payer)
    tasks.ask_again()
    work("payments.close_attempt")
    assert bank.trades["LEFT"].state == "closed"


def test_an_incident_that_was_closed_opens_again_when_it_happens_again(
    bank: Bank, orders: Orders
) -> None:
    for _ in range(2):
        bank.loses["prepare"] = "refuses"
        with pytest.raises(Problem):
            paying.pay(account(), wish(orders.order()))
        assert [i.closed_at for i in rows(Incident)] == [None]
        with transaction() as session:
            session.execute(update(Incident).values(closed_at=business_now()))


def test_what_costs_nothing_needs_no_entries(bank: Bank, orders: Orders) -> None:
    order = orders.order(city=0, district=0, own=0)
    paying.pay(account(), wish(order))
    assert payment(order).status == "paid"
    assert balances() == {}


def test_more_than_is_left_is_never_given_back(bank: Bank, orders: Orders) -> None:
    order = paid_order(bank, orders, city=333, district=0, own=667)
    for fen in (1, 500, 498):
        give_back(order, fen)
    with pytest.raises(Problem):
        give_back(order, 2)
    give_back(order, 1)
    work("payments.refund")
    assert bank.given_back_fen == 667
    assert balances() == {}
    assert payment(order).status == "refunded"


@pytest.mark.parametrize("cause", ["paid", "refund_owed", "refund_done"])
def test_an_entry_of_another_amount_is_found(bank: Bank, orders: Orders, cause: str) -> None:
    give_back(paid_order(bank, orders), 1000)
    work("payments.refund")
    balances()
    with transaction() as session:
        with unguarded(session):
            changed = update(LedgerEntry).where(LedgerEntry.cause == cause)
            session.execute(changed.values(amount_fen=LedgerEntry.amount_fen * 2))
            assert list(ledger_check.faults(session)) != []
        session.rollback()


def test_a_refunded_sum_without_any_refund_is_found(bank: Bank, orders: Orders) -> None:
    paid_order(bank, orders)
    with transaction() as session:
        session.execute(update(Payment).values(refunded_fen=1))
        assert any("退款总数" in fault for fault in ledger_check.faults(session))


def test_every_step_that_owes_work_asks_for_it_in_the_same_transaction(
    bank: Bank, orders: Orders
) -> None:
    order = paid_order(bank, orders)
    give_back(order, 100)
    kinds = {job.kind for job in rows(Job)}
    assert {"payments.poll", "payments.refund"} <= kinds


@pytest.mark.parametrize("here", [True, False])
def test_a_way_of_paying_that_was_given_up_on_another_page_while_it_was_prepared_is_no_incident(
    bank: Bank, orders: Orders, monkeypatch: pytest.MonkeyPatch, here: bool
) -> None:
    """The other page has closed it: at the channel, and here as well or not quite yet."""
    order, daughter = orders.order(), account()
    prepare = bank.prepare

    def closed_meanwhile(attempt: Attempt, *rest: Any) -> dict[str, Any]:
        monkeypatch.setattr(bank, "prepare", prepare)
        prepare(attempt, *rest)
        if here:
            closing.close(attempt.id)
        raise ChannelError("ORDER_CLOSED", refused=True, closed=True)

    monkeypatch.setattr(bank, "prepare", closed_meanwhile)
    with pytest.raises(Problem) as lost:
        paying.pay(daughter, wish(order))
    assert (lost.value.status, lost.value.slug) == (409, "being-paid")
    assert "钱没有扣" in lost.value.title
    assert rows(Incident) == []
    assert [a.status for a in rows(Attempt)] == ["closed"]
    notify(bank.takes_money(trade_no(paying.pay(daughter, wish(order)))))
    assert payment(order).status == "paid"


def test_a_way_of_paying_that_was_given_up_for_one_that_is_paid_says_so(
    bank: Bank, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, daughter = orders.order(), account()
    prepare = bank.prepare

    def paid_meanwhile(attempt: Attempt, *rest: Any) -> dict[str, Any]:
        monkeypatch.setattr(bank, "prepare", prepare)
        prepare(attempt, *rest)
        other = paying.pay(daughter, replace(wish(order), way="jsapi"))
        notify(bank.takes_money(trade_no(other)))
        raise ChannelError("ORDER_CLOSED", refused=True, closed=True)

    monkeypatch.setattr(bank, "prepare", paid_meanwhile)
    with pytest.raises(Problem) as lost:
        paying.pay(daughter, replace(wish(order), way="native"))
    assert (lost.value.status, lost.value.slug) == (409, "already-paid")
    assert rows(Incident) == []
    assert bank.received_fen == 1500
