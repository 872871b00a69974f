"""A bill told in pieces is kept, and which of voucher and care subsidy is more is reckoned from it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


def _last(client: FlaskClient, said: str) -> str:
    """The reply to the last of the messages of ``said``."""
    chat = Chat(client)
    return str([chat.say(message) for message in said.split("|")][-1]["text"])


@pytest.mark.parametrize(
    ("said", "off", "left"),
    [
        ("京户84重度|每月请人助浴花800|券能抵多少", 400, 400),
        ("京户84重度|养老院花3000", 800, 2200),
        ("中度，居家花了900|花1700呢", 800, 900),
        ("中度，居家花了900|机构花1700呢", 680, 1020),
        ("消费券，居家花1000，抵多少|1800呢|在养老院的呢", 720, 1080),
        ("养老院每月交4200，中度，低保，京户82|自己掏多少", 800, 3400),
        ("居家助浴一次200，消费券，自己掏多少", 100, 100),
        ("居家花了1600和1700，消费券抵的一样吗", 800, 900),
        ("助餐一个月600能用消费券吗", 300, 300),
    ],
)
def test_a_bill_told_before_is_worked_out(
    client: FlaskClient, said: str, off: int, left: int
) -> None:
    assert f"抵{off}元，自己付{left}元" in _last(client, said)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("京户84重度|每月请人助浴花800|那选哪个", "护理补贴多200元"),
        ("京户84重度|养老院花3000|选哪个好", "券抵的多200元"),
        ("重度失能，每月助浴助餐花1200，选券还是选护理补贴", "两样一样多"),
        ("肢体二级，82京户，请人花500，选哪个合算", "护理补贴多150元"),
        ("听力一级中度，82京户，在家|每月花1000|哪个划算", "券抵的多300元"),
        ("83岁京户重度，住机构，花4500，怎么选好", "券抵的多200元"),
        ("我妈82京户重度，选券还是护理补贴", "居家社区服务每月花到1200元"),
        ("中度，82京户，没有残疾证，请人花1000，选哪个划算", "护理补贴不够条件"),
    ],
)
def test_which_of_the_two_is_more_is_reckoned_from_the_bill(
    client: FlaskClient, said: str, told: str
) -> None:
    reply = _last(client, said)
    assert told in reply
    assert "报道" in reply


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("花多少钱能把消费券800用满", "居家社区服务每月花到1600元"),
        ("消费券一年最多抵多少", "一年最多抵9600元"),
        ("我妈82京户轻度|花了500，券抵多少", "领不到"),
    ],
)
def test_what_else_is_asked_of_the_voucher_is_reckoned(
    client: FlaskClient, said: str, told: str
) -> None:
    assert told in _last(client, said)


@pytest.mark.parametrize(
    "said",
    [
        "我妈85京户|养老院一个月交5000贵吗",
        "我妈80京户|我每月给她花1000",
        "我妈80京户重度|退休金每月5000",
    ],
)
def test_money_that_is_no_bill_of_hers_is_not_reckoned(client: FlaskClient, said: str) -> None:
    assert "自己付" not in _last(client, said)
