"""Sums asked for in other words: by points, with a veteran's money, a voucher chosen, a sum to be checked."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from intents.words.normalise import unify
from server.conversation.asked.wishes import asks_how_much
from tests.server.conversation.test_sums_in_everyday_words import told


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("我评估65分，是中度还是轻度", "65分，按国家标准是中度失能"),
        ("评估57分是什么级别", "57分，按国家标准是中度失能"),
        ("评估分66分摔倒1次 能领护理补贴不", "光凭轻度失能没有护理补贴"),
        ("评估100分是不是完全没问题", "满分是90分，没有100分的"),
        ("我妈评估70分，确诊老年痴呆，能领消费券吗", "可以申请养老服务消费补贴"),
        ("评估46分，这个月摔了三次，能领600不", "重度失能的，护理补贴每月600元"),
        ("评估35分加两次跌倒，等级是不是4级，还是600吗", "就加重一级，是完全失能"),
        ("老太太评估45分和46分差多少钱", "46分，按国家标准是中度失能"),
        ("评估多少分能给600", "30到45分是重度失能，护理补贴每月600元"),
        ("我妈去年噎食两次，今年评估能加级吗", "三十天以前的不算"),
        ("低保老人吃饭一天补几块", "每天补5元"),
        ("85岁老人吃老年餐，一个月22天，补贴多少钱，他是低保", "一个月22天的话是110元"),
    ],
)
def test_what_points_and_meals_bring_is_told(client: FlaskClient, text: str, says: str) -> None:
    reply = told(client, text)
    assert reply["kind"] == "answer"
    assert says in reply["text"]


@pytest.mark.parametrize(
    ("messages", "fen"),
    [
        (("我妈享受低保，但住养老院低保补助3600，82，北京户口，视力一级，一共领多少",), 40000),
        (("我妈82岁北京户口评估重度失能，但不想要护理补贴，只要券，每月现金多少",), 10000),
        (("我妈82，重度失能，低保，京户，选了消费券，一个月现金一共多少",), 40000),
        (("我爸92，伤残军人，肢体一级，北京户口，部队护理费每月800，选哪个",), None),
        (("我爸92离休，北京户口，肢体一级，离休那边没发护理费，能领多少",), 110000),
        (("我爸82北京户口评估68分", "这个月摔了3次"), 10000),
        (("我妈82京户评上重度了", "现在评上中度了"), 10000),
        (("我妈82京户，肢体二级，现在评上重度失能了，一共多少",), 70000),
    ],
)
def test_what_shuts_out_other_money_is_heard(
    client: FlaskClient, messages: tuple[str, ...], fen: int | None
) -> None:
    assert told(client, *messages)["total_fen_per_month"] == fen


def test_a_choice_that_is_only_asked_about_is_none(client: FlaskClient) -> None:
    reply = told(client, "我妈82京户重度失能，选券还是选护理补贴划算")
    assert reply["total_fen_per_month"] in (70000, None)
    assert "消费补贴" in reply["text"]


def test_a_level_that_is_asked_about_is_not_taken_back(client: FlaskClient) -> None:
    messages = ("我爸82北京户口评估68分", "这个月摔了3次")
    reply = told(client, *messages, "算中度不")
    assert "从轻度失能变成中度失能" in reply["text"]


@pytest.mark.parametrize(
    ("messages", "says"),
    [
        (("我妈80了领到500，是不是发错了",), "照您说的情况该是100元，不是500元"),
        (("我爸98，京户，每月领800，对不对",), "不对，照您说的情况该是500元"),
        (("我妈85，北京户口", "那是100块对吗"), "对，是100元"),
        (("我妈91，北京户口，肢体一级", "每月领1100对吧"), "对，是1100元"),
        (("我妈83北京户口", "一年能领多少"), "一年12个月合起来是1200元"),
        (("生于1937年2月8日，北京户口，哪天起500",), "2027年2月8日满90周岁，从那天起高龄津贴每月500元"),
        (("1927年1月15日出生，大兴户口，哪天起800",), "2027年1月15日满100周岁，从那天起"),
        (("我妈79岁11个月，北京户口，视力二级，能领多少",), "从2026年12月起高龄津贴每月100元"),
        (("我爸80，北京户口，10月满的，从哪月给",), "从2026年10月起算"),
    ],
)  # fmt: skip
def test_a_sum_and_a_day_that_are_asked_for_are_told_first(
    client: FlaskClient, messages: tuple[str, ...], says: str
) -> None:
    assert says in told(client, *messages)["text"]


def test_who_is_too_young_is_told_so(client: FlaskClient) -> None:
    reply = told(client, "55岁，重度残疾一级，能领老年人护理补贴吗")
    verdicts = {b["code"]: b["verdict"] for b in reply["benefits"]}
    assert verdicts["care_subsidy"] == "not_eligible"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("我妈82，户口下个月迁到天津，现在领多少", "如果是北京户口，每月固定能领100元"),
        ("我妈82，户口去年迁到天津了", "目前都不符合"),
        ("我妈85，原来低保去年停了，京户", "每月固定能领100元"),
    ],
)
def test_what_is_to_come_has_not_happened(client: FlaskClient, text: str, says: str) -> None:
    assert says in told(client, text)["text"]


@pytest.mark.parametrize(
    "text",
    [
        "到底能补多少",
        "抵几百",
        unify("抵几百"),
        "给几个钱",
        "省几块",
        "一年几千",
        "自己掏几个呀",
        "给几十块",
    ],
)
def test_how_much_is_asked_in_whatever_words(text: str) -> None:
    assert asks_how_much(text)


@pytest.mark.parametrize(
    "text", ["几月发", "补几个月", "评了几级", "几岁开始", "来了几个人", "几十年"]
)
def test_a_count_of_something_else_is_no_money(text: str) -> None:
    assert not asks_how_much(text)
