"""What was told of another matter, or not at all, though an entry tells it; and neighbours that keep their own."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


def _last(client: FlaskClient, talk: str) -> dict[str, object]:
    chat = Chat(client)
    return [chat.say(text) for text in talk.split(" || ")][-1]


@pytest.mark.parametrize(
    ("talk", "entry"),
    [
        # an objection tells facts, and asks for no sum
        ("我爸明明不能动只给评了个轻度,太气人了", "assessment-objection"),
        ("我不服这个评估结果,明明瘫了给评中度 || 找谁", "assessment-objection"),
        # who may join is told again where only an age is asked about
        ("时间银行怎么参加 || 我八十了行吗", "time-bank-volunteer"),
        ("老年卡谁能办 || 我七十了行吗", "elder-card-who"),
        # what a word means is no more about the sum before it
        ("我八十五北京户口 || 低保是啥意思", "income-classes-what"),
        ("我八十五北京户口 || 啥叫低收入", "income-classes-what"),
        ("高龄津贴多少 || 什么时候施行的", "allowance-policy-basis"),
        ("民政通怎么弄 || 我闺女替我弄行不", "voucher-proxy"),
        ("护理补贴卡里的钱能取出来吗 || 那有啥用", "care-subsidy-where-spend"),
        ("九十五重度低保 || 换成消费券呢 || 哪样合适", "voucher-or-care-subsidy"),
        ("订今天中午的饭", "this-platform-orders"),
        ("给我妈订明儿晚上的饭", "this-platform-orders"),
        ("评估员什么时候上门,我等了一个月了", "assessment-days"),
        ("昏迷的人怎么评", "gbt-coma"),
        ("明年三月我爸满八十,今年能先办吗", "age-allowance-under-80"),
        ("高龄津贴是一人一百还是两人一百", "age-allowance-amount"),
        ("海淀82独居家床 || 我要自己再花钱买有补没有", "haidian-home-bed-paid-share"),
        ("消费券明年还有吗 || 二零二七年一月还能领吧", "voucher-2027"),
        ("高龄津贴去哪儿办 || 昌平的街道窗口收不收", "allowance-apply-any-street"),
        ("我十一月份交的表怎么到现在还没见钱", "allowance-chase"),
        ("我填的申请到哪一步了", "allowance-chase"),
        ("家里洗澡想改造一下防滑,八十了,能补多少", "retrofit-now"),
        ("昨天摔了一跤没事,想申请防跌倒扶手", "retrofit-apply"),
        ("八十岁自动给发不用申请吧", "age-allowance-auto"),
        ("街道的人说我不够格,凭什么", "allowance-appeal"),
        ("时间银行换来的能给我老伴用吗", "time-bank-gift"),
    ],
)
def test_what_is_asked_is_told(client: FlaskClient, talk: str, entry: str) -> None:
    reply = _last(client, talk)
    assert (reply["kind"], reply["entry_id"]) == ("answer", entry)


@pytest.mark.parametrize(
    ("talk", "entry"),
    [
        ("高龄津贴多少 || 九十了能有吗", "age-allowance-90-99"),
        ("老年卡坐公交免费吗 || 我七十了行吗", "elder-card-bus"),
        ("订的饭没送来", "meal-order-trouble"),
        ("老年餐可以在网上订吗", "meal-online-order"),
        ("不认识路了能评中度吗", "gbt-is-it-disability"),
        ("低保怎么申请", "minimum-living-apply"),
        ("高龄津贴怎么申请 || 闺女替我弄行吗", "allowance-who-applies"),
        ("海淀82独居家床 || 有多少额度", "haidian-home-bed-free-quota"),
        ("听说高龄津贴涨了", "allowance-any-raise"),
    ],
)
def test_neighbours_keep_their_own(client: FlaskClient, talk: str, entry: str) -> None:
    reply = _last(client, talk)
    assert (reply["kind"], reply["entry_id"]) == ("answer", entry)


@pytest.mark.parametrize(
    ("talk", "begins"),
    [
        ("听说高龄津贴涨到两百了", "不对，80至89周岁每月100元"),
        ("听说今年八十岁以上都给八百", "不对，如果是北京户口，照您说的情况该是100元"),
        ("听说消费券有一千", "不对，每月最多抵扣800元"),
        ("失独家庭老两口73 || 一人一百还是两人一百", "按人算，每人一份"),
        ("高龄津贴晚办五个月能补吗 || 晚办七个月呢", "晚了7个月，超过半年了"),
        ("我妈三十一分还有精神病,医生诊断的", "31分，按国家标准是重度失能"),
        ("我是小学生,我奶奶今年八十能领钱吗", "如果是北京户口，每月固定能领100元"),
        (
            "今年八十三了那个小刘说我能领个啥钱我也没记住给我说说是啥",
            "如果是北京户口，每月固定能领100元",
        ),
        # neighbours
        ("我妈评了中度,八十五,凭什么不给补贴", "如果是北京户口，每月固定能领100元"),
        ("我妈今年7月满的80，现在在办能补几个月", "2026年7月满80周岁"),
        ("我爸八十五北京户口 || 听说邻居领五百", "查到的规定是这么写的"),
    ],
)
def test_it_begins_with_what_is_asked(client: FlaskClient, talk: str, begins: str) -> None:
    assert str(_last(client, talk)["text"]).startswith(begins)


def test_a_name_that_is_sought_is_offered(client: FlaskClient) -> None:
    reply = Chat(client).say("那个什么什么卡来着就是那个能坐车的")
    assert reply["kind"] == "clarify"
    assert "老年卡" in str(reply["choices"])


def test_who_is_unconscious_now_is_an_emergency(client: FlaskClient) -> None:
    kinds = {Chat(client).say(text)["kind"] for text in ("我妈昏迷了怎么办", "我爸刚昏迷了怎么评")}
    assert kinds == {"emergency"}
