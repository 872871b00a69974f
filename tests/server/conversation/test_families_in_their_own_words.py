"""Families as they are told of: one of them has died, papers tell another age, a stepmother, a fact that was a mistake,
a level that may be a heavier one by now."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from intents.told.departed import who_is_left
from intents.told.facts import facts_in
from intents.told.papers import by_the_papers
from tests.server.conversation.test_told_and_not_told import of_the_one_it_is_about, replies

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("messages", "sums"),
    [
        # Who has died is not counted.
        (("老伴91上个月没了，我88京籍，现在家里一个月能领多少",), [10000]),
        (("我妈86京籍，我爸91上个月没了，多少",), [10000]),
        (("老两口都91，京籍，走了一个，剩下那个多少",), [50000]),
        (("我爸妈都85京籍，我妈走了，现在多少",), [10000]),
        (("老两口，老头九十去世了，老太太85京籍，多少",), [10000]),
        # Each has what is told of her, by whatever word she is named.
        (("我亲妈八十五京籍，我后妈八十一京籍，一共多少",), [20000]),
        (("我大姑90京籍，我二姑85京籍，大姑低保，二姑重度，一共多少",), [150000]),
        # The papers count.
        (("户口本岁数写小了两岁，真岁数81，京籍，能领多少",), [None]),
        # Of both kinds of income the one for which more is paid.
        (("我吃低保又算低收入家庭，京籍70，多少",), [30000]),
        # A card that was given is one, whatever a doctor said first.
        (("我爸医生说算二级肢体残疾，证刚办下来，京籍74，多少",), [40000]),
        # A fact is taken back.
        (("我爸80京籍肢体一级", "不是肢体一级，我弄错了"), [70000, 10000]),
        (("我爸80京籍肢体一级", "他没有肢体一级，说错了"), [70000, 10000]),
        (("我妈85京籍肢体二级", "不是肢体二级，是听力二级"), [50000, 30000]),
        (("我妈84京籍", "户口迁走了", "又迁回来了"), [10000, None, 10000]),
        (("我85京籍，重度", "重度是去年的，过期了"), [70000, 10000]),
        (("我爸90京籍重度我妈85京籍", "我爸没评过，我妈重度", "一共"), [120000, 70000, 120000]),
        # All that one answer tells is kept.
        (("我妈80京籍", "那残疾证没有，评过级，中度", "一共多少"), [10000, 10000, 10000]),
        (("我爸80京籍，有残疾证忘了几级，能领多少", "好像二级", "肢体"), [10000, 10000, 50000]),
        (("我爸85京籍，不是低保低收入，不失独，没残疾证", "评了，重的那种"), [10000, 70000]),
        # What is supposed goes on.
        (("我妈84京籍评了重度", "要是她没评级呢"), [70000, 10000]),
        (("我妈80京籍失独，中度", "那要是重度呢", "那要是她再过五年呢"), [20000, 80000, 80000]),
    ],
)  # fmt: skip
def test_the_sum_of_a_family_in_its_own_words(
    client: FlaskClient, messages: tuple[str, ...], sums: list[int | None]
) -> None:
    assert [reply["total_fen_per_month"] for reply in replies(client, *messages)] == sums


def test_a_level_is_given_to_whom_it_was_given(client: FlaskClient) -> None:
    text = (
        "我跟我大哥都过了八十，他八十八我八十一，北京户口，大哥去年评了重度，我们两个人每月给多少"
    )
    [reply] = replies(client, text)
    assert "大哥每月固定能领700元" in reply["text"]
    assert "您本人每月固定能领100元" in reply["text"]


@pytest.mark.parametrize(
    "text",
    [
        "我母亲八十一岁，老年痴呆，北京户口，之前评估说是中度失能，我听说痴呆要加重一级，那是不是就成重度了，护理补贴是不是能领六百",
        "我爸中度加痴呆确诊，等级能不能变重度",
        "评估轻度但是走丢过两回，是不是该算中度，能领消费券吗",
    ],
)
def test_nobody_promises_a_heavier_level(client: FlaskClient, text: str) -> None:
    [reply] = replies(client, text)
    assert reply["text"].startswith("这要评估人员来定")
    assert of_the_one_it_is_about(reply) == 0


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("我今年80,但是身份证上是78", 78), ("我82了身份证写小了三岁", 79), ("身份证上78,其实81", 78),
        ("户口本岁数写小了两岁,真岁数81", 79), ("我身份证77,实岁80", 77),
        # No age is written there.
        ("我85,身份证丢了", 85), ("证上二级肢体,81", 81),
    ],
)  # fmt: skip
def test_the_age_in_the_papers_counts(text: str, age: int) -> None:
    assert facts_in(text, today=TODAY, of_somebody=True)["age"] == age


def test_what_tells_no_age_of_papers_is_left_as_it_is() -> None:
    assert by_the_papers("我85京籍,身份证丢了") == "我85京籍,身份证丢了"


def test_who_is_left_is_told_of_alone() -> None:
    assert who_is_left("老两口都91,京籍,走了一个,剩下那个多少") == "我91,京籍,,多少"
    # Which of them it is must be known, where they differ.
    assert who_is_left("老两口一个91一个85,走了一个") == "老两口一个91一个85,走了一个"
