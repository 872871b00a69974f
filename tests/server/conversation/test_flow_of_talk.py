"""Follow-ups that say next to nothing by themselves: who is in charge, not that, what about him."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat

pytestmark = pytest.mark.usefixtures("when_written")

SUM = "我妈83，北京户口，能领多少"


def after(client: FlaskClient, *texts: str) -> dict[str, Any]:
    """The reply to the last of ``texts``, said one after another."""
    chat = Chat(client)
    for text in texts[:-1]:
        chat.say(text)
    return chat.say(texts[-1])


@pytest.mark.parametrize(
    "asked", ["谁管这事", "找谁", "归谁管", "这事归哪个部门管", "那该找谁问呢"]
)
@pytest.mark.parametrize(
    ("before", "entries"),
    [
        ("老年卡怎么办", {"elder-card-where"}),
        ("高龄津贴怎么申请", {"allowance-apply-channels", "allowance-who-applies"}),
        ("家里想装扶手有补贴吗", {"retrofit-apply"}),
        ("养老院押金不退", {"overcharge-complaint"}),
        ("一键呼是什么", {"emergency-button-apply"}),
    ],
)
def test_who_is_in_charge_of_what_was_spoken_of_is_told(
    client: FlaskClient, before: str, entries: set[str], asked: str
) -> None:
    reply = after(client, before, asked)
    assert reply["kind"] == "answer"
    assert reply["entry_id"] in entries


@pytest.mark.parametrize("asked", ["谁管这事", "找谁", "归谁管"])
def test_who_is_in_charge_is_never_refused(client: FlaskClient, asked: str) -> None:
    for before in (SUM, "拿养老助残卡坐公交车免费吗", "附近食堂在哪", "你好"):
        reply = after(client, before, asked)
        assert reply["kind"] in ("answer", "smalltalk")
        assert "没有可靠的答案" not in reply["text"]
    assert "哪件事" in Chat(client).say(asked)["text"]


@pytest.mark.parametrize(
    "words", ["我没问这个", "不是问这个", "我问的是别的", "不对", "你理解错了", "你没回答我的问题"]
)
def test_not_that_offers_what_else_may_have_been_meant(client: FlaskClient, words: str) -> None:
    reply = after(client, "高龄津贴怎么申请", words)
    assert reply["kind"] == "clarify"
    assert reply["text"].startswith("对不起")
    assert reply["choices"]


def test_not_right_after_a_sum_asks_what_is_wrong(client: FlaskClient) -> None:
    reply = after(client, SUM, "不对")
    assert "哪样情况我弄错了" in reply["text"]


def test_not_that_and_what_instead_is_a_question(client: FlaskClient) -> None:
    reply = after(client, "高龄津贴多少钱", "我没问这个，我问的是老年卡在哪办")
    assert reply["entry_id"] == "elder-card-where"


def test_somebody_who_is_only_pointed_at_is_asked_about(client: FlaskClient) -> None:
    reply = after(client, "我83，北京户口，能领多少", "那他呢")
    assert "哪一位" in reply["text"]
    assert after(client, SUM, "那他呢", "我爸91，北京户口")["total_fen_per_month"] == 50000


def test_somebody_who_is_pointed_at_and_was_told_of_is_meant(client: FlaskClient) -> None:
    reply = after(client, "我爸92，北京户口", "我妈83，北京户口，能领多少", "那他呢")
    assert reply["total_fen_per_month"] == 50000


def test_of_whoever_is_pointed_at_an_answer_holds_too(client: FlaskClient) -> None:
    reply = after(client, "老年卡去哪里办", "那他呢")
    assert reply["entry_id"] == "elder-card-where"


def test_what_was_told_of_one_is_never_reckoned_for_who_is_pointed_at(client: FlaskClient) -> None:
    told = "我妈83，北京户口，低保，能领多少"
    assert after(client, told, "那他呢", "91", "北京户口")["total_fen_per_month"] == 50000
    told = "我83，北京户口，低保，能领多少"
    assert after(client, told, "那他呢", "91", "北京户口")["total_fen_per_month"] == 50000


@pytest.mark.parametrize("words", ["说错了，我没摔", "没摔，我说错了", "不是，她没摔"])
@pytest.mark.parametrize("before", ["我摔了一跤", "老年卡怎么办", SUM])
def test_a_fall_that_is_taken_back_is_heard(client: FlaskClient, before: str, words: str) -> None:
    reply = after(client, before, words)
    assert reply["text"].startswith("没事就好")
    assert ("请再告诉我" in reply["text"]) == (before == SUM)


def test_who_fell_and_cannot_get_up_takes_nothing_back(client: FlaskClient) -> None:
    assert after(client, "我妈摔了", "不是没摔，是起不来了")["kind"] == "emergency"
