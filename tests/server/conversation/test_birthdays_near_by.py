"""Birthdays at a time that goes by a name, years of birth left open between two, and sums up to a named month: no month is
made up, and of a couple each keeps the own birthday."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat

_OF_80 = "高龄津贴每月100元"
_OF_90 = "高龄津贴每月500元"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("我妈北京户口，月底满80，能领多少", f"2026年11月满80周岁，从2026年11月起{_OF_80}"),
        ("我爸下周三满80，北京户口能领多少钱", f"2026年12月2日满80周岁，从那天起{_OF_80}"),
        ("我妈下周满90，京籍，能领多少", f"满90周岁是在2026年11月或12月，要看公历生日：从满的那个月起{_OF_90}"),
        ("奶奶春节时满90，北京户口，现在领多少", f"满90周岁是在2027年1月或2月，要看公历生日：从满的那个月起{_OF_90}"),
        ("我妈腊月满80，北京户口，能领高龄津贴吗", f"满80周岁是在2026年12月到2027年2月之间，要看公历生日：从满的那个月起{_OF_80}"),
        ("我妈四七年腊月生的，北京户口，啥时候能领高龄津贴", "满80周岁是在2027年12月到2028年2月之间"),
        ("我妈过完年就80了，北京户口，现在能领吗", "从满的那个月起每月100元，说了哪年哪月出生就能算准"),
        ("我爸1936年11月生的，京籍，一个月多少", f"2026年11月满90周岁，从2026年11月起{_OF_90}"),
    ],
)  # fmt: skip
def test_a_birthday_near_by_tells_its_month_or_those_that_are_possible(
    client: FlaskClient, text: str, says: str
) -> None:
    assert says in Chat(client).say(text)["text"]


@pytest.mark.parametrize(
    ("text", "total", "says"),
    [
        ("我妈1946年还是1947年生的记不清了，北京户口，能领多少", None, "不满80周岁还没有，满了80周岁是每月100元"),
        ("我妈不是46年就是47年的，京籍，能领吗", None, "不满80周岁还没有，满了80周岁是每月100元"),
        ("我爸1930年还是1931年生的记不清了，北京户口，一个月多少钱", 50000, "每月固定能领500元"),
        ("我爸四六或者四七年的，京籍，能领吗", None, "不满80周岁还没有"),
        ("我妈要么36年要么46年的，京户能领多少", None, "满了80周岁是每月100元，满了90周岁是500元"),
        ("我妈1946还是1947年生，今年84了，京籍，能领多少", 10000, "每月固定能领100元"),
        ("我妈北京户口，今年80，生日是下个月，能领多少", None, "不满80周岁还没有，满了80周岁是每月100元"),
        ("我妈北京户口，80了，生日是下个月，能领多少", 10000, "每月固定能领100元"),
        ("我妈今年83，12月生日，北京户口，能领多少", 10000, "每月固定能领100元"),
        ("我爸生于1936.5，北京户口，能领多少", 50000, "每月固定能领500元"),
        ("我爸属猪，八十出头，京籍，能领多少", None, "高龄津贴要满80周岁才有"),
        ("我妈八十，属狗，京籍，能领多少", 10000, "每月固定能领100元"),
    ],
)  # fmt: skip
def test_what_is_left_open_of_an_age_is_not_taken_for_one_of_the_two(
    client: FlaskClient, text: str, total: int | None, says: str
) -> None:
    reply = Chat(client).say(text)
    assert says in reply["text"]
    assert reply["total_fen_per_month"] == total


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("我妈83，北京户口，到明年6月一共多少", "每月100元，8个月合起来是800元"),
        ("我爸85，北京户口，年底前能领几个月", "每月100元，2个月合起来是200元"),
        ("我妈84，北京户口，一共领了三年了，领了多少", "36个月合起来是3600元"),
        ("我妈89，明年3月满90，北京户口，到明年6月一共多少", "前4个月每月100元，后4个月每月500元，合起来2400元"),
        ("奶奶1927年2月生，京户，到明年6月一共领多少", "前3个月每月500元，后5个月每月800元，合起来5500元"),
        ("我妈元宵节满90，京籍，到明年5月一共多少", "前4个月每月100元，后3个月每月500元，合起来至少1900元"),
        ("我爸1937年1月15日生，京籍，今年一共能领多少，明年一年一共能领多少", "2027年全年：每月500元，12个月合起来6000元"),
        ("我妈91，高龄津贴领了十年了一共多少，京籍", "2019年10月以前的规定没有收录，没有算在里面"),
        ("我爸85我妈79，都京籍，我妈腊月满80，到明年6月俩人一共多少", "爸爸每月100元，8个月合起来800元"),
        ("我爸88我妈89，都京籍，我妈1月满90，明年一年俩人一共多少", "两个人合起来至少是7200元"),
    ],
)  # fmt: skip
def test_a_sum_up_to_a_month_is_that_of_its_single_months(
    client: FlaskClient, text: str, says: str
) -> None:
    assert says in Chat(client).say(text)["text"]


def test_the_sum_of_a_month_alone_is_no_sum_up_to_it(client: FlaskClient) -> None:
    assert Chat(client).say("我妈83，北京户口，到明年6月能领多少")["text"].startswith("2027年6月：")


def test_of_a_couple_each_keeps_the_own_birthday(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我爸88我妈89，都京籍，我妈1月满90")
    assert chat.say("我爸明年2月领多少")["total_fen_per_month"] == 10000


def test_from_when_on_it_is_paid_is_told_of_her_who_is_too_young(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("老伴12月满80，北京户口")
    assert "从2026年12月起" in chat.say("从哪个月开始发")["text"]
    other = Chat(client)
    other.say("老伴85，北京户口")
    assert other.say("从哪个月开始发")["entry_id"] == "allowance-start-month"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("我妈83岁才知道有这个高龄津贴，以前的能补吗，北京户口", "只从申请当月（2026年11月）起算，每月100元，前面的不补"),
        ("我妈92了才听说，北京户口，以前的能补发吗", "每月500元，前面的不补"),
        ("我妈80，一直没办高龄津贴，北京户口，能补多少", "要看是哪个月满的80"),
    ],
)  # fmt: skip
def test_who_never_applied_is_told_what_is_paid_back_by_her_age(
    client: FlaskClient, text: str, says: str
) -> None:
    assert says in Chat(client).say(text)["text"]


def test_the_number_of_an_identity_card_is_not_repeated(client: FlaskClient) -> None:
    reply = Chat(client).say("身份证11010119460312234X，能领多少，北京户口")
    assert reply["total_fen_per_month"] == 10000
    assert "11010119460312" not in str(reply)


@pytest.mark.parametrize(
    ("text", "says", "pay_from"),
    [
        ("我爸1937年12月15日生，京籍，明年能领多少", "12月以前高龄津贴每月100元，从12月起高龄津贴每月500元", None),
        ("我爸1935年6月生的，京籍，去年能领多少", "6月以前高龄津贴每月100元，从6月起高龄津贴每月500元", None),
        ("我爸1937年1月15日生，京籍，明年能领多少", "每月固定能领500元", "2027-01"),
    ],
)  # fmt: skip
def test_a_birthday_within_another_year_is_told_beside_the_sum_of_a_day_of_it(
    client: FlaskClient, text: str, says: str, pay_from: str | None
) -> None:
    reply = Chat(client).say(text)
    assert says in reply["text"]
    by_age = next(b for b in reply["benefits"] if b["code"] == "age_allowance")
    assert by_age["pay_from"] == pay_from


def test_who_may_turn_an_age_later_this_month_may_get_more_two_years_on(
    client: FlaskClient,
) -> None:
    assert "合起来至少1200元" in Chat(client).say("我爸88，京籍，明年一年一共多少")["text"]
