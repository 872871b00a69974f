"""What the months of a span come to: the sum of the single months, each by the rules as of it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intents.told.lengths import YEAR
from server.benefits import service as benefits
from server.conversation.asked.spans_named import Span, span_in
from server.conversation.reckoned import spans
from server.conversation.reckoned.supposed import at_age
from server.editorial import live

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "first", "count"),
    [
        ("明年一年一共多少", (2027, 1), 12),
        ("去年一共领了多少", (2025, 1), 12),
        ("我妈今年5月满90，今年全年多少钱", (2026, 1), 12),
        ("一年能领多少", (2026, 11), 12),
        ("半年呢", (2026, 11), 6),
        ("那三个月呢", (2026, 11), 3),
        ("俩人两年一共多少", (2026, 11), 24),
        ("一个季度多少钱", (2026, 11), 3),
        ("到年底一共能领多少", (2026, 11), 2),
        ("9月开始领的，今年一共多少", (2026, 9), 4),
    ],
)
def test_the_months_are_those_that_are_asked_about(
    text: str, first: tuple[int, int], count: int
) -> None:
    span = span_in(text, TODAY)
    assert span is not None
    assert (divmod(span.first, YEAR), span.count) == ((first[0], first[1] - 1), count)


@pytest.mark.parametrize(
    "text",
    [
        "一个月多少",
        "我妈住院半年了，能领多少",
        "三年后能领多少",
        "我妈46年的，能领多少",
        "我妈今年85了，一共能领多少",
        "评了8个月了，多少钱",
        "明年能领多少",
        "再过两年能领多少",
        "三年前摔的，能领多少",
        "我妈差三个月满80，能领多少",
    ],
)
def test_a_time_that_tells_when_something_is_asks_for_no_sum_of_months(text: str) -> None:
    assert span_in(text, TODAY) is None


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    born=st.tuples(st.integers(1922, 1950), st.integers(1, 12)),
    first=st.integers(2020 * YEAR, 2029 * YEAR),
    count=st.integers(1, 30),
    level=st.sampled_from(["severe", "moderate", "intact"]),
    income=st.sampled_from(["dibao", "low_income", "none"]),
)
def test_a_span_comes_to_what_its_single_months_come_to(
    app: Flask, born: tuple[int, int], first: int, count: int, level: str, income: str
) -> None:
    year, month = born
    facts = {
        "hukou": "beijing",
        "assessment_level": level,
        "income_class": income,
        "disability": [],
    }
    with app.app_context():
        knowledge = live.live_knowledge(app)
        age = TODAY.year - year - (TODAY.month < month)
        found = spans.summed(
            {**facts, "age": age}, f"{year}-{month:02}", Span(first, count), knowledge
        )
        single = []
        for n in range(first, first + count):
            of, nth = divmod(n, YEAR)
            last = date(of, nth + 1, monthrange(of, nth + 1)[1])
            then = at_age(facts, of - year - (nth + 1 < month))
            single.append(benefits.check(then, last, knowledge.documents).total_fen_per_month)
    assert found.each == tuple(single)
    assert found.fen == sum(single)
    assert not found.least


@pytest.mark.parametrize("age", [79, 84, 89, 91, 99])
def test_without_a_month_of_birth_no_more_is_told_than_is_certain(app: Flask, age: int) -> None:
    span = Span(2026 * YEAR + 10, YEAR)
    with app.app_context():
        knowledge = live.live_knowledge(app)
        known = spans.summed({"age": age, "hukou": "beijing"}, None, span, knowledge)
        each = [
            spans.summed(
                {"age": age, "hukou": "beijing"},
                f"{(2026 - age) - (month > 11)}-{month:02}",
                span,
                knowledge,
            ).fen
            for month in range(1, 13)
        ]
    assert known.fen == min(each)
    assert known.least == (len({*each}) > 1)
