"""How a month, with or without a day, is said: "5月12日", "五月初八", "腊月"."""

from __future__ import annotations

import re

from intents.words.numerals import DIGITS

_MONTHS = {"正": 1, "元": 1, "冬": 11, "腊": 12}


def month_day(month: str, day: str) -> str:
    """The pattern of "5月12日", "五月初八" and "5-12", with names for its groups; the day may lack."""
    return (
        rf"(?P<{month}>1[0-2]|0?[1-9]|[一二三四五六七八九正元冬腊])\s*[月./-]份?"
        rf"(?:\s*初?(?P<{day}>[0-3]?\d|[一二三四五六七八九]))?"
    )


_BIRTHDAY = re.compile(
    rf"{month_day('m', 'd')}[^\d,，。]{{0,2}}生日|生日(?:是|在)?(?:农历|阴历)?{month_day('n', 'e')}"
)
LUNAR = re.compile("农历|阴历|旧历|老历|月初|[正冬腊]月")


def birthday(spoken: str) -> tuple[str | None, str | None]:
    found = _BIRTHDAY.search(spoken)
    return (None, None) if found is None else (found["m"] or found["n"], found["d"] or found["e"])


def month_number(said: str) -> int:
    return _MONTHS.get(said) or int("".join(str(DIGITS.get(char, char)) for char in said))
