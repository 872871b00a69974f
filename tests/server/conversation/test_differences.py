"""By how much a sum changes is told first, and the years of a life and money that shuts out others have the right head."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


def head(client: FlaskClient, conversation: str) -> str:
    chat = Chat(client)
    return str([chat.say(text) for text in conversation.split("｜")][-1]["text"]).split("\n")[0]


@pytest.mark.parametrize(
    ("conversation", "begins"),
    [
        ("低保变低收入了，87，京籍，少多少钱", "每月少100元：原来每月400元，变了以后每月300元。"),
        ("从低收入升低保，多多少，90，京籍", "每月多100元：原来每月700元，变了以后每月800元。"),
        ("重度改轻度，82，京籍，少多少", "每月少600元"),
        ("中度升重度，81低保，京籍，多几个", "每月多600元：原来每月400元，变了以后每月1000元。"),
        ("中度跟重度差多少钱，我90京籍", "每月差600元：前一种每月500元，后一种每月1100元。"),
        ("听力一级变视力一级，多多少", "如果是北京户口，每月多400元"),
        ("我86京籍，到90能多多少", "每月多400元：原来每月100元，变了以后每月500元。"),
        ("我88京籍｜到90多多少", "每月多400元"),
        ("我88京籍｜到90多多少｜现在一个月多少", "按您说的情况，每月固定能领100元"),
        ("90的到底比80的多几百", "如果是北京户口，每月差400元"),
        ("我妈84低保京籍，评上重度能多多少", "每月多600元：原来每月400元，变了以后每月1000元。"),
        (
            "残疾证办下来视力二级，81，京籍，多多少",
            "每月多400元：原来每月100元，变了以后每月500元。",
        ),
        ("我91京籍低收入重度｜现在只发500，差多少", "少了800元"),
        ("我妈85京籍低保，能领多少", "按您说的情况，每月固定能领400元"),
        ("我妈85京籍，一个月给多少", "按您说的情况，每月固定能领100元"),
    ],
)
def test_one_sum_is_taken_from_the_other(
    client: FlaskClient, conversation: str, begins: str
) -> None:
    assert head(client, conversation).startswith(begins)


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("从80到90一共能拿多少高龄津贴", "从80周岁到满90周岁，高龄津贴合起来是12000元"),
        ("从90到100一共多少钱", "从90周岁到满100周岁，高龄津贴合起来是60000元"),
        ("我85，活到95，高龄津贴总共能拿多少", "从85周岁到满95周岁，高龄津贴合起来是36000元"),
        ("我87，到90还要等几年，这几年一共拿多少", "从87周岁到满90周岁，高龄津贴合起来是3600元"),
        ("从80开始没断过，今年95，一共拿了多少", "从80周岁到满95周岁，高龄津贴合起来是42000元"),
        ("再有三年我妈100，京籍，到时候一年给多少", "每月800元"),
        ("我85京籍，到年底一共多少", "每月100元"),
    ],
)
def test_the_years_of_a_life(client: FlaskClient, text: str, begins: str) -> None:
    assert head(client, text).startswith(begins)


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("拿工伤护理费的，重度失能，82，京籍，合计多少津贴", "按您说的情况，每月固定能领100元"),
        ("我拿见义勇为的护理费，84，低保，京籍", "按您说的情况，每月固定能领400元"),
        ("工伤护理费领着，低保90，京籍", "按您说的情况，每月固定能领500元"),
        ("我领着工伤护理费，84，京籍，能领护理补贴吗", "失能老年人护理补贴：不符合"),
        (
            "要是评了重度呢，我现在84中度，京籍",
            "要是这样：每月多600元。按您说的情况，每月固定能领700元",
        ),
        ("户口明天迁天津，89，京籍", "按您说的情况，每月固定能领100元"),
    ],
)
def test_the_head_is_of_what_was_asked(client: FlaskClient, text: str, begins: str) -> None:
    assert head(client, text).startswith(begins)


@pytest.mark.parametrize(
    "conversation",
    [
        "我妈85京籍，重度变成完全失能，补贴差多少",
        "完全失能改成重度了，82，京籍，多多少",
        "我妈85完全失能京籍，每月领700，对吗",
        "我爸91，京籍，完全失能，只发了500，少了吗",
        "我妈85完全失能京籍｜每月700对吗",
        "我妈85京籍完全失能，我爸86京籍，俩人差多少",
    ],
)
def test_what_is_of_no_written_amount_is_not_counted_as_nothing(
    client: FlaskClient, conversation: str
) -> None:
    told = head(client, conversation)
    assert not any(word in told for word in ("每月少", "每月多", "不对", "没少", "对，", "减"))


@pytest.mark.parametrize(
    ("conversation", "says"),
    [
        ("我妈85完全失能京籍，高龄津贴每月领100，对吗", "对，"),
        ("我妈85京籍重度失能，每月领700，对吗", "对，"),
        ("我妈85京籍重度，我爸86京籍，俩人差多少", "600元"),
    ],
)
def test_what_is_written_is_still_held_against(
    client: FlaskClient, conversation: str, says: str
) -> None:
    assert says in head(client, conversation)


@pytest.mark.parametrize(("age", "unknown"), [(86, False), (87, True), (95, True)])
def test_what_was_paid_in_a_year_of_another_law_is_not_told_for_certain(
    client: FlaskClient, age: int, unknown: bool
) -> None:
    told = head(client, f"从80开始没断过，今年{age}，一共拿了多少")
    assert ("标准没查到" in told) is unknown
