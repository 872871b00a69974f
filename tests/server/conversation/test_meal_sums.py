"""What the meal subsidy comes to is reckoned for the days, the people and the price that are named."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


def _last(client: FlaskClient, said: str) -> str:
    """The reply to the last of the messages of ``said``."""
    chat = Chat(client)
    return str([chat.say(message) for message in said.split("|")][-1]["text"])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("助餐补贴一天5块，一个月按30天", "是150元"),
        ("助餐补贴一天5元，22天补多少", "是110元"),
        ("助餐补贴，一年吃250天，一共补多少", "是1250元"),
        ("就餐补贴一年最多多少", "一年365天的话是1825元"),
        ("两个人老两口都是基本养老服务对象，每天吃食堂，30天补多少", "一共300元"),
        ("就餐补贴一天5块|15天呢|31天呢", "是155元"),
        ("中午饭18块，补贴完我付多少", "自己付13元"),
        ("一顿22|自己付多少", "自己付17元"),
        ("在食堂吃，一顿22|一个月吃20天省多少", "是100元"),
        ("每天午饭20|一个月22天补多少", "是110元"),
        ("不是基本养老服务对象，80岁，吃食堂有补贴吗", "没有这每天5元的就餐补贴"),
        ("老年餐4块钱，补贴完自己付多少", "不补"),
        ("每天食堂两顿 每顿13 低保 一天自己掏多少", "自己付21元"),
        ("午饭14晚饭11，我是低保，一天掏多少", "自己付20元"),
        ("一个月22个工作日吃食堂，每顿二十，打完补贴要多少，我是失独", "自己付330元"),
        ("一个月吃二十顿午饭，低保，花多少补多少，每顿16", "补100元，自己付220元"),
        ("我一顿饭十二块五，低收入，自己掏", "自己付7.50元"),
        ("一周吃四天食堂，低保，一个月补多少", "按一个月4周算是16天的话是80元"),
        ("吃了三个月食堂，每天一顿，特困的，补了多少了", "是450元"),
        ("餐费4块五能补五块吗", "没有超过"),
        ("每顿4元能补吗", "没有超过"),
        ("一天五块，二月份28天一共多少", "是140元"),
        ("饭卡充了300，每顿16，低保，够吃几天", "够吃27天，还剩3元"),
        ("就餐补贴，一个月吃60顿，补多少", "最多31天的话是155元"),
        ("吃食堂一周吃14顿，低保，一个月补多少", "按一个月4周算是28天的话是140元"),
        ("隔天吃一回食堂，低保，一个月补多少", "15天算的话是75元"),
        ("就餐补贴隔一天吃一次，两个月一共补多少", "是150元"),
        ("就餐补贴，一周吃5天，两周补多少", "2周是10天的话是50元"),
        ("就餐补贴，一个月吃31天，补多少", "是155元"),
        ("食堂18块，我不是低保，八十五，普通老头，掏多少", "18元照付"),
    ],
)
def test_meals_are_reckoned(client: FlaskClient, said: str, told: str) -> None:
    assert told in _last(client, said)


@pytest.mark.parametrize(
    "said",
    [
        "我妈三天没吃饭了怎么办",
        "一个月吃饭要花多少钱",
        "食堂一顿饭贵吗",
        "中度，助餐一个月600，券抵多少",
        "食堂早饭8块，低保，一个月吃20天补多少",
    ],
)
def test_what_is_no_meal_subsidy_is_not_reckoned(client: FlaskClient, said: str) -> None:
    assert "基本养老服务对象在助餐点吃饭，每天补" not in _last(client, said)


@pytest.mark.parametrize(
    ("said", "is_subsidised"),
    [
        ("早饭8块，低保，补贴完自己付多少", False),
        ("食堂早餐一顿9元，低保，自己掏多少", False),
        ("在食堂吃早饭，一个月20天补多少", False),
        ("早饭8块，午饭16块，低保，自己付多少", True),
    ],
)
def test_breakfast_alone_is_not_among_what_is_written(
    client: FlaskClient, said: str, is_subsidised: bool
) -> None:
    reply = _last(client, said)
    assert ("写的是午饭或晚饭" in reply) is not is_subsidised


@pytest.mark.parametrize(
    "said", ["就餐补贴，吃了六十顿，补多少", "食堂一个月吃60顿，每顿15，低保，补贴完自己付多少"]
)
def test_on_how_many_days_so_many_meals_are_is_not_guessed(client: FlaskClient, said: str) -> None:
    reply = _last(client, said)
    assert "5元" in reply
    assert "300元" not in reply
    assert "饭钱" not in reply
