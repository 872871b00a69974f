"""What the voucher takes off a bill is worked out from its share and its cap."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


@pytest.mark.parametrize(
    ("text", "off", "left"),
    [
        ("中度失能，住养老院一个月五千，那个券抵多少", 800, 4200),
        ("住养老院一月一千五，评的重度，券能顶多少钱", 600, 900),
        ("上门康复花了两千四，中度的，自己掏多少", 800, 1600),
        ("中度，这个月请人上门洗澡做饭花了一千，券能抵多少", 500, 500),
        ("中度，券八百，住家，花九百能省多少", 450, 450),
        ("我妈评了重度，请护工上门一个月三千二百块，消费补贴能抵多少", 800, 2400),
        ("机构服务花了2100元，中度，用券自己付多少", 800, 1300),
    ],
)
def test_a_bill_is_worked_out(client: FlaskClient, text: str, off: int, left: int) -> None:
    reply = Chat(client).say(text)
    assert f"抵{off}元，自己付{left}元" in reply["text"]
    assert "2027年是否延续未知" in reply["text"]


def test_where_neither_place_is_told_both_are_worked_out(client: FlaskClient) -> None:
    told = Chat(client).say("我妈中度，护理费一个月花一千，券能抵几百")["text"]
    assert "抵400元，自己付600元" in told
    assert "抵500元，自己付500元" in told


def test_who_asks_which_is_more_is_told_both_and_that_they_exclude_each_other(
    client: FlaskClient,
) -> None:
    reply = Chat(client).say("重度，住养老院六千五，选券合算还是选六百合算")
    assert reply["entry_id"] == "voucher-or-care-subsidy"
    assert "抵800元，自己付5700元" in reply["text"]
    assert "失能护理补贴每月600元" in reply["text"]


@pytest.mark.parametrize(
    "text",
    [
        "轻度，上门洗澡花了一千，券抵多少",
        "我退休金一个月五千，券能领多少",
        "那个八百块的券一次能顶多少钱",
    ],
)
def test_without_a_voucher_or_a_bill_nothing_is_worked_out(client: FlaskClient, text: str) -> None:
    assert "自己付" not in Chat(client).say(text)["text"].split("\n")[0]


@pytest.mark.parametrize(
    ("text", "off", "left"),
    [
        ("居家服务花了1000，机构花了1500，一共能抵多少", 800, 1700),
        ("居家花600机构花500，抵几块", 500, 600),
        ("助餐花300助洁花400，抵多少", 350, 350),
        ("机构2000居家500，券能抵多少", 800, 1700),
        ("上门洗澡花了三百，养老院短住花了九百，券一共抵多少", 510, 690),
        ("请人打扫300、助浴200、助餐250，一共抵多少钱", 375, 375),
        ("花1000请小时工，花1500住养老院，券能抵多少", 800, 1700),
        ("日间托养一个月1500，助餐一个月400，消费补贴抵多少", 800, 1100),
    ],
)
def test_several_bills_are_added_each_by_its_own_share(
    client: FlaskClient, text: str, off: int, left: int
) -> None:
    assert f"抵{off}元，自己付{left}元" in Chat(client).say(text)["text"]
