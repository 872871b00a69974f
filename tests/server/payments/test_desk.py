"""Staff and money: who sees what, who gives back how much, and what needs a second person."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from pydantic import ValidationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.console.money import CashIn, month_asked_for
from server.console.worklists import MOST_WRITTEN
from server.errors import Problem
from server.jobs.outcome import Retry
from server.kit.clock import business_now, business_today
from server.kit.worklist import Asked
from server.messages.models import Message
from server.messages.service import text_of
from server.oversight.actor import Actor, ActorKind, Post, Role
from server.oversight.models import AuditRecord
from server.payments import (
    closing,
    desk,
    desk_repository,
    happenings,
    paying,
    reconciling,
    refunds,
    repository,
    tasks,
)
from server.payments.channels import RefundFound, Told, TradeState
from server.payments.channels.wechat import refund_found
from server.payments.claw_backs import Amounts
from server.payments.desk_models import RefundRequest
from server.payments.models import Attempt, Difference, Incident, Payment, Refund, Seller
from server.transaction import transaction
from tests.doing_jobs import do_jobs
from tests.server.payments.bank import Bank
from tests.server.payments.orders import KIND, Orders, account, wish
from tests.server.payments.test_paying import balances, notify, payment, rows, trade_no, work
from tests.server.people import makers

XICHENG, SHIJINGSHAN = "110102", "110107"


def somebody(role: Role, district: str | None = None) -> Actor:
    return Actor(ActorKind.STAFF, uuid.uuid4(), posts=(Post(role, district),))


def reviewer(district: str = XICHENG) -> Actor:
    return somebody(Role.DISTRICT_REVIEWER, district)


def in_xicheng() -> None:
    with transaction() as session:
        session.execute(update(Seller).values(district=XICHENG))


@pytest.fixture
def paid(bank: Bank, orders: Orders) -> Payment:
    """A lunch for 500 yuan, of which the payer bore 300."""
    order = orders.order(city=12_000, district=8_000, own=30_000)
    in_xicheng()
    notify(bank.takes_money(trade_no(paying.pay(account(), wish(order)))))
    return payment(order)


def ask(actor: Actor, found: Payment, fen: int) -> RefundRequest:
    with transaction() as session:
        return desk.ask_refund(session, actor, found.id, fen, "样例：没吃上")


def decide(actor: Actor, asked: RefundRequest, *, approved: bool = True) -> None:
    with transaction() as session:
        desk.decide(session, actor, asked.id, "样例", approved=approved)


def test_up_to_the_limit_one_person_gives_back_and_every_fund_gets_its_part(paid: Payment) -> None:
    assert ask(reviewer(), paid, 20_000).status == "alone"
    work("payments.refund")
    back = rows(Refund)[0]
    parts = (back.amount_fen, back.city_subsidy_fen, back.district_subsidy_fen)
    assert (back.status, parts) == ("succeeded", (12_000, 4_800, 3_200))
    assert "refunds" not in balances()


def test_above_it_a_second_person_has_to_agree(paid: Payment) -> None:
    asked = ask(reviewer(), paid, 20_001)
    assert (asked.status, rows(Refund)) == ("waiting", [])
    decide(reviewer(), asked)
    assert [each.status for each in rows(RefundRequest)] == ["approved"]
    assert rows(Refund)[0].id == rows(RefundRequest)[0].refund_id


def test_many_small_refunds_of_one_payment_do_not_get_round_the_second_person(
    paid: Payment,
) -> None:
    one = reviewer()
    assert ask(one, paid, 15_000).status == "alone"
    assert ask(one, paid, 5_001).status == "waiting"


def test_whoever_asked_cannot_agree(paid: Payment) -> None:
    one = reviewer()
    asked = ask(one, paid, 50_000)
    with pytest.raises(Problem) as refused:
        decide(one, asked)
    assert (refused.value.status, refused.value.slug) == (403, "same-person")
    assert rows(Refund) == []


def test_what_was_decided_stays_decided(paid: Payment) -> None:
    asked = ask(reviewer(), paid, 50_000)
    decide(reviewer(), asked, approved=False)
    with pytest.raises(Problem) as refused:
        decide(reviewer(), asked)
    assert refused.value.slug == "decided"
    assert rows(Refund) == []


def test_only_one_request_of_a_payment_waits(paid: Payment) -> None:
    ask(reviewer(), paid, 30_000)
    with pytest.raises(Problem) as refused:
        ask(reviewer(), paid, 30_000)
    assert refused.value.slug == "waits-already"


def test_what_was_given_back_meanwhile_cannot_be_given_back_again(paid: Payment) -> None:
    asked = ask(reviewer(), paid, 45_000)
    ask(reviewer(), paid, 10_000)
    with pytest.raises(Problem) as refused:
        decide(reviewer(), asked)
    assert refused.value.slug == "not-refundable"
    assert sum(each.status == "waiting" for each in rows(RefundRequest)) == 1


@pytest.mark.parametrize("fen", [0, -1, 50_001])
def test_more_than_was_paid_or_nothing_is_refused(paid: Payment, fen: int) -> None:
    with pytest.raises(Problem) as refused:
        ask(reviewer(), paid, fen)
    assert refused.value.status == 409
    assert rows(Refund) == []


def test_another_district_sees_and_changes_nothing_by_id(paid: Payment) -> None:
    asked, other = ask(reviewer(), paid, 50_000), reviewer(SHIJINGSHAN)
    with transaction() as session:
        for do in (
            lambda: desk.case(session, other, paid.id),
            lambda: desk.ask_refund(session, other, paid.id, 100, "样例"),
            lambda: desk.decide(session, other, asked.id, "", approved=True),
        ):
            with pytest.raises(Problem) as refused:
                do()
            assert refused.value.status == 404
        everything = Asked(business_now())
        assert desk_repository.waiting(session, other, everything) == []
        assert len(desk_repository.waiting(session, reviewer(), everything)) == 1
    assert rows(Refund) == []


def test_an_operator_looks_at_its_own_and_gives_nothing_back(paid: Payment) -> None:
    own = Actor(
        ActorKind.STAFF,
        uuid.uuid4(),
        posts=(Post(Role.POINT_OPERATOR, None, None, paid.seller_id),),
    )
    other = Actor(
        ActorKind.STAFF, uuid.uuid4(), posts=(Post(Role.POINT_OPERATOR, None, None, uuid.uuid4()),)
    )
    with transaction() as session:
        assert desk.case(session, own, paid.id).left_fen == 50_000
        with pytest.raises(Problem) as refused:
            desk.ask_refund(session, own, paid.id, 100, "样例")
        assert refused.value.status == 403
        with pytest.raises(Problem) as refused:
            desk.case(session, other, paid.id)
        assert refused.value.status == 404


def test_an_operator_who_is_an_office_elsewhere_hands_nothing_over_for_her_own(
    bank: Bank, paid: Payment
) -> None:
    both = Actor(
        ActorKind.STAFF,
        uuid.uuid4(),
        posts=(
            Post(Role.POINT_OPERATOR, None, None, paid.seller_id),
            Post(Role.DISTRICT_REVIEWER, SHIJINGSHAN),
        ),
    )
    back = abnormal(bank, paid)
    incident = rows(Incident)[0].id
    with transaction() as session:
        for do in (
            lambda: desk.return_to_seller(session, both, back.id),
            lambda: desk.settle_by_hand(session, both, back.id, "样例"),
            lambda: desk.close_incident(session, both, incident, "样例"),
        ):
            with pytest.raises(Problem) as refused:
                do()
            assert refused.value.status == 404
        everything = Asked(business_now())
        assert desk.refunds_by_hand(session, both, everything) == []
        assert len(desk.refunds_by_hand(session, reviewer(), everything)) == 1


def test_cash_at_the_counter_pays_and_what_was_begun_on_a_phone_is_closed(
    bank: Bank, orders: Orders
) -> None:
    order = orders.order()
    in_xicheng()
    begun = trade_no(paying.pay(account(), wish(order)))
    done = desk.record_cash(reviewer(), payment(order).id, "cash", "样例 0001")
    assert (done.status, orders.told["paid", order]) == ("paid", 1)
    assert bank.trades[begun].state == "closed"
    assert balances()["operator"] == 2000


def test_cash_is_not_taken_for_what_was_just_paid_on_a_phone(bank: Bank, orders: Orders) -> None:
    order = orders.order()
    in_xicheng()
    bank.takes_money(trade_no(paying.pay(account(), wish(order))))  # and its notice is lost
    with pytest.raises(Problem) as refused:
        desk.record_cash(reviewer(), payment(order).id, "cash", "样例 0002")
    assert refused.value.slug == "already-paid"
    assert payment(order).status == "paid"


@pytest.mark.parametrize("way", ["another clerk", "a phone", "called off"])
def test_cash_that_something_else_was_quicker_than_is_not_recorded(
    bank: Bank, orders: Orders, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """Two clerks for the same notes, a payer who pays or calls off at that moment: the clerk is told
    while the payer is still there, and nothing is owed that was never taken."""
    order, pay = orders.order(), paying.pay
    in_xicheng()
    begun = trade_no(pay(account(), wish(order)))
    payment_id = payment(order).id

    def overtaken(*asked: Any, **more: Any) -> paying.Ready:
        monkeypatch.setattr(paying, "pay", pay)
        ready = pay(*asked, **more)
        if way == "another clerk":
            desk.record_cash(reviewer(), payment_id, "cash", "样例 0006")
        elif way == "a phone":
            bank.trades[begun].state = TradeState.UNPAID
            notify(bank.takes_money(begun))
        else:
            closing.cancel(account(), KIND, order, "sample")
        return ready

    monkeypatch.setattr(paying, "pay", overtaken)
    with pytest.raises(Problem) as refused:
        desk.record_cash(reviewer(), payment_id, "cash", "样例 0007")
    assert refused.value.status == 409
    work("payments.close_attempt")
    assert rows(Refund) == []
    told = {"paid": 1} if way != "called off" else {"cancelled": 1}
    assert {what: n for (what, _), n in orders.told.items()} == told
    assert not [a for a in rows(Attempt) if a.status in repository.OPEN_ATTEMPT]
    balances()


def test_cash_goes_back_over_the_counter_against_a_receipt(orders: Orders) -> None:
    order = orders.order(city=0, district=0, own=1500)
    in_xicheng()
    desk.record_cash(reviewer(), payment_of_new(order).id, "cash", "样例 0003")
    ask(reviewer(), payment(order), 1500)
    work("payments.refund")
    back = rows(Refund)[0]
    assert back.status == "abnormal"
    with transaction() as session:
        desk.settle_by_hand(session, reviewer(), back.id, "样例 0004")
    assert rows(Refund)[0].status == "succeeded"
    assert [each.closed_at is None for each in rows(Incident)] == [False]
    assert "refunds" not in balances()


def payment_of_new(order: uuid.UUID) -> Payment:
    with transaction() as session:
        return paying.open_payment(session, "sample", order, account())


def abnormal(bank: Bank, found: Payment) -> Refund:
    """A refund that the payer's account does not take."""
    bank.refund_ends = "abnormal"
    ask(reviewer(), found, 10_000)
    work("payments.refund")
    return next(each for each in rows(Refund) if each.status == "abnormal")


