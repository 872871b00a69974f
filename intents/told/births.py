"""When somebody was born, as it is said: "1943年5月12日", "四二年五月初八", "46年3月生人"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from intents.told.either_or import between_two_years
from intents.told.months_said import (
    LUNAR,
    birthday,
    month_day,
    month_number,
    with_named_days,
)
from intents.told.near_times import near_in
from intents.told.turning import turning
from intents.words.numerals import SIGNS
from intents.words.relatives import LAST_SIGNS
from intents.words.slots import age_in

_DIGIT = f"[0-9零〇{SIGNS}]"
_YEAR = (
    rf"(?P<y>(?:19|一九)[0-6零〇一二三四五六]{_DIGIT}|(?<!{_DIGIT})[2-6二三四五六]{_DIGIT}(?=年))"
)


_BORN = re.compile(rf"{_YEAR}\s*[年./-]的?\s*(?:农历|阴历|阳历|公历)?\s*{month_day('m', 'd')}")
_BORN_IN = re.compile(
    rf"(?:^|(?<=[,，。;；、\s]))(?P<x>19[2-6]\d)年?(?=$|[,，。;；、\s])|{_YEAR}年?(?:生|出生|属|的(?=$|[,，。、 ])|(?<=19\d\d年)的(?=能|可以|该|领|拿|老))"
    rf"|(?<=[我俺{LAST_SIGNS}母父])(?:是|他|她|今年)?{_YEAR.replace('P<y>', 'P<z>')}年(?=$|[,，。、 ])"
)
_MONEY_BEFORE = re.compile(r"(?:金|钱|工资)\D{0,3}$")
_MOST_OFF = 2
"""So many years an age and the year of birth may differ: 虚岁, and a birthday still to come."""

_REPUBLIC = re.compile(r"民国\s*(\d{1,2})年")
"""Counted from 1912."""

_BY_NAME = (
    (re.compile("(?:抗战|抗日)?(?:胜利|小日本投降|日本投降|光复)(?:的?那1?年)"), "1945年"),
    (re.compile("(?:解放|建国|新中国成立|开国大典)(?:的?那1?年)"), "1949年"),
    (re.compile("(?:七七事变|卢沟桥事变)(?:的?那1?年)"), "1937年"),
)
"""Years by what happened in them, as old people name them; Beijing counts 解放 as 1949."""

_SAID_TWICE = re.compile(rf"(?:{_DIGIT}{_DIGIT}){{1,2}}年(?=19\d\d年)")

_EIGHT_DIGITS = re.compile(
    r"(?<!\d)(?:[1-8]\d{5}\s?)?(19[0-6]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\s?\d{3}[\dxX])?(?!\d)"
)
"""A date in digits; the number of an identity card has one behind the six digits of a place."""

_YEAR_AND_MONTH = re.compile(
    r"(?<!\d)(19[0-6]\d)\s*[./-]\s*(1[0-2]|0?[1-9])(?![\d./-]|\s*(?:万|元|块|个月))"
)
"""A year and a month in digits, as forms have them ("1936.5")."""

_PUT_RIGHT = re.compile(
    rf"(?:不是|不对|错了|应该|更正|改成|改一下).{{0,14}}?(?P<y>(?:19|一九)[0-6零〇一二三四五六]{_DIGIT}|(?<!{_DIGIT})[2-6二三四五六]{_DIGIT}(?=年))\s*年?(?:的|生的?|出生的?)?[\W]*$"
)
LUNAR_LAG = (timedelta(days=17), timedelta(days=54))
"""So much later the first and the last day of a month of the lunar calendar fall in the solar one."""

_ONLY_A_MONTH = re.compile(
    rf"(?:生日|出生|生人|是|就|在|我|俺|他|她|妈|爸|大概|好像|应该|农历|阴历|旧历|阳历|公历|的)*{month_day('m', 'd')}"
    r"(?:号|日|份|生|的|人|出生|过|吧|呢|了|那天|啊)*"
)
"""The month of a birthday and nothing else, told after the year ("二月份的")."""

_NO_MONTH = re.compile(
    r"不是(?:农历|阴历|阳历)?(?:1[0-2]|0?[1-9]|[一二三四五六七八九正元冬腊])月份?(?:的|初?[\d一二三四五六七八九])*(?:是|,|，)?"
)


def born(spoken: str, today: date | None = None) -> dict[str, Any]:
    """The day of birth that ``spoken`` (unified) names, as facts; empty if it names none.

    A year, or a year and a month, leave the day open: with ``today`` they become an age, or 虚岁 where even
    the full years are not sure. No day is made up.
    """
    year, month, day = _told(spoken, today)
    if year is None and today and (near := near_in(spoken, today)):
        return near.facts(today)
    if year is None and today and (turned := turning(spoken, today)):
        year, month, day = turned
    if year is None:
        return {}
    if month and day:
        return _on(year, month, day, spoken)
    return {} if today is None else _about(year, month, today, lunar=bool(LUNAR.search(spoken)))


def born_in(spoken: str, today: date | None = None) -> str | None:
    """The year, or the year and the month of birth that ``spoken`` (unified) names: "1947-05"; with
    ``today`` that of a birthday to come as well."""
    year, month, _ = _told(spoken, today)
    if year is None and today and (near := near_in(spoken, today)):
        return near.born_in()
    if year is None and today and (turned := turning(spoken, today)):
        year, month, _ = turned
    if year is None:
        return None
    return f"{year}-{month:02}" if month and not LUNAR.search(spoken) else f"{year}"


def lunar_month_of_birth(spoken: str) -> tuple[date, date] | None:
    """The first and the last day by the solar calendar of the lunar month of birth that ``spoken`` (unified) names
    without a day ("四七年腊月生的"); None where it names none."""
    year, month, day = _told(spoken)
    if year is None or month is None or day or not LUNAR.search(spoken):
        return None
    return date(year, month, 1) + LUNAR_LAG[0], date(year, month, 28) + LUNAR_LAG[1]


def of_that_year(spoken: str, year: int, today: date) -> dict[str, Any]:
    """What ``spoken`` (unified) says of the birthday of who was born in ``year``, where it is a
    month and nothing else."""
    match = _ONLY_A_MONTH.fullmatch(_NO_MONTH.sub("", re.sub(r"[\s\W]+", "", spoken)))
    if match is None:
        return {}
    month = month_number(match["m"])
    if match["d"]:
        return _on(year, month, month_number(match["d"]), spoken)
    return _about(year, month, today, lunar=bool(LUNAR.search(spoken)))


def _told(spoken: str, today: date | None = None) -> tuple[int | None, int | None, int | None]:
    """The year, the month and the day of birth, as far as they are named; a number by itself is the year
    only where no money is meant and no age is told, or one that ``today`` goes with it."""
    if between_two_years(spoken):
        return None, None, None
    spoken = _REPUBLIC.sub(lambda match: f"{1911 + int(match[1])}年", with_named_days(spoken))
    for words, named in _BY_NAME:
        spoken = words.sub(named, spoken)
    spoken = _SAID_TWICE.sub("", spoken)
    spoken = _EIGHT_DIGITS.sub(r"\1年\2月\3日", spoken)
    spoken = _YEAR_AND_MONTH.sub(r"\1年\2月", spoken)
    told = _BORN.search(spoken)
    year = told or _BORN_IN.search(spoken)
    if year is None or (not told and year["x"] and _is_no_year(year, today)):
        return None, None, None
    month, day = (told["m"], told["d"]) if told else birthday(spoken)
    said = year["y"] if told else year["x"] or year["y"] or year["z"]
    return _year(said), month_number(month) if month else None, month_number(day) if day else None


def _is_no_year(bare: re.Match[str], today: date | None) -> bool:
    """Whether the number by itself is no year of birth: money, or not that of the age told beside it."""
    if bare[0].endswith("年"):
        return False
    before, after = bare.string[: bare.start()], bare.string[bare.end() :]
    if _MONEY_BEFORE.search(before):
        return True
    age = age_in(f"{before},{after}")
    return age is not None and (today is None or abs(today.year - int(bare["x"]) - age) > _MOST_OFF)


def names_a_year(spoken: str) -> bool:
    """Whether ``spoken`` (unified) names a year of birth."""
    return _told(spoken)[0] is not None


def year_put_right(spoken: str) -> int | None:
    """The year of birth by itself in a correction ("说错了，是1946年"), None in anything else."""
    match = _PUT_RIGHT.search(spoken)
    return None if match is None else _year(match["y"])


def _year(said: str) -> int:
    number = month_number(said)
    return number if number > 1000 else 1900 + number


def _on(year: int, month: int, day: int, spoken: str) -> dict[str, Any]:
    text = f"{year}-{month:02}-{day:02}"
    try:
        date.fromisoformat(text)
    except ValueError:
        return {}
    return {"birth_date": text} | ({"birth_lunar": True} if LUNAR.search(spoken) else {})


def _about(year: int, month: int | None, today: date, *, lunar: bool) -> dict[str, Any]:
    """Full years for a month that is over or to come; 虚岁 spans the two that are possible."""
    years = today.year - year
    if month is not None and lunar:
        first, last = date(year, month, 1) + LUNAR_LAG[0], date(year, month, 28) + LUNAR_LAG[1]
        most, least = (
            today.year - d.year - ((today.month, today.day) < (d.month, d.day))
            for d in (first, last)
        )
        return {"age": most} if most == least else {"age_xusui": most + 1}
    all_turned = (today + timedelta(days=1)).month != today.month
    if month is None or (month == today.month and not all_turned):
        return {"age_xusui": years + 1}
    return {"age": years - (today.month < month)}
