"""What a sentence says about a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from intents.evaluate import read_lines
from intents.facts import facts_in
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