def return_to_seller(back: Refund) -> None:
    with transaction() as session:
        desk.return_to_seller(session, reviewer(), back.id)
    tasks.return_to_seller({"refund_id": str(back.id)})


def test_what_is_sent_to_the_seller_is_owed_until_it_is_in_the_payers_hand(
    bank: Bank, paid: Payment
) -> None:
    back = abnormal(bank, paid)
    with pytest.raises(Problem) as refused, transaction() as session:
        desk.settle_by_hand(session, reviewer(), back.id, "样例")
    assert refused.value.slug == "not-by-hand"
    return_to_seller(back)
    assert rows(Refund)[0].status == "abnormal"  # the payer reads that staff give it back
    told = Told("E1", "REFUND.SUCCESS", back.refund_no, refund=RefundFound("succeeded"))
    notify(told)
    assert (rows(Refund)[0].status, balances()["refunds"]) == ("closed", 6_000)
    notify(replace(told, event_id="E2"))
    with transaction() as session:
        desk.settle_by_hand(session, reviewer(), back.id, "样例 0007")
    notify(replace(told, event_id="E3"))
    assert rows(Refund)[0].status == "settled_by_hand"
    assert "refunds" not in balances()
    assert {each.closed_at is None for each in rows(Incident)} == {False}


def test_a_return_to_the_seller_whose_answer_was_lost_is_found_by_asking(
    bank: Bank, paid: Payment
) -> None:
    """WeChat refuses to return it once more: the refund is not abnormal any longer."""
    back = abnormal(bank, paid)
    bank.refund_ends, bank.loses["return_to_seller"] = "succeeded", "refuses"
    return_to_seller(back)
    assert rows(Refund)[0].status == "closed"


