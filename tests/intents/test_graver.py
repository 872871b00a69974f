"""What makes a level heavier than the points is heard where it is told of her, and only as it is told."""

from __future__ import annotations

from typing import Any

import pytest

from intents.told.graver import graver_in, names_a_coma, says_only_that_it_is_confirmed


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("评估48分，确诊痴呆，83，京户", {"diagnosis": True, "named": True}),
        ("认知症，81，评了50分", {"diagnosis": True, "named": True}),
        ("协和查出来是老年痴呆", {"diagnosis": True, "named": True}),
        ("我妈老年痴呆，评了62分", {"named": True}),
        ("没确诊痴呆，评了62分", {"diagnosis": False, "named": True}),
        ("我妈65分，没痴呆，能领券吗", {"diagnosis": False, "named": False}),
        ("最近一个月摔了两回", {"care_risk_events": 2}),
        ("这个月走丢一回，噎着一回", {"care_risk_events": 2}),
        ("近30天跌倒三次", {"care_risk_events": 3}),
        ("上礼拜摔了一跤", {"care_risk_events": 1}),
        ("去年摔了两跤", {}),
        ("86京户，昏迷着呢", {"coma": True}),
        ("不昏迷，就是起不来", {"coma": False}),
        ("前年昏迷过一次", {}),
        ("48分，我妈，83，京户，我爸痴呆确诊了", {}),
        ("83岁京户低保", {}),
    ],
)
def test_what_is_graver_is_heard(text: str, told: dict[str, Any]) -> None:
    assert graver_in(text) == told


def test_a_diagnosis_by_itself_is_of_what_was_named_before() -> None:
    assert says_only_that_it_is_confirmed("医院确诊了")
    assert not says_only_that_it_is_confirmed("确诊骨折了")


def test_a_coma_is_named_of_whomever() -> None:
    assert names_a_coma("评估昏迷算几级")
    assert not names_a_coma("先估一估我妈几级")


def test_what_is_really_so_is_no_diagnosis() -> None:
    assert graver_in("她确实痴呆了，评了50分") == {"named": True}
