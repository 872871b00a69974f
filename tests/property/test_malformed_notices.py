"""A notice that is signed and not whole: answered as agreed, believed by nobody, and asked about."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from server.jobs.models import Job
from server.kit.clock import machine_now
from server.payments import paying, refunds, repository
from server.payments.channels import ChannelError, TradeState
from server.payments.channels.wechat import WeChatPay
from server.payments.models import (
    Attempt,
    Incident,
    LedgerEntry,
    Notice,
    Payment,
    Refund,
    Seller,
)
from server.transaction import transaction
from tests.server.payments.orders import KIND, Orders, account, wish
from tests.server.payments.sealed import (
    SealedBank,
    envelope,
    payment_told,
    plain,
    refund_told,
    signed,
)
from tests.server.payments.test_paying import trade_no
from wechat.pay.transport import Transport

NOTICES = "/api/v1/payments/notices/wechat"
SETTINGS = settings(
    max_examples=60, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip

GONE = object()
NO_TEXT: list[Any] = [GONE, None, True, 0, 7, 1.5, [], {}, ["a"], "", " ", "样例", "a\0b", "x" * 5000, "\ud800"]  # fmt: skip
NO_SUM: list[Any] = [GONE, None, True, False, 0, -1, 1500.0, 1.5, 1e3, "1500", 10**30, [], {}, float("nan")]  # fmt: skip
NO_TIME: list[Any] = [GONE, None, True, 1764300000, "", "昨天", "2026-11-28", "2026-11-28T12:00:00",
                      "2026-13-40T12:00:00+08:00", "0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-12:00"]  # fmt: skip
NO_OBJECT: list[Any] = [GONE, None, True, 7, "CNY", [], [1500]]

OF_PAYMENTS = {
    "appid": NO_TEXT, "mchid": NO_TEXT, "out_trade_no": NO_TEXT, "transaction_id": NO_TEXT,
    "trade_state": [*NO_TEXT, "NOTPAY", "CLOSED", "PAYERROR", "success", "WHATEVER"],
    "success_time": NO_TIME, "amount": NO_OBJECT, "amount.total": NO_SUM,
    "amount.currency": [True, 7, [], {}],
}  # fmt: skip
OF_REFUNDS = {
    "mchid": NO_TEXT, "out_trade_no": NO_TEXT, "out_refund_no": NO_TEXT, "refund_id": NO_TEXT,
    "refund_status": [*NO_TEXT, "PROCESSING", "ABNORMAL", "CLOSED", "success", "WHATEVER"],
    "success_time": NO_TIME[2:4] + NO_TIME[5:], "amount": NO_OBJECT, "amount.refund": NO_SUM,
    "user_received_account": [True, 7, [], {}, "x" * 5000],
}  # fmt: skip
CONTENTS = [b"", b"null", b"[]", b"7", b'"SUCCESS"', b"{", b"\xff\xfe", b'[["out_trade_no","P1"]]',
            b"[" * 5000, b"1" * 5000]  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


def spoiled(good: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    told = copy.deepcopy(good)
    *outer, last = path.split(".")
    inside = told[outer[0]] if outer else told
    if value is GONE:
        del inside[last]
    else:
        inside[last] = value
    return told


def of_fields(fields: dict[str, list[Any]]) -> st.SearchStrategy[tuple[str, Any]]:
    return st.sampled_from([(path, value) for path, bad in fields.items() for value in bad])


@dataclass
class Office:
    """An application whose bank opens notices as WeChat Pay's are opened."""

    app: Flask
    bank: SealedBank
    orders: Orders

    def attempt(self) -> Attempt:
        """An order that its payer is about to pay."""
        asked = replace(wish(self.orders.order()), channel="wechat")
        number = trade_no(paying.pay(account(), asked))
        with transaction(writes=False) as session:
            return session.scalars(select(Attempt).where(Attempt.trade_no == number)).one()

    def refund(self) -> tuple[Refund, Attempt]:
        """A refund that was asked for, of an order that was paid."""
        attempt = self.attempt()
        self.tell("TRANSACTION.SUCCESS", payment_told(attempt, f"4{attempt.trade_no}"))
        with transaction() as session:
            payment = repository.locked(session, attempt.payment_id)
            made = refunds.request(session, payment, 2000, "sample", account())
        with transaction(writes=False) as session:
            return session.get_one(Refund, made.id), session.get_one(Attempt, attempt.id)

    def tell(self, event: object, content: object, **changes: object) -> int:
        body = json.dumps(
            envelope(event, content if isinstance(content, bytes) else plain(content), **changes)
        ).encode()
        return self.app.test_client().post(NOTICES, data=body, headers=signed(body)).status_code

    def everything(self) -> Any:
        """All that a notice could change of money."""
        with transaction(writes=False) as session:
            entries = session.scalar(select(func.count()).select_from(LedgerEntry))
            rows = [(r.id, r.status) for t in (Payment, Attempt, Refund) for r in session.scalars(select(t))]  # fmt: skip
        return entries, sorted(rows, key=str)

    def count(self, table: type[Any], *which: Any) -> int:
        with transaction(writes=False) as session:
            return session.scalar(select(func.count()).select_from(table).where(*which)) or 0

    def believes_nothing(self, event: object, content: object, **changes: object) -> None:
        before, kept = self.everything(), self.count(Notice)
        seen = self.count(Incident)
        assert self.tell(event, content, **changes) == 204
        assert self.everything() == before
        assert self.count(Notice, Notice.outcome == "malformed") > 0
        assert self.count(Notice) == kept + 1
        assert self.count(Incident, Incident.kind == "notice_malformed") > 0
        assert self.count(Incident) in (seen, seen + 1)


