"""What only opens a talk is answered with an ear; what is said behind it is what is asked."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.talk import reply_to


@pytest.mark.parametrize(
    "text",
    ["小姑娘，我跟你打听个事", "您好，我想咨询一下", "打扰了，问个事", "同志，我想了解一下情况"],
)
def test_a_mere_opening_is_let_speak_on(client: FlaskClient, text: str) -> None:
    reply = reply_to(client, text)
    assert (reply["kind"], reply["text"][:4]) == ("smalltalk", "您请说，")


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("请问一下啊，那个老人吃饭的补贴怎么弄", "meal-subsidy-apply"),
        ("您好，我想了解一下养老院的收费情况", "institution-average-fee"),
        ("我是社区工作人员，帮老人问一下老年卡在哪办", "elder-card-where"),
        ("我是志愿者，帮一位奶奶问老年卡要带什么", "elder-card-materials"),
    ],
)
def test_what_stands_behind_an_opening_is_asked(client: FlaskClient, text: str, entry: str) -> None:
    assert reply_to(client, text)["entry_id"] == entry


@pytest.mark.parametrize("text", ["帮老人问一下，他喘不上气了", "请问一下，我妈叫不醒了怎么办"])
def test_a_cry_behind_an_opening_is_heard(client: FlaskClient, text: str) -> None:
    assert reply_to(client, text)["kind"] == "emergency"
