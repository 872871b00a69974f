"""What somebody has a month is read by the month, and no age or number of people for it."""

from __future__ import annotations

import pytest

from intents.told.incomes import incomes_in, is_left_unread, sum_held


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("退休金一年六万", [5000]),
        ("一年退休金六万", [5000]),
        ("养老金4.8万一年", [4000]),
        ("老太太高龄90，养老院每月6000，退休金4000，还差多少", [4000]),
        ("我高龄85岁，退休金三千", [3000]),
        ("退休金每月四千二，高龄津贴一百", [4200, 100]),
        ("高龄补贴500，困难补贴300", [500, 300]),
        ("低保1500", [1500]),
        ("退休金两个人一共8000", []),
        ("退休金2026年涨了", []),
    ],
)
def test_an_income_is_read_by_the_month(text: str, yuan: list[int]) -> None:
    assert [income.fen // 100 for income in incomes_in(text)] == yuan


@pytest.mark.parametrize(
    ("text", "is_left"),
    [
        ("退休金两个人一共8000", True),
        ("退休金一年五万", True),
        ("退休金四千", False),
        ("养老院6000，退休金够吗", False),
    ],
)
def test_an_income_that_is_not_plain_is_known_as_such(text: str, is_left: bool) -> None:
    assert is_left_unread(text) is is_left


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("我每月拿一千一", 1100),
        ("现在领着700", 700),
        ("一年领6000", 500),
        ("一年能领13200", 1100),
        ("一年领5000", None),
        ("领90岁的津贴", None),
    ],
)
def test_what_is_got_is_read_by_the_month(text: str, yuan: int | None) -> None:
    assert sum_held(text) == (yuan and yuan * 100)
