"""A birthday of the next days gives the day of birth, and months beyond an age give its month."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from intents.told.births import born, born_in
from intents.told.facts import facts_in
from intents.words.normalise import unify

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("明天满八十，北京户口", {"birth_date": "1946-11-29"}),
        ("九十整明儿过生日", {"birth_date": "1936-11-29"}),
        ("后天过九十大寿", {}),
        ("28号满八十", {"birth_date": "1946-11-28"}),
        ("这个月30号满九十", {"birth_date": "1936-11-30"}),
        ("我妈11月30号满80", {"birth_date": "1946-11-30"}),
        ("元旦满八十", {"birth_date": "1947-01-01"}),
        ("1月5号就80了", {"birth_date": "1947-01-05"}),
        ("1月5号就满80了，一直没办", {"age": 80}),
        ("8月5号就80了", {}),
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


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("去年九十大寿", 89, 91),
        ("前年八十大寿", 80, 82),
        ("刚过完九十大寿", 89, 90),
        ("今年三月过的八十大寿", 79, 80),
        ("我妈九十大寿", 88, 90),
        ("下个月十五号过八十大寿", 78, 79),
        ("腊月里过八十大寿", 78, 79),
        ("今儿给我妈过九十大寿", 89, 90),
        ("八十大寿明年过", 77, 79),
        ("后天过九十大寿", 88, 89),
    ],
)
def test_a_great_birthday_may_be_kept_a_year_early(text: str, least: int, most: int) -> None:
    assert facts_in(text, today=TODAY) == {"age_between": [least, most]}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("刚办过八十大寿，按虚岁", {"age_xusui": 80}),
        ("周岁九十，刚过的大寿", {"age": 90}),
        ("今年89，下个月九十大寿", {"age": 89}),
        ("寿衣买好了，我今年九十", {"age": 90}),
    ],
)
def test_an_age_told_beside_a_great_birthday_is_hers(text: str, facts: dict[str, Any]) -> None:
    assert facts_in(text, today=TODAY) == facts
