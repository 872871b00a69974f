"""Words for people who are not used to screens: numbers that one reads out, days as one says them."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from server.kit.clock import BEIJING
from server.portal.words import numbers, soon

HELD = re.compile(r'<span class="whole">(.*?)</span>')


def held(text: str) -> list[str]:
    """The numbers that are held together, with a bar where they may break."""
    return [found.replace("<wbr>", "|") for found in HELD.findall(str(numbers(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("窗口电话：(010)88932121", ["(010)|8893|2121"]),
        ("电话（010）88932121，先打电话", ["（010）|8893|2121"]),
        ("打010-88932121-8017没人接", ["010-|8893|2121-|8017"]),
        ("电话010 88932121，", ["010 |8893|2121"]),
        ("拨打4006001234。", ["4006|0012|34"]),
        ("给我13900010000回电话", ["139|0001|0000"]),
        ("王小样例（女儿）139****0000", ["139|****|0000"]),
        ("1101**********4621", ["1101**|********|4621"]),
        ("基本编码：110508097001", ["1105|0809|7001"]),
        ("核实号 123456789", ["1234|5678|9"]),
        ("验证码123456，手机13900010000", ["123456", "139|0001|0000"]),
        ("急事请拨打12345，2019年10月1日起每月100元", []),
        ("", []),
    ],
)
def test_a_long_number_breaks_where_one_takes_breath(text: str, expected: list[str]) -> None:
    assert held(text) == expected


@given(st.text(alphabet="0123456789*-()（） a电话<&", max_size=40))
def test_nothing_is_added_to_what_is_read_and_nothing_is_lost(text: str) -> None:
    bare = re.sub(r'<span class="whole">|</span>|<wbr>', "", str(numbers(text)))
    assert bare == str(escape(text))


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ("2026-11-30 09:05", "今天上午9:05"),
        ("2026-11-30 12:00", "今天中午12:00"),
        ("2026-11-30 17:31", "今天下午5:31"),
        ("2026-12-01 00:10", "明天凌晨0:10"),
        ("2026-12-01 19:00", "明天晚上7:00"),
        ("2026-12-07 13:00", "12月7日 周一 下午1:00"),
        ("2027-01-03 06:30", "2027年1月3日 周日 上午6:30"),
        ("2026-11-29 23:59", "11月29日 周日 晚上11:59"),
    ],
)
def test_when_to_come_is_said_with_the_weekday_and_the_half_of_the_day(
    there: str, expected: str
) -> None:
    now = datetime(2026, 11, 30, 8, 0, tzinfo=BEIJING)
    assert soon(datetime.fromisoformat(there).replace(tzinfo=BEIJING), now) == expected
