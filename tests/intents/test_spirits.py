"""Whom to call in a trouble that is no emergency: an ailment of some days, somebody drunk, nothing to eat."""

from __future__ import annotations

import pytest

from intents.signs.spirits import help_in_need, kind_word

DOCTOR, DRUNK, LOW, FOOD = "今天就去医院", "侧着身子", "您多陪陪", "社会救助"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("心脏不舒服好几天了", DOCTOR), ("胸口不舒服好几天", DOCTOR), ("心脏不得劲一个礼拜了", DOCTOR),
        ("我妈咳嗽有血丝", DOCTOR), ("痰里带血", DOCTOR), ("尿里有血", DOCTOR), ("大便带点血", DOCTOR),
        ("手麻了半天", DOCTOR), ("头晕好几天了怎么办", DOCTOR), ("这两天拉肚子", DOCTOR), ("眼睛红肿两天了", DOCTOR),
        ("我妈发烧三十八度五", DOCTOR), ("脚崴了肿了老高", DOCTOR), ("长了褥疮", DOCTOR), ("三天没大便了", DOCTOR), ("昨天开始拉肚子", DOCTOR), ("一直咳嗽十来天了", DOCTOR),
        ("我爸喝多了回家躺下就睡了", DRUNK), ("我爸酒喝多了吐了睡着了怎么办", DRUNK),
        ("不想吃饭也不想见人,整天哭,我妈这是怎么了", LOW), ("我活着没人管,要饭吗", FOOD),
    ],
)  # fmt: skip
def test_whom_to_call_is_told(text: str, says: str) -> None:
    assert says in (help_in_need(text) or "")


@pytest.mark.parametrize(
    "text",
    [
        "腿疼好几天了能申请护理补贴吗", "我妈腿肿，怎么申请评估", "膝盖疼了好几年", "老毛病腿肿", "等了好几天没到账",
        "去年咳嗽报销了多少", "我家狗吐血丝", "高龄津贴三天到账吗", "两天没人送餐", "把我给气吐血了", "扭了腰,上周,快好了", "茶喝多了睡不着", "等了半天手都麻了", "气得我头疼好几天",
    ],
)  # fmt: skip
def test_a_matter_of_ours_and_what_has_long_been_so_are_no_such_trouble(text: str) -> None:
    assert help_in_need(text) is None


def test_praise_of_a_meal_is_heard_as_praise() -> None:
    assert "高兴" in (kind_word("想死我了这饭菜太香了") or "")
