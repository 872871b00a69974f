"""As of which day a sum is told: the year that is asked for, never one in which something happened."""

from __future__ import annotations

from datetime import date, datetime
from unittest.mock import patch

import pytest
from flask import Flask

from server.conversation.asked.days import day_meant, names_only_a_month
from server.kit.clock import Clock, business_today
from tests.evaluation.dialogues import WRITTEN_ON

_WRITTEN = datetime.fromisoformat(WRITTEN_ON)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("去年能领多少", -1),
        ("我妈八十三，北京户口，去年一个月能领多少", -1),
        ("去年我妈能拿多少钱", -1),
        ("明年我爸满八十了能领多少", 1),
        ("一个月能领多少，去年的", -1),
        ("那前年呢", -2),
        ("2025年我妈八十三北京户口能领消费券吗", -1),
        ("明年消费券还有吗我爸重度失能八十五京籍能领多少", 1),
        ("去年冬天腿就不行了，八十三，北京户口，能领多少", 0),
        ("我老伴前年摔了一跤，今年八十三，北京户口，能领多少", 0),
        ("去年查出来的病，八十三了，国家给多少钱", 0),
        ("2024年得的脑梗，八十三，北京户口，现在能领多少", 0),
        ("我妈去年评的重度失能，八十三，北京户口，一共能领多少", 0),
        ("我爸去年八十，北京户口，今年能领多少", 0),
    ],
)
def test_a_year_counts_only_where_its_sum_is_asked_for(app: Flask, text: str, years: int) -> None:
    with app.app_context():
        today: date = business_today()
        assert day_meant(text, asks_for_the_sum=True).year == today.year + years


def test_this_year_is_today_and_another_year_the_same_day(app: Flask) -> None:
    with app.app_context():
        today = business_today()
        assert day_meant("今年能领多少", asks_for_the_sum=True) == today
        assert day_meant("明年能领多少", asks_for_the_sum=True).day == today.day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1946年12月31生，下个月多少", "2026-12-31"),
        ("下下个月呢", "2027-01-31"),
        ("再过俩月呢", "2027-01-31"),
        ("半年后多少", "2027-05-31"),
        ("2027年3月多少", "2027-03-31"),
        ("明年1月多少，2月多少", "2027-01-31"),
        ("3月份能领多少", "2027-03-31"),
        ("去年5月领了多少", "2025-05-31"),
        ("2019年8月我妈80，能领多少钱一个月", "2019-08-31"),
        ("2018年我爸91，北京户口，那会儿多少", "2018-11-28"),
        ("我妈明年生日满90，这个月多少", "2026-11-28"),
        ("现在领多少，明年领多少", "2027-11-28"),
        ("2025年一个月多少", "2025-11-28"),
        ("过了年我就八十了，过了年多少", "2027-11-28"),
        ("身份证11010519461202002x，能领高龄津贴吗", "2026-11-28"),
        ("一月能领多少", "2026-11-28"),
        ("3月摔的，能领多少", "2026-11-28"),
        ("下个月搬家，能领多少", "2026-11-28"),
    ],
)
def test_the_month_whose_sum_is_asked_for_is_meant(app: Flask, text: str, day: str) -> None:
    with app.app_context(), patch.dict(app.extensions, clock=Clock(origin=_WRITTEN)):
        assert day_meant(text, asks_for_the_sum=True).isoformat() == day


def test_a_month_alone_that_may_answer_a_question_asks_for_nothing(app: Flask) -> None:
    with app.app_context():
        assert not names_only_a_month("3月")
        assert names_only_a_month("下个月")
        assert names_only_a_month("那3月呢")
