"""A sum found small is taken apart; a later turn tells what a new fact has changed before what it has not."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat

MOTHER = "我妈85岁，低保，北京户口，能领多少"


@pytest.mark.parametrize(
    "text", ["怎么这么少", "才这么点啊", "太少了", "为什么这么少", "就给这么点钱"]
)
def test_a_sum_found_small_is_taken_apart(client: FlaskClient, text: str) -> None:
    chat = Chat(client)
    chat.say(MOTHER)
    reply = chat.say(text)
    assert "每月400元是这么来的：高龄津贴100元，困难老年人养老服务补贴300元" in reply["text"]
    assert "还没算进去的：失能老年人护理补贴" in reply["text"]
    assert "12345" in reply["text"]
    assert reply["total_fen_per_month"] == 40000
    assert "残疾证" in reply["text"]
    assert chat.say("没有残疾证")["kind"] == "eligibility"


@pytest.mark.parametrize("text", ["这个月的钱怎么少了", "津贴少发了怎么办"])
def test_money_that_has_become_less_is_another_question(client: FlaskClient, text: str) -> None:
    chat = Chat(client)
    chat.say(MOTHER)
    assert "是这么来的" not in chat.say(text)["text"]


def test_what_is_new_stands_before_what_stays_granted(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say(MOTHER)
    later = chat.say("她重度失能")
    lines = later["text"].split("\n")
    assert "每月固定能领1000元" in lines[0]
    same = "- 跟刚才一样，没有变：高龄津贴100元、困难老年人养老服务补贴300元、养老助残卡"
    assert same in lines
    new = next(line for line in lines if line.startswith("- 失能老年人护理补贴：符合"))
    assert lines.index(new) < lines.index(same)
    assert later["total_fen_per_month"] == 100000


def test_what_is_to_be_chosen_between_is_said_each_time(client: FlaskClient) -> None:
    chat = Chat(client)
    for text in (MOTHER, "她重度失能"):
        chat.say(text)
    later = chat.say("她住海淀")
    assert "失能老年人护理补贴600元（和养老服务消费补贴只能选一样）" in later["text"]
    assert "每月固定能领1000元" in later["text"]


def test_what_is_lost_by_a_fact_is_not_told_as_unchanged(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say(MOTHER)
    later = chat.say("不是低保")
    assert "每月固定能领100元" in later["text"]
    assert "困难老年人养老服务补贴300元" not in later["text"]
    assert "还要看没说到的情况：" in later["text"]
    assert "困难老年人养老服务补贴、" in later["text"]


def test_the_whole_list_can_be_seen(client: FlaskClient) -> None:
    chat = Chat(client)
    for text in (MOTHER, "她重度失能"):
        chat.say(text)
    assert "高龄津贴：符合，80至89周岁，每月100元" in chat.say("看全部")["text"]
