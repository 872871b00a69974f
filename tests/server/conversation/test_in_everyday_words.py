"""Messages in everyday words that once got no answer, or one to another question."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat

pytestmark = pytest.mark.usefixtures("when_written")


def verdict(reply: dict[str, Any], code: str) -> dict[str, Any]:
    return next(benefit for benefit in reply["benefits"] if benefit["code"] == code)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("中度失能消费券多少钱", "voucher-amount"),
        ("上个月的没到账", "allowance-pay-day"),
        ("我爸走了，卡里还有钱怎么处理", "allowance-death"),
        ("八十岁生日还没到能提前申请吗", "age-allowance-under-80"),
        ("刚满90，涨到五百从哪个月开始", "age-allowance-step-up"),
        ("我腿脚不便能上门办吗", "allowance-who-applies"),
        ("住院期间补贴停吗", "allowance-stop-reasons"),
        ("七十岁吃饭有补贴吗", "meal-subsidy-who"),
        ("苹果园街道电话", "allowance-pingguoyuan"),
    ],
)
def test_everyday_words_find_their_entry(client: FlaskClient, text: str, entry: str) -> None:
    reply = Chat(client).say(text)
    assert (reply["kind"], reply["entry_id"]) == ("answer", entry)


@pytest.mark.parametrize(
    "text", ["驾照七十岁换证", "老人免费旅游景点有哪些", "补贴比上个月少了一百", "儿子女儿都在国外"]
)
def test_what_is_none_of_ours_gets_neither_a_sum_nor_a_warning(
    client: FlaskClient, text: str
) -> None:
    reply = Chat(client).say(text)
    assert reply["kind"] in ("handoff", "clarify")
    assert "国外的请问当地" not in reply["text"]


@pytest.mark.parametrize("text", ["重度失能一个月补多少", "重度失能的给多少钱啊"])
def test_a_kind_of_people_is_told_what_it_gets(client: FlaskClient, text: str) -> None:
    reply = Chat(client).say(text)
    assert reply["kind"] == "eligibility"
    assert "年满60周岁：失能老年人护理补贴每月600元" in reply["text"]
    assert reply["total_fen_per_month"] is None
    assert verdict(reply, "care_subsidy")["verdict"] == "need_info"


def test_whoever_is_named_next_is_of_that_kind(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("重度失能一个月补多少")
    assert chat.say("我爸75，北京户口")["total_fen_per_month"] == 60000


def test_what_the_speaker_says_of_herself_is_nobody_elses(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我吃低保，能领多少")
    assert chat.say("我妈90，北京户口，能领多少")["total_fen_per_month"] == 50000


def test_a_kind_asked_about_beside_a_known_person_is_only_supposed(client: FlaskClient) -> None:
    chat = Chat(client)
    assert chat.say("我妈85，北京户口，能领多少")["total_fen_per_month"] == 10000
    chat.say("重度失能一个月补多少")
    assert chat.say("那我妈到底能领多少")["total_fen_per_month"] == 10000


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("我妈肢体二级残疾，能领多少", "如果是北京户口、年满60周岁：失能老年人护理补贴每月400元"),
        ("我爸是低保，北京户口，能领多少", "如果年满60周岁：困难老年人养老服务补贴每月300元"),
    ],
)
def test_what_hangs_on_the_age_alone_is_told_before_it_is_known(
    client: FlaskClient, text: str, told: str
) -> None:
    assert told in Chat(client).say(text)["text"]


def test_a_registration_elsewhere_is_told_no_amount_for_beijing(client: FlaskClient) -> None:
    assert (
        "护理补贴每月"
        not in Chat(client).say("我妈外地户口，重度失能，能领多少")["text"].split("\n")[0]
    )


@pytest.mark.parametrize("text", ["我1946年12月生，啥时候能领高龄", "79岁11个月能领不"])
def test_who_is_not_old_enough_is_told_so(client: FlaskClient, text: str) -> None:
    assert verdict(Chat(client).say(text), "age_allowance")["verdict"] == "not_eligible"


def test_a_year_of_birth_needs_no_word_for_birth(client: FlaskClient) -> None:
    assert verdict(Chat(client).say("1940年的能领多少"), "age_allowance")["tier"].startswith(
        "80至89"
    )


def test_the_telephone_of_one_office_is_asked_about_not_told(client: FlaskClient) -> None:
    reply = Chat(client).say("街道电话多少")
    assert reply["kind"] == "clarify"
    assert "88932121" not in reply["text"]


def test_where_the_children_live_is_told_of_not_asked_about(client: FlaskClient) -> None:
    assert Chat(client).say("儿子在上海，我83，北京户口，能领多少")["total_fen_per_month"] == 10000
    there = Chat(client).say("儿子在上海，那边高龄津贴多少")
    assert (there["kind"], "上海" in there["text"]) == ("handoff", True)


@pytest.mark.parametrize(
    "text", ["电梯困住了", "我妈被反锁在屋里出不来了", "老爷子困在电梯里，按铃没人应"]
)
def test_people_who_are_trapped_are_helped_first(client: FlaskClient, text: str) -> None:
    reply = Chat(client).say(text)
    assert reply["kind"] == "emergency"
    assert "119" in [action["target"] for action in reply["actions"]]


@pytest.mark.parametrize(
    "text", ["老楼加装电梯补多少钱", "电梯坏了找谁修", "没电梯的老楼送饭送到几楼"]
)
def test_a_lift_by_itself_is_no_danger(client: FlaskClient, text: str) -> None:
    assert Chat(client).say(text)["kind"] != "emergency"


def test_whether_to_be_believed_is_answered_with_the_sources(client: FlaskClient) -> None:
    reply = Chat(client).say("你说的准吗")
    assert reply["kind"] == "smalltalk"
    assert "出处" in reply["text"]
