"""An age told of another time: when somebody turns it, or how old she was then, makes today's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from intents.told.ages import age_of
from intents.told.facts import facts_in
from intents.words.normalise import unify

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("我妈五年后90", {"age": 85}),
        ("再过十年我一百", {"age": 90}),
        ("2030年我就90了", {"age": 86}),
        ("大后年我80", {"age": 77}),
        ("我妈再过三天满90", {"birth_date": "1936-12-03"}),
        ("我妈还有10天90", {"birth_date": "1936-12-10"}),
        ("我爸2026年1月1号满80", {"birth_date": "1946-01-01"}),
        ("我爸12月3号满八十", {"birth_date": "1946-12-03"}),
        ("我爸今年4月满80没办", {"age": 80}),
        ("我妈89了，3月满90", {"age": 89}),
        ("我爸还有三个月90", {"age": 89}),
        ("100还差俩月", {"age": 99}),
        ("老人生日11月30，今年满80", {"birth_date": "1946-11-30"}),
        ("2019年8月我妈80", {"age_between": [86, 88]}),
        ("2018年我爸91", {"age_between": [98, 100]}),
        ("2025年我妈就82了", {"age_between": [82, 84]}),
        ("2024年满的80", {"age_between": [81, 82]}),
        ("2024年得的脑梗，八十三", {"age": 83}),
        ("我妈83，2030年还给吗", {"age": 83}),
        ("2025年领了80块，我85", {"age": 85}),
        ("再过两年领90块", {}),
        ("三个月80块钱", {}),
    ],
)
def test_the_age_of_today_is_reckoned(text: str, facts: dict[str, Any]) -> None:
    told = facts_in(text, {}, TODAY, of_somebody=True)
    assert {name: told[name] for name in told if name != "several"} == facts


def _possible(facts: dict[str, Any], today: date) -> set[int]:
    """The full years of today that ``facts`` leave open; empty where they tell no age."""
    if "birth_date" in facts:
        return {_full_years(date.fromisoformat(facts["birth_date"]), today)}
    if "age" in facts:
        return {facts["age"]}
    if "age_between" in facts:
        least, most = facts["age_between"]
        return {*range(least, most + 1)}
    return {facts["age_xusui"] - 2, facts["age_xusui"] - 1} if "age_xusui" in facts else set()


def _full_years(birth: date, today: date) -> int:
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def _ways(birth: date, today: date, random: Random) -> Iterator[str]:
    """Ways in which somebody says how old she is by when she turns, turned, or was an age."""
    age = _full_years(birth, today)
    month, day = birth.month, birth.day
    turned, turns = birth.year + age, birth.year + age + 1
    days = (date(turns, month, day) - today).days
    if days <= 60:
        yield f"再过{days}天满{age + 1}"
        yield f"我妈还有{days}天就{age + 1}了"
    if today.year - turned <= 1:
        yield f"{turned}年{month}月{day}号满{age}"
        yield f"{turned}年{month}月满的{age}"
    yield f"{turns}年{month}月{day}日满{age + 1}"
    yield f"{turns}年{month}月就{age + 1}了"
    years = random.randint(1, 9)
    yield f"我妈{years}年后{age + years}"
    yield f"再过{years}年我{age + years}"
    then = today.year - random.randint(1, 9)
    was = then - birth.year - random.randint(0, 1)
    yield f"{then}年我爸{was}"
    yield f"{then}年满的{then - birth.year}"
    months = (today.year * 12 + today.month - turned * 12 - month) - (today.day < day)
    if 0 < months < 12 and today.day != day:
        yield f"{age}岁零{months}个月"


def test_no_way_of_saying_it_rules_out_the_true_age() -> None:
    random, wrong = Random(11), []
    for _ in range(1200):
        today = date(2026, 1, 1) + timedelta(days=random.randrange(700))
        birth = today - timedelta(days=random.randrange(61 * 365, 104 * 365))
        if (birth.month, birth.day) == (2, 29):
            continue
        for said in _ways(birth, today, random):
            told = age_of(unify(said), today)
            if told and _full_years(birth, today) not in _possible(told, today):
                wrong.append((said, birth, today, told))
    assert wrong == []


def test_a_day_that_is_named_is_the_day_of_birth() -> None:
    random = Random(12)
    for _ in range(400):
        today = date(2026, 1, 1) + timedelta(days=random.randrange(700))
        then = today + timedelta(days=random.randrange(1, 60))
        age = random.randrange(61, 110)
        if (then.month, then.day) == (2, 29):
            continue
        birth = date(then.year - age, then.month, then.day).isoformat()
        for said in (
            f"再过{(then - today).days}天满{age}",
            f"{then.year}年{then.month}月{then.day}号满{age}",
        ):
            assert age_of(unify(said), today) == {"birth_date": birth}, (said, today)
