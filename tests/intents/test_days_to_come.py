"""A birthday of the next days gives the day of birth, and months beyond an age give its month."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from intents.told.births import born, born_in
from intents.words.normalise import unify

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("明天满八十，北京户口", {"birth_date": "1946-11-29"}),
        ("九十整明儿过生日", {"birth_date": "1936-11-29"}),
        ("后天过九十大寿", {"birth_date": "1936-11-30"}),
        ("九十了，明天过生日", {}),
        ("明天去领100块钱", {}),
    ],
)
def test_a_birthday_of_the_next_days_is_a_day(text: str, facts: dict[str, Any]) -> None:
    assert born(unify(text), TODAY) == facts


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("七十九岁零十个月，啥时候能领", "1947-01"),
        ("79岁11个月，北京户口", "1946-12"),
        ("我爸80，北京户口，10月满的", "1946-10"),
        ("上个月十五号刚满八十，北京户口", "1946-10"),
        ("上个月满的八十", "1946-10"),
        ("十月十五满八十，十一月去办", "1946-10"),
        ("十月满八十，现在去办", "1946-10"),
        ("上个月买药花了八十", None),
        ("我妈89岁一个月领多少", None),
        ("我妈89一个月能领多少", None),
    ],
)
def test_the_month_of_birth_is_counted_back(text: str, month: str | None) -> None:
    assert born_in(unify(text), TODAY) == month
