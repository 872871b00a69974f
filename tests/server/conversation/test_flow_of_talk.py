"""Follow-ups that say next to nothing by themselves: who is in charge, not that, what about him."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat

SUM = "我妈83，北京户口，能领多少"


def after(client: FlaskClient, *texts: str) -> dict[str, Any]:
    """The reply to the last of ``texts``, said one after another."""
    chat = Chat(client)
    for text in texts[:-1]:
        chat.say(text)
    return chat.say(texts[-1])


@pytest.mark.parametrize(
    "asked", ["谁管这事", "找谁", "归谁管", "这事归哪个部门管", "那该找谁问呢"]
)
@pytest.mark.parametrize(
    ("before", "entries"),
    [
        ("老年卡怎么办", {"elder-card-where"}),
        ("高龄津贴怎么申请", {"allowance-apply-channels", "allowance-who-applies"}),
        ("家里想装扶手有补贴吗", {"retrofit-apply"}),
        ("养老院押金不退", {"overcharge-complaint"}),
        ("一键呼是什么", {"emergency-button-apply"}),
    ],
)
def test_who_is_in_charge_of_what_was_spoken_of_is_told(
    client: FlaskClient, before: str, entries: set[str], asked: str
) -> None:
    reply = after(client, before, asked)
    assert reply["kind"] == "answer"
    assert reply["entry_id"] in entries


@pytest.mark.parametrize("asked", ["谁管这事", "找谁", "归谁管"])
def test_who_is_in_charge_is_never_refused(client: FlaskClient, asked: str) -> None:
    for before in (SUM, "拿养老助残卡坐公交车免费吗", "附近食堂在哪", "你好"):
        reply = after(client, before, asked)
        assert reply["kind"] in ("answer", "smalltalk")
        assert "没有可靠的答案" not in reply["text"]
    assert "哪件事" in Chat(client).say(asked)["text"]


@pytest.mark.parametrize(
    "words", ["我没问这个", "不是问这个", "我问的是别的", "不对", "你理解错了", "你没回答我的问题"]
)
def test_not_that_offers_what_else_may_have_been_meant(client: FlaskClient, words: str) -> None:
    reply = after(client, "高龄津贴怎么申请", words)
    assert reply["kind"] == "clarify"
    assert reply["text"].startswith("对不起")
    assert reply["choices"]


def test_not_right_after_a_sum_asks_what_is_wrong(client: FlaskClient) -> None:
    reply = after(client, SUM, "不对")
    assert "哪样情况我弄错了" in reply["text"]


def test_not_that_and_what_instead_is_a_question(client: FlaskClient) -> None:
    reply = after(client, "高龄津贴多少钱", "我没问这个，我问的是老年卡在哪办")
    assert reply["entry_id"] == "elder-card-where"


def test_somebody_who_is_only_pointed_at_is_asked_about(client: FlaskClient) -> None:
    reply = after(client, "我83，北京户口，能领多少", "那他呢")
    assert "哪一位" in reply["text"]
    assert after(client, SUM, "那他呢", "我爸91，北京户口")["total_fen_per_month"] == 50000


def test_somebody_who_is_pointed_at_and_was_told_of_is_meant(client: FlaskClient) -> None:
    reply = after(client, "我爸92，北京户口", "我妈83，北京户口，能领多少", "那他呢")
    assert reply["total_fen_per_month"] == 50000


def test_of_whoever_is_pointed_at_an_answer_holds_too(client: FlaskClient) -> None:
    reply = after(client, "老年卡去哪里办", "那他呢")
    assert reply["entry_id"] == "elder-card-where"


def test_what_was_told_of_one_is_never_reckoned_for_who_is_pointed_at(client: FlaskClient) -> None:
    told = "我妈83，北京户口，低保，能领多少"
    assert after(client, told, "那他呢", "91", "北京户口")["total_fen_per_month"] == 50000
    told = "我83，北京户口，低保，能领多少"
    assert after(client, told, "那他呢", "91", "北京户口")["total_fen_per_month"] == 50000


@pytest.mark.parametrize("words", ["说错了，我没摔", "没摔，我说错了", "不是，她没摔"])
@pytest.mark.parametrize("before", ["我摔了一跤", "老年卡怎么办", SUM])
def test_a_fall_that_is_taken_back_is_heard(client: FlaskClient, before: str, words: str) -> None:
    reply = after(client, before, words)
    assert reply["text"].startswith("没事就好")
    assert ("请再告诉我" in reply["text"]) == (before == SUM)


def test_who_fell_and_cannot_get_up_takes_nothing_back(client: FlaskClient) -> None:
    assert after(client, "我妈摔了", "不是没摔，是起不来了")["kind"] == "emergency"


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        (
            "坐公交免费吗公园呢地铁呢",
            ["elder-card-bus", "elder-card-park", "elder-card-subway"],
        ),
        ("老年卡坐公交免费吗地铁呢", ["elder-card-bus", "elder-card-subway"]),
        ("高龄津贴多少护理补贴呢", ["age-allowance-amount", "care-subsidy-amount"]),
        ("押金多少预收费呢会员费呢", ["deposit-limit", "prepay-limit", "membership-fee"]),
    ],
)
def test_things_named_one_after_another_without_a_mark_are_answered_each(
    client: FlaskClient, text: str, entries: list[str]
) -> None:
    reply = Chat(client).say(text)
    told = [choice["text"] for choice in reply["choices"]]
    assert reply["kind"] == "answer"
    assert len(told) == len(entries)


@pytest.mark.parametrize("text", ["那护理补贴呢", "要带什么呢", "高龄津贴在哪办呢"])
def test_one_question_that_ends_so_stays_one(client: FlaskClient, text: str) -> None:
    assert "一件一件说" not in after(client, "高龄津贴多少钱", text)["text"]


@pytest.mark.parametrize("where", ["去河北呢", "到天津呢"])
def test_the_bus_out_of_beijing_is_still_the_bus(client: FlaskClient, where: str) -> None:
    assert after(client, "老年卡坐公交免费吗", where)["entry_id"] == "elder-card-bus"


@pytest.mark.parametrize(
    ("texts", "entry"),
    [
        (("护理补贴怎么申请", "批下来得等多久"), "allowance-approval-time"),
        (("高龄津贴怎么申请", "网上行不"), "allowance-apply-online"),
        (("高龄津贴怎么申请", "我妈下不了楼"), "allowance-who-applies"),
        (("老年卡怎么办", "卡办下来得等多久"), "elder-card-how-long"),
        (("失能了有消费券吗",), "voucher-who"),
        (("哪儿能剪头发",), "station-haircut"),
        (("剃头上哪儿",), "station-haircut"),
        (("养老院把我妈摔了怎么赔偿",), "harm-in-care"),
        (("我爸在养老院磕破头，院方赔不赔",), "harm-in-care"),
        (("没人管我，饭补也不给",), "meal-subsidy-who"),
    ],
)
def test_what_is_known_is_found_in_these_words(
    client: FlaskClient, texts: tuple[str, ...], entry: str
) -> None:
    assert after(client, *texts)["entry_id"] == entry


@pytest.mark.parametrize("text", ["车祸赔偿怎么算", "快递丢了找谁赔", "租房押金收了一万合理吗"])
def test_damages_and_deposits_of_another_kind_stay_refused(client: FlaskClient, text: str) -> None:
    assert Chat(client).say(text)["kind"] == "handoff"


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("一睁眼就盼着天黑", "psychological-comfort"),
        ("屋里静得慌", "psychological-comfort"),
        ("我就是个累赘", "psychological-comfort"),
        ("一个人吃饭没滋味", "psychological-comfort"),
        ("过年就我一个人", "psychological-comfort"),
        ("伺候老伴伺候得我都快垮了", "respite-care"),
        ("护工走了，我爸一个人在家没人管", "home-daily-care"),
        ("没人照顾我妈", "home-daily-care"),
    ],
)
def test_a_weary_or_lonely_remark_is_met_with_kindness_and_help(
    client: FlaskClient, text: str, entry: str
) -> None:
    reply = Chat(client).say(text)
    assert (reply["kind"], reply["entry_id"]) == ("answer", entry)
    assert reply["text"].startswith(("听着您心里不好受", "您这么照顾着", "您先别急"))
    assert any(action["target"] == "/help" for action in reply["actions"])
    assert len(reply["choices"]) > 1


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (("养老院月费6000，押金要收三万合理吗",), ("24000元", "超出6000元")),
        (("养老院一个月八千五，押金三万四多不多",), ("34000元", "没有超")),
        (("养老院押金收十个月的行吗",), ("10个月的押金超了",)),
        (("养老院押金最多收多少", "一个月4500"), ("18000元",)),
        (("养老院押金最多收多少", "一个月4500", "收了两万呢"), ("18000元", "超出2000元")),
        (("养老院押金最多收多少", "一个月4500", "那五千的呢"), ("20000元",)),
    ],
)
def test_a_deposit_is_reckoned_from_the_fee(
    client: FlaskClient, texts: tuple[str, ...], says: tuple[str, ...]
) -> None:
    reply = after(client, *texts)
    assert reply["entry_id"] == "deposit-limit"
    assert all(words in reply["text"] for words in says)


def test_without_a_fee_the_rule_is_told(client: FlaskClient) -> None:
    assert after(client, "养老院押金两万")["text"].startswith("养老院的押金最多是每月服务费的4倍")


def test_another_sum_after_the_deposit_is_no_fee(client: FlaskClient) -> None:
    reply = after(client, "养老院押金最多收多少", "护理补贴一个月600吗")
    assert reply["entry_id"] != "deposit-limit"


@pytest.mark.parametrize("text", ["我婆婆", "我说的那个补贴", "那"])
def test_who_only_begins_to_tell_is_asked_on(client: FlaskClient, text: str) -> None:
    reply = Chat(client).say(text)
    assert reply["text"].startswith("您请说")


@pytest.mark.parametrize("text", ["气死我了", "街道让我跑了三趟"])
def test_who_is_only_angry_gets_an_apology_and_is_asked_on(client: FlaskClient, text: str) -> None:
    reply = Chat(client).say(text)
    assert reply["text"].startswith("让您着急了，对不起。您请说")


def test_what_is_offered_alone_is_taken_for_granted_by_who_goes_on(client: FlaskClient) -> None:
    assert after(client, "能力平估怎么弄", "要钱不")["entry_id"] == "assessment-fee"


@pytest.mark.parametrize("text", ["俺闺女去行不", "让我儿子去成不", "邻居能替我办吗"])
def test_whether_somebody_else_may_do_it_is_told(client: FlaskClient, text: str) -> None:
    assert after(client, "高龄津贴怎么申请", text)["entry_id"] == "allowance-who-applies"


@pytest.mark.parametrize(
    "text",
    [
        "居住登记卡能领消费券吗，我山西的，评估中度",
        "去天津坐公交能刷老年卡吗",
        "唉我跟你说啊，孩子在国外，我想问高龄津贴怎么申请",
    ],
)
def test_another_place_beside_a_matter_of_beijing_refuses_nothing(
    client: FlaskClient, text: str
) -> None:
    reply = Chat(client).say(text)
    assert reply["kind"] in ("answer", "eligibility")


@pytest.mark.parametrize(
    "text",
    ["上海的高龄津贴多少", "我家狗病了怎么办", "股票怎么买", "河南低保多少钱", "猫走丢了找谁"],
)
def test_what_is_none_of_ours_stays_refused(client: FlaskClient, text: str) -> None:
    assert Chat(client).say(text)["kind"] == "handoff"


@pytest.mark.parametrize("then", ["那今年几月能领", "啥时候能领", "那还得等多久"])
def test_when_the_allowance_begins_is_told_by_the_birthday_that_is_known(
    client: FlaskClient, then: str
) -> None:
    chat = Chat(client)
    chat.say("我爸1946年12月20号的生日,北京户口,高龄津贴现在能领吗")
    assert "2026年12月20日" in chat.say(then)["text"].split("\n")[0]


def test_who_gets_it_already_is_told_the_rule(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我爸1940年12月20号的生日,北京户口")
    assert chat.say("几月能领")["entry_id"] == "allowance-start-month"


def test_what_has_not_changed_is_not_told_again_but_on_demand(client: FlaskClient) -> None:
    chat = Chat(client)
    first = chat.say("我妈八十三,北京户口")
    later = chat.say("是低保")
    assert "就餐补贴" in first["text"]
    again = chat.say("没有残疾证")
    assert "就餐补贴" not in again["text"]
    assert "困难老年人养老服务补贴：符合" in later["text"]
    assert {b["code"] for b in later["benefits"]} == {b["code"] for b in first["benefits"]}
    assert "看全部" in [choice["text"] for choice in later["choices"]]
    whole = chat.say("看全部")
    assert whole["total_fen_per_month"] == later["total_fen_per_month"]
    for benefit in whole["benefits"]:
        assert f"- {benefit['name']}：" in whole["text"]
    assert "看全部" not in [choice["text"] for choice in whole["choices"]]


def test_another_person_is_told_everything(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈八十三,北京户口")
    assert "就餐补贴" in chat.say("我爸八十五，北京户口呢")["text"]
