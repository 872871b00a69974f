"""How old somebody is by an animal, by a year that has a name, or by when she retired; a hundred that is paid."""

from __future__ import annotations

from datetime import date

import pytest

from intents.told.animals import years_of_the_animal
from intents.told.facts import facts_in
from intents.words.normalise import unify

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("属猴的，1944，京户", {"age_xusui": 83}),
        ("我爸1946年11月份生的", {"age": 80}),
        ("我妈1946年12月生", {"age": 79}),
        ("四五年抗战胜利那年八月生的", {"age": 81}),
        ("解放那年生的，能领多少", {"age_xusui": 78}),
        ("属兔，八十多", {"age_xusui": 88}),
        ("我妈属狗，九十多了", {"age_xusui": 93}),
        ("我妈九十岁的生日是下礼拜三", {"birth_date": "1936-12-09"}),
        ("我妈80岁的生日在明年", {"age": 79}),
        ("退休三十年了，六十退的", {"age_between": [89, 91]}),
        ("我55退的，退了26年了", {"age_between": [80, 82]}),
        ("我60退休到现在25年了", {"age_between": [84, 86]}),
        ("我今年82，60退休，工龄30年", {"age": 82}),
        ("我60岁退休，1996年退的，今年90", {"age": 90}),
        ("我80了，儿子60退休，工作35年", {"age": 80}),
        ("50岁就退了，老伴走了10年，我今年88", {"age": 88}),
        ("55退的，退了26年了，我今年82", {"age": 82}),
    ],
)
def test_how_old_somebody_is(text: str, told: dict[str, object]) -> None:
    assert facts_in(text, today=TODAY, of_somebody=True) == told | {
        name: value
        for name, value in facts_in(text, today=TODAY, of_somebody=True).items()
        if name == "hukou"
    }


@pytest.mark.parametrize(
    "text",
    [
        "属牛的",
        "我六十退的休，能领多少",
        "属于低保",
        "解放以后来的",
        "属狗的三只猫",
        "我60退休，工龄30年",
        "我55退的，退休二十多年了",
        "退休20多年了，60退的",
        "60退休到现在二十来年",
        "我60退休，有30年工龄",
        "60退休，退休30年左右",
    ],
)
def test_nothing_tells_how_old_she_is(text: str) -> None:
    found = facts_in(text, today=TODAY, of_somebody=True)
    assert not {*found} & {"age", "age_xusui", "age_between", "birth_date"}


def test_an_animal_leaves_several_years() -> None:
    assert years_of_the_animal(unify("属牛的"), TODAY)[:2] == [1961, 1949]
    assert years_of_the_animal("属牛还是属虎", TODAY) == []


@pytest.mark.parametrize(
    "text",
    [
        "高龄津贴是一年一百还是一月一百",
        "是不是每个老头儿都有一百",
        "那就一百?",
        "每人100吗",
        "那总共一百吧",
    ],
)
def test_a_hundred_that_is_paid_is_no_age(text: str) -> None:
    assert "age" not in facts_in(text, of_somebody=True)


@pytest.mark.parametrize(
    "text",
    [
        "我奶奶一百，京籍",
        "我妈有一百了",
        "我爷爷快有一百了，低保300",
        "我爸100，我妈91",
        "我妈100，低保，一共多少",
    ],
)
def test_a_hundred_years_stay_an_age(text: str) -> None:
    assert facts_in(text, of_somebody=True, of_one=True)["age"] in (99, 100)
