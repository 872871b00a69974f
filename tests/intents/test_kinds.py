"""Texts that name kinds of people: what they name, and when one does not answer the other."""

from __future__ import annotations

import pytest

from intents.kinds import apart, kinds_in, kinds_of_entry

CARE_400 = kinds_of_entry(
    "护理补贴400元给谁",
    "护理补贴400元这一档给谁？",
    "视力、肢体残疾二级，或智力、精神残疾二级或三级的老人，每月400元。",
)
MILD = kinds_of_entry(
    "轻度失能有没有消费补贴", "轻度失能的老人能领消费补贴吗？", "领不了，只给中度、重度。"
)


@pytest.mark.parametrize(
    ("asked", "entry", "is_apart"),
    [
        ("中度失能能领消费券吗", MILD, True),
        ("轻度失能能领消费券吗", MILD, False),
        ("谁能领消费券", MILD, False),
        ("肢体残疾三级有护理补贴吗", CARE_400, True),
        ("三级肢残给多少", CARE_400, True),
        ("智力三级残疾给多少", CARE_400, False),
        ("残疾二级给多少", CARE_400, False),
    ],
)
def test_an_answer_for_people_of_another_kind_is_none(
    asked: str, entry: dict[str, frozenset[object]], is_apart: bool
) -> None:
    assert apart(kinds_in(asked), entry) is is_apart


def test_what_is_denied_is_no_kind() -> None:
    assert kinds_in("不是低保，是低收入") == {"income_class": {"low_income"}}
    assert kinds_in("没有低保的老人") == {}


def test_an_entry_lists_disabilities_with_their_grades() -> None:
    assert CARE_400["disability"] == {
        ("视力", 2), ("肢体", 2), ("智力", 2), ("智力", 3), ("精神", 2), ("精神", 3),
    }  # fmt: skip
