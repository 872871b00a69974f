"""Questions of money that one entry answers are answered by it, and what is meant of it is said first."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from knowledge.loader import load
from server.conversation.reckoned import levels_asked, one_entry
from tests.server.conversation.test_sums_in_everyday_words import told


@pytest.mark.parametrize(
    ("messages", "says"),
    [
        (
            ("视力一级多少钱，听力一级呢，肢体三级呢",),
            "视力残疾一级每月600元；听力残疾一级每月200元；肢体残疾三级没有这一档",
        ),
        (
            ("肢体一级多少，二级呢，三级呢",),
            "肢体残疾一级每月600元；肢体残疾二级每月400元；肢体残疾三级没有这一档",
        ),
        (("视力二级、言语二级、精神三级各多少",), "言语残疾二级每月200元；精神残疾三级每月400元"),
        (("长护险 石景山 重度", "每月多少", "通州呢"), "通州没有查到长护险"),
        (("低保户住养老院，还能领护理补贴吗",), "没查到一住养老院就停发的规定"),
        (("困难补贴", "低保和低收入两样都占呢"), "按低保每月300元，不再加低收入的200元"),
        (
            ("高龄津贴", "护理补贴", "消费券", "三个都要行不行"),
            "失能老年人护理补贴和养老服务消费补贴只能选一样，高龄津贴不受影响",
        ),
        (("高龄津贴多少钱", "困难补贴呢", "两样都要行吗"), "可以一起领"),
        (("失独又低保，给300还是400",), "按低保每月300元，不再加失独的100元"),
        (("消费券和高龄津贴能一起领不",), "没有说到高龄津贴"),
        (("养老院多少钱", "政府给贴吗", "我妈是低收入"), "低收入和计划生育特殊家庭：2800元"),
        (("住养老院政府给贴钱吗", "我爸低保"), "低保：3600元"),
        (("我妈重度失能，低保，想住养老院", "补多少"), "失能老年人护理补贴就不再发"),
        (("我爸低收入，送养老院国家补多少钱",), "低收入和计划生育特殊家庭：2800元"),
        (("我老公瘫了", "评上给多少"), "每人每月600元、400元、200元"),
        (("我在老家，我爸在北京，能网上给我爸申请高龄津贴吗",), "北京市政务服务网"),
    ],
)
def test_the_entry_is_told_with_what_is_meant_of_it(
    client: FlaskClient, messages: tuple[str, ...], says: str
) -> None:
    reply = told(client, *messages)
    assert reply["kind"] == "answer"
    assert says in reply["text"]


def test_how_much_the_insurance_is_is_not_what_another_allowance_pays(client: FlaskClient) -> None:
    reply = told(client, "长护险 石景山 重度", "每月多少")
    head = reply["text"].split("\n")[0]
    assert "3000元" in head
    assert "600元" not in head


def test_of_somebody_who_has_several_disabilities_the_sum_is_told(client: FlaskClient) -> None:
    reply = told(client, "我妈视力一级，听力一级，85京户，能领多少")
    assert reply["total_fen_per_month"] == 70000


@pytest.mark.parametrize(
    ("text", "says", "fen"),
    [
        ("九十整明儿过生日", "满90周岁，是北京户口的，从那天起高龄津贴每月500元", None),
        ("明天满八十，北京户口，能领多少", "满80周岁，从那天起高龄津贴每月100元", None),
        ("我妈后天过九十岁生日，京户，现在领多少", "满90周岁，从那天起高龄津贴每月500元", 10000),
        ("我爸明天就一百了，北京户口", "满100周岁，从那天起高龄津贴每月800元", 50000),
    ],
)
def test_a_birthday_of_the_next_days_says_from_when_more_is_paid(
    client: FlaskClient, text: str, says: str, fen: int | None
) -> None:
    reply = told(client, text)
    assert says in reply["text"]
    assert reply["total_fen_per_month"] == fen


def test_a_birthday_that_raises_nothing_is_not_told_of(client: FlaskClient) -> None:
    assert "从那天起" not in told(client, "86了，明天过生日，北京户口")["text"]


def test_every_question_that_is_answered_so_is_one_of_an_entry() -> None:
    asked = {
        value
        for room in (one_entry, levels_asked)
        for name, value in vars(room).items()
        if name.isupper() and str(value).endswith("？")
    }
    assert asked <= {entry.question for entry in load().entries.values()}
