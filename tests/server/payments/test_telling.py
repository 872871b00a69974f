"""Whoever paid hears that the money has arrived and that it is back, and so does the elder; once each."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from flask import Flask

from server.messages.models import Call, Message
from server.messages.service import text_of
from server.oversight.actor import Actor
from server.payments import closing, desk, paying, refunds, repository
from server.payments.channels import TradeState
from server.payments.models import Attempt, Refund
from server.transaction import transaction
from tests.doing_jobs import do_jobs
from tests.server.payments.bank import Bank
from tests.server.payments.orders import KIND, Orders, wish
from tests.server.payments.test_desk import in_xicheng, payment_of_new, reviewer
from tests.server.payments.test_paying import notify, rows, trade_no
from tests.server.people import makers


@pytest.fixture
def daughter(empty_app: Flask) -> Actor:
    with transaction() as session:
        return makers.account(session)


def an_elder(*, with_account: bool = True) -> tuple[uuid.UUID, Actor | None]:
    with transaction() as session:
        made = makers.elder(session)
        return made.id, makers.herself(session, made) if with_account else None


def pays(bank: Bank, payer: Actor, order: uuid.UUID, app: Flask, times: int = 1) -> None:
    told = bank.takes_money(trade_no(paying.pay(payer, wish(order))))
    for number in range(times):
        notify(replace(told, event_id=f"E{number}"))
    do_jobs(app)


def give_back(order: uuid.UUID, fen: int, app: Flask) -> None:
    with transaction() as session:
        found = repository.payment_of(session, KIND, order)
        assert found is not None
        refunds.request(session, found, fen, "sample", makers.account(session))
    do_jobs(app)


def hand_over(app: Flask) -> None:
    clerk, [refund] = reviewer(), rows(Refund)
    with transaction() as session:
        desk.settle_by_hand(session, clerk, refund.id, "样例收据")
    do_jobs(app)


def told(event: str) -> dict[uuid.UUID | None, str]:
    """The words of an event by the account that they went to."""
    found = [each for each in rows(Message) if each.event == event]
    assert len({each.account_id for each in found}) == len(found)
    return {each.account_id: text_of(each).inbox for each in found}


def test_the_payer_and_the_elder_hear_what_was_paid_for_her_and_that_it_is_back(
    bank: Bank, orders: Orders, empty_app: Flask, daughter: Actor
) -> None:
    elder, herself = an_elder()
    assert herself is not None
    order = orders.order(elder_id=elder)
    pays(bank, daughter, order, empty_app, times=2)
    said = told("payment_received")
    assert set(said) == {daughter.id, herself.id}
    assert "您付的15.00元收到了，付的是“样例午餐”" in said[daughter.id]
    assert "您的“样例午餐”付好了，付了15.00元" in said[herself.id]
    assert all("年" in each and "月" in each and "日" in each for each in said.values())
    give_back(order, 2000, empty_app)
    [refund] = rows(Refund)
    with transaction() as session:
        repository.locked(session, refund.payment_id)
        again = repository.refund(session, refund.id)
        assert refunds.apply(session, again, bank.query_refund(refund.refund_no, None)) == (
            "known_before"
        )
    do_jobs(empty_app)
    back = told("refund_done")
    assert set(back) == {daughter.id, herself.id}
    assert "您付的“样例午餐”退款办好了，退了15.00元" in back[daughter.id]
    assert "您的“样例午餐”退了15.00元给付款的人" in back[herself.id]
    assert "银行卡" in back[daughter.id]


def test_an_elder_who_pays_herself_hears_it_once(
    bank: Bank, orders: Orders, empty_app: Flask
) -> None:
    elder, herself = an_elder()
    assert herself is not None
    pays(bank, herself, orders.order(elder_id=elder), empty_app)
    assert set(told("payment_received")) == {herself.id}


def test_an_order_of_nobody_in_particular_is_told_to_its_payer_alone(
    bank: Bank, orders: Orders, empty_app: Flask, daughter: Actor
) -> None:
    pays(bank, daughter, orders.order(), empty_app)
    assert set(told("payment_received")) == {daughter.id}


def test_each_part_that_comes_back_is_told_with_its_own_amount(
    bank: Bank, orders: Orders, empty_app: Flask, daughter: Actor
) -> None:
    order = orders.order(city=0, district=0, own=1500)
    pays(bank, daughter, order, empty_app)
    for fen in (500, 1000):
        give_back(order, fen, empty_app)
    back = [text_of(each).inbox for each in rows(Message) if each.event == "refund_done"]
    assert ["退了5.00元" in back[0], "退了10.00元" in back[1]] == [True, True]
    assert len(back) == 2


def test_what_costs_the_payer_nothing_is_told_to_nobody(
    bank: Bank, orders: Orders, empty_app: Flask, daughter: Actor
) -> None:
    elder, _ = an_elder()
    order = orders.order(city=300, district=200, own=0, elder_id=elder)
    paying.pay(daughter, wish(order))
    give_back(order, 500, empty_app)
    assert rows(Message) == []


def test_what_was_paid_late_is_told_to_whoever_gets_it_back_and_not_to_the_elder(
    bank: Bank, orders: Orders, empty_app: Flask, daughter: Actor
) -> None:
    elder, _ = an_elder()
    order = orders.order(elder_id=elder)
    number = trade_no(paying.pay(daughter, wish(order)))
    closing.cancel(daughter, KIND, order, "changed_her_mind")
    bank.trades[number].state = TradeState.UNPAID  # her bank had it on its way already
    notify(bank.takes_money(number))
    do_jobs(empty_app)
    assert {(each.event, each.account_id) for each in rows(Message)} == {
        ("money_comes_back", daughter.id), ("refund_done", daughter.id),
    }  # fmt: skip


def test_money_at_the_counter_is_told_to_the_elder_and_handed_back_it_says_so(
    orders: Orders, empty_app: Flask
) -> None:
    elder, herself = an_elder()
    assert herself is not None
    order = orders.order(city=0, district=0, own=1500, elder_id=elder)
    in_xicheng()
    desk.record_cash(reviewer(), payment_of_new(order).id, "cash", "样例 0001")
    do_jobs(empty_app)
    assert set(told("payment_received")) == {herself.id}
    give_back(order, 1500, empty_app)
    hand_over(empty_app)
    assert set(told("refund_done")) == {herself.id}


def test_what_the_channel_could_not_bring_back_is_told_once_it_was_handed_over(
    bank: Bank, orders: Orders, empty_app: Flask, daughter: Actor
) -> None:
    order = orders.order(city=0, district=0, own=1500)
    in_xicheng()
    pays(bank, daughter, order, empty_app)
    bank.refund_ends = "closed"
    give_back(order, 1500, empty_app)
    assert told("refund_done") == {}
    hand_over(empty_app)
    assert "已经当面交给付款的人" in told("refund_done")[daughter.id]


def test_nobody_is_rung_up_because_of_a_receipt(
    bank: Bank, orders: Orders, empty_app: Flask, daughter: Actor
) -> None:
    elder, _ = an_elder(with_account=False)
    pays(bank, daughter, orders.order(elder_id=elder), empty_app)
    assert len(rows(Message)) == 2
    assert rows(Call) == []
    assert {each.status for each in rows(Message)} == {"accepted"}


def test_nobody_is_rung_up_because_money_comes_back_by_itself(
    bank: Bank, orders: Orders, empty_app: Flask, daughter: Actor
) -> None:
    """Whoever rings up about money is taken for a cheat; there is nothing for her to do."""
    in_xicheng()
    for late, fen in ((True, None), (False, 100)):
        order = orders.order()
        number = trade_no(paying.pay(daughter, wish(order)))
        if late:
            closing.cancel(daughter, KIND, order, "changed_her_mind")
            bank.trades[number].state = TradeState.UNPAID
        notify(bank.takes_money(number, fen))
    do_jobs(empty_app)  # the bank itself is asked about the other amount
    odd, clerk = next(a for a in rows(Attempt) if a.status == "mismatched"), reviewer()
    with transaction() as session:
        payment = repository.locked(session, odd.payment_id)
        refunds.of_mismatch(session, payment, repository.attempt(session, odd.id), clerk)
    do_jobs(empty_app)
    assert rows(Call) == []
    assert {each.status for each in rows(Message)} == {"accepted"}
    assert {each.channel for each in rows(Message)} == {"inbox"}
    assert "您付的15.00元付重了，或者付的时候订单已经取消" in told("money_comes_back")[daughter.id]
    assert "您付的1.00元和应付的数目对不上" in told("wrong_amount_back")[daughter.id]
