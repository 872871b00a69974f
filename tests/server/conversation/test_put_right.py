"""What is put right, taken back, changed back or supposed further: the sum follows, or the fact is asked for."""

from __future__ import annotations

from random import Random

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat

AGE, DIBAO, LOW, SEVERE, LIMB = 100, 300, 200, 600, 400

_RIGHT: dict[str, tuple[int, tuple[tuple[str, int], ...]]] = {
    "低保": (
        DIBAO,
        (
            ("不是低保", 0),
            ("低保那话收回", 0),
            ("低保没批下来", 0),
            ("我没说低保，我说的是低收入", LOW),
            ("不，低收入", LOW),
            ("别按低保算", 0),
            ("低保说错了", 0),
            ("说错了，是低收入", LOW),
        ),
    ),
    "评估重度": (
        SEVERE,
        (
            ("其实还没评，我觉得她是重度", 0),
            ("没评，别按重度算", 0),
            ("还没评呢", 0),
            ("不对，评的是中度", 0),
            ("评估书上写的是2级", 0),
        ),
    ),
    "肢体二级": (
        LIMB,
        (
            ("肢体那个不算，没证", 0),
            ("不对，一级，啊不，三级", 0),
            ("不是肢体，是听力", 200),
            ("肢体说错了，是听力", 200),
            ("是一级不是二级", SEVERE),
        ),
    ),
}
"""A fact with what it brings a month in 元, and forms of putting it right with what they leave of it."""


def test_each_form_of_putting_a_fact_right_changes_the_sum(client: FlaskClient) -> None:
    random, wrong = Random(5), []
    for fact, (brings, forms) in _RIGHT.items():
        for form, left in forms:
            age, who = random.randrange(80, 90), random.choice(("我妈", "我爸", "爷爷"))
            chat = Chat(client)
            first = chat.say(f"{who}{age}，北京户口，{fact}")["total_fen_per_month"]
            second = chat.say(form)["total_fen_per_month"]
            if (first, second) != ((AGE + brings) * 100, (AGE + left) * 100):
                wrong.append((fact, form, first, second))
    assert wrong == []


@pytest.mark.parametrize(
    ("messages", "fen"),
    [
        (("我爷爷101，通州户口", "哎，100还差俩月呢，99"), 50000),
        (("我妈，一九四一年生，北京户口，低保", "不是四一，是三一年"), 80000),
        (("我妈83北京户口，重度失能，选消费券", "算了不选券了，选护理补贴", "一共多少"), 70000),
        (("婆婆90，河北户口", "哦她户口去年迁来了"), 50000),
        (("我爸86，北京户口，低保，重度", "把低保去掉再算一遍", "加回来"), 100000),
        (("我爸86，北京户口，听力一级", "换成视力一级算", "换回来"), 30000),
        (("我爸85京户重度", "要是选消费券", "要是不选呢"), 70000),
        (("我妈85京户重度", "她不想领护理补贴，想领消费券", "一共多少"), 10000),
        (("我妈85京户重度", "不要护理补贴了，就领券", "一共多少"), 10000),
        (("我妈85京户重度", "想领券，不想领护理补贴", "一共多少"), 10000),
        (("我妈85京户重度", "她不想领消费券，想领护理补贴", "一共多少"), 70000),
        (("我妈85京户重度", "她不想领护理补贴，想领高龄津贴", "一共多少"), 70000),
        (("我妈85京户重度", "不想领护理补贴，想领消费券，行吗", "一共多少"), 70000),
        (("我妈85京户重度", "不领护理补贴能领消费券吗", "一共多少"), 70000),
        (("我妈85京户重度", "她不是不想领护理补贴，想领消费券的话能都领吗", "一共多少"), 70000),
        (("我妈85京户低保", "谁说她低保没了，还有呢", "一共多少"), 40000),
        (("我妈85京户低保", "谁说她没低保", "一共多少"), 40000),
        (("我妈85京户", "她不是没低保，有的", "一共多少"), 40000),
        (("我妈85京户", "她不是没有低保", "一共多少"), 40000),
        (("我妈85京户", "她是不是没低保就没有困难补贴", "一共多少"), 10000),
        (("我妈85京户", "那不是没低保嘛", "一共多少"), 10000),
        (("我妈85京户低保", "她低保没了", "一共多少"), 10000),
        (("我爸85京户低保", "要是户口迁天津", "那不迁呢"), 40000),
        (("我爸85京户", "假如评上重度", "再假如低保"), 100000),
        (("我爸92京户", "假如加上低保", "那不加呢"), 50000),
        (("我妈85，京户，肢体一级", "改成二级呢", "还按原来的算"), 70000),
        (("我妈85北京户口低保", "要是评上重度呢", "那一共多少"), 100000),
        (("我妈85北京户口低保", "要是评上重度呢", "我妈多少"), 40000),
        (("我妈能领护理补贴吗", "北京户口", "82", "肢体二级", "那一个月多少"), 50000),
    ],
)
def test_the_sum_follows(client: FlaskClient, messages: tuple[str, ...], fen: int) -> None:
    chat = Chat(client)
    assert [chat.say(text) for text in messages][-1]["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    ("correction", "asks"),
    [
        ("不对，不是平谷是三河", "户口在哪儿"),
        ("不是明年，是下个月", "哪年哪月哪日出生"),
        ("那个不算", "哪一样不对"),
    ],
)
def test_a_correction_that_is_not_caught_is_asked_about(
    client: FlaskClient, correction: str, asks: str
) -> None:
    chat = Chat(client)
    chat.say("我妈84，平谷户口，低保")
    reply = chat.say(correction)
    assert reply["total_fen_per_month"] is None
    assert "没听明白改成什么" in reply["text"]
    assert asks in reply["text"]
    assert "84周岁，北京户口" in reply["text"]
    assert "元" not in reply["text"]


@pytest.mark.parametrize(
    ("messages", "says"),
    [
        (("我爸82，北京户口", "要是低保办下来能多领多少"), "每月多300元"),
        (("我爸85京户重度", "他要是评成中度", "少多少"), "每月少600元"),
        (("我妈85北京户口", "要是评上重度呢", "能领消费券吗"), "养老服务消费补贴：符合"),
        (("我爸83，北京户口，重度失能", "上礼拜送养老院了", "又接回来了"), "住在家里"),
        (("我妈95，北京户口", "妈走了，上周的", "是不是还能领这个月的"), "从下个月起停发"),
    ],
)
def test_what_it_would_be_is_told(
    client: FlaskClient, messages: tuple[str, ...], says: str
) -> None:
    chat = Chat(client)
    assert says in [chat.say(text) for text in messages][-1]["text"]
