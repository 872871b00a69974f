"""As of which day a sum is asked for ("去年", "2025年", "明年"), and what was true of the person then."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from intents.normalise import bare, unify
from server.kit.clock import business_today

_YEARS_ON = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "现在": 0, "明年": 1, "后年": 2}
_YEAR = re.compile(r"(20[12]\d)年(?!.{0,3}(出生|生的|办法|文件|新))")
_ONLY_A_YEAR = re.compile(
    r"(那|那么|要是)?(我|他|她)?(大前年|前年|去年|今年|现在|明年|后年|20[12]\d年?)(的|呢|能)*(领|给|是)?(多少|几块)?(钱)?(呢|吗)?"
)


def names_only_a_year(text: str) -> bool:
    """Whether ``text`` asks for another year and says nothing else ("那今年呢")."""
    return bool(_ONLY_A_YEAR.fullmatch(bare(text)))


def day_meant(text: str, *, asks_for_the_sum: bool) -> date:
    """The day to judge by: today, or the same day of the year whose sum is asked for."""
    today, plain = business_today(), unify(text)
    if not (asks_for_the_sum or names_only_a_year(text)):
        return today
    year = next((today.year + on for word, on in _YEARS_ON.items() if word in plain and on), None)
    if year is None and (match := _YEAR.search(plain)):
        year = int(match[1])
    return today if year is None else date(year, today.month, min(today.day, 28))


def on_that_day(facts: Mapping[str, Any], day: date) -> dict[str, Any]:
    """``facts`` as they are on ``day``: an age that was told is today's, so it goes with the years."""
    years = day.year - business_today().year
    shifted = {name: facts[name] + years for name in ("age", "age_xusui") if name in facts}
    return {**facts, **shifted}
