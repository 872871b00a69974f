"""What is said of a birthday, and what is said not to be so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from intents.births import born
from intents.denials import denied_in
from intents.facts import facts_in
from intents.normalise import unify
from intents.people import instead

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
        ("1943年13月40日生", {}),
        ("工龄45年的老职工", {}),
        ("2026年有消费券吗", {}),
    ],
)
def test_a_birthday_is_never_made_up(text: str, facts: dict[str, Any]) -> None:
    assert born(unify(text), TODAY) == facts


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("我过了年就八十了", 79),
        ("下个月十五号过八十大寿", 79),
        ("再过两年八十", 78),
        ("后年九十", 88),
        ("是七十三，不是八十三", 73),
        ("我儿子五十六了，我八十四", 84),
        ("今年八十有二", 82),
    ],
)
def test_an_age_to_come_or_of_somebody_else_is_not_taken_for_todays(text: str, age: int) -> None:
    assert facts_in(text) == {"age": age}


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
    ],
)
def test_what_is_denied_is_told_from_what_is_asked(text: str, denied: set[object]) -> None:
    assert denied_in(text) == denied


def test_a_person_is_named_in_place_of_another() -> None:
    assert instead("啊不是我妈是我婆婆") == "婆婆"
    assert instead("不是低保是低收入") is None
