"""When somebody was born, as it is said: "1943年5月12日", "四二年五月初八", "46年3月生人"."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

_DIGIT = "[0-9零〇一二三四五六七八九]"
_VALUES = {char: str(n) for n, char in enumerate("零一二三四五六七八九")} | {"〇": "0"}
_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_YEAR = (
    rf"(?P<y>(?:19|一九)[0-6零〇一二三四五六]{_DIGIT}|(?<!{_DIGIT})[2-6二三四五六]{_DIGIT}(?=年))"
)


def _month_day(month: str, day: str) -> str:
    """The pattern of "5月12日", "五月初八" and "5-12", with names for its groups; the day may lack."""
    return (
        rf"(?P<{month}>1[0-2]|0?[1-9]|[一二三四五六七八九正冬腊])\s*[月./-]份?"
        rf"(?:\s*初?(?P<{day}>[0-3]?\d|[一二三四五六七八九]))?"
    )


_BORN = re.compile(rf"{_YEAR}\s*[年./-]的?\s*(?:农历|阴历|阳历|公历)?\s*{_month_day('m', 'd')}")
_BORN_IN = re.compile(
    rf"{_YEAR}年?(?:生|出生|属|的(?=$|[,，。、 ])|(?<=19\d\d年)的(?=能|可以|该|领|拿|老))"
)
_BIRTHDAY = re.compile(
    rf"{_month_day('m', 'd')}[^\d,，。]{{0,2}}生日|生日(?:是|在)?(?:农历|阴历)?{_month_day('n', 'e')}"
)
_REPUBLIC = re.compile(r"民国\s*(\d{1,2})年")
"""Counted from 1912."""

_EIGHT_DIGITS = re.compile(r"(?<!\d)(19[0-6]\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)")
_PUT_RIGHT = re.compile(
    r"(?:不是|不对|错了|应该|更正|改成|改一下).{0,14}?(?P<y>19[0-6]\d)\s*年?(?:的|生的?|出生的?)?[\W]*$"
)
_LUNAR = re.compile("农历|阴历|旧历|老历|月初|[正冬腊]月")


def born(spoken: str, today: date | None = None) -> dict[str, Any]:
    """The day of birth that ``spoken`` (unified) names, as facts; empty if it names none.

    A year, or a year and a month, leave the day open: with ``today`` they become an age, or 虚岁 where even
    the full years are not sure. No day is made up.
    """
    spoken = _REPUBLIC.sub(lambda match: f"{1911 + int(match[1])}年", spoken)
    spoken = _EIGHT_DIGITS.sub(r"\1年\2月\3日", spoken)
    told = _BORN.search(spoken)
    year = told or _BORN_IN.search(spoken)
    if year is None:
        return {}
    month, day = (told["m"], told["d"]) if told else _birthday(spoken)
    if month and day:
        return _on(_year(year["y"]), _number(month), _number(day), spoken)
    if today is None:
        return {}
    return _about(_year(year["y"]), _number(month) if month else None, today)


def year_put_right(spoken: str) -> int | None:
    """The year of birth by itself in a correction ("说错了，是1946年"), None in anything else."""
    match = _PUT_RIGHT.search(spoken)
    return None if match is None else int(match["y"])


def _birthday(spoken: str) -> tuple[str | None, str | None]:
    found = _BIRTHDAY.search(spoken)
    return (None, None) if found is None else (found["m"] or found["n"], found["d"] or found["e"])


def _number(said: str) -> int:
    return _MONTHS.get(said) or int("".join(_VALUES.get(char, char) for char in said))


def _year(said: str) -> int:
    number = _number(said)
    return number if number > 1000 else 1900 + number


def _on(year: int, month: int, day: int, spoken: str) -> dict[str, Any]:
    text = f"{year}-{month:02}-{day:02}"
    try:
        date.fromisoformat(text)
    except ValueError:
        return {}
    return {"birth_date": text} | ({"birth_lunar": True} if _LUNAR.search(spoken) else {})


def _about(year: int, month: int | None, today: date) -> dict[str, Any]:
    """Full years for a month that is over or to come; 虚岁 spans the two that are possible."""
    years = today.year - year
    if month is None or month == today.month:
        return {"age_xusui": years + 1}
    return {"age": years - (today.month < month)}