@pytest.fixture
def office(empty_app: Flask) -> Office:
    made = Office(empty_app, SealedBank(), Orders())
    empty_app.extensions["channels"]["wechat"] = made.bank
    empty_app.extensions["payables"][KIND] = made.orders
    return made


def test_a_good_notice_pays_and_gives_back(office: Office) -> None:
    refund, attempt = office.refund()
    assert attempt.status == "paid"
    assert office.tell("REFUND.SUCCESS", refund_told(refund, attempt)) == 204
    with transaction(writes=False) as session:
        assert session.get_one(Refund, refund.id).status == "succeeded"


def test_a_spoiled_notice_of_a_payment_changes_nothing_and_the_channel_is_asked(
    office: Office,
) -> None:
    attempt = office.attempt()
    good = payment_told(attempt, "420001")

    @SETTINGS
    @given(of_fields(OF_PAYMENTS))
    def holds(bad: tuple[str, Any]) -> None:
        asked = office.count(Job, Job.kind == paying.POLL_JOB)
        office.believes_nothing("TRANSACTION.SUCCESS", spoiled(good, *bad))
        names_it = bad[0] != "out_trade_no"
        assert office.count(Job, Job.kind == paying.POLL_JOB) == asked + names_it

    holds()
    assert office.tell("TRANSACTION.SUCCESS", good) == 204
    with transaction(writes=False) as session:
        assert session.get_one(Payment, attempt.payment_id).status == "paid"


def test_a_spoiled_notice_of_a_refund_changes_nothing_and_the_channel_is_asked(
    office: Office,
) -> None:
    refund, attempt = office.refund()
    good = refund_told(refund, attempt)

    @SETTINGS
    @given(of_fields(OF_REFUNDS))
    def holds(bad: tuple[str, Any]) -> None:
        asked = office.count(Job, Job.kind == refunds.REFUND_JOB)
        office.believes_nothing("REFUND.SUCCESS", spoiled(good, *bad))
        names_it = bad[0] != "out_refund_no"
        assert office.count(Job, Job.kind == refunds.REFUND_JOB) == asked + names_it

    holds()
    assert office.tell("REFUND.SUCCESS", good) == 204
    with transaction(writes=False) as session:
        assert session.get_one(Refund, refund.id).status == "succeeded"


