"""As of which day a sum is asked for ("去年", "2025年", "明年"), and what was true of the person then."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from intents.normalise import bare, unify
from server.kit.clock import business_today

_YEARS_ON = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "现在": 0, "明年": 1, "后年": 2}
_ONLY_A_YEAR = re.compile(
    r"(那|那么|要是)?(我|他|她)?(大前年|前年|去年|今年|现在|明年|后年|20[12]\d年?)(的|呢|能)*(领|给|是)?(多少|几块)?(钱)?(呢|吗)?"
)

_HAPPENED = r"(?<![\d岁满])了|过(?!了?\d)|着|摔|病|查|评|得[的上]|住院|手术|中风|脑|瘫|走|搬|迁|退休|办|开始|生[的于]|交|停|疼|不行|不好|现在|今年|如今|目前"
_YEARS = rf"(?:{'|'.join(_YEARS_ON)}|20[12]\d年)"
_BETWEEN = rf"(?:(?!{_HAPPENED}|{_YEARS}).){{0,24}}?"
"""What may stand between the year and what is asked: facts, but nothing that happened in that year, and
no other year ("今年八十九，明年能领多少")."""

_ASKED_OF = re.compile(
    rf"(?P<y>{'|'.join(_YEARS_ON)}|20[12]\d年?){_BETWEEN}"
    r"(?:[领拿给发补享有]|多少|几[块个]|涨|符合|够|申请)(?![病伤了])"
)
_ASKED_LAST = re.compile(
    rf"(?:多少|几块|什么|啥|哪些)钱?[,，\s]*(?P<y>{'|'.join(_YEARS_ON)})[的呢呀啊?？\s]*$"
)
"""The year whose sum is asked for; "前年摔了一跤" says when something happened."""


def names_only_a_year(text: str) -> bool:
    """Whether ``text`` asks for another year and says nothing else ("那今年呢")."""
    return bool(_ONLY_A_YEAR.fullmatch(bare(text)))


def day_meant(text: str, *, asks_for_the_sum: bool) -> date:
    """The day to judge by: today, or the same day of the year whose sum is asked for."""
    today, plain = business_today(), unify(text)
    if not (asks_for_the_sum or names_only_a_year(text)):
        return today
    year = (
        _year_asked(plain, today.year) if not names_only_a_year(text) else _named(plain, today.year)
    )
    return today if year is None else date(year, today.month, min(today.day, 28))


def _year_asked(plain: str, this_year: int) -> int | None:
    asked = [match["y"] for match in (*_ASKED_OF.finditer(plain), *_ASKED_LAST.finditer(plain))]
    return _named(asked[-1], this_year) if asked else None


def _named(words: str, this_year: int) -> int | None:
    """The year that ``words`` name; None where it is this one or none."""
    on = next((on for word, on in _YEARS_ON.items() if word in words), None)
    if on is not None:
        return this_year + on
    match = re.search(r"20[12]\d", words)
    return int(match[0]) if match else None


def on_that_day(facts: Mapping[str, Any], day: date) -> dict[str, Any]:
    """``facts`` as they are on ``day``: an age that was told is today's, so it goes with the years."""
    years = day.year - business_today().year
    shifted = {name: facts[name] + years for name in ("age", "age_xusui") if name in facts}
    return {**facts, **shifted}
