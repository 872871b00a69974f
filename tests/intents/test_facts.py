"""What a sentence says about a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from intents.matching.evaluate import read_lines
from intents.told.ages import AGES
from intents.told.facts import facts_in
from intents.told.held import grade_of_a_card_in
from knowledge.eligibility.names import names

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
    "吃低保，不是计生特殊家庭": {"income_class": "dibao", "family_planning_special": False},
    "是低收入，不是特困": {"income_class": "low_income"},
    "吃低保，不是住养老院": {"income_class": "dibao"},
    "七十五，吃低保，不是外地户口": {"age": 75, "income_class": "dibao", "hukou": "beijing"},
    "低收入家庭，也不是独居": {"income_class": "low_income", "alone": False},
    "吃低保，不是真的": {},
    "户口，不是北京的": {"hukou": "other"},
    "低保，没有残疾证": {"income_class": "dibao", "disability": []},
    "外地户口有居住证": {"hukou": "other", "residence_permit": True},
    "户口是河北的，没有居住证": {"hukou": "other", "residence_permit": False},
    "残疾证也没有": {"disability": []},
    "八十四，北京户口，评的重度，肢体二级": {
        "age": 84, "hukou": "beijing", "assessment_level": "severe", "disability": [{"type": "肢体", "level": 2}]
    },
    "评上中度听力三级": {"assessment_level": "moderate", "disability": [{"type": "听力", "level": 3}]},
    "重度肢体残疾二级": {"disability": [{"type": "肢体", "level": 2}]},
    "我妈八十二，重度抑郁": {"age": 82},
    "老爷子八十五，在蹲监狱": {"age": 85, "status": "imprisoned"},
    "我儿子在坐牢，我八十五": {"age": 85},
    "七十五，没给批下来低保": {"age": 75},
    "八十三的外地老太太": {"age": 83, "hukou": "other"},
    "我妈八十一，不是北京的": {"age": 81, "hukou": "other"},
    "低保有吗？没有": {},
    "低保有没有，她八十": {"age": 80},
    "重度失能是吗？不是": {},
    "失独？不是不是": {"family_planning_special": False},
    "我妈八十四，残疾证有没有？没有，没办过": {"age": 84, "disability": []},
    "我妈八十四，残疾证有没有": {"age": 84},
    "虚岁整九十": {"age_xusui": 90},
    "按虚岁算正好八十": {"age_xusui": 80},
    "一百差一岁": {"age": 99},
    "八十欠俩月": {"age": 79},
    "八十，差两个月八十一": {"age": 80},
    "肢体贰级": {"disability": [{"type": "肢体", "level": 2}]},
    "宣武户口": {"hukou": "beijing", "hukou_district": "西城区"},
    "户口打小就在东城": {"hukou": "beijing", "hukou_district": "东城区"},
    "我爸上个月走了，八十八": {"age": 88, "status": "deceased"},
    "姥姥前天没的，九十二": {"age": 92, "status": "deceased"},
    "老伴走了，我八十五": {"age": 85},
    "我爸走了，我妈八十八": {"age": 88},
    "我妈走了一趟街道，八十八": {"age": 88},
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
        "全国都是一百吗", "外省也给一百吗", "各地老人都发五十吗",
    ],
)  # fmt: skip
def test_what_counts_something_else_is_no_age(text: str) -> None:
    assert not facts_in(text).keys() & {*AGES}


@pytest.mark.parametrize(
    "text", ["9999-99-99", "99-99-99", "2026-99-99", "1949.13.45", "化验单上写99/88/77", "他1940.99.80生的"]
)  # fmt: skip
def test_a_date_that_no_calendar_has_holds_no_age(text: str) -> None:
    assert not facts_in(text).keys() & {*AGES}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("1940-01-01", {"birth_date": "1940-01-01"}),
        ("我妈1940.5.12生的", {"birth_date": "1940-05-12"}),
        ("我妈86岁，2026-11-30问的", {"age": 86}),
        ("我爸1级残疾，85", {"age": 85}),
    ],
)
def test_an_age_beside_a_date_is_found(text: str, facts: dict[str, object]) -> None:
    found = facts_in(text)
    assert {name: found.get(name) for name in facts} == facts


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("我妈85平谷户口", 85), ("我妈85家里低保", 85), ("我妈快九十的人了", 89), ("我妈八十六岁每月领一百", 86),
        ("我妈明天八十", 79), ("低保的七十岁老人每月能领几百", 70), ("我妈还差一个月八十", 79),
        ("我爸妈都是八十五", 85), ("我妈今年都九十了", 90),
    ],
)  # fmt: skip
def test_an_age_beside_other_numbers_is_found(text: str, age: int) -> None:
    assert facts_in(text)["age"] == age


@pytest.mark.parametrize(
    ("text", "kind", "level"),
    [
        ("眼睛一点儿看不见了残疾证一级", "视力", 1), ("眼残一级", "视力", 1), ("一级眼残", "视力", 1), ("盲人一级残", "视力", 1),
        ("看不见一级", "视力", 1), ("两眼全瞎，残疾证写的一级", "视力", 1), ("残疾证一级，眼睛的", "视力", 1),
        ("耳朵二级残", "听力", 2), ("耳朵听不见二级", "听力", 2), ("听障二级", "听力", 2), ("聋子，二级残疾证", "听力", 2),
        ("精神病二级残", "精神", 2), ("精神分裂症三级", "精神", 3), ("弱智二级", "智力", 2), ("哑巴一级", "言语", 1),
        ("瘸子三级残", "肢体", 3), ("腿不好，残疾证二级", "肢体", 2), ("右腿截肢三级", "肢体", 3),
        ("眼睛不好，听力一级", "听力", 1), ("耳朵背了，腿二级残", "肢体", 2), ("肢体二级护理补贴", "肢体", 2),
    ],
)  # fmt: skip
def test_a_disability_is_heard_in_everyday_words(text: str, kind: str, level: int) -> None:
    assert facts_in(text, of_somebody=True)["disability"] == [{"type": kind, "level": level}]


@pytest.mark.parametrize(
    "text",
    [
        "眼睛看不见字", "听不见电话", "眼睛花，去二级医院看过", "耳朵背，评估是二级", "腿没有二级残", "没评上眼残一级",
        "精神病住过一级医院", "腿脚不好，失能二级", "眼睛能评一级吗",
    ],
)  # fmt: skip
def test_an_ailment_or_the_grade_of_something_else_is_no_disability(text: str) -> None:
    assert "disability" not in facts_in(text, of_somebody=True)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("残疾证一级", 1), ("有残疾证，是二级的", 2), ("一级残疾", 1), ("二级残", 2), ("不是一级残疾", None),
        ("能评一级残疾吗", None), ("失能二级", None), ("二级医院", None),
    ],
)  # fmt: skip
def test_the_grade_of_a_card_is_heard_without_its_kind(text: str, level: int | None) -> None:
    assert grade_of_a_card_in(text) == level


@pytest.mark.parametrize(
    "text",
    [
        "银行说只有100",
        "为啥我爸100",
        "好，那我现在就一百",
        "怎么才有100",
        "不想活到100",
        "盼着能活到一百",
    ],
)
def test_a_hundred_that_is_paid_or_hoped_for_is_no_age(text: str) -> None:
    assert not facts_in(text, of_somebody=True)


@pytest.mark.parametrize(
    "text", ["我妈100了", "我爸100，京户", "我妈活到100了", "我现在就100岁", "为啥我妈100岁才给500"]
)
def test_a_hundred_years_are_an_age(text: str) -> None:
    assert facts_in(text, of_somebody=True)["age"] == 100


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("一级听力二级视力", {("听力", 1), ("视力", 2)}),
        ("二级视力一级听力，84", {("视力", 2), ("听力", 1)}),
        ("一级肢体残疾、三级视力残疾", {("肢体", 1), ("视力", 3)}),
        ("视力二级听力一级", {("视力", 2), ("听力", 1)}),
        ("一级肢体残疾", {("肢体", 1)}),
    ],
)
def test_grades_before_or_behind_their_kinds(text: str, held: set[tuple[str, int]]) -> None:
    told = facts_in(text, of_somebody=True)["disability"]
    assert {(one["type"], one["level"]) for one in told} == held


def test_another_kind_beside_the_graded_one_makes_several() -> None:
    assert facts_in("智力二级还带肢体残，66")["multiple_disability"] is True
    assert facts_in("精神二级，同时有听力残疾，86")["multiple_disability"] is True
    assert "multiple_disability" not in facts_in("智力二级，还有低保，66")
