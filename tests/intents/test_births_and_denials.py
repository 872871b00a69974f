"""What is said of a birthday, and what is said not to be so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from intents.told.births import born, born_in, of_that_year
from intents.told.denials import denied_in
from intents.told.facts import facts_in
from intents.told.people import instead
from intents.words.normalise import unify

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("1943年5月12日生", {"birth_date": "1943-05-12"}),
        ("四二年五月初八生日", {"birth_date": "1942-05-08", "birth_lunar": True}),
        ("农历八月初三的生日，一九四四年的", {"birth_date": "1944-08-03", "birth_lunar": True}),
        ("一九二七年一月出生", {"age": 99}),
        ("1946年12月生的", {"age": 79}),
        ("1946年11月生的", {"age_xusui": 81}),
        ("我1940年的", {"age_xusui": 87}),
        ("四六年腊月生的", {"age": 79}),
        ("四六年阴历十月的", {"age_xusui": 81}),
        ("一九三六年阴历三月生的", {"age": 90}),
        ("1943年13月40日生", {}),
        ("工龄45年的老职工", {}),
        ("2026年有消费券吗", {}),
    ],
)
def test_a_birthday_is_never_made_up(text: str, facts: dict[str, Any]) -> None:
    assert born(unify(text), TODAY) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("二月份的", {"age": 90}),
        ("阴历八月的", {"age": 90}),
        ("腊月不是八月", {"age": 89}),
        ("不是八月，是腊月", {"age": 89}),
        ("十二月三十的", {"birth_date": "1936-12-30"}),
        ("三月份退休的", {}),
    ],
)
def test_a_month_belongs_to_the_year_told_before(text: str, facts: dict[str, Any]) -> None:
    assert of_that_year(unify(text), 1936, TODAY) == facts


@pytest.mark.parametrize(
    ("text", "facts", "month"),
    [
        ("下个月过八十岁生日", {"age": 79}, "1946-12"),
        ("今年12月满80", {"age": 79}, "1946-12"),
        ("十二月就满八十了", {"age": 79}, "1946-12"),
        ("今年三月过的八十大寿", {}, None),
        ("明年五月一百岁", {"age": 99}, "1927-05"),
        ("后年三月满八十", {"age": 78}, "1948-03"),
        ("去年三月满九十", {"age": 91}, "1935-03"),
        ("今年十一月满八十", {"age_xusui": 81}, "1946-11"),
        ("今年腊月满八十", {"age": 79}, "1946"),
        ("腊月里过八十大寿", {}, None),
        ("明年正月满九十", {"age": 89}, "1937"),
        ("去年腊月满的八十", {"age": 80}, "1945"),
        ("下个月领八十块钱", {}, None),
        ("明年三月交八十五块", {}, None),
        ("明年九月住满六十天", {}, None),
        ("今天我爸正好八十", {"birth_date": "1946-11-21"}, "1946-11"),
        ("今儿给我妈过九十大寿", {}, None),
        ("今天吃饭花了90整", {}, None),
        ("今天买菜正好80", {}, None),
        ("今儿打车整90", {}, None),
        ("我妈,1941,能领吗", {"age_xusui": 86}, "1941"),
        ("我85,1941", {"age_xusui": 86}, "1941"),
        ("我妈85,退休金,1950,能领吗", {}, None),
        ("我爸88,1960,能领多少", {}, None),
        ("工资,1950", {}, None),
    ],
)
def test_a_birthday_to_come_tells_the_month_of_birth(
    text: str, facts: dict[str, Any], month: str | None
) -> None:
    assert born(unify(text), TODAY) == facts
    assert born_in(unify(text), TODAY) == month


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("我妈七十九八十", {"age_between": [79, 80]}),
        ("我爸八十九、九十的样子", {"age_between": [89, 90]}),
        ("我妈八十二三了", {"age_between": [82, 83]}),
        ("大概九十吧", {"age_between": [88, 92]}),
        ("去年就八十九了", {"age_between": [89, 91]}),
        ("前年刚满八十", {"age_between": [81, 82]}),
        ("去年八十二今年八十三", {"age": 83}),
        ("我爸九十岁了，去年八十九", {"age": 90}),
        ("周岁八十九虚岁九十", {"age": 89}),
        ("九十九，虚岁一百零一", {"age": 99}),
        ("刚办过八十大寿，按虚岁", {"age_xusui": 80}),
        ("九十周岁还没到呢", {"age": 89}),
        ("我爸奔九十的人了", {"age": 89}),
        ("我爸八十六天津户口", {"age": 86, "hukou": "other"}),
    ],
)
def test_an_age_told_by_and_large_is_no_exact_one(text: str, facts: dict[str, Any]) -> None:
    assert facts_in(text, today=TODAY) == facts


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("我过了年就八十了", 79),
        ("再过两年八十", 78),
        ("后年九十", 88),
        ("是七十三，不是八十三", 73),
        ("我儿子五十六了，我八十四", 84),
        ("今年八十有二", 82),
    ],
)
def test_an_age_to_come_or_of_somebody_else_is_not_taken_for_todays(text: str, age: int) -> None:
    assert facts_in(text) == {"age": age}


@pytest.mark.parametrize("text", ["过几年到八十", "再过好几年就九十了", "过三五年才八十"])
def test_what_is_some_years_off_is_no_age(text: str) -> None:
    assert facts_in(text) == {}
    assert facts_in(f"我爸七十五，{text}") == {"age": 75}


def test_am_i_not_eighty_yet_is_no_correction() -> None:
    assert facts_in("我是不是八十岁就能领") == {"age": 80}


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("不对，不是低保", {("income_class", "dibao")}),
        ("低保吗？不是不是", {("income_class", "dibao")}),
        ("她要是不吃低保呢", {("income_class", "dibao")}),
        ("也不是低收入", {("income_class", "low_income")}),
        ("没评估过", {("assessment_level", None)}),
        ("是不是低保", set()),
        ("有没有低保", set()),
        ("评估没评上", set()),
        ("要是没评上呢", {("assessment_level", None)}),
        ("低保没评上", {("income_class", "dibao")}),
        ("不是低保，不对，是低保", set()),
        ("不是低保，不对，是低收入", {("income_class", "dibao")}),
        ("是低保，不对，不是低保", {("income_class", "dibao")}),
        ("没评过，不对，评过", set()),
        ("评过，不对，没评过", {("assessment_level", None)}),
        ("不是重度，不对，是重度", set()),
        ("低保是我说错了，她今年八十三", {("income_class", "dibao")}),
    ],
)
def test_what_is_denied_is_told_from_what_is_asked(text: str, denied: set[object]) -> None:
    assert denied_in(text) == denied


def test_a_person_is_named_in_place_of_another() -> None:
    assert instead("啊不是我妈是我婆婆") == "婆婆"
    assert instead("不是低保是低收入") is None
