"""What cannot be counted is refused with one Chinese sentence that names the item."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from knowledge.assessment import Circumstances, InvalidScore, Reason, bounds, score
from tests.knowledge.assessment.answering import BEST, ITEMS

counts = pytest.mark.parametrize("count", [score, bounds])
Count = Callable[..., Any]


@counts
@pytest.mark.parametrize("code", ["B.1.9", "B.5.1", "b.1.1", "进食", "", 11, None])
def test_unknown_item_is_refused(count: Count, code: Any) -> None:
    with pytest.raises(InvalidScore, match=f"评估表里没有“{code}”这一项。") as raised:
        count({**BEST, code: 1})
    assert (raised.value.field, raised.value.reason) == (str(code), Reason.UNKNOWN_ITEM)


@counts
def test_long_unknown_item_is_cut(count: Count) -> None:
    with pytest.raises(InvalidScore) as raised:
        count({"胡" * 5000: 1})
    assert len(str(raised.value)) < 50


@pytest.mark.parametrize("code", ITEMS)
def test_missing_item_is_named(code: str) -> None:
    with pytest.raises(InvalidScore) as raised:
        score({other: points for other, points in BEST.items() if other != code})
    assert str(raised.value) == f"还没有填：{ITEMS[code].name}。"
    assert (raised.value.field, raised.value.reason) == (code, Reason.MISSING_ITEM)


def test_many_missing_items_are_counted() -> None:
    with pytest.raises(
        InvalidScore, match="还没有填：进食、修饰、洗澡、穿/脱上衣、穿/脱裤子和鞋袜等26项。"
    ):
        score({})


@counts
@pytest.mark.parametrize("code", ITEMS)
@pytest.mark.parametrize("beyond", ["above", "below"])
def test_score_outside_the_options_is_refused(count: Count, code: str, beyond: str) -> None:
    points = ITEMS[code].max + 1 if beyond == "above" else -1
    with pytest.raises(
        InvalidScore, match=f"“{ITEMS[code].name}”没有{points}分这一档，可选"
    ) as raised:
        count({**BEST, code: points})
    assert (raised.value.field, raised.value.reason) == (code, Reason.NOT_AN_OPTION)


def test_refused_score_names_the_options() -> None:
    with pytest.raises(InvalidScore, match="可选2分、1分、0分。"):
        score({**BEST, "B.3.9": 3})


@counts
@pytest.mark.parametrize("code", ITEMS)
@pytest.mark.parametrize("points", [True, False, 1.0, "1", None, Decimal(1), [1], float("nan")])
def test_anything_but_an_integer_is_refused(count: Count, code: str, points: Any) -> None:
    with pytest.raises(InvalidScore, match=f"“{ITEMS[code].name}”的分数要是整数") as raised:
        count({**BEST, code: points})
    assert (raised.value.field, raised.value.reason) == (code, Reason.NOT_AN_INTEGER)


@counts
@pytest.mark.parametrize("points", [1, 2])
def test_coma_beside_a_conscious_answer_is_refused(count: Count, points: int) -> None:
    with pytest.raises(InvalidScore, match="说了老人昏迷，可“意识水平”选的不是0分") as raised:
        count({**BEST, "B.3.9": points}, Circumstances(coma=True))
    assert (raised.value.field, raised.value.reason) == ("B.3.9", Reason.CONTRADICTION)


@pytest.mark.parametrize("fact", ["coma", "diagnosis"])
@pytest.mark.parametrize("value", [1, 0, "是", 0.0])
def test_yes_or_no_is_not_a_number(fact: str, value: Any) -> None:
    with pytest.raises(InvalidScore, match="只能答是或不是") as raised:
        Circumstances(**{fact: value})
    assert (raised.value.field, raised.value.reason) == (fact, Reason.NOT_YES_OR_NO)


@pytest.mark.parametrize("value", [True, -1, 2.0, "2"])
def test_events_are_a_count(value: Any) -> None:
    with pytest.raises(InvalidScore, match="要填0或正整数") as raised:
        Circumstances(care_risk_events=value)
    assert (raised.value.field, raised.value.reason) == ("care_risk_events", Reason.NOT_A_COUNT)
