"""What a sentence says about a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from intents.evaluate import read_lines
from intents.facts import AGES, facts_in
from knowledge.eligibility.facts import names

DATA = Path(__file__).resolve().parents[1] / "data" / "eligibility.jsonl"
SAID: dict[str, dict[str, Any]] = {
    "我爸八十六，京籍，低保，肢体二级残疾": {
        "age": 86, "hukou": "beijing", "income_class": "dibao", "disability": [{"type": "肢体", "level": 2}]
    },
    "我今年五十八，我妈八十五，西城户口": {"age": 85, "hukou": "beijing", "hukou_district": "西城区"},
    "虚岁八十一": {"age_xusui": 81},
    "1943年5月12日生": {"birth_date": "1943-05-12"},
    "1943年13月40日生": {},
    "不是八十三，是七十三": {"age": 73},
    "快八十了": {"age": 79},
    "不是低保也不是低收入": {"income_class": "none"},
    "不是低保，是低收入": {"income_class": "low_income"},
    "不是低保": {},
    "低保，没有残疾证": {"income_class": "dibao", "disability": []},
    "外地户口有居住证": {"hukou": "other", "residence_permit": True},
    "户口是河北的，没有居住证": {"hukou": "other", "residence_permit": False},
    "残疾证也没有": {"disability": []},
    "能领高龄津贴吗": {},
    "高龄津贴怎么申请": {},
}  # fmt: skip


@pytest.mark.parametrize(("text", "facts"), SAID.items())
def test_only_what_is_said_is_taken_in(text: str, facts: dict[str, Any]) -> None:
    assert facts_in(text, names().codes) == facts


def test_facts_in_whole_sentences_hold_their_floor() -> None:
    rows = read_lines(DATA)
    right = [facts_in(row["q"], names().codes) == row["facts"] for row in rows]
    assert sum(right) / len(right) >= 0.9


def test_what_is_being_received_is_told_from_what_is_asked_for() -> None:
    found = facts_in("我妈领着护理补贴，还能领高龄津贴吗", names().codes)
    assert found == {"receiving": ["护理补贴"]}


@pytest.mark.parametrize(
    "text",
    [
        "我妈低保每月拿一百多", "我妈退休金四十几块", "我妈体重九十斤", "我妈血压一百二", "我爸是八十年代退休的",
        "我妈参加工作五十年了", "我妈来北京四十年了", "我妈病了八十天", "我妈打了九十六幺九八没人接",
        "我妈每个月房租八十五", "我爸等了九十分钟", "走了八十步就喘", "我妈一个月拿九十", "老人每月给100元对吗",
    ],
)  # fmt: skip
def test_what_counts_something_else_is_no_age(text: str) -> None:
    assert not facts_in(text).keys() & {*AGES}


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("我妈85平谷户口", 85), ("我妈85家里低保", 85), ("我妈快九十的人了", 89), ("我妈八十六岁每月领一百", 86),
        ("我妈明天八十", 79), ("低保的七十岁老人每月能领几百", 70), ("我妈还差一个月八十", 79),
    ],
)  # fmt: skip
def test_an_age_beside_other_numbers_is_found(text: str, age: int) -> None:
    assert facts_in(text)["age"] == age
