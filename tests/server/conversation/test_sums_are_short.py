"""A reply with a sum can be heard to its end: the sum, a line for what is granted, one question, one line more."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from server.conversation.reckoned.asked_next import ASKS
from tests.server.conversation.test_sums_in_everyday_words import told
from tests.server.talk import ask_by_form, words_of

LONGEST = 430


@pytest.mark.parametrize(
    "messages",
    [
        ("我妈86 低保",),
        ("我妈86 北京户口",),
        ("我妈86 低保", "没错"),
        ("我妈71 北京户口 肢体一级",),
        ("我妈86 河北户口",),
        ("妈90爸92 北京户口 低保",),
        ("妈90爸92 低保", "俩人一共"),
        ("我妈79 北京户口",),
        ("我妈86 北京户口 重度失能 低保",),
    ],
)
def test_what_is_not_granted_is_only_named(client: FlaskClient, messages: tuple[str, ...]) -> None:
    reply = told(client, *messages)
    assert len(reply["text"]) <= LONGEST, reply["text"]
    assert "还差这些信息" not in reply["text"]
    assert "还不知道符合哪一档" not in reply["text"]
    assert "石景山" not in reply["text"]
    assert "看全部" in [choice["text"] for choice in reply["choices"]]
    assert reply["benefits"]
    assert sum(part.startswith(ASKS) for part in reply["text"].split("\n\n")) == 1


@pytest.mark.parametrize(
    ("messages", "named"),
    [
        (("我爸80 北京户口 住石景山",), "石景山长期护理保险"),
        (("我妈80 海淀户口 住海淀",), "家庭养老床位"),
        (("我妈71 北京户口",), "高龄津贴：不符合，要满80周岁"),
        (("我妈86 河北户口",), "这几项只发给本市户口的老人"),
    ],
)
def test_what_she_may_count_on_is_named(
    client: FlaskClient, messages: tuple[str, ...], named: str
) -> None:
    assert named in told(client, *messages)["text"]


def test_all_verdicts_stand_behind_a_choice(client: FlaskClient) -> None:
    reply: dict[str, Any] = told(client, "我妈86 低保", "看全部")
    for benefit in reply["benefits"]:
        assert f"- {benefit['name']}：" in reply["text"]


def test_of_several_the_first_is_not_told_twice(client: FlaskClient) -> None:
    reply = told(client, "妈90爸92 北京户口 低保")
    assert reply["text"].count("妈妈每月固定能领800元") == 1
    assert "先说" not in reply["text"]
    assert f"{ASKS}妈妈有残疾证吗" in reply["text"]


def test_the_page_keeps_all_verdicts_in_its_fold(client: FlaskClient) -> None:
    page = words_of(ask_by_form(client, "我妈86 北京户口", follow_redirects=True))
    assert "看全部" in page
    assert "养老服务消费补贴：够条件的话，每月最多抵800元" in page
