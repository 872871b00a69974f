"""Who asks to have it added up is asked for the facts, and a bare answer is read as what was asked for."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


def last(client: FlaskClient, *messages: str) -> dict[str, Any]:
    chat = Chat(client)
    return [chat.say(text) for text in messages][-1]


@pytest.mark.parametrize(
    "text",
    ["我想算补贴", "补贴怎么算", "你给算算我妈的", "爷爷想领钱", "我问问我爹的补贴", "算一下", "您好我想咨询一下我母亲", "我爸耳朵聋，有证"],
)  # fmt: skip
def test_an_opening_is_met_with_the_first_question(client: FlaskClient, text: str) -> None:
    reply = last(client, text)
    assert reply["kind"] == "eligibility"
    assert "请再告诉我" in reply["text"]


@pytest.mark.parametrize("text", ["算了", "问问养老院", "我妈的老年卡"])
def test_what_asks_for_no_sum_begins_none(client: FlaskClient, text: str) -> None:
    assert last(client, text)["kind"] != "eligibility"


@pytest.mark.parametrize(
    ("messages", "fen"),
    [
        (("我想算补贴", "行", "我86", "嗯，北京的", "低保", "没证", "没评过"), 40000),
        (("补贴怎么算", "84", "京户", "低保户", "智力二级", "还有肢体三级"), 100000),
        (("我问问我爹的补贴", "八十七", "海淀的", "不是低保也不是低收入", "没有", "没评过"), 10000),
        (("爷爷想领钱", "九十九岁半", "西城"), 50000),
        (("咨询补贴", "老父亲", "1940年", "北京", "都不是", "没有"), 10000),
        (("残疾老人有啥补贴", "我爸", "视力", "一级", "66", "丰台区户口"), 60000),
        (("我岁数大了有补贴没", "八十一啦", "中"), 10000),
        (("我爸耳朵聋，有证", "二级", "82", "北京的", "没低保"), 30000),
        (("我妈能领护理补贴吗", "北京户口", "82", "肢体二级", "那一个月多少"), 50000),
        (("俺们老两口八十啦", "都是", "一共"), 20000),
    ],
)
def test_bare_answers_add_up(client: FlaskClient, messages: tuple[str, ...], fen: int) -> None:
    assert last(client, *messages)["total_fen_per_month"] == fen


def test_yes_to_one_of_several_things_is_asked_which(client: FlaskClient) -> None:
    told = last(client, "我妈有啥补贴", "85", "是", "是")["text"]
    assert told.startswith("请说是哪一样")


def test_where_somebody_lives_is_not_where_she_is_registered(client: FlaskClient) -> None:
    assert not last(client, "我妈85", "住海淀")["total_fen_per_month"]


@pytest.mark.parametrize(
    ("messages", "fen"),
    [
        (("大姑90，二姑88，北京户口，大姑低保二姑低收入",), 110000),
        (("我83听力二级，老伴85肢体一级，低保，北京户口，一共多少",), 160000),
        (("老两口一个重度一个中度，一个90一个85，北京户口，一共多少",), 120000),
        (("我们家三位老人，都是京户，90、85、81", "一共"), 70000),
        (("我妈90北京户口", "我爸比她大三岁，也是北京户口", "俩人多少"), 100000),
        (("我爸1937年3月生，我妈1941年5月生，北京户口", "明年5月一共多少"), 60000),
        (("爸84低保妈82低收入，北京户口", "分别多少"), 70000),
        (("我爸工伤护理费，84，我妈82低保重度失能，都北京户口",), 110000),
        (("我80低收入，北京户口", "我老伴77，一样", "俩人一共"), 50000),
        (("甲，91岁，低保，北京户口；乙，79岁，肢体二级，北京户口。分别多少？", "乙多少"), 40000),
    ],
)  # fmt: skip
def test_families_add_up(client: FlaskClient, messages: tuple[str, ...], fen: int) -> None:
    assert last(client, *messages)["total_fen_per_month"] == fen


def test_the_words_of_a_family_tell_all_that_they_get(client: FlaskClient) -> None:
    told = last(client, "我爸工伤护理费，84，我妈82低保重度失能，都北京户口")["text"]
    assert "妈妈每月固定能领1000元" in told