@pytest.mark.parametrize("content", CONTENTS, ids=lambda each: repr(each[:20]))
@pytest.mark.parametrize("event", ["TRANSACTION.SUCCESS", "REFUND.SUCCESS"])
def test_a_content_that_is_no_object_is_kept_and_answered(
    office: Office, event: str, content: bytes
) -> None:
    office.believes_nothing(event, content)


@pytest.mark.parametrize(
    ("event", "changes"),
    [
        ("TRANSACTION.SUCCESS", {"id": None}),
        ("TRANSACTION.SUCCESS", {"id": 7}),
        ("TRANSACTION.SUCCESS", {"id": "x" * 65}),
        ("TRANSACTION.SUCCESS", {"id": "a\0b"}),
        (None, {}),
        (7, {}),
        ("X" * 33, {}),
        ("TRANSACTION.REVOKED", {}),
        ("REFUND.SUCCESS", {}),
    ],
)
def test_an_envelope_that_is_not_whole_is_believed_by_nobody(
    office: Office, event: object, changes: dict[str, object]
) -> None:
    told = payment_told(office.attempt(), "420001")
    office.believes_nothing(event, told, **changes)


@pytest.mark.parametrize(
    ("event", "status"),
    [
        ("REFUND.ABNORMAL", "SUCCESS"), ("REFUND.CLOSED", "SUCCESS"), ("REFUND.SUCCESS", "ABNORMAL"),
        ("REFUND.SUCCESS", "CLOSED"), ("REFUND.ABNORMAL", "CLOSED"), ("REFUND.CLOSED", "ABNORMAL"),
    ],
)  # fmt: skip
def test_an_event_that_says_something_else_than_its_content_is_believed_in_neither(
    office: Office, event: str, status: str
) -> None:
    refund, attempt = office.refund()
    told = refund_told(refund, attempt) | {"refund_status": status}
    asked = office.count(Job, Job.kind == refunds.REFUND_JOB)
    office.believes_nothing(event, told)
    assert office.count(Job, Job.kind == refunds.REFUND_JOB) == asked + 1


@pytest.mark.parametrize("event", ["REFUND.ABNORMAL", "REFUND.CLOSED"])
def test_an_event_that_says_what_its_content_says_is_believed(office: Office, event: str) -> None:
    refund, attempt = office.refund()
    told = refund_told(refund, attempt) | {"refund_status": event.removeprefix("REFUND.")}
    assert office.tell(event, told) == 204
    with transaction(writes=False) as session:
        assert session.get_one(Refund, refund.id).status == event.removeprefix("REFUND.").lower()


def test_what_is_told_of_nothing_that_is_ours_is_kept_and_alarms_nobody(office: Office) -> None:
    assert office.tell("COUPON.USE", {"stock_id": "1"}) == 204
    assert office.count(Incident) == 0
    assert office.count(Notice, Notice.outcome == "nothing") == 1


def test_a_sealed_notice_that_our_key_does_not_open_comes_again_and_staff_hear_of_it(
    office: Office,
) -> None:
    told = envelope("TRANSACTION.SUCCESS", b"{}")
    told["resource"]["nonce"] = "other_nonce0"  # type: ignore[index]
    body = json.dumps(told).encode()
    for _ in range(2):
        answer = office.app.test_client().post(NOTICES, data=body, headers=signed(body))
        assert answer.status_code == 401
    assert [i.kind for i in _incidents()] == ["notice_unopened"]
    forged = signed(body) | {"Wechatpay-Signature": "AAAA"}
    assert office.app.test_client().post(NOTICES, data=body, headers=forged).status_code == 401
    assert len(_incidents()) == 1


def _incidents() -> list[Incident]:
    with transaction(writes=False) as session:
        return list(session.scalars(select(Incident)))


