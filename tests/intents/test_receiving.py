"""Money that somebody receives is heard by its name and a word for receiving in one clause."""

from __future__ import annotations

import pytest

from intents.told.received import received
from intents.told.receiving import no_more_in, over_in, received_in
from intents.told.stance import Clauses
from intents.words.normalise import unify

WORK, CARE, LIVING = "工伤保险生活护理费", "重度残疾人护理补贴", "困难残疾人生活补贴"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("每月都有工伤护理费", [WORK]),
        ("工伤保险给着生活护理费", [WORK]),
        ("工伤生活护理费我也领着呢", [WORK]),
        ("早先工伤，社保按月给她发护理费", [WORK]),
        ("正拿困难残疾人生活补贴和重残护理补贴", [LIVING, CARE]),
        ("每月有重残护理补贴四百", [CARE]),
        ("残联给发着两项补贴", ["残疾人两项补贴"]),
        ("领着工伤护理费能领护理补贴吗", [WORK]),
        ("领着困残生活补贴", [LIVING]),
        ("领着困残的补助", [LIVING]),
        ("领着护残补贴", [CARE]),
        ("领着重残的那个补贴", [CARE]),
        ("领着重度残疾人补贴", [CARE]),
    ],
)
def test_what_is_received_is_heard_wherever_the_word_for_it_stands(
    text: str, names: list[str]
) -> None:
    assert received_in(Clauses.of(unify(text)))[0] == names


@pytest.mark.parametrize(
    "text",
    [
        "没领工伤护理费", "不领重残护理补贴", "重残护理补贴没申请过", "想领重残护理补贴行吗", "有没有重残护理补贴",
        "怎么领重残护理补贴", "残疾人护理补贴多少钱", "以前领工伤护理费", "给我算算工伤护理费", "重残护理补贴还能领吗",
        "领工伤护理费的能领高龄津贴吗", "残疾一级有补贴吗", "工伤退休，护理补贴给不给",
    ],
)  # fmt: skip
def test_what_is_denied_wished_for_asked_about_or_over_is_not_received(text: str) -> None:
    assert received_in(Clauses.of(unify(text)))[0] == []


@pytest.mark.parametrize("text", ["工伤护理费停了", "工伤护理费不领了", "没领工伤护理费"])
def test_what_is_received_no_more_is_named(text: str) -> None:
    assert no_more_in(Clauses.of(unify(text))) == [WORK]


VAGUE, HOME = "没说清来处的护理费", "没说清名目的养老院补助"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("工伤护理费，低保，86", [WORK]),
        ("86，京户，重度，工残护理津贴", [WORK]),
        ("吃工伤那个护理钱", [WORK]),
        ("困境补助给着呢", ["困境家庭服务对象入住社会福利机构补贴"]),
        ("民政给交一部分养老院费", [HOME]),
        ("养老院的补助一直领着", [HOME]),
        ("厂里每月给着护理费", [VAGUE]),
        ("享受工伤待遇", [VAGUE]),
        ("工伤护理费，怎么申请，86，京户", []),
        ("没有工伤护理费，86", []),
        ("养老院有护理补贴吗", []),
        ("国家给养老院多少补贴", []),
        ("护理费一个月两千", []),
        ("住养老院有什么补贴", []),
    ],
)
def test_what_is_named_among_facts_is_received_and_what_has_no_clear_name_is_vague(
    text: str, names: list[str]
) -> None:
    assert received_in(Clauses.of(unify(text)))[0] == names


UNKNOWN = "没听出名目的补贴"
NAMED = {name: name for name in ("高龄津贴", "护理补贴", "消费券", "离休", UNKNOWN)}


@pytest.mark.parametrize(
    "text",
    [
        "领着遗属补助",
        "老人在领老党员补贴",
        "享受着特殊贡献津贴，75岁",
        "领着军属优待补贴还能领什么",
    ],
)
def test_money_under_a_name_that_nobody_knows_is_received_all_the_same(text: str) -> None:
    assert received(Clauses.of(unify(text)), NAMED) == {"receiving": [UNKNOWN]}


@pytest.mark.parametrize(
    "text",
    [
        "以前领着遗属补助", "没领着遗属补助", "想领着遗属补助", "领着取暖补贴", "领着养老金", "领着政府给的补贴",
        "领着补贴呢", "领着什么补贴", "领着100块补贴", "遗属补助怎么领", "领着低保，补贴有多少",
    ],
)  # fmt: skip
def test_money_that_shuts_out_nothing_or_has_no_name_is_none_of_it(text: str) -> None:
    assert UNKNOWN not in received(Clauses.of(unify(text)), NAMED).get("receiving", [])


@pytest.mark.parametrize(
    "text",
    [
        "不领消费券了",
        "消费券不领了",
        "没领消费券",
        "已经不领消费券了",
        "消费券停了",
        "消费券退了",
        "消费券，停了",
        "不领消费券了，能领多少",
    ],
)
def test_a_benefit_that_was_received_is_said_to_be_over(text: str) -> None:
    assert over_in(Clauses.of(unify(text)), NAMED) == ["消费券"]


@pytest.mark.parametrize(
    "text",
    [
        "消费券停了怎么办",
        "消费券停了吗",
        "消费券什么时候停",
        "不领消费券行吗",
        "不领消费券能领护理补贴吗",
        "领着消费券",
        "消费券没停",
    ],
)
def test_who_asks_if_it_is_over_has_not_said_so(text: str) -> None:
    assert over_in(Clauses.of(unify(text)), NAMED) == []
