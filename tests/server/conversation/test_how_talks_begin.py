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
        ("我问问高龄津贴多少钱", "age-allowance-amount"),
        ("喂，是民政局吗，我问问老年卡在哪办", "elder-card-where"),
    ],
)
def test_what_stands_behind_an_opening_is_asked(client: FlaskClient, text: str, entry: str) -> None:
    assert reply_to(client, text)["entry_id"] == entry


@pytest.mark.parametrize("text", ["帮老人问一下，他喘不上气了", "请问一下，我妈叫不醒了怎么办"])
def test_a_cry_behind_an_opening_is_heard(client: FlaskClient, text: str) -> None:
    assert reply_to(client, text)["kind"] == "emergency"


@pytest.mark.parametrize(
    "text", ["麻烦您，我不会打字，想问老年卡", "我眼睛不好，你慢点说，我想问老年卡"]
)
def test_the_subject_that_a_message_ends_with_is_asked_about(
    client: FlaskClient, text: str
) -> None:
    reply = reply_to(client, text)
    assert reply["kind"] == "clarify"
    assert all("老年卡" in choice["label"] for choice in reply["choices"])


@pytest.mark.parametrize("text", ["你好，人工", "麻烦您，转人工"])
def test_a_person_is_asked_for_behind_a_greeting(client: FlaskClient, text: str) -> None:
    assert reply_to(client, text)["text"].startswith("好，这就帮您找人")


def test_trouble_behind_an_opening_is_heard(client: FlaskClient) -> None:
    reply = reply_to(client, "有个事想请教您，我老伴瘫痪了，国家管不管")
    assert "失能护理补贴每月多少钱" in [choice["label"] for choice in reply["choices"]]


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("卡", "老年卡去哪儿办"),
        ("饭", "怎么找附近的助餐点"),
        ("忘了密码", "登录不上怎么办"),
        ("保姆", "请人上门照料失能老人"),
        ("养老院", "住养老院一个月多少钱"),
        ("挂号", "有人陪老人看病吗"),
        ("骗子", "老人被骗了怎么办"),
    ],
)
def test_a_word_by_itself_offers_what_is_asked_most(
    client: FlaskClient, text: str, offers: str
) -> None:
    assert offers in [choice["label"] for choice in reply_to(client, text)["choices"]]
