"""A long message costs about as many times more as it is longer, whatever it says."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.server.talk import post

STORY = (
    "我妈今年八十三了，户口在西城，一个人住在朝阳我弟弟那边，前年摔了一跤以后腿脚就不行了，去年十二月评估说是中度失能，"
    "她有二级肢体残疾证，我爸走了三年了，家里不是低保，她退休金一个月四千二，社区的人来过一次说可以申请什么补贴，"
    "让我们交户口本身份证，后来就没有下文了，我打电话问街道，他们说要等，等了四个月也没有消息，我弟弟说隔壁老李家每个月有六百，"
    "还有一百块钱的，我们到底能领多少，要去哪里办，带什么材料，能不能补发以前的，"
)
PIECES = {
    "letters of a story": [*STORY],
    "people": ["我妈", "我爸", "我", "他", "她", "85岁", "北京户口", "低保", "重度失能", "，", "都", "不是", "姥姥"],
    "figures": [*"一二三四五六七八九十百1234567890元块年月岁日，"],
    "money": ["转", "给", "他", "1", "千", "万", "块", "把", "卡", "钱", "了", "我", "妈", "都", "已经"],
    "fillers": ["那", "的", "我", "们", "是", "不", "没", "有", "就", "也", "能", "可以", "多少", "吗", "呢"],
}  # fmt: skip
SHORT, LONG = 100, 500
MOST = 5 * LONG // SHORT
"""Five times as long may cost that many times as much: what grows with the square costs all of it, what
grows with the cube five times more."""

LEAST_S = 0.02
"""What every message costs, however short: it is no measure."""


def made_of(pieces: list[str], length: int, seed: int) -> str:
    chosen = random.Random(seed)
    return "".join(chosen.choice(pieces) for _ in range(length))[:length]


def texts(length: int) -> Iterator[tuple[str, str]]:
    yield "a story", (STORY * 3)[:length]
    yield "a story without marks", (STORY.replace("，", "") * 3)[:length]
    for name, pieces in PIECES.items():
        yield name, made_of(pieces, length, seed=length)


def cost(client: FlaskClient, text: str) -> float:
    begun = time.process_time()
    assert post(client, text).status_code == 200
    return max(time.process_time() - begun, LEAST_S)


@pytest.fixture
def warm(client: FlaskClient) -> FlaskClient:
    post(client, "我妈85岁，北京户口，能领多少")
    return client


def test_a_message_that_puts_itself_right_over_and_over_costs_no_more_than_others(
    warm: FlaskClient,
) -> None:
    facts = ["低保", "低收入", "二级残疾", "北京户口", "重度失能"]
    chosen = random.Random(7)
    text = "，不对，".join(f"是{chosen.choice(facts)}" for _ in range(14))
    assert cost(warm, text) < MOST * cost(warm, STORY[: len(text)])


def test_five_times_as_long_costs_no_more_than_the_square(warm: FlaskClient) -> None:
    short = {name: cost(warm, text) for name, text in texts(SHORT)}
    long = {name: cost(warm, text) for name, text in texts(LONG)}
    assert {name for name in short if long[name] > MOST * short[name]} == set()
