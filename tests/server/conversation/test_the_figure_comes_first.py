"""What is asked for stands in the first sentence, and what is beside it comes after it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


def replies(client: FlaskClient, conversation: str) -> list[dict[str, object]]:
    chat = Chat(client)
    return [chat.say(text) for text in conversation.split("｜")]


@pytest.mark.parametrize(
    ("conversation", "begins"),
    [
        ("眼睛一级残，护理补贴多少钱", "失能老年人护理补贴：够条件的话，每月600元"),
        ("肢体二级残疾护理补贴多少钱", "失能老年人护理补贴：够条件的话，每月400元"),
        ("我妈83，京籍，重度失能，护理补贴多少钱", "失能老年人护理补贴：符合，每月600元"),
        ("我妈83，京籍，低保，困难补贴多少", "困难老年人养老服务补贴：符合，每月300元"),
        ("我妈83，京籍，高龄津贴多少钱", "高龄津贴：符合，每月100元"),
        ("中度失能护理补贴给多少", "光凭中度失能没有护理补贴"),
        ("一级残疾｜是肢体", "失能老年人护理补贴：够条件的话，每月600元"),
        ("一级残疾｜肢体的，83，京籍", "失能老年人护理补贴：符合，每月600元"),
        ("我妈91京籍津贴多少", "按您说的情况，每月固定能领500元"),
        ("我妈轻度失能能领消费券不", "光凭轻度失能领不了"),
        ("失能护理补贴要什么材料", "护理补贴要先做老年人能力综合评估"),
        ("评估能评几级", "国家标准满分90分，共五级"),
        ("护理补贴和消费券两个都能拿吗", "不能都领：报道说"),
        ("我妈重度失能能领多少｜两个都领着行吗", "不能都领：报道说"),
        ("我妈重度失能京籍83，护理补贴和消费券能都要吗", "不能都领：报道说"),
        ("残疾人护理补贴和失能护理补贴能一起领吗", "不能重复领"),
    ],
)
def test_the_first_sentence_holds_what_is_asked(
    client: FlaskClient, conversation: str, begins: str
) -> None:
    said = str(replies(client, conversation)[-1]["text"])
    assert said.startswith(begins)


@pytest.mark.parametrize(
    "asked",
    [
        "老爹九十一了津贴怎么办",
        "老爹九十一了，津贴咋领",
        "91岁津贴怎么办",
        "老妈九十三补贴怎么申请",
    ],
)
def test_of_who_is_told_to_be_so_old_the_sum_and_the_way_to_it_are_told(
    client: FlaskClient, asked: str
) -> None:
    [reply] = replies(client, asked)
    assert "如果是北京户口，每月固定能领500元" in str(reply["text"])
    assert "街道" in str(reply["text"])


def test_meals_beside_the_allowances_are_told_beside_their_sum(client: FlaskClient) -> None:
    [reply] = replies(client, "每天去食堂吃一顿，低保，83京籍，一个月津贴多少")
    first, last = str(reply["text"]).split("\n\n")[0], str(reply["text"]).split("\n\n")[-1]
    assert (reply["total_fen_per_month"], "400元" in first) == (40000, True)
    assert "吃饭的另算" in last
    assert "150元" in last


def test_who_asks_what_comes_off_the_meals_is_told_that(client: FlaskClient) -> None:
    [reply] = replies(client, "83京籍低保，每天吃一顿食堂，一个月补多少")
    assert "一个月按30天的话是150元" in str(reply["text"]).split("\n")[0]


def test_a_blind_person_is_asked_for_the_grade(client: FlaskClient) -> None:
    first, _, last = replies(client, "盲人，82，没评级｜北京户口｜一级")
    assert "残疾证上是几级" in str(first["text"])
    assert last["total_fen_per_month"] == 70000


def test_bad_ears_without_a_card_bring_nothing_by_themselves(client: FlaskClient) -> None:
    _, told, last = replies(client, "我妈没证｜耳朵背｜83，京籍")
    assert str(told["text"]).startswith("没有残疾证的，护理补贴要看能力评估")
    assert last["total_fen_per_month"] == 10000


def test_which_of_two_is_how_old_is_not_made_up(client: FlaskClient) -> None:
    [reply] = replies(client, "我爸妈都低保，一个82一个78，京籍，一共多少")
    assert "头一位每月固定能领400元" in str(reply["text"])
    assert reply["total_fen_per_month"] == 70000
