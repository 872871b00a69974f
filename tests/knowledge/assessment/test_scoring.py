"""From answers to a level: the ranges, each item, the level changes, what is told."""

from __future__ import annotations

import pytest

from knowledge.assessment import Circumstances, score, standard
from tests.knowledge.assessment.answering import BEST, ITEMS, NOTHING_ELSE, answers_with_total

LEVELS = [
    (90, 0, "intact", "能力完好"),
    (89, 1, "mild", "轻度失能"),
    (66, 1, "mild", "轻度失能"),
    (65, 2, "moderate", "中度失能"),
    (46, 2, "moderate", "中度失能"),
    (45, 3, "severe", "重度失能"),
    (30, 3, "severe", "重度失能"),
    (29, 4, "total", "完全失能"),
    (0, 4, "total", "完全失能"),
]

UNCONSCIOUS = {**BEST, "B.3.9": 0}


@pytest.mark.parametrize(("total", "number", "code", "name"), LEVELS)
def test_total_decides_the_preliminary_level(total: int, number: int, code: str, name: str) -> None:
    result = score(answers_with_total(total), NOTHING_ELSE)
    assert result.total == total
    assert (result.level.number, result.level.code, result.level.name) == (number, code, name)
    assert result.preliminary is result.level


EVERY_OPTION = [(code, points) for code, item in ITEMS.items() for points in item.scores]


@pytest.mark.parametrize(("code", "points"), EVERY_OPTION)
def test_each_option_counts_its_points_in_its_own_group(code: str, points: int) -> None:
    result = score({**BEST, code: points}, NOTHING_ELSE)
    lost = ITEMS[code].max - points
    assert result.total == 90 - lost
    assert {group.code: group.max - group.total for group in result.groups} == {
        group.code: lost if code.startswith(group.code) else 0 for group in standard().groups
    }


def test_order_of_the_answers_does_not_matter() -> None:
    answers = answers_with_total(57)
    assert score(dict(reversed(answers.items()))) == score(answers)


@pytest.mark.parametrize(
    ("total", "preliminary"), [(88, "mild"), (60, "moderate"), (40, "severe"), (20, "total")]
)
def test_coma_is_level_4_whatever_the_total(total: int, preliminary: str) -> None:
    answers = {**answers_with_total(total + 2), "B.3.9": 0}
    result = score(answers, Circumstances(coma=True))
    assert (result.total, result.preliminary.code) == (total, preliminary)
    assert result.level.code == "total"
    assert "昏迷的，直接评为4级完全失能。" in result.text


def test_unconscious_without_a_coma_is_scored_as_any_other() -> None:
    """昏睡 also has 0 points; only 昏迷 sets the level."""
    assert score(UNCONSCIOUS, NOTHING_ELSE).level.code == "mild"


@pytest.mark.parametrize(
    ("total", "level"),
    [(90, "mild"), (89, "moderate"), (65, "severe"), (45, "total"), (29, "total")],
)
@pytest.mark.parametrize(
    "circumstances",
    [
        Circumstances(coma=False, diagnosis=True, care_risk_events=0),
        Circumstances(coma=False, diagnosis=False, care_risk_events=2),
        Circumstances(coma=False, diagnosis=False, care_risk_events=9),
        Circumstances(coma=False, diagnosis=True, care_risk_events=1),
        Circumstances(coma=False, diagnosis=True, care_risk_events=3),
    ],
    ids=["diagnosis", "two events", "nine events", "diagnosis and one event", "both"],
)
def test_aggravations_add_one_level_and_never_pass_4(
    circumstances: Circumstances, total: int, level: str
) -> None:
    assert score(answers_with_total(total), circumstances).level.code == level


def test_one_event_changes_nothing() -> None:
    result = score(BEST, Circumstances(coma=False, diagnosis=False, care_risk_events=1))
    assert result.level.code == "intact"
    assert "加重" not in result.text


BOTH = Circumstances(coma=False, diagnosis=True, care_risk_events=2)