def test_whatever_stands_in_a_field_no_answer_is_a_fault_and_no_other_sum_is_booked(
    office: Office,
) -> None:
    good = payment_told(office.attempt(), "420002")
    paths = [*good, "amount.total", "amount.currency", "payer.openid"]
    payer = select(LedgerEntry.amount_fen).where(LedgerEntry.account == "payer")

    @SETTINGS
    @given(st.tuples(st.sampled_from(paths), JSON))
    def holds(bad: tuple[str, Any]) -> None:
        assert office.tell("TRANSACTION.SUCCESS", spoiled(good, *bad)) == 204
        with transaction(writes=False) as session:
            assert set(session.scalars(payer)) <= {-good["amount"]["total"]}

    holds()


def answered(pay: WeChatPay, told: object, ask: Callable[[WeChatPay], Any]) -> Any:
    """What comes of an answer that is signed and holds ``told``; None where it is no answer."""
    answering = replace(pay, transport=Answering(pay.transport.hosts, pay.transport.keys, machine_now, told=told))  # fmt: skip
    try:
        return ask(answering)
    except ChannelError as error:
        wrong = error
    known = (wrong.refused, wrong.done, wrong.absent, wrong.answered)
    assert known == (False, False, False, True)  # it was reached, and nobody knows what happened
    return None


@dataclass
class Answering(Transport):
    """WeChat Pay, which says one thing whatever it is asked."""

    told: Any = None

    def call(self, *_: Any, **__: Any) -> dict[str, Any]:
        return self.told  # type: ignore[no-any-return]


ATTEMPT = Attempt(trade_no="P1", amount_fen=1500, transaction_id="42")
REFUND = Refund(refund_no="R1", amount_fen=1500)
SELLER = Seller(name="样例餐厅")


def test_a_good_answer_is_one() -> None:
    pay, good = SealedBank().pay, payment_told(ATTEMPT, "42")
    found = answered(pay, good, lambda it: it.query("P1", SELLER))
    assert (found.state, found.amount_fen, found.is_ours) == (TradeState.PAID, 1500, True)
    for state in ("NOTPAY", "CLOSED", "ACCEPT"):  # before payment most fields are absent
        told = {"appid": good["appid"], "mchid": good["mchid"], "trade_state": state}
        assert answered(pay, told, lambda it: it.query("P1", SELLER)).amount_fen is None
    back = refund_told(REFUND, ATTEMPT) | {"status": "SUCCESS"}
    assert answered(pay, back, lambda it: it.query_refund("R1", SELLER)).status == "succeeded"


@SETTINGS
@given(st.tuples(st.sampled_from([*OF_PAYMENTS, "payer"]), JSON) | of_fields(OF_PAYMENTS))
def test_an_answer_that_is_not_whole_is_no_answer_about_a_payment(bad: tuple[str, Any]) -> None:
    told = spoiled(payment_told(ATTEMPT, "42"), *bad)
    found = answered(SealedBank().pay, told, lambda it: it.query("P1", SELLER))
    if found is not None and found.state is TradeState.PAID:
        assert type(told["amount"]["total"]) is int
        assert (told["trade_state"], told.get("out_trade_no") or "P1") == ("SUCCESS", "P1")
        assert found.amount_fen == told["amount"]["total"] > 0


@SETTINGS
@given(st.tuples(st.sampled_from(list(OF_REFUNDS)), JSON) | of_fields(OF_REFUNDS))
def test_an_answer_that_is_not_whole_is_no_answer_about_a_refund(bad: tuple[str, Any]) -> None:
    told = spoiled(refund_told(REFUND, ATTEMPT), *bad)
    told["status"] = told.pop("refund_status", None)
    found = answered(SealedBank().pay, told, lambda it: it.query_refund("R1", SELLER))
    if found is not None:
        assert (found.status == "succeeded") == (told["status"] == "SUCCESS")
        assert found.amount_fen is None or type(told["amount"]["refund"]) is int
        assert (told.get("out_refund_no") or "R1") == "R1"
