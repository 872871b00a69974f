"""The points of an assessment are heard in any words, and are no age."""

from __future__ import annotations

from datetime import date

import pytest

from intents.told.facts import facts_in
from intents.told.held import score_in

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "points", "age"),
    [
        ("评估分五十五，83岁，京户", 55, 83),
        ("评估得分六十八，86，北京户口，给多少", 68, 86),
        ("我八十二，上礼拜刚评完，四十一分，北京户口", 41, 82),
        ("86岁，打分打了四十，京户，能拿多少", 40, 86),
        ("85，得分29，京户，低保", 29, 85),
        ("42分，我妈，81，京户", 42, 81),
        ("打了55分，83岁，京户", 55, 83),
        ("人家给打了四十二分，83岁，京户", 42, 83),
        ("能力评估55，83，京户", 55, 83),
        ("评估下来四十二，83岁，京户", 42, 83),
        ("评估总分四十，八十五，京户", 40, 85),
        ("评估那个分是四十四，八十五，京户", 44, 85),
        ("分数四十三，85，京户", 43, 85),
        ("评了48，85，京户", 48, 85),
        ("我八十二，评完了八十二分，京户", 82, 82),
        ("我妈65分，没痴呆，能领券吗", 65, None),
    ],
)
def test_points_are_heard_beside_an_age(text: str, points: int, age: int | None) -> None:
    assert score_in(text) == points
    assert facts_in(text, {}, TODAY, of_somebody=True).get("age") == age


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("评估没到30分，85，京户", 85),
        ("评估分数不到三十，85，京户", 85),
        ("评估要四十分钟，85，京户", 85),
        ("今天早上八点三十分出门，85，京户", 85),
        ("坐车四十分到医院，85，京户", 85),
        ("自己测了40分，85，京户", 85),
        ("得了三十分以上，85，京户", 85),
        ("没评估，八十三，京户", 83),
        ("做过评估八十三岁，京户", 83),
    ],
)
def test_what_is_no_score_is_not_taken_for_one(text: str, age: int) -> None:
    assert score_in(text) is None
    assert facts_in(text, {}, TODAY, of_somebody=True).get("age") == age


def test_points_by_themselves_answer_only_where_they_were_asked_for() -> None:
    assert score_in("四十五分") is None
    assert score_in("四十五分", asked=True) == 45
