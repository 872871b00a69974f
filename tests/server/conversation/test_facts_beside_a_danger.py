"""What is told beside a danger or a trick is kept; who is without heat or food is told whom to call."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


@pytest.mark.parametrize(
    ("said", "asked", "sum_told"),
    [
        (["我妈84 低保 北京户口 刚才摔了起不来"], "一共能领多少", "400元"),
        (["我84他82 他没气了"], "一共能领多少", "合起来每月固定能领200元"),
        (["我爸86重度失能 突然喘不上气", "送医院了"], "他能领多少", "700元"),
        (["我妈不见了", "八十三了", "北京户口"], "高龄津贴她能领多少", "100元"),
        (["我80 低保 儿子打我"], "我能领多少", "400元"),
        (["有人自称民政局的让我84岁的妈转两千 她低保"], "我妈能领多少", "400元"),
    ],
)  # fmt: skip
def test_facts_told_beside_a_danger_are_kept(
    client: FlaskClient, said: list[str], asked: str, sum_told: str
) -> None:
    chat = Chat(client)
    assert chat.say(said[0])["kind"] in ("emergency", "fraud_warning")
    for text in said[1:]:
        chat.say(text)
    assert sum_told in chat.say(asked)["text"]


def test_who_is_dying_is_not_taken_for_dead(client: FlaskClient) -> None:
    chat = Chat(client)
    assert chat.say("爷爷85 没气了")["kind"] == "emergency"
    assert "100元" in chat.say("我爷爷能领多少")["text"]


def test_a_couple_is_reckoned_and_what_follows_is_theirs(client: FlaskClient) -> None:
    chat = Chat(client)
    assert "200元" in chat.say("我想问下我们老两口 我84他82")["text"]
    assert chat.say("失独的")["kind"] == "eligibility"


@pytest.mark.parametrize(
    "cry", ["我爸摔了 他90 低收入", "老伴82 噎着了 北京户口", "我爸87岁，低保，儿子打他"]
)
def test_a_short_cry_between_facts_is_heard(client: FlaskClient, cry: str) -> None:
    assert Chat(client).say(cry)["kind"] == "emergency"


@pytest.mark.parametrize(
    "text",
    ["我爸82 脑梗 北京户口", "我妈86 痴呆 爱走丢 北京的", "我妈84 去年摔了 能领多少", "83岁 独居 起不来床 低保"],
)  # fmt: skip
def test_an_illness_between_facts_is_a_fact(client: FlaskClient, text: str) -> None:
    assert Chat(client).say(text)["kind"] != "emergency"


@pytest.mark.parametrize(
    "text",
    ["老人冻得发抖 家里暖气停了", "暖气停了 怎么办", "供暖停了 老两口冻得够呛", "没水没电 一个老太太在家", "停水停电 物业不管",
     "我一个人住 吃的没了", "屋里太热 空调坏了 老人受不了"],
)  # fmt: skip
def test_who_is_without_heat_or_food_is_told_whom_to_call(client: FlaskClient, text: str) -> None:
    reply = Chat(client).say(text)
    assert [action["target"] for action in reply["actions"]] == ["12345", "120"]
    assert "12345" in reply["text"]
    assert "120" in reply["text"]


@pytest.mark.parametrize(
    "text", ["取暖补贴有吗", "水电费有优惠吗", "社区助餐没菜了", "老人在家没饭吃 有送餐的吗"]
)
def test_what_is_paid_for_heat_and_what_a_canteen_has_is_no_need(
    client: FlaskClient, text: str
) -> None:
    assert Chat(client).say(text)["actions"][-1:] != [
        {"type": "call", "label": "拨打120", "target": "120"}
    ]


@pytest.mark.parametrize(
    "text", ["暖气停了 老太太叫不醒", "断电了 我妈离不了制氧机", "断水三天了 老人没水喝"]
)
def test_danger_without_heat_or_power_is_an_emergency(client: FlaskClient, text: str) -> None:
    assert Chat(client).say(text)["kind"] == "emergency"
