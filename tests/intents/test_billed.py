"""A bill is read as its price, what one price is for, and how often that is."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.told.ages import age_of
from intents.told.billed import DAYS_A_MONTH, WEEKS_A_MONTH, by_the_month, lines_in
from intents.words.normalise import unify
from intents.words.sums import fen, quantity

_SIGNS = "零一二三四五六七八九"


def _in_words(number: int) -> str:
    """``number`` below ten thousand as it is written in Chinese."""
    said, zero = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            said += ("零" if zero and said else "") + _SIGNS[digit] + sign
            zero = False
        else:
            zero = True
    return said


def _total(text: str) -> int:
    return sum(by_the_month(line).total_fen for line in lines_in(text, of_a_bill=True))


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("上门洗澡一次120，一个月四次", 480),
        ("护工一小时40，每周三次，每次两小时", 960),
        ("助浴一次198，我一个月洗两回", 396),
        ("日托一天80，去20天", 1600),
        ("小时工一小时50，一个月20小时", 1000),
        ("理发30一次两次，助洁80一次四次", 380),
        ("每次康复200，每周一次", 800),
        ("住养老院一天120，住了半个月", 1800),
        ("养老院床位2000护理1500膳食900", 4400),
        ("两千零五十请人", 2050),
        ("我妈住养老院六千一个月", 6000),
        ("护工一天两百六，一个月", 7800),
        ("护理员一天200，用了12天", 2400),
        ("租床每天10块", 300),
        ("一万二一个月的护理院", 12000),
        ("护工四十一小时，每天4小时", 4800),
        ("助浴200每周两次", 1600),
        ("三天一次助浴，一次90", 900),
        ("住两个月养老院，每月3500", 7000),
        ("一百八十一次的助浴，一个月两次", 360),
        ("每小时四十五，每天三个小时，一个月二十天", 2700),
        ("保洁一百二一次，半个月一次", 240),
        ("请保姆一年六万", 5000),
        ("隔天一次陪诊，一次100", 1500),
    ],
)
def test_a_bill_is_added_up(text: str, yuan: int) -> None:
    assert _total(text) == yuan * 100


@pytest.mark.parametrize(
    ("said", "in_fen"),
    [
        ("十二块五", 1250), ("4块5", 450), ("三块三毛", 330), ("两百六", 26000), ("一百零二", 10200), ("两千零五十", 205000),
        ("两千零五", 200500), ("四千四", 440000), ("3千5", 350000), ("3千5百", 350000), ("一万二", 1200000), ("1.2万", 1200000),
        ("两千三百四", 234000), ("12.5", 1250), ("一千一百五", 115000), ("一万两千五百", 1250000), ("十万", 10000000),
    ],
)  # fmt: skip
def test_a_sum_is_read_in_fen(said: str, in_fen: int) -> None:
    assert fen(said) == in_fen


@given(st.integers(1, 9999))
def test_a_number_in_words_is_the_number(number: int) -> None:
    assert quantity(_in_words(number)) == quantity(str(number)) == number


@given(st.integers(10, 900), st.integers(2, 20))
def test_the_total_is_the_price_by_the_count(price: int, times: int) -> None:
    for said in (str(price), _in_words(price), f"{price}块"):
        assert _total(f"助浴一次{said}，一个月{times}次") == price * times * 100
        assert _total(f"助浴{said}一次，一个月{times}次") == price * times * 100


@given(st.integers(20, 200), st.integers(2, 6), st.integers(2, 5))
def test_the_order_of_the_parts_does_not_matter(price: int, often: int, hours: int) -> None:
    parts = (f"护工一小时{price}", f"每周{often}次", f"每次{hours}小时")
    for order in permutations(parts):
        assert _total("，".join(order)) == price * often * hours * WEEKS_A_MONTH * 100


@given(st.integers(40, 120), st.sampled_from(["小时", "次", "天"]))
def test_no_price_is_an_age(price: int, unit: str) -> None:
    for said in (str(price), _in_words(price)):
        assert not age_of(unify(f"护工一{unit}{said}"), None)
        assert not age_of(unify(f"请护工{said}一{unit}，一个月四次"), None)


@given(st.integers(60, 99))
def test_an_age_beside_a_price_stays_one(age: int) -> None:
    for told in (f"我妈{age}，护工一天80", f"护工一小时45，我爸{age}了", f"我{age}，日托一天70"):
        assert age_of(unify(told), None) == {"age": age}


@pytest.mark.parametrize(
    "text",
    [
        "我妈85一天到晚躺着", "我爸88每天吃药", "我妈85一次也没评过", "我今年90一个月领多少", "一天比一天糊涂，86了",
    ],
)  # fmt: skip
def test_an_age_beside_a_day_or_a_time_is_no_price(text: str) -> None:
    assert not lines_in(text)
    assert age_of(unify(text), None)


@pytest.mark.parametrize(
    "text",
    ["我退休金一个月五千", "那个八百块的券一次能顶多少钱", "每月领七百对吗", "高龄津贴一百", "选六百合算吗", "四百档的", "重度一年7200,对吧,85", "我算的是一年8400,算对了没", "我每月一千三,对上了吧", "给300还是400"],
)  # fmt: skip
def test_what_comes_in_is_no_bill(text: str) -> None:
    assert not lines_in(text)


@pytest.mark.parametrize(
    ("text", "a_month", "months"),
    [
        ("住养老院三个月交了一万五，券能抵多少", 5000, 3),
        ("上门保洁两个月800，券抵多少", 400, 2),
        ("住养老院半年花了3万", 5000, 6),
        ("石景山长护险，护理费三个月6000", 2000, 3),
        ("海淀家床，买服务三个月花了3000", 1000, 3),
        ("请护工花了一万二，用了四个月", 3000, 4),
        ("养老院住了三个月，一共交了一万五", 5000, 3),
        ("一年住养老院，花了六万", 5000, 12),
        ("一年下来住养老院一共花了六万", 5000, 12),
        ("养老院六个月三万六", 6000, 6),
        ("我妈瘫了三年，请人花3000", 3000, 1),
        ("三个月前请保姆花了3000", 3000, 1),
        ("2026年住养老院交5000", 5000, 1),
        ("请两个月护工，每月3000", 3000, 2),
        ("住养老院，交5000", 5000, 1),
    ],
)
def test_a_sum_for_several_months_is_not_one_month_s(text: str, a_month: int, months: int) -> None:
    [line] = map(by_the_month, lines_in(text))
    assert (line.month_fen, line.months) == (a_month * 100, months)


@pytest.mark.parametrize(
    "text",
    ["养老院住了三个月，交费5000", "请护工三年花了9000", "住养老院三个月交了一万", "住养老院三个月，床位9000，护理3000", "养老院三万六半年", "养老院一万五三个月"],
)  # fmt: skip
def test_for_how_many_months_a_sum_is_has_to_be_plain(text: str) -> None:
    assert not lines_in(text)


def test_what_may_be_for_one_or_for_all_is_left_open() -> None:
    [line] = lines_in("四次120的助浴")
    assert line.unclear == "time"


def test_what_is_assumed_says_so() -> None:
    [week] = map(by_the_month, lines_in("护工一次100，每周两次"))
    [day] = map(by_the_month, lines_in("护工一天200"))
    assert [step.assumed for step in week.steps] == [False, True]
    assert [(step.times, step.assumed) for step in day.steps] == [(DAYS_A_MONTH, True)]
