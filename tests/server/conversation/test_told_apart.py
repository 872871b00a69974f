"""Answers that are right for some and wrong for others: by disability, registration, home and district."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from intents.matching.index import Index
from intents.matching.matcher import Matcher
from intents.matching.model import Candidate, Item
from knowledge.loader import Base
from server.conversation.asked.places import Places
from tests.server.conversation.test_dialogues import Chat


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """Any matcher: what is ordered here is found already."""
    return Matcher(Index.build((Item("lunch", "食堂几点开门？", ("饭点是什么时候",)),)))


def answered(client: FlaskClient, *texts: str) -> str | None:
    """The entry that answers the last of ``texts``, said one after another."""
    chat = Chat(client)
    for text in texts[:-1]:
        chat.say(text)
    reply = chat.say(texts[-1])
    return reply["entry_id"] if reply["kind"] == "answer" else reply["kind"]


@pytest.mark.parametrize(
    "text",
    [
        "残疾一级能领几百",
        "俺爹残疾证一级能给多少护理费",
        "我妈二级残疾，按月补几百",
        "残疾证二级的护理补贴多少",
        "残疾人护理补贴标准",
        "有残疾证的老人一个月多少钱",
    ],
)
def test_a_disability_without_its_kind_is_told_every_tier(client: FlaskClient, text: str) -> None:
    reply = Chat(client).say(text)
    assert reply["kind"] == "answer"
    for amount in ("600元", "400元", "200元"):
        assert amount in reply["speech_text"]


def test_the_third_grade_is_told_who_gets_400_and_who_nothing(client: FlaskClient) -> None:
    reply = Chat(client).say("三级残疾每月能给多少")
    assert reply["entry_id"] == "care-subsidy-other-grades"
    assert "只有智力和精神两类能领，每月400元" in reply["text"]


@pytest.mark.parametrize(
    ("text", "amount"), [("听力一级残疾每月多少", "200元"), ("视力一级残疾每月多少", "600元")]
)
def test_a_disability_with_its_kind_is_told_its_own_amount(
    client: FlaskClient, text: str, amount: str
) -> None:
    assert amount in Chat(client).say(text)["speech_text"]


@pytest.mark.parametrize(
    "text", ["重度失能每月给几个钱", "请护工来家一小时什么价", "失能的每月给多少"]
)
def test_one_district_answers_nothing_that_names_neither_it_nor_its_matter(
    client: FlaskClient, text: str
) -> None:
    assert not str(answered(client, text)).startswith(("ltci-sjs", "haidian"))


@pytest.mark.parametrize(
    ("text", "first"),
    [("重度失能一个月有多少", "care-subsidy-600"), ("长护险一个月有多少", "ltci-sjs-benefit")],
)
def test_what_one_district_pays_comes_first_only_where_it_is_named(
    base: Base, matcher: Matcher, text: str, first: str
) -> None:
    places = Places(matcher, (), {"ltci-sjs-benefit": ["石景山"]}, base.entries)
    found = (
        Candidate("ltci-sjs-benefit", "石景山长护险一个月给多少", 0.5, 0.6, {}),
        Candidate("care-subsidy-600", "重度失能补多少", 0.4, 0.4, {}),
    )
    assert places.ordered(text, found)[0].item_id == first


def test_one_district_s_matter_needs_no_district_to_be_found(client: FlaskClient) -> None:
    assert answered(client, "长护险一个月给多少") == "ltci-sjs-benefit"


@pytest.mark.parametrize(
    "text",
    [
        "吃低保的老人搬进养老院，政府按月补多少",
        "失独的老人住养老院，一月补助多少",
        "特困老人住进养老院给补几千",
        "我妈低收入，住养老院每月补多少",
    ],
)
def test_who_moves_into_a_home_is_told_of_its_subsidy(client: FlaskClient, text: str) -> None:
    reply = Chat(client).say(text)
    assert reply["entry_id"] == "hardship-home-subsidy"
    assert "没核实" in reply["text"]


def test_who_lives_in_a_home_and_tells_her_age_is_told_her_sum(client: FlaskClient) -> None:
    reply = Chat(client).say("我妈低保北京户口八十二住养老院，一个月能领多少钱")
    assert (reply["kind"], reply["total_fen_per_month"]) == ("eligibility", 40000)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("我是外省的，坐公交的免费卡给办吗", "elder-card-nonlocal"),
        ("外地户口能免费坐公交吗", "elder-card-nonlocal"),
        ("老年卡坐机场线要不要钱", "elder-card-subway"),
        ("户口西城，人在丰台住，去丰台的街道申请行吗", "allowance-apply-any-street"),
        ("户口在怀柔住顺义，就近办补贴成吗", "allowance-apply-any-street"),
        ("中度失能的老人有没有券", "voucher-who"),
        ("老人评了轻度，给券吗", "voucher-mild"),
        ("补贴津贴市财政还是区财政给的", "allowance-who-pays"),
        ("一直没领过，前三年的津贴还给补吗", "allowance-backpay"),
        ("雇护工上门一小时几十块", "home-care-price"),
        ("社会交往那项评几分", "gbt-senses-social"),
        ("七十分算哪一级", "gbt-levels"),
        ("押金几天退", "prepaid-refund"),
        ("预收费由银行监管是啥意思", "prepaid-bank-custody"),
        ("老年卡密码记不住了怎么改", "elder-card-password"),
        ("老年卡里的补贴能转到存折吗", "elder-card-transfer"),
        ("申请护理补贴收费吗", "allowance-apply-fee"),
        ("想给我爸换个养老院，手续咋办", "institution-move"),
        ("老人在养老院摔了，院里赔吗", "harm-in-care"),
    ],
)
def test_what_is_asked_is_answered_not_its_neighbour(
    client: FlaskClient, text: str, entry: str
) -> None:
    assert answered(client, text) == entry


@pytest.mark.parametrize(
    "text",
    [
        "退休教师教龄津贴给多少",
        "六十五岁退休金有多少",
        "失独夫妻想领养个孩子行吗",
        "家电以旧换新补贴老人能领吗",
        "买电动轮椅补钱吗",
    ],
)
def test_matters_that_only_sound_like_ours_are_handed_over(client: FlaskClient, text: str) -> None:
    assert answered(client, text) in ("handoff", "clarify")


def test_who_has_a_residence_permit_hears_of_the_voucher_first(client: FlaskClient) -> None:
    reply = Chat(client).say("河南户口，有北京居住证，能领券不")
    assert reply["text"].startswith("养老服务消费补贴") or reply["entry_id"] == "voucher-nonlocal"


@pytest.mark.parametrize(
    ("first", "then", "entry"),
    [
        ("消费券怎么申请", "我婆婆呢", "voucher-apply"),
        ("护理补贴谁能领", "那我爷爷呢", "care-subsidy-amount"),
        ("适老化改造怎么申请", "东城区呢", "retrofit-apply"),
        ("老年卡怎么办", "多少钱", "elder-card-fee"),
        ("家庭医生怎么签", "要带什么", "family-doctor"),
        ("时间银行在哪报名", "要带什么", "time-bank-register"),
        ("家庭养老床位怎么申请", "要带什么材料", "home-bed-apply"),
        ("消费券多少钱", "要带什么证件", "voucher-apply"),
        ("老年卡在哪办", "要什么材料", "elder-card-materials"),
        ("高龄津贴怎么申请", "要带什么", "allowance-materials"),
        ("住养老院一个月多少钱", "延庆呢", "institution-fee-by-district"),
        ("家里老人失能了给多少", "能取现金吗", "care-subsidy-cash"),
    ],
)
def test_what_follows_stays_with_what_was_asked(
    client: FlaskClient, first: str, then: str, entry: str
) -> None:
    assert answered(client, first, then) == entry


def test_who_has_a_card_is_not_told_of_those_without(client: FlaskClient) -> None:
    talk = ("我妈有残疾证", "一级的", "能领多少")
    assert answered(client, *talk) != "care-subsidy-no-disability-card"


def test_what_was_asked_earlier_keeps_its_own_papers(client: FlaskClient) -> None:
    talk = ("老年卡怎么办", "高龄津贴八十五的给多少", "要带啥材料")
    assert answered(client, *talk) == "allowance-materials"


@pytest.mark.parametrize("text", ["饺子馅怎么调才香", "给我推荐一只股票", "猫粮在哪儿买便宜"])
def test_what_is_far_from_our_matters_is_not_sent_to_a_telephone_with_it(
    client: FlaskClient, text: str
) -> None:
    reply = Chat(client).say(text)
    assert reply["kind"] == "handoff"
    assert "照着念" not in reply["text"]
    assert "补贴津贴、养老助餐" in reply["text"]


@pytest.mark.parametrize("text", ["遗嘱公证怎么约", "殡葬费谁出"])
def test_what_is_near_our_matters_still_gets_words_for_the_telephone(
    client: FlaskClient, text: str
) -> None:
    assert "照着念" in Chat(client).say(text)["text"]


@pytest.mark.parametrize(
    "text",
    [
        "降压药一天吃几片",
        "胰岛素打多少单位",
        "糖尿病能治好吗",
        "感冒药和降压药能一起吃吗",
        "便秘吃什么好",
    ],
)
def test_medicines_and_illnesses_are_left_to_a_doctor(client: FlaskClient, text: str) -> None:
    reply = Chat(client).say(text)
    assert reply["kind"] == "handoff"
    assert "药师" in reply["text"]
    assert "照着念" not in reply["text"]


@pytest.mark.parametrize("text", ["买药能报销多少", "老年病住院费谁出"])
def test_what_medicines_cost_is_no_matter_of_a_doctor(client: FlaskClient, text: str) -> None:
    assert "药师" not in Chat(client).say(text)["text"]
