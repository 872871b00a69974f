"""What a short message means after the one before it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


def test_the_contract_s_example_gets_the_condition_and_the_next_question(
    client: FlaskClient,
) -> None:
    reply = Chat(client).say("我妈八十三了,一个月能领多少")
    [allowance] = [b for b in reply["benefits"] if b["code"] == "age_allowance"]
    assert reply["kind"] == "eligibility"
    assert (allowance["verdict"], allowance["amount_fen_per_month"]) == ("need_info", 10000)
    assert reply["text"].startswith("如果是北京户口，每月固定能领100元：高龄津贴100元。")
    assert "老人是北京户口吗？" in reply["text"]


def test_no_sum_is_promised_while_the_registration_is_not_known(client: FlaskClient) -> None:
    chat = Chat(client)
    assert chat.say("我妈八十三了,一个月能领多少")["total_fen_per_month"] is None
    assert chat.say("是北京户口")["total_fen_per_month"] == 10000


def test_another_person_s_facts_are_put_aside(client: FlaskClient) -> None:
    chat = Chat(client)
    assert chat.say("我妈九十二，北京户口，低保，能领多少")["total_fen_per_month"] == 80000
    assert chat.say("我爸呢？")["total_fen_per_month"] is None
    assert chat.say("他八十一，北京户口")["total_fen_per_month"] == 10000
    assert chat.say("那我妈呢")["total_fen_per_month"] == 80000


def test_what_is_shared_is_kept_only_when_it_is_said(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈九十二，北京户口，低保，能领多少")
    assert chat.say("我爸也一样，他八十一")["total_fen_per_month"] == 10000


@pytest.mark.parametrize(
    ("correction", "total"),
    [("说错了，我妈九十一", 50000), ("不是八十三，是七十三", None), ("不对，是九十二", 50000)],
)
def test_an_age_is_corrected(client: FlaskClient, correction: str, total: int | None) -> None:
    chat = Chat(client)
    chat.say("我妈八十三，北京户口，不是低保，能领多少")
    assert chat.say(correction)["total_fen_per_month"] == total


def test_a_correction_is_no_answer_to_what_was_asked(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈九十二，低保，能领多少")
    reply = chat.say("不对，她九十一")
    assert "老人是北京户口吗？" in reply["text"]


def test_corrected_facts_last(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈评上重度失能了，北京户口，七十六岁，能领什么")
    assert chat.say("她吃着低保")["total_fen_per_month"] == 90000
    assert chat.say("不是低保，是低收入")["total_fen_per_month"] == 80000
    chat.say("这钱发到哪张卡上")
    assert chat.say("接着算吧")["total_fen_per_month"] == 80000


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("第二个", 1),
        ("后面那个", 2),
        ("最后一个", 2),
        ("上面那个", 0),
        ("就是这个", 0),
        ("是的", 0),
        ("对", 0),
        ("中间那个", 1),
    ],
)
def test_a_choice_is_picked_in_words(client: FlaskClient, words: str, place: int) -> None:
    chat = Chat(client)
    offered = chat.say("我想问补贴")["choices"]
    assert chat.say(words)["entry_id"] == Chat(client).say(offered[place]["text"])["entry_id"]


def test_a_choice_is_picked_by_its_name(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我想问补贴")
    assert chat.say("失能护理的那个")["entry_id"] == "care-subsidy-amount"


@pytest.mark.parametrize("words", ["都不是", "没有我要的", "不是", "都不对"])
def test_none_of_the_choices_is_asked_about_once(client: FlaskClient, words: str) -> None:
    chat = Chat(client)
    chat.say("我想问补贴")
    reply = chat.say(words)
    assert (reply["kind"], reply["choices"]) == ("clarify", [])
    assert "拨打12345" in reply["text"]
    assert chat.say("说不清楚")["kind"] == "handoff"


@pytest.mark.parametrize(
    ("before", "then", "entry"),
    [
        ("养老助残卡去哪里办？", "要带什么", "elder-card-materials"),
        ("养老助残卡去哪里办？", "能让我闺女代办吗", "elder-card-proxy"),
        ("养老助残卡丢了怎么补办？", "在哪办", "elder-card-where"),
        ("北京高龄津贴每月发多少钱？", "那护理补贴呢", "care-subsidy-amount"),
        ("上海高龄津贴多少", "那北京呢", "age-allowance-amount"),
        ("80到89周岁的老人高龄津贴有多少？", "一百岁的呢", "age-allowance-100-plus"),
        ("养老院的押金最多能收多少？", "那预收呢", "prepay-limit"),
    ],
)
def test_the_subject_is_taken_from_the_question_before(
    client: FlaskClient, before: str, then: str, entry: str
) -> None:
    chat = Chat(client)
    chat.say(before)
    assert chat.say(then)["entry_id"] == entry


def test_small_talk_in_between_does_not_lose_the_subject(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("养老助残卡去哪里办？")
    chat.say("谢谢你啊")
    assert chat.say("要带什么")["entry_id"] == "elder-card-materials"


def test_an_earlier_subject_is_taken_up_by_its_name(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("家庭养老床位怎么申请")
    chat.say("老年人能力评估由什么人来做？")
    assert chat.say("接着说刚才那个床位，收不收费")["entry_id"] == "home-bed-fee"


def test_a_question_of_its_own_is_not_bent_to_the_one_before(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("北京高龄津贴每月发多少钱？")
    assert chat.say("老年卡去哪儿办")["entry_id"] == "elder-card-where"


def test_again_means_the_short_answer_again(client: FlaskClient) -> None:
    chat = Chat(client)
    first = chat.say("北京高龄津贴每月发多少钱？")
    assert chat.say("再说一遍")["text"] == first["text"].split("\n\n")[0]


def test_whoever_is_upset_is_spoken_to_kindly(client: FlaskClient) -> None:
    reply = Chat(client).say("我问了三遍了，补贴津贴每个月哪天到账")
    assert reply["text"].startswith("让您着急了，对不起。")


def test_elsewhere_is_said_to_be_unknown(client: FlaskClient) -> None:
    assert "我只知道北京的养老政策" in Chat(client).say("上海高龄津贴多少")["text"]


@pytest.mark.parametrize("text", ["吃了吗", "今天天气怎么样", "你真好", "讲个笑话"])
def test_small_talk_is_answered_in_a_line_and_turned_to_the_point(
    client: FlaskClient, text: str
) -> None:
    reply = Chat(client).say(text)
    assert reply["kind"] == "smalltalk"
    assert len(reply["text"]) < 60
    assert any(word in reply["text"] for word in ("养老", "补贴", "老年"))


def test_a_fact_told_on_the_way_is_remembered(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我爸七十八了，老年卡去哪儿办")
    assert "养老助残卡" in chat.say("那他现在能享受啥")["text"]


@pytest.mark.parametrize("words", ["不用了", "没事了", "不想算了"])
def test_leaving_off_is_no_answer_to_what_was_asked(client: FlaskClient, words: str) -> None:
    chat = Chat(client)
    chat.say("我妈八十三了,一个月能领多少")
    chat.say(words)
    assert "如果是北京户口" in chat.say("接着算")["text"]


def test_what_something_costs_is_no_question_about_benefits(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈八十三，北京户口，不是低保，能领多少")
    assert chat.say("养老院押金一共要交多少")["entry_id"] == "deposit-limit"


def test_a_fact_told_after_an_answer_is_applied_to_its_benefit(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("失能老年人护理补贴每月多少钱？")
    reply = chat.say("北京户口，六十五")
    assert reply["kind"] == "eligibility"
    assert reply["text"].startswith("失能老年人护理补贴：")


def test_what_was_told_is_told_again_to_who_remembers_another_number(client: FlaskClient) -> None:
    chat = Chat(client)
    told = chat.say("评估几天出结果")
    again = chat.say("之前你说二十天")
    assert again["kind"] == told["kind"]
    assert again["text"].startswith("我刚才说的是：")


def test_the_only_choice_is_picked_by_its_subject(client: FlaskClient) -> None:
    chat = Chat(client)
    offered = chat.say("我卡丢了")
    assert [choice["text"] for choice in offered["choices"]] != []
    assert chat.say("就是坐车那个卡")["entry_id"] == "elder-card-lost"


@pytest.mark.parametrize(
    "text", ["我已经把身份证号告诉他了", "已经给了他验证码了", "我转给人家两千了"]
)
def test_what_was_given_to_a_seller_is_heard_whatever_it_was(
    client: FlaskClient, text: str
) -> None:
    chat = Chat(client)
    chat.say("有人给我打电话说代办高龄津贴要收手续费三百")
    assert "110" in chat.say(text)["text"]
