"""As of which day a sum is told: the year that is asked for, never one in which something happened."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from server.conversation.asked.days import day_meant
from server.kit.clock import business_today


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
