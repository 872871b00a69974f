"""Public money: operating subsidies, claw-backs, balances, and the proof that the books are right."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from knowledge.loader import load
from server.errors import Problem
from server.kit.clock import business_now, business_today
from server.kit.ids import new_key
from server.oversight.actor import Actor, ActorKind
from server.payments import balances as accounts
from server.payments import (
    claw_backs,
    happenings,
    ledger_check,
    operating,
    paying,
    refunds,
    repository,
    tasks,
)
from server.payments.channels import RefundFound, Told
from server.payments.claw_backs import Amounts
from server.payments.ledger import Account
from server.payments.models import Attempt, Incident, LedgerEntry, Payment, Refund
from server.payments.payable import Bill, Parts, Point
from server.payments.subsidies import rates_on
from server.payments.subsidy_models import ClawBack, OperatingSubsidy
from server.transaction import transaction
from tests.databases import unguarded
from tests.server.payments.bank import Bank
from tests.server.payments.orders import KIND, Orders, account, wish
from tests.server.payments.test_paying import balances, notify, payment, rows, trade_no, work

POINT = Point(uuid.UUID(int=7), "样例助餐点")
DAY = date(2026, 11, 20)
CLERK = Actor(ActorKind.STAFF, uuid.UUID(int=9))


@pytest.fixture
def paid(bank: Bank, orders: Orders) -> Callable[..., uuid.UUID]:
    def pay(elder_id: uuid.UUID | None = None, on: date = DAY, **more: Any) -> uuid.UUID:
        order = orders.meal(elder_id or new_key(), more.pop("point", POINT), on, **more)
        notify(bank.takes_money(trade_no(paying.pay(account(), wish(order)))))
        return order

    return pay


def serve(order: uuid.UUID) -> OperatingSubsidy | None:
    with transaction() as session:
        return operating.served(session, KIND, order)


def claw(order: uuid.UUID, *fen: int, reason: str = "套补") -> ClawBack:
    payment_id = payment(order).id
    with transaction() as session:
        return claw_backs.claw_back(session, payment_id, Amounts(*fen), reason, CLERK)


def give_back(order: uuid.UUID, fen: int) -> None:
    with transaction() as session:
        found = repository.payment_of(session, KIND, order)
        assert found is not None
        refunds.request(session, found, fen, "sample", account())


# ---- the operating subsidy


def test_a_point_gets_three_yuan_for_a_person_served_half_from_each_fund(paid) -> None:
    order = paid()
    before = balances()
    assert serve(order) is not None
    assert balances() == before | {"operator": 2300, "operating_subsidy": -300}
    with transaction(writes=False) as session:
        found = accounts.balances(session, business_today(), account=Account.OPERATING_SUBSIDY)
    assert [(each.holder, each.fen) for each in found] == [("", -150), ("朝阳区", -150)]


def test_lunch_and_supper_of_one_person_on_one_day_count_once(paid) -> None:
    elder = new_key()
    lunch, supper, tomorrow = paid(elder), paid(elder), paid(elder, DAY + timedelta(days=1))
    assert [serve(order) is not None for order in (lunch, supper, lunch, tomorrow)] == [
        True, False, False, True,
    ]  # fmt: skip
    assert balances()["operating_subsidy"] == -600


def test_two_points_that_serve_one_person_each_have_served_her(paid) -> None:
    elder = new_key()
    serve(paid(elder))
    assert serve(paid(elder, point=Point(uuid.UUID(int=8), "样例二号点"))) is not None


def test_nothing_is_due_for_what_does_not_count_or_was_not_paid_or_was_given_back(
    paid, orders: Orders
) -> None:
    unpaid = orders.meal(new_key(), POINT, DAY)
    with transaction() as session:
        paying.open_payment(session, KIND, unpaid, account())
    given_back = paid()
    give_back(given_back, 2000)
    none = [paid(operating=False), unpaid, given_back, paid(on=date(2022, 3, 13)), new_key()]
    assert [serve(order) for order in none] == [None] * 5


def test_a_bill_with_public_money_says_whose(orders: Orders) -> None:
    until, seller = business_now(), new_key()
    with pytest.raises(ValueError, match="no district"):
        Bill("样例", seller, Parts(0, 1, 0), until)
    with pytest.raises(ValueError, match="needs district"):
        Bill("样例", seller, Parts(0, 0, 1), until, district="朝阳区", operating=True)


def test_the_figures_are_those_of_the_knowledge_base() -> None:
    """Read in the document itself (京民养老发〔2022〕69号): 5 yuan, 3 yuan, one to one."""
    rates, base = rates_on(DAY), load()
    assert rates is not None
    assert base.documents[rates.document].document_number == rates.number
    told = (base.entries[name] for name in ("meal-operating-subsidy", "meal-without-subsidy"))
    figures = {figure.fen for entry in told for figure in entry.figures}
    assert figures >= {rates.operating_fen_per_person_day, rates.meal_fen_per_person_day}
    assert rates.split(500) == (250, 250)
    assert rates.split(300) == (150, 150)
    assert rates_on(date(2022, 3, 13)) is None


# ---- claw-backs


def test_a_claw_back_takes_from_the_seller_and_leaves_the_payer_alone(paid) -> None:
    order = paid()
    serve(order)
    claw(order, 250, 250, 150, 150)
    assert balances() == {"operator": 1500, "payer": -1500}
    assert (payment(order).status, payment(order).refunded_fen) == ("paid", 0)


def test_never_more_is_clawed_back_than_the_seller_still_has(paid) -> None:
    order = paid()
    give_back(order, 1000)  # half of each fund: 125
    for fen in ((126, 0, 0, 0), (0, 0, 1, 0)):
        with pytest.raises(Problem, match="超过"):
            claw(order, *fen)
    claw(order, 100, 0, 0, 0)
    with pytest.raises(Problem, match="超过"):
        claw(order, 26, 0, 0, 0)
    claw(order, 25, 125, 0, 0)
    balances()


@pytest.mark.parametrize(("fen", "reason"), [((0, 0, 0, 0), "套补"), ((-1, 2, 0, 0), "套补"), ((1, 0, 0, 0), " ")])  # fmt: skip
def test_a_claw_back_needs_an_amount_and_a_reason(paid, fen, reason: str) -> None:
    with pytest.raises(Problem) as refused:
        claw(paid(), *fen, reason=reason)
    assert refused.value.status == 422
    assert rows(ClawBack) == []


def test_nothing_is_clawed_back_of_what_was_not_paid(orders: Orders) -> None:
    order = orders.order()
    with transaction() as session:
        paying.open_payment(session, KIND, order, account())
    with pytest.raises(Problem, match="超过"):
        claw(order, 1, 0, 0, 0)


def test_a_refund_after_a_claw_back_gives_no_fund_its_money_twice(paid, bank: Bank) -> None:
    order = paid()
    claw(order, 250, 250, 0, 0)
    with pytest.raises(Problem):
        give_back(order, 1501)
    give_back(order, 1500)
    work("payments.refund")
    assert payment(order).status == "refunded"
    assert bank.given_back_fen == 1500
    assert balances() == {}
    refund = rows(Refund)[0]
    assert (refund.amount_fen, refund.city_subsidy_fen, refund.district_subsidy_fen) == (1500, 0, 0)


# ---- balances


def test_balances_by_account_and_day(paid, monkeypatch: pytest.MonkeyPatch) -> None:
    order = paid()
    today = business_today()
    with transaction() as session, unguarded(session):
        session.execute(update(LedgerEntry).values(day=today - timedelta(days=2)))
    give_back(order, 400)
    with transaction(writes=False) as session:
        yesterday = accounts.balances(session, today - timedelta(days=1))
        now = accounts.balances(session, today)
        days = list(accounts.by_day(session, today - timedelta(days=1), today))
        operator = list(
            accounts.by_day(session, today - timedelta(days=9), today, account=Account.OPERATOR)
        )
    assert sum(each.fen for each in yesterday) == sum(each.fen for each in now) == 0
    assert {each.account: each.fen for each in yesterday} == {
        "operator": 2000, "payer": -1500, "city_subsidy": -250, "district_subsidy": -250,
    }  # fmt: skip
    assert {each.account: (each.moved_fen, each.fen) for each in days} == {
        "operator": (-400, 1600), "city_subsidy": (50, -200), "district_subsidy": (50, -200),
        "refunds": (300, 300),
    }  # fmt: skip
    assert [(each.moved_fen, each.fen) for each in operator] == [(2000, 2000), (-400, 1600)]


def test_the_commands_tell_balances_and_say_that_the_books_are_right(
    paid, empty_app: Flask
) -> None:
    paid()
    runner = empty_app.test_cli_runner()
    told = runner.invoke(args=["ledger", "balances", "--account", "operator"])
    assert told.exit_code == 0
    assert "样例餐厅" in told.output
    assert told.output.endswith("合计\t\t20.00\n")
    since = runner.invoke(args=["ledger", "balances", "--since", str(business_today())])
    assert f"{business_today()}\tpayer\tbank\t-15.00\t-15.00" in since.output
    assert runner.invoke(args=["ledger", "check"]).exit_code == 0


# ---- money of another amount


def mismatched(bank: Bank, orders: Orders, fen: int) -> Attempt:
    order = orders.order()
    number = trade_no(paying.pay(account(), wish(order)))
    bank.takes_money(number, fen)
    paying_again = rows(Attempt)[0]
    tasks.poll({"attempt_id": str(paying_again.id), "time": 0})
    return rows(Attempt)[0]


def return_it(attempt: Attempt) -> None:
    with transaction() as session:
        found = repository.locked(session, attempt.payment_id)
        refunds.of_mismatch(session, found, repository.attempt(session, attempt.id), CLERK)


def test_money_of_another_amount_goes_back_once_when_staff_say_so(
    bank: Bank, orders: Orders
) -> None:
    attempt = mismatched(bank, orders, 700)
    assert balances() == {"payer": -700, "differences": 700}
    return_it(attempt)
    assert balances() == {"payer": -700, "refunds": 700}
    with pytest.raises(Problem, match="已经在退"):
        return_it(attempt)
    work("payments.refund")
    assert bank.given_back_fen == 700
    assert balances() == {}


def test_what_fits_is_no_mismatch_to_give_back(paid, bank: Bank) -> None:
    paid()
    with pytest.raises(Problem):
        return_it(rows(Attempt)[0])
    assert bank.refunds == {}


def test_money_by_hand_and_then_by_the_channel_too_is_an_incident(paid, bank: Bank) -> None:
    give_back(paid(), 2000)
    refund = rows(Refund)[0]
    with transaction() as session:
        found = repository.refund(session, refund.id)
        repository.locked(session, found.payment_id)
        for status in ("closed", "settled_by_hand"):
            happenings.move(session, found, status, "sample")
        refunds.done(session, found, RefundFound("succeeded"))
    notify(Told("E1", "REFUND.SUCCESS", refund.refund_no, refund=RefundFound("succeeded")))
    assert [i.kind for i in rows(Incident)] == ["refund_after_close"]
    balances()


# ---- immutable, and proven


@pytest.mark.parametrize(
    "statement", [update(LedgerEntry).values(amount_fen=1), delete(LedgerEntry)]
)
def test_the_database_refuses_to_change_or_delete_an_entry(paid, statement) -> None:
    paid()
    with pytest.raises(IntegrityError, match="never changed"), transaction() as session:
        session.execute(statement)
    balances()


TAMPERINGS: dict[str, Callable[[Any], Any]] = {
    "an amount": lambda _: update(LedgerEntry).where(LedgerEntry.account == "payer").values(amount_fen=LedgerEntry.amount_fen - 1),
    "a holder": lambda _: update(LedgerEntry).where(LedgerEntry.account == "operator").values(holder=str(new_key())),
    "another fund": lambda _: update(LedgerEntry).where(LedgerEntry.account == "city_subsidy").values(account="differences"),
    "an entry gone": lambda _: delete(LedgerEntry).where(LedgerEntry.account == "operating_subsidy"),
    "a subsidy without entries": lambda _: delete(LedgerEntry).where(LedgerEntry.cause == "operating"),
    "a claw-back without entries": lambda _: delete(LedgerEntry).where(LedgerEntry.cause == "claw_back"),
    "entries of nothing": lambda row: insert(LedgerEntry).values([
        {"movement_id": row.id, "cause": "operating", "cause_id": row.id, "account": name, "holder": "",
         "amount_fen": fen, "day": DAY, "at": business_now()}
        for name, fen in (("operator", 1), ("payer", -1))
    ]),
    "a cause that there is not": lambda row: update(LedgerEntry).where(LedgerEntry.cause == "paid").values(cause="gift"),
    "another amount paid": lambda _: update(Payment).values(total_fen=2001, self_pay_fen=1501),
    "more clawed back": lambda _: update(ClawBack).values(city_fen=251),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERINGS)
def test_whatever_is_tampered_with_is_found(paid, what: str) -> None:
    order = paid()
    serve(order)
    claw(order, 100, 0, 0, 0)
    balances()
    with transaction() as session, unguarded(session):
        session.execute(TAMPERINGS[what](payment_in(session, order)))
        assert list(ledger_check.faults(session)) != []


def payment_in(session: Any, order: uuid.UUID) -> Payment:
    return session.scalars(select(Payment).where(Payment.payable_id == order)).one()


def test_books_of_every_kind_of_movement_are_right(paid, bank: Bank, orders: Orders) -> None:
    """Twice paid, another amount, given back in part, served, clawed back: all proven at once."""
    first = paid()
    serve(first)
    give_back(first, 333)
    claw(first, 1, 2, 3, 4)
    odd = orders.order()
    told = bank.takes_money(trade_no(paying.pay(account(), wish(odd))), 1)
    assert told.trade is not None
    notify(told)
    work("payments.poll")
    theirs = orders.order()
    told = bank.takes_money(trade_no(paying.pay(account(), wish(theirs))))
    assert told.trade is not None
    notify(replace(told, trade=replace(told.trade, is_ours=False)))
    work()
    balances()
    with transaction(writes=False) as session:
        assert session.scalar(select(func.count()).select_from(LedgerEntry)) > 10