def test_what_the_payers_account_took_after_all_is_not_handed_over_as_well(
    bank: Bank, paid: Payment
) -> None:
    back = abnormal(bank, paid)
    return_to_seller(back)
    notify(
        Told("E1", "REFUND.SUCCESS", back.refund_no, refund=RefundFound("succeeded", to_payer=True))
    )
    assert rows(Refund)[0].status == "succeeded"
    assert "refunds" not in balances()
    assert {each.closed_at is None for each in rows(Incident)} == {False}
    with pytest.raises(Problem), transaction() as session:
        desk.settle_by_hand(session, reviewer(), back.id, "样例 0008")


@pytest.mark.parametrize(
    ("account", "to_payer"),
    [
        ("支付用户零钱", True), ("支付用户零钱通", True), ("招商银行信用卡0403", True),
        ("商户基本账户", False), ("商户结算银行账户", False), (None, None), ("", None),
    ],
)  # fmt: skip
def test_wechat_pay_says_whose_account_a_refund_went_to(
    account: str | None, to_payer: bool | None
) -> None:
    told = {"status": "SUCCESS", "refund_id": "1", "user_received_account": account}
    assert refund_found(told, "status").to_payer is to_payer


def test_a_return_that_got_to_the_sellers_account_is_still_owed(bank: Bank, paid: Payment) -> None:
    back = abnormal(bank, paid)
    return_to_seller(back)
    notify(
        Told(
            "E1", "REFUND.SUCCESS", back.refund_no, refund=RefundFound("succeeded", to_payer=False)
        )
    )
    assert (rows(Refund)[0].status, balances()["refunds"]) == ("closed", 6_000)


