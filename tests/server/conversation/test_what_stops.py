"""What stops an allowance is said first, and a yes or no only to whoever asked for one."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from server.conversation.asked import openings
from server.conversation.compose import staff
from tests.server.conversation.test_sums_in_everyday_words import told

STOPS = "allowance-stop-reasons"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("我爸在监狱，82了，高龄津贴给吗", "服刑的停发"),
        ("老爷子判了刑，90岁，北京户口，一个月能领多少", "服刑的停发"),
        ("我爸坐牢出来了，津贴还能领吗", "没查到写明的办法"),
        ("我爸失踪三年了，高龄津贴还发吗", "宣告失踪的停发"),
        ("我妈住院三个月了，津贴停不停", "没有住院这一条"),
        ("住进敬老院高龄津贴还发不发", "没有住养老院这一条"),
    ],
)
def test_prison_and_the_like_are_answered_before_any_sum(
    client: FlaskClient, text: str, says: str
) -> None:
    """Nobody in prison is told 100 yuan a month."""
    reply = told(client, text)
    assert says in reply["text"]
    assert reply["total_fen_per_month"] is None


@pytest.mark.parametrize(
    "text",
    [
        "我儿子坐牢呢，我82北京户口，能领多少钱",
        "我妈85，北京户口，住院了，高龄津贴能领多少",
        "住养老院护理补贴还发吗",
        "我妈走丢了",
        "住院押金多少",
    ],
)
def test_others_in_prison_and_other_matters_stop_nothing(client: FlaskClient, text: str) -> None:
    """A son in prison, a sum asked for and other money are answered as before."""
    assert told(client, text)["entry_id"] != STOPS


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("高龄津贴在哪个街道办", "拿身份证"),
        ("谁能替我办", "拿身份证"),
        ("网上怎么申请", "拿身份证"),
        ("能在哪儿都办吗", "能。"),
        ("哪儿都能办不", "能。"),
        ("能不能办，去哪儿", "能。"),
        ("街道能办吗", "能。"),
    ],
)
def test_yes_is_said_to_whoever_asks_whether(text: str, begins: str) -> None:
    """To "在哪办" no "能。" is an answer."""
    reply = openings.fitted(staff("能。拿身份证到任何一个街道。"), text)
    assert reply.text.startswith(begins)
    assert reply.speech_text.startswith(begins)


def test_what_is_no_verdict_by_itself_stays(client: FlaskClient) -> None:
    """ "可以取现" says what may be done."""
    reply = openings.fitted(staff("能上门的有三家。"), "哪家能上门")
    assert reply.text == "能上门的有三家。"


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("每月哪天发钱", "allowance-pay-day"),
        ("满九十岁的津贴怎么办理", "allowance-apply-channels"),
        ("低保户领高龄津贴冲突吗", "allowance-dibao-income"),
        ("去世那个月津贴发不发", "allowance-death"),
        ("户口换到别的区津贴断不断", "allowance-move-district"),
    ],
)
def test_other_wordings_of_a_kind_are_answered(client: FlaskClient, text: str, entry: str) -> None:
    """The same question in words that no phrasing has."""
    assert told(client, text)["entry_id"] == entry


@pytest.mark.parametrize("text", ["痛风犯了吃点啥", "降糖药忘了吃", "血压低喝点什么好"])
def test_medicines_are_asked_of_a_doctor(client: FlaskClient, text: str) -> None:
    """Nobody is told to ring up the city's hotline about a pill."""
    assert "问给您看病的医生" in told(client, text)["text"]


def test_a_call_about_no_elder_is_not_called_one(client: FlaskClient) -> None:
    """What 12345 is to be told is what was asked."""
    assert "养老方面" not in told(client, "小区里没有停车位")["text"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("特扶的是不是一个月200", "按规定该是100元"),
        ("失独的每月100对不对", "对，按规定就是100元"),
        ("困难补贴失独的给300吗", "按规定该是100元"),
    ],
)
def test_a_sum_claimed_for_families_that_lost_their_child_is_held_against_theirs(
    client: FlaskClient, text: str, says: str
) -> None:
    """200 yuan are paid to the low income, and were called right for these families."""
    assert says in told(client, text)["text"]


@pytest.mark.parametrize("text", ["吃低保的能领高龄津贴吗", "高龄津贴跟低保冲突不"])
def test_low_income_support_and_the_allowance_go_together(client: FlaskClient, text: str) -> None:
    """No "不算" is heard by somebody who asks if she may have both."""
    assert told(client, text)["text"].startswith("高龄津贴、困难补贴、护理补贴这三类都不计入")


@pytest.mark.parametrize("text", ["我爸在监狱，82了，高龄津贴给吗", "我爸82，正在坐牢，能领多少"])
def test_who_serves_a_sentence_gets_no_sum_later_either(client: FlaskClient, text: str) -> None:
    assert "100元" not in told(client, text, "北京户口，那能领多少")["text"]


@pytest.mark.parametrize("text", ["我爸坐牢出来了，82，北京户口", "我爸在监狱工作，82，北京户口"])
def test_who_was_released_or_works_there_is_not_serving(client: FlaskClient, text: str) -> None:
    assert told(client, text, "他能领多少")["total_fen_per_month"] == 10000
