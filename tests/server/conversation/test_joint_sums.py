"""What several people get together: the number says what the text says, or both say that a part is open."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_sums_in_everyday_words import told

CERTAIN = re.compile(r"(?<![，户]口，)(?:合起来每月固定能领|眼下合起来能确定的是每月)(\d+)元")
"""A sum of all that is told without a condition before it."""


def told_in_words(reply: dict[str, Any]) -> list[int]:
    return [int(yuan) * 100 for yuan in CERTAIN.findall(reply["text"])]


@pytest.mark.parametrize(
    ("text", "fen", "is_open"),
    [
        ("我爸85我妈83，都京籍，一共多少", 20000, False),
        ("我爸91京籍，我妈78低保京籍，一共多少", 80000, False),
        ("我爸85京籍，我妈83河北户口，一共多少", 10000, False),
        ("我爸91我妈79，都京籍，一共多少", 50000, True),
        ("我爸91京籍离休领护理费，我妈85京籍，一共多少", 10000, True),
        ("我爸91京籍完全失能，我妈85京籍，一共多少", 60000, True),
    ],
)
def test_a_sum_that_the_text_tells_is_the_total(
    client: FlaskClient, text: str, fen: int, is_open: bool
) -> None:
    reply = told(client, text)
    assert told_in_words(reply) == [fen]
    assert (reply["total_fen_per_month"], reply.get("total_is_open", False)) == (fen, is_open)


@pytest.mark.parametrize(
    "text",
    [
        "我爸85我妈83，一共多少",
        "我爸85京籍，我妈83，一共多少",
        "爸1936年生，妈1943年生，都是北京户口，一共能领多少",
        "我爸75京籍，我妈73京籍，一共多少",
        "我俩一个京户一个河北户口，我91她85，能领多少",
    ],
)
def test_a_sum_with_a_condition_is_open_in_both(client: FlaskClient, text: str) -> None:
    reply = told(client, text)
    assert told_in_words(reply) == []
    assert (reply["total_fen_per_month"], reply.get("total_is_open", False)) == (None, True)


def test_a_sum_that_is_the_same_whoever_is_registered_here_is_the_total(
    client: FlaskClient,
) -> None:
    reply = told(client, "老两口一个北京户口一个外地的，我85老伴83")
    assert (reply["total_fen_per_month"], reply.get("total_is_open", False)) == (10000, False)


def test_the_sum_of_one_is_not_open_by_that_word(client: FlaskClient) -> None:
    reply = told(client, "我妈85京籍，能领多少")
    assert (reply["total_fen_per_month"], reply.get("total_is_open", False)) == (10000, False)


def test_the_sum_of_several_is_not_made_of_what_one_of_them_gets(client: FlaskClient) -> None:
    assert "600元是这么来的" not in told(client, "我爸91我妈85，都京籍", "怎么这么少")["text"]


def test_all_is_told_of_each_of_them(client: FlaskClient) -> None:
    reply = told(client, "我爸91低保重度，我妈85肢体一级，都京籍", "看全部")
    first, his, hers = reply["text"].split("\n\n")[:3]
    assert "合起来每月固定能领2100元" in first
    assert his.startswith("爸爸的：\n- 高龄津贴：符合，90至99周岁，每月500元")
    assert hers.startswith("妈妈的：\n- 高龄津贴：符合，80至89周岁，每月100元")
    assert "低保老年人，每月300元" in his
    assert "困难老年人养老服务补贴：还差这些信息" in hers
    assert reply["total_fen_per_month"] == 210000
    assert "看全部" not in [choice["text"] for choice in reply["choices"]]


def test_all_of_one_who_was_turned_to_after_several_is_told_of_her_alone(
    client: FlaskClient,
) -> None:
    text = told(client, "我爸91低保，我妈85，都京籍", "我妈呢", "看全部")["text"]
    assert "爸爸的：" not in text
    assert "高龄津贴：符合，80至89周岁，每月100元" in text


def test_who_was_told_of_without_a_name_is_among_all_of_them(client: FlaskClient) -> None:
    text = told(client, "85京籍低保", "我老伴83京籍", "俩人一共", "看全部")["text"]
    assert "您本人的：\n- 高龄津贴：符合" in text
    assert "老伴的：\n- 高龄津贴：符合" in text
