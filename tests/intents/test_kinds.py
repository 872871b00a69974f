"""Texts that name kinds of people: what they name, and when one does not answer the other."""

from __future__ import annotations

import pytest

from intents.told.kinds import apart, kinds_in, kinds_of_entry

CARE_400 = kinds_of_entry(
    "护理补贴400元给谁",
    "护理补贴400元这一档给谁？",
    "视力、肢体残疾二级，或智力、精神残疾二级或三级的老人，每月400元。",
)
CARE_200 = kinds_of_entry(
    "听力言语残疾的护理补贴",
    "听力、言语残疾的老人护理补贴有多少？",
    "听力、言语残疾一级或二级的老人，护理补贴每人每月200元。",
)
WITHOUT_A_CARD = kinds_of_entry(
    "没残疾证能领护理补贴吗", "没有残疾证的老人能领护理补贴吗？", "能，每月600元。"
)
EVERY_TIER = kinds_of_entry(
    "按残疾证护理补贴给多少",
    "有残疾证的老人，护理补贴按类别和等级各给多少？",
    "视力、肢体、智力、精神一级600元；视力、肢体二级，智力、精神二级或三级400元；听力、言语一级或二级200元。",
)
MILD = kinds_of_entry(
    "轻度失能有没有消费补贴", "轻度失能的老人能领消费补贴吗？", "领不了，只给中度、重度。"
)

REGISTERED_ELSEWHERE = kinds_of_entry(
    "外地户口能不能领津贴", "外地户口的老人能领北京的高龄津贴吗？", "不能，要本市户口。"
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
        ("残疾二级给多少", CARE_400, True),
        ("残疾二级给多少", EVERY_TIER, False),
        ("我妈一级残疾，每月给几百", CARE_200, True),
        ("我妈一级残疾，每月给几百", EVERY_TIER, False),
        ("有残疾证的老人给多少", CARE_200, True),
        ("有残疾证的老人给多少", EVERY_TIER, False),
        ("残疾三级给多少", EVERY_TIER, True),
        ("耳朵一级残疾给多少", CARE_200, False),
        ("没有残疾证，重度失能给多少", CARE_400, False),
        ("智力残疾的给多少", CARE_400, True),
        ("智力残疾的给多少", EVERY_TIER, False),
        ("聋哑残疾老人给多少", CARE_200, False),
        ("护理补贴二级的给多少", CARE_200, True),
        ("评估是二级，护理补贴给多少", CARE_200, False),
        ("我妈有残疾证，能领吗", WITHOUT_A_CARD, True),
        ("残疾证是一级的，能领多少", WITHOUT_A_CARD, True),
        ("残疾证能领多少", WITHOUT_A_CARD, True),
        ("没办残疾证能领护理补贴吗", WITHOUT_A_CARD, False),
        ("残疾老人能领护理补贴吗", WITHOUT_A_CARD, True),
        ("不是残疾人，瘫了，能领护理补贴吗", WITHOUT_A_CARD, False),
        ("护理补贴，智力的", CARE_400, True),
        ("要有残疾证吗", WITHOUT_A_CARD, False),
        ("北京户口住在外地能领高龄津贴吗", REGISTERED_ELSEWHERE, True),
        ("我妈户口在河北，跟我住北京，能领吗", REGISTERED_ELSEWHERE, False),
        ("闺女在外地能给我办高龄津贴不", REGISTERED_ELSEWHERE, True),
        ("我妈在外地，接来北京住能领津贴吗", REGISTERED_ELSEWHERE, False),
        ("爸妈一个北京户口一个外地户口，津贴都能领吗", REGISTERED_ELSEWHERE, False),
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
