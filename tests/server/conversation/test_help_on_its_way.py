"""Whoever has called for help is told what to do until it comes, and is not sent to call for it again."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


@pytest.mark.parametrize(
    "text",
    [
        "胸口疼，120打过了",
        "胸口疼120打过了",
        "我老伴摔倒了起不来，救护车在路上了",
        "我爸晕倒了，邻居已经叫了救护车，我该做什么",
        "摔了起不来，儿子打了120了",
        "打过120了他还是胸口疼",
    ],
)
def test_a_cry_with_help_on_its_way_is_told_how_to_wait(client: FlaskClient, text: str) -> None:
    reply = Chat(client).say(text)
    assert reply["kind"] == "emergency"
    assert reply["text"].startswith("打过了就好")
    assert reply["actions"][0]["target"] == "120"


@pytest.mark.parametrize(
    "text",
    [
        "胸口疼，要不要打120",
        "胸口疼，还没打120",
        "120打过了没人接，胸口疼",
        "胸口疼我没有打过120",
        "胸口疼，快打120来救我",
        "胸口疼，报警了",
    ],
)
def test_who_has_not_reached_help_is_sent_to_call_it(client: FlaskClient, text: str) -> None:
    reply = Chat(client).say(text)
    assert (reply["kind"], reply["text"][:8]) == ("emergency", "请马上拨打120")


def test_what_has_become_worse_since_the_call_is_to_be_told_at_once(client: FlaskClient) -> None:
    assert Chat(client).say("已经打了120，现在他不喘气了")["text"].startswith("请马上拨打120")


def test_the_same_once_more_while_waiting_is_no_second_alarm(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("胸口疼")
    chat.say("120打过了")
    for again in ("还是胸口疼", "胸口疼，120打过了"):
        reply = chat.say(again)
        assert reply["text"].startswith("打过了就好"), again
        assert "马上再打120" in reply["text"]
    assert chat.say("他叫不醒了")["text"].startswith("请马上拨打120")


def test_a_fire_while_waiting_for_an_ambulance_is_another_danger(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("胸口疼，120打过了")
    assert "119" in chat.say("厨房着火了")["text"]
