"""What two or three of a family get: told in one message, one by one, or as like one another."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat

pytestmark = pytest.mark.usefixtures("when_written")


def last(client: FlaskClient, *messages: str) -> dict[str, Any]:
    chat = Chat(client)
    return [chat.say(text) for text in messages][-1]


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("我妈四二年的，我爸三五年的，都北京户口，一月一共", 60000),
        ("我妈1942年生，我爸1935年生，都北京户口，一共多少", 60000),
        ("我爸35年生人我妈42年生人都京户一共多少", 60000),
        ("婆婆三八年，公公三四年，京户，俩人一共", 60000),
        ("我爸1935年3月2日，我妈1942年5月6日，都北京户口，一共", 60000),
        ("妈肢体一级爸听力二级，81和90，京户", 140000),
        ("爸肢体二级妈听力一级，一个83一个92，京户，一共", 120000),
        ("爸妈86和91，爸肢体二级，妈没残疾，京户", 100000),
        ("爸九十妈八十一，爸听力二级妈肢体一级，京户，一共", 140000),
    ],
)
def test_two_who_are_told_of_in_one_message_each_get_their_own(
    client: FlaskClient, text: str, fen: int
) -> None:
    assert last(client, text)["total_fen_per_month"] == fen


def test_of_two_born_in_some_year_both_are_told(client: FlaskClient) -> None:
    told = last(client, "爸1936年生，妈1943年生，都京户，一共")["text"]
    assert "爸爸" in told
    assert "妈妈每月固定能领100元" in told


@pytest.mark.parametrize(
    "asked", ["俩人加一起", "俩人一块儿算", "加一块", "他们俩合起来算", "俩人一共"]
)
def test_the_sum_of_all_is_asked_for_in_few_words(client: FlaskClient, asked: str) -> None:
    reply = last(client, "我妈91北京户口低保", "我爸84北京户口没低保", asked)
    assert reply["total_fen_per_month"] == 90000


def test_three_are_told_together(client: FlaskClient) -> None:
    told = last(client, "我妈八十三北京户口", "我爸呢，七十八", "我婆婆九十", "仨人一共多少")[
        "text"
    ]
    assert all(
        name in told
        for name in ("妈妈每月固定能领100元", "爸爸", "婆婆如果是北京户口，每月固定能领500元")
    )


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("我爸也一样，就是没低保", 70000),
        ("那我姨跟她一样就是没低保", 70000),
        ("我姨跟我妈情况一样，不过她90", 140000),
        ("我婆婆也是这样，不过没评重度", 40000),
        ("我爸情况也一样", 100000),
    ],
)
def test_who_is_like_another_has_the_same_facts(client: FlaskClient, text: str, fen: int) -> None:
    told = last(client, "我妈85北京户口低保重度，能领多少", text)
    assert told["total_fen_per_month"] == fen


@pytest.mark.parametrize("text", ["我爸也一样吗", "我爸户口也一样", "我爸跟她一样大", "我爸也一样"])
def test_what_is_alike_in_one_thing_or_only_asked_about_is_not_taken_over(
    client: FlaskClient, text: str
) -> None:
    told = last(client, "我妈85北京户口低保重度，能领多少", text)
    assert not told["total_fen_per_month"]


def test_what_another_gets_is_told_again_by_name(client: FlaskClient) -> None:
    messages = ("我妈85北京户口低保", "那我姨呢，她90", "刚才我妈多少来着")
    assert last(client, *messages)["total_fen_per_month"] == 40000


@pytest.mark.parametrize(
    "text", ["老伴京籍我河北的，我92他85，一共多少", "我河北的老伴京籍，我92他85，一共多少", "我是山西户口老伴北京户口，我92他85，俩人一共多少"]
)  # fmt: skip
def test_of_two_registered_apart_the_one_elsewhere_adds_nothing(
    client: FlaskClient, text: str
) -> None:
    assert "合起来每月固定能领100元" in last(client, text)["text"]


def test_a_whole_sum_that_hangs_on_a_registration_says_so(client: FlaskClient) -> None:
    told = last(client, "我妈86，北京户口，我爸92，俩人一共能领多少")
    assert "爸爸如果是北京户口，合起来每月固定能领600元" in told["text"]
    assert told["total_fen_per_month"] is None
