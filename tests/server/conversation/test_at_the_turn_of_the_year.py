"""Sums asked for in December: of birthdays just to come, of the next month, which is of another year, and of both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from unittest.mock import patch

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.kit.clock import Clock
from tests.server.conversation.test_dialogues import Chat


@pytest.fixture(autouse=True)
def when_written(app: Flask) -> Iterator[None]:
    """It is the first of December."""
    with patch.dict(
        app.extensions, clock=Clock(origin=datetime.fromisoformat("2026-12-01T12:00:00+08:00"))
    ):
        yield


def head(client: FlaskClient, conversation: str) -> str:
    chat = Chat(client)
    return str([chat.say(text) for text in conversation.split("｜")][-1]["text"]).split("\n")[0]


@pytest.mark.parametrize(
    ("conversation", "says"),
    [
        (
            "我妈12月20号满80，京籍，12月的津贴有吗",
            "2026年12月20日满80周岁，从那天起高龄津贴每月100元",
        ),
        ("我妈20号满80，京籍，能领多少", "2026年12月20日满80周岁"),
        ("我妈元旦满90，京籍，能领多少", "2027年1月1日满90周岁，从那天起高龄津贴每月500元"),
        ("我妈1月5号就80了，京籍，年底前能领到吗", "2027年1月5日满80周岁"),
        ("我妈1947年1月10日生日，京户，津贴啥时候开始", "2027年1月10日满80周岁"),
        ("老伴1947年元旦生的，京籍，啥时候开始领", "2027年1月1日满80周岁"),
        ("我妈生日12月31日，今年80，京籍，12月有津贴吗", "2026年12月31日满80周岁"),
        ("我妈明年80，北京户口，现在能领吗", "高龄津贴要满80周岁才有"),
        (
            "我妈89，12月28号生日，京籍，这个月多少下个月多少",
            "2026年12月能领500元；2027年1月能领500元",
        ),
        (
            "我爸下月就90了，北京户口，现在津贴多少，下月呢",
            "2026年12月能领100元；2027年1月能领500元",
        ),
        ("我爷爷明年整一百，京籍，现在多少明年多少", "2026年12月能领500元；2027年能领800元"),
        ("我妈89，京籍，现在多少明年1月多少", "2027年1月至少能领100元（满了90周岁再多400元）"),
        (
            "老太太1927年1月5日出生京籍，明年一月津贴多少",
            "2027年1月：按您说的情况，每月固定能领800元",
        ),
        ("老两口都1936年12月生，京籍，明年1月合起来多少", "合起来每月固定能领1000元"),
        ("爷爷99奶奶明年1月满100，京籍，一共多少", "合起来每月固定能领1000元"),
        (
            "我爸妈京籍，爸下个月满90，妈85，现在一共多少，下个月一共多少",
            "2027年1月合起来每月固定能领600元",
        ),
        ("我爸12月满80，我妈81，京籍，12月合起来多少", "合起来每月固定能领200元"),
        ("从今年7月到年底，我妈85京籍一共领了多少高龄津贴", "2026年7月到12月6个月合起来是600元"),
        ("从7月到现在，我妈85京籍一共领了多少", "2026年7月到12月6个月合起来是600元"),
        ("我妈85京籍，从下个月到明年年底一共多少", "2027年1月到12月12个月合起来是1200元"),
        ("我妈1946年5月30日生，京籍，现在去申请能补多少", "晚了7个月，超过半年了"),
        ("我妈1946年6月1日生，京籍，12月去申请能补多少", "差不多正好6个月"),
        (
            "我妈1937年1月28日生，京籍，下个月是不是就500了",
            "2027年1月：按您说的情况，每月固定能领500元",
        ),
        (
            "我妈1937年1月28日生，京籍，明年1月就该500了吧",
            "2027年1月：按您说的情况，每月固定能领500元",
        ),
        (
            "我妈89京籍，下个月就90了，是不是就500了",
            "按您说的情况，每月固定能领100元：高龄津贴。金额以最新公布为准。2027年1月满90周岁",
        ),
        ("我妈85京籍，下个月是不是500", "不对，照您说的情况该是100元"),
        ("我妈上个月满80，京籍，这个月去办，能补几个月", "前面1个月一共补100元"),
        ("我妈昨天刚满80，京籍，11月的有没有", "按您说的情况，每月固定能领100元"),
        (
            "我妈1947年正月初五生，京籍，明年2月有津贴吗",
            "2027年2月：按您说的情况，每月固定能领100元",
        ),
        ("我妈12月3号满100，京籍，这个月能拿800吗", "对，照您说的情况就是800元"),
    ],
)
def test_a_sum_is_that_of_its_month(client: FlaskClient, conversation: str, says: str) -> None:
    assert says in head(client, conversation)


@pytest.mark.parametrize(
    "conversation",
    [
        "我妈中度失能82京籍在家住，明年1月消费券还有吗",
        "我妈重度失能82京籍在家住，这个月消费补贴能抵多少｜明年呢",
        "我妈重度失能82京籍在家住｜消费券明年还有吗",
    ],
)
def test_of_next_years_voucher_it_is_said_that_nothing_is_known(
    client: FlaskClient, conversation: str
) -> None:
    assert "没有查到" in head(client, conversation) or "还不知道" in head(client, conversation)
    assert "符合" not in head(client, conversation)


@pytest.mark.parametrize(
    ("conversation", "says"),
    [
        (
            "我妈刚过完九十大寿能领多少",
            "高龄津贴每月至少能领100元：不满90周岁是100元，满了90周岁是500元",
        ),
        (
            "我妈去年九十大寿，京籍，能领多少",
            "大寿有按虚岁过的，也有按周岁过的。高龄津贴每月至少能领100元",
        ),
        (
            "我妈刚过八十大寿，北京户口，一个月给多少",
            "高龄津贴不满80周岁还没有，满了80周岁是每月100元",
        ),
        ("我妈刚过八十大寿，北京户口，一个月给多少｜是周岁", "每月固定能领100元"),
        ("我妈刚过八十大寿，北京户口，一个月给多少｜按虚岁过的", "高龄津贴要满80周岁才有"),
        ("我爸八十大寿明年过，京籍，有津贴吗", "高龄津贴要满80周岁才有"),
        ("我爸虚岁91，京籍，津贴多少", "高龄津贴每月至少能领100元"),
        ("我妈虚岁90，京籍，下个月能领多少", "2027年1月：高龄津贴每月至少能领100元"),
    ],
)
def test_no_sum_hangs_on_a_count_of_years_that_is_open(
    client: FlaskClient, conversation: str, says: str
) -> None:
    assert says in head(client, conversation)