@pytest.mark.parametrize("total", [90, 70, 50, 40, 10])
def test_both_aggravations_say_that_the_assessor_decides(total: int) -> None:
    result = score(answers_with_total(total), BOTH)
    assert "加一级还是加两级，没见到标准原文；这里只加一级，以评估人员结论为准。" in result.text


@pytest.mark.parametrize(
    ("total", "undecided"), [(90, True), (66, True), (46, True), (45, False), (0, False)]
)
def test_undecided_only_where_a_second_step_would_change_the_level(
    total: int, undecided: bool
) -> None:
    assert score(answers_with_total(total), BOTH).undecided is undecided


def test_coma_beside_both_aggravations_is_decided() -> None:
    result = score(UNCONSCIOUS, Circumstances(coma=True, diagnosis=True, care_risk_events=2))
    assert not result.undecided
    assert "加一级还是加两级" not in result.text


def test_one_aggravation_is_decided() -> None:
    result = score(BEST, Circumstances(diagnosis=True))
    assert not result.undecided
    assert "加一级还是加两级" not in result.text


def test_level_that_cannot_get_heavier_says_so() -> None:
    result = score(answers_with_total(12), Circumstances(diagnosis=True))
    assert "初步等级已经是最重的4级完全失能，不再加重。" in result.text


def test_what_nobody_was_asked_is_named_and_not_assumed() -> None:
    result = score(UNCONSCIOUS)
    assert [change.fact for change in result.open_changes] == [
        "coma",
        "diagnosis",
        "care_risk_events",
    ]
    assert result.level is result.preliminary
    assert "还没问到：昏迷；" in result.text


def test_conscious_elder_is_not_asked_about_a_coma() -> None:
    assert "coma" not in [change.fact for change in score(BEST).open_changes]


def test_nothing_is_open_once_the_level_is_the_heaviest() -> None:
    result = score(answers_with_total(0))
    assert result.open_changes == ()
    assert "还没问到" not in result.text


def test_explanation_tells_sum_range_change_and_result() -> None:
    result = score(
        answers_with_total(75), Circumstances(coma=False, diagnosis=True, care_risk_events=0)
    )
    assert result.text.split("\n")[:4] == [
        "26项一共75分（满分90分）：自理能力17分，基础运动能力15分，精神状态28分，感知觉与社会参与15分。",
        "按分数，66到89分是1级轻度失能，这是初步等级。",
        "确诊痴呆（F00到F03），或精神科医生诊断有其他精神和行为障碍（F04到F99），加重一级。",
        "所以等级从1级轻度失能变为2级中度失能。",
    ]


def test_a_range_of_one_total_is_told_as_one_number() -> None:
    assert "按分数，90分是0级能力完好" in score(BEST).text


CLAUSES = [
    (Circumstances(coma=True), "附录A A.5.11"),
    (Circumstances(diagnosis=True), "附录A A.4.1"),
    (Circumstances(care_risk_events=2), "附录A A.2.14"),
]


@pytest.mark.parametrize(("circumstances", "clause"), CLAUSES)
def test_every_change_cites_its_clause(circumstances: Circumstances, clause: str) -> None:
    changed = score(UNCONSCIOUS, circumstances).explanation[2]
    assert [(c.document, c.clause) for c in changed.citations] == [("gbt-42195-2022", clause)]


@pytest.mark.parametrize(
    "circumstances", [Circumstances(), NOTHING_ELSE, BOTH, Circumstances(coma=True)]
)
def test_every_result_ends_with_who_decides_and_where_to_go(circumstances: Circumstances) -> None:
    ending = score(UNCONSCIOUS, circumstances).text.split("\n")[-3:]
    assert "没见到标准原版" in ending[0]
    assert "不作数" in ending[1]
    assert "评估机构" in ending[1]
    assert "以评估人员结论为准" in ending[1]
    assert "户籍地街道（乡镇）窗口" in ending[2]
    assert "民政通" in ending[2]
