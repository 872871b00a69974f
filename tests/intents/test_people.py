"""Two elders have two claims: one sum is never told for both."""

from __future__ import annotations

import pytest

from intents.people import names_two


@pytest.mark.parametrize(
    "text",
    [
        "我爸妈都八十五，北京户口",
        "我爸八十六我妈八十三都是北京户口",
        "老两口一个九十一一个八十五，合计能领多少",
        "二老都过九十了",
        "我两口子，一个八十一个八十五，都是北京户口",
        "男的八十五女的七十九，能领多少",
        "我和老伴都过了八十，加起来多少",
        "俺跟俺老头子都八十二了，一共领几个钱",
    ],
)
def test_two_elders_are_told_apart_from_one(text: str) -> None:
    assert names_two(text)


@pytest.mark.parametrize(
    "text",
    [
        "我妈八十三，跟我爸住",
        "我五十五，我妈八十三",
        "老两口过日子，我八十五",
        "我妈八十三",
        "我和老伴都退休了，我妈八十五",
        "我和老伴住，我今年八十五",
        "一个八十岁的老人",
    ],
)
def test_one_elder_with_company_is_one(text: str) -> None:
    assert not names_two(text)