def turned_down(bank: Bank, found: Payment) -> Refund:
    """A refund that the channel takes on no more: the payment is more than a year old."""
    ask(reviewer(), found, 10_000)
    bank.loses["refund"] = "refuses"
    work("payments.refund")
    return next(each for each in rows(Refund) if each.status == "requested")


def stop(back: Refund) -> None:
    with transaction() as session:
        desk.stop_asking(session, reviewer(), back.id)
    tasks.stop_refund({"refund_id": str(back.id)})


def test_a_refund_that_the_channel_never_takes_on_is_handed_over_in_person(
    bank: Bank, paid: Payment
) -> None:
    back = turned_down(bank, paid)
    stop(back)
    assert rows(Refund)[0].status == "closed"
    tasks.give_back({"refund_id": str(back.id)})  # it was on its way to the channel
    assert bank.given_back_fen == 0
    with transaction() as session:
        desk.settle_by_hand(session, reviewer(), back.id, "样例 0008")
    assert rows(Refund)[0].status == "settled_by_hand"
    assert "refunds" not in balances()
    assert {each.closed_at is None for each in rows(Incident)} == {False}
    reconciling.reconcile(business_today())
    assert rows(Difference) == []  # no bill has what the channel never took on


def test_a_refund_that_the_channel_has_after_all_is_not_handed_over(
    bank: Bank, paid: Payment
) -> None:
    back = turned_down(bank, paid)
    bank.refunds[back.refund_no] = (rows(Attempt)[0].trade_no, back.amount_fen)
    stop(back)
    assert rows(Refund)[0].status == "succeeded"


