"""What is asked decides, not the facts that are told beside it: they are kept, and make no sum of it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


def _last(client: FlaskClient, said: str) -> dict[str, object]:
    """The reply to the last of the messages of ``said``."""
    chat = Chat(client)
    return [chat.say(message) for message in said.split("|")][-1]


@pytest.mark.parametrize(
    ("said", "entry"),
    [
        ("谁都能去吃吗 65外地户口", "meal-without-subsidy"),
        ("户口东城住丰台 能在丰台吃有补贴吗", "meal-subsidy-usual-residence"),
        ("76低收入 饭补我有没有", "meal-subsidy-who"),
        ("养老院押金不退 我爸上个月没了", "prepaid-refund"),
        ("我爸走了 老年卡怎么销", "elder-card-after-death"),
        ("评估去哪申请 (户口西城住昌平)", "assessment-apply"),
        ("60岁山东居住证 老年证在哪办", "elder-card-where"),
        ("公立养老院什么条件 老伴和我都八十多", "public-home-who"),
        ("我妈85 低保 想请人上门洗澡 找谁", "home-bathing"),
        ("78岁独居低收入 一键呼怎么装", "emergency-button-apply"),
        ("爸83听力二级 想找人陪着看病", "medical-escort"),
        ("妈79 中度失能 能去日托吗", "day-care"),
        ("公立养老院怎么排队 我妈86 失独", "public-home-bereaved"),
        ("我妈85京籍 送养老院一个月多少钱", "institution-average-fee"),
        ("我妈八十六，请护工一个月多少钱", "home-care-price"),
        ("我爸83京籍 雇个住家保姆一个月得多少", "home-care-price"),
        ("我妈85，装扶手有补贴吗", "retrofit-now"),
    ],
)
def test_facts_beside_a_question_leave_it_what_it_is(
    client: FlaskClient, said: str, entry: str
) -> None:
    assert _last(client, said)["entry_id"] == entry


@pytest.mark.parametrize(
    "said",
    [
        "我妈85 低保 一个月能领多少",
        "82了 有啥",
        "我爸重度，八十五，在家请保姆，一个月能领多少",
        "我公公八十五京籍|评上了公公多少",
        "我妈85 住院了 能领多少",
        "80岁 北京户口 有什么说法",
    ],
)
def test_a_sum_is_still_a_sum(client: FlaskClient, said: str) -> None:
    assert _last(client, said)["kind"] == "eligibility"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("我低保78 中午晚上都吃 是不是一天十块", "不对，是基本养老服务对象的，每天5元"),
        ("在助餐点吃 一天补五块对吗", "对，是基本养老服务对象的，每天5元"),
        ("我在家吃饭一天补5块吗", "不是，在养老助餐点吃才补"),
        ("低保300和高龄100能一起拿吗", "一共每月400元"),
        ("高龄500加护理600能同时领不", "一共每月1100元"),
        ("言语一级听力一级 200还是400", "是200元"),
        ("肢体二级 给400还是600", "是400元"),
        ("邻居咋领300 我才100", "困难老年人养老服务补贴里低保的"),
        ("妈去年没了 我爸的津贴还有吗", "爸爸的照发"),
        ("老伴走了 我的高龄津贴还能领吗", "您的照发"),
        ("我妈85 低保 想请人上门洗澡 找谁|那她津贴呢", "每月固定能领400元"),
    ],
)
def test_what_is_known_by_its_amount_is_answered_by_it(
    client: FlaskClient, said: str, told: str
) -> None:
    assert told in str(_last(client, said)["text"])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("79岁，居委会让等，等到啥时候|我是四七年二月生的", "从2027年2月起高龄津贴每月100元"),
        ("11月满80|要是拖到明年3月再办呢", "前面4个月一共补400元"),
        ("我妈11月满80 要补发吗|要是拖到明年3月再办呢|拖到后年呢", "超过半年了"),
        ("我妈1937年10月生|几时变500", "从2027年10月起高龄津贴每月500元"),
        ("我爸重度失能85 护理补贴多少|加上高龄呢", "每月固定能领700元"),
        ("我妈85|大姨呢", "先说大姨：还差几样情况"),
        ("我妈89 低保|是吗", "我刚才说的是：如果是北京户口，每月固定能领400元"),
        ("岳父88护理补贴有吗|岳母89低保|她多少", "每月固定能领400元"),
        ("我妈88护理补贴有吗|我爸90重度呢", "每月600元"),
    ],
)
def test_it_goes_on_from_what_was_told(client: FlaskClient, said: str, told: str) -> None:
    assert told in str(_last(client, said)["text"])


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("挂号挂不上手机不会", "医院"),
        ("住院护工费医保报销吗", "医保经办机构"),
        ("河北户口北京看病报销", "医保经办机构"),
        ("老伴88 住院报销多少", "医保经办机构"),
        ("孙子上小学怎么报名", "学校"),
        ("养老金明年涨多少", "社保经办机构"),
        ("生二胎", "卫生健康"),
    ],
)
def test_who_knows_about_it_is_named_where_it_is_none_of_ours(
    client: FlaskClient, said: str, where: str
) -> None:
    text = str(_last(client, said)["text"])
    assert "这件事我不懂" in text
    assert where in text
    assert "民政窗口" not in text


def test_a_stay_in_hospital_beside_an_allowance_is_of_the_allowance(client: FlaskClient) -> None:
    assert _last(client, "我妈住院了 津贴停吗")["entry_id"] == "allowance-stop-reasons"
