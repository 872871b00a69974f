"""Thanks, complaints, doubts and puzzled words in the middle of a conversation."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat

HOW = "高龄津贴怎么领"
SUM = "我妈86岁能领什么"


def after(client: FlaskClient, *texts: str) -> dict[str, Any]:
    """The reply to the last of ``texts``, said one after another."""
    chat = Chat(client)
    for text in texts[:-1]:
        chat.say(text)
    return chat.say(texts[-1])


@pytest.mark.parametrize(
    "text", ["谢谢啊说得挺明白", "行，知道了，麻烦您了", "成，那我明儿去街道问问"]
)
@pytest.mark.parametrize("before", [(), (HOW,), (SUM,)])
def test_thanks_are_answered_kindly(
    client: FlaskClient, text: str, before: tuple[str, ...]
) -> None:
    reply = after(client, *before, text)
    assert reply["kind"] == "smalltalk"
    assert "120" not in reply["text"]


@pytest.mark.parametrize(
    "text", ["谢谢，那护理补贴呢", "谢谢啊说得挺明白，那护理补贴呢", "您讲得真好！护理补贴呢"]
)
def test_thanks_with_a_question_are_a_question(client: FlaskClient, text: str) -> None:
    reply = after(client, "高龄津贴多少钱", text)
    assert reply["entry_id"] == "care-subsidy-amount"


@pytest.mark.parametrize(
    "text", ["我问的不是这个", "答得不对，重新答", "你说的都不对", "你这破机器人真没用"]
)
def test_a_complaint_is_answered_with_an_apology_and_choices(
    client: FlaskClient, text: str
) -> None:
    reply = after(client, HOW, text)
    assert reply["kind"] == "clarify"
    assert reply["text"].startswith("对不起")
    assert "转人工" in reply["text"]
    assert text not in reply["text"]
    assert len(reply["choices"]) > 1


def test_what_a_complaint_offers_can_be_picked(client: FlaskClient) -> None:
    reply = after(client, HOW, "我问的不是这个", "第二个")
    assert (reply["kind"], reply["entry_id"]) == ("answer", "allowance-materials")


def test_a_complaint_about_a_sum_asks_what_is_wrong_and_keeps_the_question(
    client: FlaskClient,
) -> None:
    chat = Chat(client)
    chat.say(SUM)
    reply = chat.say("你算得不对")
    assert "哪样情况我弄错了" in reply["text"]
    assert "老人是北京户口吗" in reply["text"]
    assert chat.say("是北京户口，不是86，是96")["total_fen_per_month"] == 50000


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("我问的不是高龄津贴，是护理补贴", "care-subsidy-amount"),
        ("我说的不是这个，是困难补贴", "difficulty-subsidy-amount"),
        ("我问的是护理补贴", "care-subsidy-amount"),
    ],
)
def test_a_complaint_that_names_what_was_meant_is_a_question(
    client: FlaskClient, text: str, entry: str
) -> None:
    assert after(client, "高龄津贴多少钱", text)["entry_id"] == entry


def test_a_long_winded_answer_is_told_in_short(client: FlaskClient) -> None:
    long, short = after(client, HOW), after(client, HOW, "你这回答太啰嗦了")
    assert short["entry_id"] == long["entry_id"]
    assert len(short["text"]) < len(long["text"]) / 2


def test_shorter_and_shorter_still_says_something_and_keeps_what_is_unsure(
    client: FlaskClient,
) -> None:
    voucher = after(client, "消费券怎么领", "太长了", "再短点")
    assert voucher["text"].startswith("这已经是最短的了：")
    assert "未知" in voucher["text"]
    card = after(client, "老年卡丢了怎么补", "短点", "再短一些")
    assert "挂失" in card["text"]
    assert "好，我说短一点：好，" not in card["text"]


@pytest.mark.parametrize(
    "text", ["别说那么多字", "还是太小", "能念出来吗", "这字怎么这么小", "再简单点"]
)
def test_who_cannot_read_it_is_told_what_helps_however_often_it_is_said(
    client: FlaskClient, text: str
) -> None:
    assert after(client, "字太小", text)["text"].startswith("好，我说短一点。打字、说话都行")


@pytest.mark.parametrize(
    "text", ["补贴这么多我都看晕了", "这些政策搞不明白", "你们那么多津贴 绕糊涂了"]
)
def test_who_is_lost_among_the_benefits_is_told_the_three(client: FlaskClient, text: str) -> None:
    reply = after(client, text)
    assert reply["kind"] == "clarify"
    assert "常问的就是三样" in reply["text"]


@pytest.mark.parametrize(
    "text", ["我妈糊涂了有没有补贴", "这些补贴怎么申请", "老人糊涂了政策能给啥"]
)
def test_who_asks_of_benefits_is_not_taken_for_lost(client: FlaskClient, text: str) -> None:
    assert "常问的就是三样" not in after(client, text)["text"]


def test_a_nod_is_no_farewell_and_what_comes_next_is_of_the_answer_before_it(
    client: FlaskClient,
) -> None:
    assert "保重" not in after(client, "老年卡在哪办", "嗯")["text"]
    assert after(client, "高龄津贴去哪办", "嗯", "然后呢")["kind"] == "answer"


@pytest.mark.parametrize("text", ["老让我打12345", "12345打过了不管用", "12345占线"])
def test_who_gets_nowhere_on_the_telephone_is_told_where_to_go(
    client: FlaskClient, text: str
) -> None:
    assert "当面问" in after(client, text)["text"]


def test_a_no_before_anything_was_said_is_asked_on(client: FlaskClient) -> None:
    assert after(client, "不是")["text"].startswith("您想问什么")


@pytest.mark.parametrize("text", ["为啥老问我", "怎么问起来没完了", "问这些干什么"])
def test_why_so_much_is_asked_is_told_and_the_question_stays_open(
    client: FlaskClient, text: str
) -> None:
    chat = Chat(client)
    chat.say(SUM)
    reply = chat.say(text)
    assert "都可能改变能领的钱数" in reply["text"]
    assert "直接算" in reply["text"]
    assert "老人是北京户口吗" in reply["text"]
    assert chat.say("是")["total_fen_per_month"] == 10000


@pytest.mark.parametrize("text", ["别问了直接说多少钱", "直接算吧"])
def test_the_sum_is_told_without_another_question(client: FlaskClient, text: str) -> None:
    reply = after(client, "我妈86岁北京户口能领什么", text)
    assert reply["total_fen_per_month"] == 10000
    assert "请再告诉我" not in reply["text"]
    assert [choice["text"] for choice in reply["choices"]] == ["看全部"]


def test_a_puzzled_word_is_answered_with_the_short_form(client: FlaskClient) -> None:
    assert after(client, "啊？")["text"].startswith("您想问什么")
    short = after(client, HOW, "嗯？")
    assert short["entry_id"] == "age-allowance-auto"
    assert "\n\n" not in short["text"]


@pytest.mark.parametrize(
    "texts",
    [
        ("三类补贴能一起领吗", "护理补贴呢"),
        ("高龄津贴能和困难补贴一起领吗", "困难补贴呢"),
        ("护理补贴多少钱", "高龄津贴呢", "两个能一起领吗", "困难补贴呢"),
        ("三类补贴能一起领吗", "那高龄津贴呢"),
    ],
)
def test_an_allowance_named_after_all_three_goes_together_with_them(
    client: FlaskClient, texts: tuple[str, ...]
) -> None:
    assert after(client, *texts)["entry_id"] == "three-allowances-together"


@pytest.mark.parametrize(
    ("texts", "entry"),
    [
        (("护理补贴能和残疾人两项补贴一起领吗", "困难补贴呢"), "allowance-vs-disability-subsidies"),
        (("三类补贴能一起领吗", "护理补贴多少钱"), "care-subsidy-amount"),
        (("护理补贴怎么申请", "高龄津贴呢"), "age-allowance-auto"),
        (("高龄津贴要带什么", "困难补贴呢"), "allowance-materials"),
        (("高龄津贴多少钱", "护理补贴呢"), "care-subsidy-amount"),
    ],
)
def test_another_allowance_takes_over_what_was_asked(
    client: FlaskClient, texts: tuple[str, ...], entry: str
) -> None:
    assert after(client, *texts)["entry_id"] == entry


@pytest.mark.parametrize(
    "texts",
    [
        ("津贴申请了两个月没动静", "找谁催"),
        ("津贴申请了两个月没动静", "找谁催", "还是没人管怎么办"),
        ("补贴报上去一个多月了没消息", "该找谁催啊"),
        ("高龄津贴怎么领", "交了两个月了没动静"),
    ],
)
def test_who_waits_too_long_is_told_whom_to_press(
    client: FlaskClient, texts: tuple[str, ...]
) -> None:
    reply = after(client, *texts)
    assert reply["entry_id"] == "allowance-chase"
    assert "民政窗口" in reply["speech_text"]
    assert "12345" in reply["speech_text"]


@pytest.mark.parametrize(
    "text", ["不对吧，我邻居八十五领两百呢", "人家怎么领三百", "怎么才一百", "不会吧，我听说有两百"]
)
def test_a_doubted_amount_is_held_to_with_its_date_and_source(
    client: FlaskClient, text: str
) -> None:
    reply = after(client, "高龄津贴多少钱", text)
    assert reply["entry_id"] == "age-allowance-amount"
    assert reply["text"].startswith("查到的规定是这么写的，2026年")
    for said in ("每月100元", "可以同时领", "京民养老发〔2019〕160号", "12345"):
        assert said in reply["text"]


@pytest.mark.parametrize("text", ["听说消费券有一千", "邻居家的护理补贴领六百呢"])
def test_what_is_heard_of_other_money_is_no_doubt(client: FlaskClient, text: str) -> None:
    assert after(client, "高龄津贴多少钱", text)["entry_id"] != "age-allowance-amount"


def test_a_doubted_sum_is_held_to_and_its_question_stays_open(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈85岁北京户口能领多少")
    reply = chat.say("不对吧，我邻居也85，领两百呢")
    assert reply["total_fen_per_month"] == 10000
    assert "请再告诉我：老人家里是低保" in reply["text"]
    assert chat.say("是低保")["total_fen_per_month"] == 40000


@pytest.mark.parametrize(
    ("text", "total"), [("不对，我妈是92", 50000), ("不对，她领着300的低保", 40000)]
)
def test_a_corrected_fact_is_no_doubt(client: FlaskClient, text: str, total: int) -> None:
    assert after(client, "我妈85岁北京户口能领多少", text)["total_fen_per_month"] == total


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (("视力一级给多少", "二级呢"), "每月400元"),
        (("视力一级给多少", "二级呢", "三级呢"), "视力残疾三级，护理补贴里没有这一档"),
        (("视力一级给多少", "那四级的给多少"), "视力残疾四级，护理补贴里没有这一档"),
        (("听力二级给多少", "三级呢"), "听力残疾三级，护理补贴里没有这一档"),
        (("听力二级给多少", "智力三级呢"), "每月400元"),
        (("视力三级给多少",), "视力残疾三级，护理补贴里没有这一档"),
    ],
)
def test_another_grade_of_the_same_kind_is_told_by_the_rules(
    client: FlaskClient, texts: tuple[str, ...], told: str
) -> None:
    assert told in after(client, *texts)["text"].split("\n")[0]


def test_who_is_named_next_has_the_grade_asked_about_last(client: FlaskClient) -> None:
    reply = after(client, "视力一级给多少", "二级呢", "我爸75，北京户口")
    assert reply["total_fen_per_month"] == 40000


def test_another_grade_of_somebody_s_disability_is_only_supposed(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我爸视力一级，北京户口，75，能领多少")
    assert chat.say("二级呢")["text"].startswith("要是这样：")
    assert chat.say("不是低保")["total_fen_per_month"] == 60000


@pytest.mark.parametrize("text", ["还有别的办法吗", "还有其他办法吗", "没别的路子了吗"])
def test_other_ways_are_offered(client: FlaskClient, text: str) -> None:
    reply = after(client, "我被骗了三万块钱怎么办", text)
    assert reply["kind"] == "clarify"
    assert len(reply["choices"]) > 1
    assert "我想问的是" not in reply["text"]


def test_the_district_of_the_trial_is_told_yes_first(client: FlaskClient) -> None:
    assert after(client, "石景山有长护险吗")["text"].startswith("石景山有")
    assert "没有单说海淀" in after(client, "石景山有长护险吗", "海淀呢")["text"]


@pytest.mark.parametrize(
    "text", ["那海淀失能老人有什么", "朝阳区的失能老人有什么", "失能老人有什么"]
)
def test_what_there_is_for_the_disabled_is_offered(client: FlaskClient, text: str) -> None:
    reply = after(client, "石景山有长护险吗", text)
    assert reply["kind"] == "clarify"
    assert next(c["label"] for c in reply["choices"]) == "失能护理补贴每月多少钱"


@pytest.mark.parametrize("where", ["我在朝阳区望京", "我家住海淀五道口", "我妈住在西城区"])
def test_whoever_says_where_she_lives_is_told_what_holds_in_the_city(
    client: FlaskClient, where: str
) -> None:
    reply = after(client, "助餐点在哪", where)
    assert reply["entry_id"] == "meal-point-lookup"
    assert reply["text"].startswith("查到的是全市的说法，没有单说")


@pytest.mark.parametrize("text", ["有电话吗", "电话多少", "打哪个电话", "怎么联系他们"])
@pytest.mark.parametrize(
    ("question", "number"), [("助餐点在哪", "12345"), ("老年卡在哪办", "96198")]
)
def test_the_number_of_what_was_told_is_told(
    client: FlaskClient, question: str, number: str, text: str
) -> None:
    reply = after(client, question, text)
    assert f"能打的电话是：{number}" in reply["text"]


@pytest.mark.parametrize(
    "texts",
    [
        ("海淀家庭养老床位", "朝阳区呢"),
        ("海淀谁能办家庭养老床位", "朝阳呢"),
        ("海淀家庭养老床位补贴多少", "西城呢"),
        ("海淀家庭养老床位能和护理补贴同领吗", "朝阳区呢"),
    ],
)
def test_one_district_s_rules_are_not_told_of_another(
    client: FlaskClient, texts: tuple[str, ...]
) -> None:
    reply = after(client, *texts)
    assert reply["entry_id"] == "home-bed-who"
    assert "没有单说" in reply["text"]


def test_a_subject_with_its_district_offers_what_is_told_there(client: FlaskClient) -> None:
    reply = Chat(client).say("海淀家庭养老床位")
    assert reply["kind"] == "clarify"
    assert all("海淀" in choice["label"] for choice in reply["choices"])


@pytest.mark.parametrize(
    "before", [("打扫卫生有上门的吗",), ("请人上门洗澡多少钱", "那打扫卫生呢", "剪头发呢")]
)
def test_cooking_is_not_told_as_cleaning(client: FlaskClient, before: tuple[str, ...]) -> None:
    reply = after(client, *before, "做饭呢")
    assert reply["entry_id"] == "home-cooking"
    assert "没查到" in reply["speech_text"]
