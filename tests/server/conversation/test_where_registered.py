"""Where somebody is registered is heard though it is told of a move, of one of two, or by the booklet."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from intents.told.facts import facts_in
from tests.server.conversation.test_dialogues import Chat


@pytest.mark.parametrize(
    ("text", "hukou"),
    [
        ("户口上个月刚从山西迁来北京，我82", "beijing"),
        ("北京户口是去年从河南迁过来的，我83", "beijing"),
        ("户口去年打河北挪到北京来的，81", "beijing"),
        ("随儿子从山东把户口迁进京了，84", "beijing"),
        ("由四川转进北京的户口，84", "beijing"),
        ("户口从北京迁到河北了，84", "other"),
        ("以前是北京户口，后来迁河北了，85", "other"),
        ("户口迁回老家了，84", "other"),
        ("户口没迁到北京，84", "other"),
        ("户口想从河南迁来北京，84", "other"),
        ("户口还没从河南迁过来，84", "other"),
        ("户口正从河南往北京迁，84", "other"),
        ("在北京住四十年，户口没进来，八十三", "other"),
        ("户口一直没落下，在京五十年，84", "other"),
        ("加拿大籍，85岁，住海淀", "other"),
        ("我户口在燕化，房山的，85", "beijing"),
        ("我户口随单位，朝阳集体户，83", "beijing"),
        ("俺户口本上写的北京市西城区，82", "beijing"),
        ("户口簿是东城的，九十一", "beijing"),
        ("户口册上写着丰台，84", "beijing"),
        ("首都户口，九十一", "beijing"),
        ("我转到北京的医院了，户口在河北，84", "other"),
        ("集体户口，84", None),
    ],
)
def test_where_somebody_is_registered_by_what_is_told(text: str, hukou: str | None) -> None:
    assert facts_in(text, {}, date(2026, 11, 28), of_somebody=True).get("hukou") == hukou


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("老两口一个有北京户口一个没有，都85", "头一位每月固定能领100元（高龄津贴）；另一位目前没有"),
        ("夫妻俩户口一个北京一个河北，都82", "头一位每月固定能领100元（高龄津贴）；另一位目前没有"),
        ("一个京户一个外地户，都85", "头一位每月固定能领100元（高龄津贴）；另一位目前没有"),
        ("老伴八十八我八十一，户口我有她没有", "老伴目前没有按月能领的；您本人每月固定能领100元"),
        ("我有京户老伴没有，我85他88", "您本人每月固定能领100元（高龄津贴）；老伴目前没有按月能领的"),
        ("我俩都八十三，我有北京户口她没有", "老伴目前没有按月能领的；您本人每月固定能领100元"),
        ("我爸没有北京户口，我妈有，都84", "爸爸目前没有按月能领的；妈妈每月固定能领100元"),
        ("两口子就我有北京户口，都85", "您本人每月固定能领100元（高龄津贴）；老伴目前没有"),
        ("我爸北京户口我妈河北户口，都81，一共", "爸爸每月固定能领100元（高龄津贴）；妈妈目前没有"),
    ],
)  # fmt: skip
def test_of_two_one_of_whom_is_registered_here_each_gets_her_own(
    client: FlaskClient, text: str, told: str
) -> None:
    reply = Chat(client).say(text)["text"]
    assert told in reply
    assert "合起来每月固定能领100元。" in reply


def test_what_is_said_behind_two_ages_is_said_of_both(client: FlaskClient) -> None:
    reply = Chat(client).say("爹属猪娘属牛，一个九十一一个八十九，京户，合起来")
    assert reply["total_fen_per_month"] == 60000


@pytest.mark.parametrize("text", ["我妈85，户口去年迁走了", "户口早就迁出北京了，85"])
def test_who_moved_away_is_heard(text: str) -> None:
    assert facts_in(text, {}, date(2026, 11, 28), of_somebody=True)["moved_out"] is True


@pytest.mark.parametrize(
    "registered",
    [
        "一个户口在密云一个在河北承德",
        "一个户口在密云一个在河北承德，一个评了轻度一个还没评",
        "户口一个在密云，一个在河北",
        "一个户口在怀柔区，一个户口在山东",
        "一个密云户口一个河北户口",
    ],
)
def test_of_two_of_whom_one_is_registered_in_a_district_only_one_is_entitled(
    client: FlaskClient, registered: str
) -> None:
    reply = Chat(client).say(f"我妈八十，我婆婆八十六，{registered}，各领多少")
    assert "合起来每月固定能领100元" in reply["text"]


@pytest.mark.parametrize("there", ["户口在江西", "户口在河北", "是山东户口"])
@pytest.mark.parametrize("here", ["住在朝阳", "跟我住海淀", "搬来北京了"])
def test_who_is_registered_elsewhere_and_lives_here_asks_of_here(
    client: FlaskClient, there: str, here: str
) -> None:
    assert (
        Chat(client).say(f"我妈{there}，{here}，能办老年卡吗")["entry_id"] == "elder-card-nonlocal"
    )