def test_a_refund_that_the_channel_takes_on_while_it_is_stopped_is_not_handed_over(
    bank: Bank, paid: Payment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two workers: one asks whether the channel knows of it, the other asks once more for it."""
    back, query = turned_down(bank, paid), bank.query_refund
    bank.refund_ends = "processing"

    def slow(refund_no: str, seller: Seller) -> RefundFound:
        try:
            return query(refund_no, seller)
        finally:
            monkeypatch.setattr(bank, "query_refund", query)
            with pytest.raises(Retry):  # the channel has not said how it ended
                tasks.give_back({"refund_id": str(back.id)})

    monkeypatch.setattr(bank, "query_refund", slow)
    stop(back)
    assert rows(Refund)[0].status == "processing"
    with pytest.raises(Problem) as caught, transaction() as session:
        desk.settle_by_hand(session, reviewer(), back.id, "样例 0009")
    assert caught.value.slug == "not-by-hand"


def test_nobody_stops_asking_for_a_refund_that_was_not_refused(bank: Bank, paid: Payment) -> None:
    ask(reviewer(), paid, 10_000)
    bank.loses["refund"] = "after"
    work("payments.refund")
    with pytest.raises(Problem) as caught, transaction() as session:
        desk.stop_asking(session, reviewer(), rows_of_refunds(session)[0].id)
    assert caught.value.slug == "not-refused"


def rows_of_refunds(session: Session) -> list[Refund]:
    return list(session.scalars(select(Refund)))


def test_money_that_the_channel_takes_on_after_all_has_somebody_look(
    bank: Bank, paid: Payment
) -> None:
    back = turned_down(bank, paid)
    stop(back)
    with transaction() as session:
        now = session.get_one(Refund, back.id)
        refunds.apply(session, now, RefundFound("processing", "503000"))
    kinds = {each.kind for each in rows(Incident) if each.closed_at is None}
    assert "refund_after_close" in kinds


def test_an_abnormal_refund_is_asked_after_every_hour_until_it_ends(
    bank: Bank, paid: Payment
) -> None:
    """Somebody saw to it on the merchant's platform, and the notice of it got lost."""
    abnormal(bank, paid)
    bank.refund_ends = "succeeded"
    tasks.ask_again()
    work("payments.refund")
    assert rows(Refund)[0].status == "succeeded"
    assert "refunds" not in balances()


def test_what_the_channel_gave_up_is_settled_by_hand_once(bank: Bank, paid: Payment) -> None:
    bank.refund_ends = "closed"
    ask(reviewer(), paid, 10_000)
    work("payments.refund")
    back = rows(Refund)[0]
    with transaction() as session:
        desk.settle_by_hand(session, reviewer(), back.id, "样例 0005")
    with pytest.raises(Problem), transaction() as session:
        desk.settle_by_hand(session, reviewer(), back.id, "样例 0006")
    assert rows(Refund)[0].status == "settled_by_hand"
    assert "refunds" not in balances()


def test_an_incident_is_closed_with_a_word_and_opens_again_if_it_happens_again(
    empty_app: Flask,
) -> None:
    with transaction() as session:
        happenings.alarm(session, "unknown_number", "P0")
    found = rows(Incident)[0]
    district = reviewer()
    with pytest.raises(Problem), transaction() as session:  # it belongs to no seller
        desk.close_incident(session, district, found.id, "样例")
    with transaction() as session:
        desk.close_incident(session, somebody(Role.CITY_SUPERVISOR), found.id, "样例：测试单")
    assert rows(Incident)[0].closing_note == "样例：测试单"
    with transaction() as session:
        happenings.alarm(session, "unknown_number", "P0")
    assert rows(Incident)[0].closed_at is None


def test_what_staff_do_with_money_is_audited(paid: Payment) -> None:
    asked = ask(reviewer(), paid, 50_000)
    decide(reviewer(), asked)
    with transaction(writes=False) as session:
        done = set(session.scalars(select(AuditRecord.action)))
    assert {"refund.asked", "refund.approved"} <= done


def test_whatever_staff_may_write_fits_where_it_is_kept() -> None:
    """SQLite keeps what is too long. PostgreSQL refuses it: cash in hand could not be recorded, and
    an incident not be closed."""

    def longest(column: Any) -> int:
        return int(column.type.length)

    CashIn(way="cash", receipt="字" * 64)
    with pytest.raises(ValidationError):
        CashIn(way="cash", receipt="字" * (longest(Attempt.transaction_id) + 1))
    for column in (Incident.closing_note, Difference.note, RefundRequest.note, AuditRecord.purpose):
        assert longest(column) >= MOST_WRITTEN


@pytest.mark.parametrize("month", ["1999-12", "0001-01", "9999-12", "2026-13", "2026-1", "x"])
def test_a_month_that_there_are_no_books_of_is_refused_with_a_sentence(
    empty_app: Flask, month: str
) -> None:
    asked = empty_app.test_request_context(query_string={"month": month})
    with asked, pytest.raises(Problem, match="月份请写成"):
        month_asked_for()


# ---- money of another amount


@pytest.fixture
def odd(bank: Bank, orders: Orders) -> Attempt:
    """450 yuan came where 300 were asked for."""
    order = orders.order(city=12_000, district=8_000, own=30_000)
    in_xicheng()
    number = trade_no(paying.pay(account(), wish(order)))
    bank.takes_money(number, 45_000)
    tasks.poll({"attempt_id": str(rows(Attempt)[0].id), "time": 0})
    return next(each for each in rows(Attempt) if each.trade_no == number)


def ask_back(actor: Actor, attempt: Attempt) -> RefundRequest:
    with transaction() as session:
        return desk.ask_back_another_amount(session, actor, attempt.id, "样例：付错了")


def test_a_wrong_amount_above_the_limit_goes_back_whole_once_two_persons_want_it(
    bank: Bank, odd: Attempt
) -> None:
    one = reviewer()
    asked = ask_back(one, odd)
    assert (asked.status, asked.total_fen, rows(Refund)) == ("waiting", 45_000, [])
    decide(reviewer(), asked)
    work("payments.refund")
    assert bank.given_back_fen == 45_000
    assert balances() == {}
    with pytest.raises(Problem, match="已经在退"):
        ask_back(one, odd)


def test_whoever_paid_a_wrong_amount_is_told_how_much_why_and_when_it_arrives(
    bank: Bank, orders: Orders, empty_app: Flask
) -> None:
    with transaction() as session:
        daughter = makers.account(session)
    order = orders.order(own=1500)
    in_xicheng()
    number = trade_no(paying.pay(daughter, wish(order)))
    bank.takes_money(number, 1501)
    tasks.poll({"attempt_id": str(rows(Attempt)[0].id), "time": 0})
    ask_back(reviewer(), rows(Attempt)[0])
    do_jobs(empty_app)
    [message] = [each for each in rows(Message) if each.event == "wrong_amount_back"]
    assert message.account_id == daughter.id
    told = text_of(message).inbox
    assert "您付的15.01元和应付的数目对不上" in told
    assert "全部退给您" in told
    assert "零钱几分钟就到，银行卡一到三个工作日到" in told


def test_another_district_gives_no_wrong_amount_back(odd: Attempt) -> None:
    with pytest.raises(Problem) as refused:
        ask_back(reviewer(SHIJINGSHAN), odd)
    assert (refused.value.status, rows(RefundRequest)) == (404, [])


def test_nobody_is_asked_to_pay_again_while_a_wrong_amount_is_looked_into(
    bank: Bank, odd: Attempt
) -> None:
    order = rows(Payment)[0].payable_id
    with pytest.raises(Problem) as refused:
        paying.pay(account(), wish(order))
    assert (refused.value.status, refused.value.slug) == (409, "being-checked")
    assert "Retry-After" in refused.value.headers  # or the same key would hear it for two days
    decide(reviewer(), ask_back(reviewer(), odd))
    notify(bank.takes_money(trade_no(paying.pay(account(), wish(order)))))
    assert payment(order).status == "paid"


def test_wrong_amounts_and_parts_of_one_payment_together_do_not_get_round_the_second_person(
    bank: Bank, orders: Orders
) -> None:
    order, one = orders.order(city=12_000, district=8_000, own=30_000), reviewer()
    in_xicheng()
    first = comes_otherwise(bank, order, 15_000)
    assert ask_back(one, first).status == "alone"
    second = comes_otherwise(bank, order, 5_001)
    assert ask_back(one, second).status == "waiting"
    decide(reviewer(), rows(RefundRequest)[-1])
    notify(bank.takes_money(trade_no(paying.pay(account(), wish(order)))))
    assert ask(one, payment(order), 1).status == "waiting"


def comes_otherwise(bank: Bank, order: uuid.UUID, fen: int) -> Attempt:
    number = trade_no(paying.pay(account(), wish(order)))
    bank.takes_money(number, fen)
    found = next(each for each in rows(Attempt) if each.trade_no == number)
    tasks.poll({"attempt_id": str(found.id), "time": 0})
    return found


# ---- claw-backs


def claw_back(actor: Actor, found: Payment, **fen: int) -> None:
    with transaction() as session:
        desk.claw_back(session, actor, found.id, Amounts(**fen), "样例：没有用餐")


def test_an_office_takes_subsidy_back_and_the_payer_keeps_what_is_hers(paid: Payment) -> None:
    claw_back(reviewer(), paid, city_fen=12_000, district_fen=3_000)
    assert balances() == {"operator": 35_000, "district_subsidy": -5_000, "payer": -30_000}
    with transaction(writes=False) as session:
        found = desk.case(session, reviewer(), paid.id)
    assert (found.subsidy_left.city_fen, found.subsidy_left.district_fen) == (0, 5_000)
    assert [each.whole_fen for each in found.claw_backs] == [15_000]


def test_neither_a_clerk_nor_another_district_claws_back(paid: Payment) -> None:
    for other in (somebody(Role.STREET_CLERK, XICHENG), reviewer(SHIJINGSHAN)):
        with pytest.raises(Problem) as refused:
            claw_back(other, paid, city_fen=100)
        assert refused.value.status in (403, 404)
    assert "operator" in balances()
