"""What a payer reads: every state has its one sentence, and every fen its place (样例)."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.kit.money import yuan
from server.payments.models import Attempt, Payment, Refund
from server.payments.standing import Standing
from server.portal import paying_words
from server.portal.paying_words import State

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
ME, OTHER = uuid.uuid4(), uuid.uuid4()


def payment(status: str = "open", city: int = 0, district: int = 0, own: int = 500) -> Payment:
    return Payment(
        id=uuid.uuid4(), status=status, title="样例", total_fen=city + district + own,
        city_subsidy_fen=city, district_subsidy_fen=district, self_pay_fen=own,
        expires_at=NOW + timedelta(minutes=30),
    )  # fmt: skip


def tried(status: str, by: uuid.UUID = ME, fen: int = 500, **more: Any) -> Attempt:
    said = {"way": "native", "counted": status == "paid", "received_fen": None} | more
    return Attempt(id=uuid.uuid4(), status=status, payer_account_id=by, amount_fen=fen, **said)


def back(of: Attempt, fen: int, status: str = "succeeded", surplus: str = "") -> Refund:
    return Refund(
        attempt_id=of.id, amount_fen=fen, status=status, of_surplus=bool(surplus),
        reason=surplus or "sample_reason",
    )  # fmt: skip


def said(what: Payment, *rows: Attempt | Refund, **more: Any) -> paying_words.Said:
    refunds = tuple(row for row in rows if isinstance(row, Refund))
    attempts = tuple(row for row in rows if isinstance(row, Attempt))
    settled = {each.attempt_id for each in refunds if each.of_surplus}
    odd = {each.id for each in attempts if each.status == "mismatched"}
    more = {"checked": frozenset(odd - settled)} | more
    return paying_words.say(Standing(what, refunds, attempts, "样例", **more), ME, NOW)


def over() -> Payment:
    gone = payment()
    gone.expires_at = NOW
    return gone


PAID, AGAIN, ODD = (
    tried("paid"),
    tried("paid", counted=False),
    tried("mismatched", received_fen=501),
)
NOTHING = tried("mismatched", received_fen=0)
HERS = tried("paid", OTHER)
CASES: dict[str, tuple[paying_words.Said, State, str, dict[str, int]]] = {
    "to pay": (
        said(payment()), State.TO_PAY, "还没有付款，请在今天上午9:30前付5.00元。", {"应付": 500},
    ),
    "with subsidies": (
        said(payment(city=300, district=200, own=1500)), State.TO_PAY,
        "还没有付款，请在今天上午9:30前付15.00元。",
        {"原价": 2000, "市里补贴": 300, "区里补贴": 200, "自己付": 1500},
    ),
    "over": (said(over()), State.OVER, "付款时间已过，没有收到钱，不用再付了。", {"原来要付": 500}),
    "silent": (
        said(payment(), tried("prepared"), silent=True), State.SILENT,
        "微信支付暂时没有回应，还不知道付成没有，请先不要再付，过一会儿再看。", {"应付": 500},
    ),
    "cancelling": (
        said(payment("cancelling")), State.CANCELLING, "正在取消，请等一会儿，不要付款。", {"原来要付": 500},
    ),
    "cancelled": (
        said(payment("cancelled"), tried("closed")), State.CANCELLED, "已经取消，没有收您的钱。",
        {"原来要付": 500},
    ),
    "paid": (said(payment("paid"), PAID), State.PAID, "付好了，一共5.00元。", {"应付": 500, "收到": 500}),
    "free": (said(payment("paid", city=500, own=0)), State.FREE, "不用付钱，已经办好了。",
             {"原价": 500, "市里补贴": 500, "自己付": 0}),
    "free, then cancelled": (
        said(payment("refunded", own=0)), State.FREE, "没有付过钱，已经取消了。", {"应付": 0},
    ),
    "late": (
        said(payment("cancelled"), AGAIN, back(AGAIN, 500, "processing", "paid_late")), State.LATE,
        "取消以后才收到的5.00元正在退给您。",
        {"原来要付": 500, "收到": 500, "正在退": 500, "最后实付": 0},
    ),
    "twice": (
        said(payment("paid"), PAID, AGAIN, back(AGAIN, 500, surplus="paid_twice")), State.TWICE,
        "付重了，多付的5.00元已经退给您，实付5.00元。",
        {"应付": 500, "收到": 1000, "已退": 500, "最后实付": 500},
    ),
    "twice, and cannot be given back": (
        said(payment("paid"), PAID, AGAIN, back(AGAIN, 500, "abnormal", "paid_twice")), State.TWICE,
        "付重了，多付的5.00元由工作人员退给您，实付5.00元。",
        {"应付": 500, "收到": 1000, "人工退": 500, "最后实付": 500},
    ),
    "two parts, one on its way": (
        said(payment("paid"), PAID, back(PAID, 100), back(PAID, 150, "requested")), State.PART_BACK,
        "付了5.00元，其中1.00元已经退给您，1.50元正在退给您。",
        {"应付": 500, "收到": 500, "已退": 100, "正在退": 150, "最后实付": 250},
    ),
    "all back to somebody else": (
        said(payment("refunded"), HERS, back(HERS, 500)), State.BACK,
        "付的5.00元，全部已经退给付款的人。",
        {"原来要付": 500, "收到": 500, "已退": 500, "最后实付": 0},
    ),
    "all back, in parts": (
        said(payment("refunded"), PAID, back(PAID, 100), back(PAID, 400, "closed")), State.BACK,
        "付的5.00元都退：1.00元已经退给您，4.00元由工作人员退给您。",
        {"原来要付": 500, "收到": 500, "已退": 100, "人工退": 400, "最后实付": 0},
    ),
    "another amount": (
        said(payment(), ODD), State.MISMATCH, "收到的钱和应付的对不上，工作人员正在核对，请不要再付。",
        {"应付": 500, "收到": 501},
    ),
    "another amount, cancelled meanwhile": (
        said(payment("cancelled"), ODD), State.MISMATCH,
        "收到的钱和应付的对不上，工作人员正在核对，请不要再付。", {"应付": 500, "收到": 501},
    ),
    "called paid, and staff found that nothing came": (
        said(payment(), NOTHING, checked=frozenset()), State.TO_PAY,
        "还没有付款，请在今天上午9:30前付5.00元。", {"应付": 500},
    ),
    "another amount, given back by staff": (
        said(payment("cancelled"), ODD, back(ODD, 501, surplus="wrong_amount")), State.LATE,
        "收到的钱对不上，5.01元已经退给您。",
        {"原来要付": 500, "收到": 501, "已退": 501, "最后实付": 0},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_every_state_has_its_sentence_and_every_fen_its_place(case: str) -> None:
    found, state, sentence, money = CASES[case]
    assert (found.state, found.sentence, dict(found.rows)) == (state, sentence, money)


LARGEST = {
    "to pay": "应付", "with subsidies": "自己付", "silent": "应付", "another amount": "应付",
    "over": "", "cancelling": "", "cancelled": "", "paid": "收到", "free": "自己付",
    "late": "最后实付", "twice": "最后实付", "two parts, one on its way": "最后实付",
    "all back to somebody else": "最后实付", "all back, in parts": "最后实付",
}  # fmt: skip


@pytest.mark.parametrize("case", LARGEST)
def test_the_largest_figure_is_never_what_nobody_has_to_pay(case: str) -> None:
    assert CASES[case][0].largest == LARGEST[case]


def test_what_was_called_off_with_subsidies_does_not_look_owed() -> None:
    found = said(payment("cancelled", city=300, district=200, own=1500), tried("closed"))
    assert dict(found.rows)["原来要付"] == 1500
    assert found.largest == ""


def test_every_state_is_met() -> None:
    assert {state for _, state, *_ in CASES.values()} == set(State)


def test_what_needs_a_person_says_whom_to_call() -> None:
    for name in ("another amount", "twice, and cannot be given back"):
        assert any("12345" in each for each in CASES[name][0].more)
    assert {name for name, (found, *_) in CASES.items() if found.staff} == {
        "another amount", "another amount, cancelled meanwhile", "silent",
        "twice, and cannot be given back", "all back, in parts",
    }  # fmt: skip


def test_money_beside_what_counts_is_never_left_out() -> None:
    beside = said(payment("paid"), PAID, ODD)
    assert beside.state is State.PAID
    assert any("对不上" in each for each in beside.more)
    twice = said(
        payment("refunded"), PAID, back(PAID, 500), AGAIN, back(AGAIN, 500, surplus="paid_twice")
    )
    assert "另外收到的5.00元已经退给您。" in twice.more


def test_who_paid_and_how_is_told() -> None:
    def how(attempt: Attempt) -> str:
        return paying_words.how_paid(Standing(payment("paid"), (), (attempt,)), ME)

    assert how(PAID) == "微信扫码，您付的"
    assert how(HERS) == "微信扫码"
    assert how(tried("paid", OTHER, way="cash")) == "窗口现金"
    assert how(tried("closed")) == ""


@pytest.mark.parametrize(
    ("fen", "words"), [(0, "0.00元"), (5, "0.05元"), (1200, "12.00元"), (123456, "1234.56元"), (-5, "-0.05元")]
)  # fmt: skip
def test_money_is_written_with_two_decimals(fen: int, words: str) -> None:
    assert yuan(fen) == words
