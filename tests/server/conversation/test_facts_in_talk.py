"""Facts told, denied, corrected, supposed and half told in a conversation: never a wrong figure."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from server.conversation.told.plain_answers import answer_to, half_of_a_disability, refuses
from tests.server.talk import ask


def told(client: FlaskClient, *messages: str) -> dict[str, Any]:
    """The reply to the last of the messages."""
    known: str | None = None
    for text in messages:
        said = ask(client, text, conversation_id=known)
        known = said["conversation_id"]
    reply: dict[str, Any] = said["reply"]
    return reply


@pytest.mark.parametrize(
    ("messages", "fen"),
    [
        (("我妈八十六，朝阳户口", "她是低保", "不对，不是低保"), 10000),
        (("我八十四，京户", "也不是低收入", "没评估过"), 10000),
        (("我今年七十七，京籍，低收入", "有残疾证", "腿", "二级"), 60000),
        (("我妈腿脚残疾二级，北京户口，六十八", "是一级不是二级"), 60000),
        (("我妈八十五，京籍", "啊不是我妈是我婆婆", "低保"), 40000),
        (("我妈九十三，西城户口，吃着低保", "要是不吃低保呢", "接着算"), 80000),
        (("我爸今年九十一，北京户口", "前年呢"), 10000),
        (("我爸今年九十一，北京户口", "前年呢", "那今年呢"), 50000),
    ],
)
def test_what_was_said_last_counts(
    client: FlaskClient, messages: tuple[str, ...], fen: int
) -> None:
    assert told(client, *messages)["total_fen_per_month"] == fen


def test_a_supposition_changes_the_sum_and_is_not_kept(client: FlaskClient) -> None:
    messages = ("我妈九十三，西城户口，吃着低保", "要是不吃低保呢")
    reply = told(client, *messages)
    assert reply["text"].startswith("要是这样：")
    assert reply["total_fen_per_month"] == 50000


def test_a_word_that_is_asked_about_is_no_fact(client: FlaskClient) -> None:
    first = "我今年八十八，北京户口"
    for question in ("啥低收入", "低收入吗", "低收入是咋算的"):
        assert told(client, first, question, "接着算")["total_fen_per_month"] == 10000


def test_a_disability_card_is_no_yes_to_the_question_for_the_income(client: FlaskClient) -> None:
    reply = told(client, "我今年七十七，北京户口", "不是低保", "有残疾证")
    assert "残疾证上是哪一类残疾" in reply["text"]
    assert reply["total_fen_per_month"] is None


def test_an_answer_that_is_not_understood_is_asked_for_once_more_and_then_left(
    client: FlaskClient,
) -> None:
    first = told(client, "我今年八十八，北京户口", "喜鹊叫")
    second = told(client, "我今年八十八，北京户口", "喜鹊叫", "喜鹊又叫")
    assert first["text"].startswith("这句我没听明白。")
    assert first["choices"] != second["choices"]


def test_a_sum_and_questions_in_one_message_are_all_answered(client: FlaskClient) -> None:
    reply = told(client, "我妈八十六北京户口能领多少，老年卡丢了咋补")
    assert (reply["kind"], reply["total_fen_per_month"]) == ("eligibility", 10000)
    assert "您还问了：老年卡丢了怎么补\n先挂失" in reply["text"]
    assert any(choice["label"] == "细说老年卡丢了怎么补" for choice in reply["choices"])


def test_a_birthday_to_come_is_told_with_what_it_brings(client: FlaskClient) -> None:
    reply = told(client, "我妈1936年12月20日生，北京户口，现在领多少，啥时候涨")
    assert "到2026年12月20日：高龄津贴变成90至99周岁，每月500元" in reply["text"]


def test_another_one_of_the_choices_can_be_picked_afterwards(client: FlaskClient) -> None:
    reply = told(client, "补贴", "第一个", "不是，我说第二个")
    assert reply["entry_id"] == "care-subsidy-amount"


def test_another_districts_entry_answers_nobody_elses_question(client: FlaskClient) -> None:
    reply = told(client, "丰台长护险上哪办")
    assert "9个街道政务大厅" not in reply["text"]


@pytest.mark.parametrize(
    ("asked", "text", "fact"),
    [
        ("hukou", "北京的呀", {"hukou": "beijing"}),
        ("hukou", "老家河北的", {"hukou": "other"}),
        ("income_class", "没有，我有退休金", {"income_class": "none"}),
        ("income_class", "没有残疾证", {}),
        ("income_class", "家里不困难", {"income_class": "none"}),
        ("income_class", "困难", {}),
        ("residence_permit", "办了", {"residence_permit": True}),
        ("assessment_level", "重度", {"assessment_level": "severe"}),
        ("hukou", "不对", {}),
    ],
)
def test_a_plain_answer_is_to_what_was_asked(asked: str, text: str, fact: dict[str, Any]) -> None:
    assert answer_to(asked, text, alone=True) == fact


@pytest.mark.parametrize("text", ["不说收入", "低保吗不想说", "跳过"])
def test_who_will_not_say_is_not_asked_on(text: str) -> None:
    assert refuses(text)


def test_half_of_a_disability_is_kept_apart() -> None:
    assert half_of_a_disability("腿") == {"type": "肢体"}
    assert half_of_a_disability("二级") == {"level": 2}
    assert half_of_a_disability("有残疾证") == {"held": True}
    assert half_of_a_disability("没有") == {}


@pytest.mark.parametrize(
    ("asked", "text", "fact"),
    [
        ("hukou", "北京的呀我一辈子在北京", {"hukou": "beijing"}),
        ("hukou", "北京的我们家好几代都是", {"hukou": "beijing"}),
        ("hukou", "不是北京的她是河北的", {"hukou": "other"}),
        ("income_class", "没有的呀我们家没低保", {"income_class": "none"}),
        ("income_class", "有的我也不知道是哪一样", {}),
        ("hukou", "北京的怎么算", {}),
    ],
)
def test_an_answer_said_in_one_breath_with_more_is_heard(
    asked: str, text: str, fact: dict[str, Any]
) -> None:
    assert answer_to(asked, text, alone=True) == fact
