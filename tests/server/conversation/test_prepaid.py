"""What a home takes beforehand is reckoned from the fee of one month, never from the sum of several."""

from __future__ import annotations

import pytest

from knowledge.loader import load
from server.conversation.reckoned import prepaid

_ENTRIES = load().entries


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("养老院每月6000，预收三个月合规吗", "预收3个月的服务费是18000元"),
        ("养老院月费5000，要交半年", "预收6个月的服务费是30000元"),
        ("养老院预收三个月一万八", "按每月6000元算"),
        ("养老院一个月四千，押金要10倍月费", "押金10倍月费是40000元"),
    ],
)
def test_the_fee_of_a_month_is_taken_so_often(text: str, told: str) -> None:
    found = prepaid.told(text, _ENTRIES)
    assert found
    assert told in found[0]


@pytest.mark.parametrize(
    "text", ["养老院要交18000，预收三个月", "预收半年，养老院收三万", "养老院收5万，押金12倍"]
)
def test_a_sum_that_may_be_for_all_is_no_fee(text: str) -> None:
    assert prepaid.told(text, _ENTRIES) is None
