"""The card for whoever quotes a seller, over HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from intents.signs.alarm import FRAUD
from intents.signs.fraud import Trick
from knowledge.loader import Base
from server.conversation.remarks.warning import CHECK, compose_warning, warnings
from tests.server.talk import ask, ask_by_form, post, reply_to, words_of

OFFER = "有个公司说交十万块钱每年给百分之十二的利息还能住养老院你说能行吗"
PAID = "我妈已经交了两万会员费，现在公司人去楼空了"
PLATFORMS = ("中国社会组织公共服务平台", "国家企业信用信息公示系统", "事业单位在线网")


def numbers(reply: dict) -> list[str]:
    return [action["target"] for action in reply["actions"] if action["type"] == "call"]


def test_a_quoted_seller_gets_the_warning_of_his_trick(client: FlaskClient, base: Base) -> None:
    reply = reply_to(client, OFFER)
    assert reply["kind"] == "fraud_warning"
    assert reply["text"].startswith("先别投钱。")
    assert reply["entry_id"] == "fraud-high-return"
    assert reply["last_checked"] == base.entries["fraud-high-return"].last_checked.isoformat()


def test_the_card_says_how_to_check_a_provider_and_cites_it(
    client: FlaskClient, base: Base
) -> None:
    reply = reply_to(client, OFFER)
    assert all(platform in reply["text"] for platform in PLATFORMS)
    cited = {source["title"] for source in reply["citations"]}
    assert base.documents["mca-platform-pilot"].title in cited


def test_an_offer_is_asked_about_first_and_paid_money_is_reported_first(
    client: FlaskClient,
) -> None:
    assert numbers(reply_to(client, OFFER)) == ["12345", "110"]
    paid = reply_to(client, PAID)
    assert numbers(paid) == ["110", "12345"]
    assert paid["text"].split("\n\n")[1].startswith("- 已经交了钱")


def test_a_forwarded_message_counts_as_told(client: FlaskClient) -> None:
    reply = reply_to(client, "【通知】您可领取3000元补贴, 请点击链接http://abc.example/x")
    assert reply["kind"] == "fraud_warning"
    assert "链接" in reply["speech_text"]


def test_the_choices_of_the_card_lead_to_answers(client: FlaskClient) -> None:
    choices = reply_to(client, OFFER)["choices"]
    answers = [reply_to(client, choice["text"]) for choice in choices]
    assert [(a["kind"], a["entry_id"]) for a in answers] == [
        ("answer", "fraud-high-return"),
        ("answer", CHECK),
    ]


def test_a_choice_can_be_picked_in_words(client: FlaskClient) -> None:
    said = ask(client, OFFER)
    reply = reply_to(client, "第二个", conversation_id=said["conversation_id"])
    assert reply["entry_id"] == CHECK


@pytest.mark.parametrize(
    "text",
    ["养老院收押金合规吗有什么规定", "怎么防诈骗", "以房养老是什么政策", "消费券怎么领要验证码吗"],
)
def test_questions_about_rules_are_answered_from_the_base(client: FlaskClient, text: str) -> None:
    assert reply_to(client, text)["kind"] != "fraud_warning"


def test_the_words_of_an_entry_are_a_question_for_it(client: FlaskClient, base: Base) -> None:
    for name in {warned.entry for warned in warnings().values()} | {CHECK}:
        entry = base.entries[name]
        asked = (entry.question, *entry.phrasings.all())
        told = [reply_to(client, text) for text in asked[:4]]
        assert {(t["kind"], t["entry_id"]) for t in told} == {("answer", name)}


def test_danger_comes_before_fraud(client: FlaskClient) -> None:
    text = "我妈摔倒了起不来，旁边卖保健品的还让她先交五千块"
    assert reply_to(client, text)["kind"] == "emergency"


def test_a_warning_is_limited_like_a_question(app_with: Callable[..., Flask]) -> None:
    strict = app_with(chat_rate_limit="1/minute").test_client()
    assert [post(strict, OFFER).status_code for _ in range(2)] == [200, 429]


def test_without_knowledge_the_card_still_warns(empty_app: Flask) -> None:
    reply = reply_to(empty_app.test_client(), OFFER)
    assert (reply["kind"], reply["release"], reply["choices"]) == ("fraud_warning", None, [])
    assert numbers(reply) == ["12345", "110"]


def test_every_trick_has_a_warning_of_two_short_sentences(base: Base) -> None:
    told = warnings()
    assert set(told) == set(FRAUD.kinds)
    for name, warned in told.items():
        speech = compose_warning(Trick(name, pressing=False), None, date(2026, 11, 21)).speech_text
        assert warned.entry in base.entries
        assert len(warned.say) <= 45
        assert len(speech) <= 100
        assert not re.search(r"12337|96156|\d{4,}", speech)


def test_the_page_shows_a_warning_card_with_both_numbers(client: FlaskClient) -> None:
    page = ask_by_form(client, OFFER, headers={"X-Part": "turn"})
    html, words = page.get_data(as_text=True), words_of(page)
    assert 'class="reply fraud_warning"' in html
    assert "小心上当" in words
    assert html.count('href="tel:110"') == html.count('href="tel:12345"') == 1
    assert "没有解决，我要找人" in words


@pytest.mark.parametrize("said", ["有人说交五万住养老院送床位", "我老伴摔倒了起不来"])
def test_who_asks_what_to_do_after_a_card_is_told_it_again(client: FlaskClient, said: str) -> None:
    first = ask(client, said)
    again = ask(client, "那怎么办啊", conversation_id=first["conversation_id"])
    assert again["reply"]["kind"] == first["reply"]["kind"]
    assert again["reply"]["text"] == first["reply"]["text"]


@pytest.mark.parametrize(
    "then", ["警察管吗", "能追回来吗", "那怎么要回来", "报警有用吗", "昨天转的"]
)
def test_what_follows_a_loss_is_told_what_to_do_about_it(client: FlaskClient, then: str) -> None:
    first = ask(client, "理财平台的人让我交三万，我已经交了，现在联系不上")
    reply = reply_to(client, then, conversation_id=first["conversation_id"])
    assert (reply["kind"], reply["entry_id"]) == ("answer", "fraud-report")


def test_who_has_given_nothing_is_told_the_warning_again(client: FlaskClient) -> None:
    first = ask(client, "有人说交五万住养老院送床位")
    reply = reply_to(client, "警察管吗", conversation_id=first["conversation_id"])
    assert reply["text"] == first["reply"]["text"]
    assert "别再转钱" not in reply["text"]


@pytest.mark.parametrize("text", ["自称银行的让我把验证码念给他", "说我涉嫌洗钱要我配合"])
def test_where_there_is_no_firm_no_register_is_named(client: FlaskClient, text: str) -> None:
    reply = reply_to(client, text)
    assert reply["kind"] == "fraud_warning"
    assert not any(platform in reply["text"] for platform in PLATFORMS)


def test_what_to_do_about_another_matter_is_no_question_about_the_card(client: FlaskClient) -> None:
    first = ask(client, "有人说交五万住养老院送床位")
    ask(client, "高龄津贴没到账", conversation_id=first["conversation_id"])
    last = ask(client, "怎么办", conversation_id=first["conversation_id"])
    assert last["reply"]["kind"] != "fraud_warning"


@pytest.mark.parametrize(
    "text", ["养老院收了我九万押金，月费五千，还说返利息", "他们让先交六万押金，不交就没床位了"]
)
def test_a_deposit_is_told_with_what_may_be_asked_for(client: FlaskClient, text: str) -> None:
    reply = reply_to(client, text)
    assert reply["kind"] == "fraud_warning"
    assert "每月服务费的4倍" in reply["text"]
    assert "报道" in reply["text"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "早上接到一个电话说是民政局的让我把银行卡号和验证码告诉他，我就告诉他了",
            "先打银行卡背面的电话",
        ),
        ("我妈已经交了两万会员费，现在公司人去楼空了", "别再转钱，马上打110。刚转的账"),
        ("有人自称银行的，让我把验证码念给他", "别转钱"),
    ],
)
def test_what_has_been_given_away_is_seen_to_first(
    client: FlaskClient, text: str, first: str
) -> None:
    reply = reply_to(client, text)
    assert reply["kind"] == "fraud_warning"
    assert reply["text"].startswith(first)


def test_a_number_given_after_the_warning_stops_the_card_first(client: FlaskClient) -> None:
    warned = ask(client, "有人自称银行的，让我把验证码念给他")
    after = ask(client, "我已经念给他了", conversation_id=warned["conversation_id"])["reply"]
    assert after["text"].startswith("先打银行卡背面的电话")


@pytest.mark.parametrize(
    "text",
    [
        "老让我打12345",
        "让我打96156问问",
        "我儿媳妇说要把我的房子过户到她名下，然后送我去养老院",
        "儿子让我把房子过户给他",
        "以前有个卖保健品的骗了好几个老人，判了没",
    ],
)
def test_a_number_to_ring_up_and_the_family_are_no_swindle(client: FlaskClient, text: str) -> None:
    assert reply_to(client, text)["kind"] != "fraud_warning"


@pytest.mark.parametrize(
    "text",
    [
        "养老院跑路了",
        "我把二十万投到一个养老公寓了，这两个月不返了，打电话也不接",
    ],
)
def test_a_home_that_runs_away_or_wants_money_for_a_bed_is_warned_of(
    client: FlaskClient, text: str
) -> None:
    assert reply_to(client, text)["kind"] == "fraud_warning"
