"""What is spoken of is kept: through a greeting, a wish by itself, another thing that is named, and a season away."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


def _last(client: FlaskClient, *texts: str) -> dict[str, object]:
    chat = Chat(client)
    return [chat.say(text) for text in texts][-1]


@pytest.mark.parametrize(
    "first",
    [
        "您好啊，我今年八十三了，天真冷", "今天天气真好，我八十三了，出来晒太阳", "姑娘你好啊，吃饭了没，我八十三，腿脚不好",
        "孙子教我用这个的，我八十三岁整",
    ],
)  # fmt: skip
def test_what_is_told_over_a_chat_is_known_for_the_question_after_it(
    client: FlaskClient, first: str
) -> None:
    chat = Chat(client)
    assert chat.say(first)["kind"] == "eligibility"
    assert "每月固定能领100元" in chat.say("津贴多少")["text"]


def test_a_chat_before_it_takes_nothing_from_a_question(client: FlaskClient) -> None:
    chat = Chat(client)
    assert chat.say("您好啊，天真冷，我想问问津贴")["kind"] == "clarify"
    assert chat.say("我八十三了")["kind"] == "eligibility"


def test_what_a_clerk_passes_on_is_answered_as_if_asked_by_her(client: FlaskClient) -> None:
    reply = _last(client, "窗口来了个老人问户口从朝阳迁到海淀，津贴怎么续")
    assert reply["entry_id"] == "allowance-move-district"


@pytest.mark.parametrize(
    ("texts", "entry"),
    [
        (("津贴咋停了",), "allowance-stop-reasons"),
        (("津贴停了，我妈还在呢",), "allowance-stop-reasons"),
        (("我爸走了，津贴停了吗",), "allowance-death"),
        (("津贴咋停了", "补不补"), "allowance-appeal"),
        (("凭什么我爸的津贴停了", "他还活着呢"), "allowance-appeal"),
        (("我爸津贴断了三个月了怎么回事", "要重新申请吗"), "allowance-change"),
        (("护理补贴怎么申请", "要重新申请吗"), "allowance-change"),
        (("高龄津贴怎么领", "要重新申请吗"), "age-allowance-step-up"),
        (("高龄津贴怎么领", "上哪儿查"), "allowance-look-up"),
        (("高龄津贴怎么领", "余额怎么查"), "elder-card-balance"),
        (("养老院怎么挑", "上哪儿查"), "check-provider"),
        (("护理补贴怎么申请", "在哪儿填"), "allowance-apply-channels"),
        (("护理补贴怎么申请", "谁来评", "那要多久"), "assessment-days"),
        (("能力评估怎么申请", "网上能办不"), "assessment-apply"),
        (("消费券怎么领", "网上能办不"), "voucher-apply"),
        (("养老助残卡怎么办", "网上能办不"), "elder-card-where"),
        (("长护险怎么申请", "谁来评", "那要多久", "一个月给多少"), "ltci-sjs-benefit"),
        (("老年餐难吃", "找谁投诉", "能退钱吗"), "meal-order-trouble"),
        (("哪里有老年食堂", "怎么登录不上去"), "this-platform-sign-in"),
        (("老年餐怎么订", "有补贴吗"), "meal-subsidy-amount"),
        (("养老院一个月多少钱", "有补贴吗"), "hardship-home-subsidy"),
        (("护工上门没来", "钱退吗"), "home-care-no-show"),
    ],
)
def test_a_few_words_are_of_what_is_spoken_of(
    client: FlaskClient, texts: tuple[str, ...], entry: str
) -> None:
    assert _last(client, *texts)["entry_id"] == entry


@pytest.mark.parametrize(
    ("texts", "entry"),
    [
        (("消费券怎么领", "那护理补贴呢"), "care-subsidy-assessment-first"),
        (("消费券怎么领", "那高龄津贴呢"), "age-allowance-auto"),
        (("高龄津贴多少钱", "护理补贴呢"), "care-subsidy-amount"),
        (("高龄津贴多少钱", "消费券呢", "长护险呢"), "ltci-sjs-benefit"),
        (("老年餐多少钱", "养老院呢"), "institution-average-fee"),
        (("养老院押金多少", "老年餐呢"), "meal-price"),
        (("老年卡谁能办", "消费券呢"), "voucher-who"),
        (("消费券能代办吗", "护理补贴呢"), "allowance-who-applies"),
        (("老年卡要带什么", "高龄津贴呢"), "allowance-materials"),
        (("消费券怎么领", "护理补贴能一起领吗"), "voucher-or-care-subsidy"),
    ],
)
def test_another_thing_takes_over_what_was_asked_of_the_one_before(
    client: FlaskClient, texts: tuple[str, ...], entry: str
) -> None:
    assert _last(client, *texts)["entry_id"] == entry


@pytest.mark.parametrize(
    "texts",
    [
        ("住海南过冬",), ("我妈在海南过冬，津贴还发吗",), ("每年去广西过冬半年",), ("住海南过冬", "津贴还有吗"),
    ],
)  # fmt: skip
def test_who_is_away_for_a_season_asks_of_here(client: FlaskClient, texts: tuple[str, ...]) -> None:
    reply = _last(client, *texts)
    assert reply["entry_id"] == "allowance-away-for-a-season"
    assert "没迁出北京" in str(reply["text"])


def test_what_there_is_at_a_place_elsewhere_is_still_not_told(client: FlaskClient) -> None:
    assert "只知道北京" in str(_last(client, "海南的高龄津贴多少钱")["text"])


def test_that_the_voucher_may_be_given_to_others_is_not_denied_without_a_source(
    client: FlaskClient,
) -> None:
    reply = _last(client, "消费券怎么领", "能给别人用吗")
    assert not str(reply["text"]).startswith("不能")
