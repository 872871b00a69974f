"""Who only feels that something is wrong is asked what, with whom to call; what was told can be had again."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


@pytest.mark.parametrize(
    "text", ["我觉得不对劲", "不对劲", "这事儿不对劲", "我心里不踏实", "总觉得怪怪的"]
)
def test_a_bad_feeling_is_asked_what_it_is_of(client: FlaskClient, text: str) -> None:
    chat = Chat(client)
    told = chat.say("高龄津贴多少钱")["text"].split("\n")[0]
    reply = chat.say(text)
    assert reply["text"].startswith("哪儿不对劲？")
    assert {"120", "110", "12345"} <= {action["target"] for action in reply["actions"]}
    assert chat.say("再说一遍")["text"] == told


def test_a_bad_feeling_about_a_sum_keeps_its_question(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈85，低保，北京户口")
    reply = chat.say("我觉得不对劲")
    assert reply["text"].startswith("哪儿不对劲？")
    assert "残疾证" in reply["text"]
    assert "每月固定能领400元" in chat.say("再说一遍")["text"]


@pytest.mark.parametrize("text", ["他让我转账，我觉得不对劲", "我觉得不对劲，他让我转钱"])
def test_a_bad_feeling_about_a_caller_is_a_warning(client: FlaskClient, text: str) -> None:
    assert Chat(client).say(text)["kind"] == "fraud_warning"


def test_after_an_objection_the_answer_can_be_told_again(client: FlaskClient) -> None:
    chat = Chat(client)
    told = chat.say("老年卡去哪里办")["text"].split("\n")[0]
    for objection in ("不对", "你没回答我的问题"):
        chat.say(objection)
    assert chat.say("再说一遍")["text"] == told


def test_who_has_a_question_does_not_feel_uneasy(client: FlaskClient) -> None:
    assert "不对劲" not in Chat(client).say("我有问题")["text"]
