"""Between which days somebody turns an age at a time that is named by no date: "月底满80", "下周三", "腊月", "春节"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from intents.told.feasts import feast_in
from intents.told.lengths import YEAR
from intents.words.numerals import digit

_NEW_YEAR = (1, 21), (2, 20)
"""Month and day between which the lunar year begins. A lunar birthday moves between them from year to year, and full
years are counted by the solar one (公历), so that no year's calendar would tell it."""

_MONTH = timedelta(days=30)
"""A month of that calendar has 29 days or 30."""

_WEEK = 7
_WEEKDAYS = "一二三四五六日"
_SOON, _LATELY = 10, 10
"""So many days are "过几天" and "前几天"."""

_AGE = r"(?P<a>[6-9]\d|1[01]\d)(?!\s*[\d号日月年块元个天平%]|\s*多?(?:块|元))"
_TURNS = rf"(?:[^,，。;；、\d虚领拿给发交花]{{0,6}}?(?:刚|[满过到就要才是整])[^,，。;；、\d虚领拿给发交花]{{0,4}}?{_AGE}|{_AGE.replace('P<a>', 'P<b>')}(?=周?岁|了|整|$|[,，。;；\s]))"

_LUNAR_DAY = r"(?:初?(?P<day>[1-3]?\d|[一二三四五六七八九十])(?:那天|当天|号|日)?)?"
_NAMED = re.compile(
    rf"(?:(?P<week>下下|下|上|这|本)(?:个|1个)?(?:周|星期|礼拜)(?P<on>[{_WEEKDAYS}天末])?"
    r"|(?P<end>(?<![个上下一二三四五六七八九十\d正冬腊])(?:这个?|本)?月底)"
    r"|(?P<year_end>年底|年末)"
    r"|(?P<soon>过[几两](?:天|日)|过些天|这[几两]天)|(?P<lately>前[几两些]天|前些日子)"
    rf"|(?:农历|阴历|旧历)?(?P<lunar>[冬腊正])月{_LUNAR_DAY}"
    r"|(?P<eve>除夕|大年30|年30)|(?P<first>大年初一|正旦)|(?P<feast>(?:过)?春节(?!后|以后|之后)|过年(?!后|以后|之后|就)|元宵节?))"
    rf"(?:的)?(?:时候|时|那天|当天|期间|里|头)?{_TURNS}"
)
_OF_ANOTHER_YEAR = re.compile(r"(?:[前去明后]年|(?P<year>20\d\d)年?|每年)的?$")


@dataclass(frozen=True)
class Near:
    """That somebody turns, or turned, an ``age`` from the ``first`` to the ``last`` of these days."""

    age: int
    first: date
    last: date
    lunar_year: int | None = None
    """The year of the lunar calendar, where it is a time of it."""

    def facts(self, today: date) -> dict[str, Any]:
        """How old she is ``today``, or her birthday where it is one day."""
        if self.first == self.last:
            return {"birth_date": _born_on(self.first, self.age)}
        if today >= self.last:
            return {"age": self.age}
        if today < self.first:
            return {"age": self.age - 1}
        return {"age_between": [self.age - 1, self.age]}

    def born_in(self) -> str | None:
        """The year, or the year and month of her birth, as far as they are known."""
        year = self.first.year - self.age
        if (self.first.year, self.first.month) == (self.last.year, self.last.month):
            return f"{year}-{self.first.month:02}"
        if self.lunar_year:  # the month that is told next is of that calendar too
            return f"{self.lunar_year - self.age}"
        return f"{year}" if self.first.year == self.last.year else None

    def months(self) -> list[int]:
        """The months that are possible, each a year times twelve and the month from 0."""
        return [*range(_number(self.first), _number(self.last) + 1)]


def near_in(spoken: str, today: date) -> Near | None:
    """The days between which ``spoken`` (unified) says that somebody turns an age; None where it names a date, or
    a great birthday, which may be kept by 虚岁."""
    match = _NAMED.search(spoken)
    if match is None or feast_in(spoken, today) or _is_of_another_year(match, today):
        return None
    days = next(filter(None, (kind(match, today) for kind in _KINDS)), None)
    if days is None:
        return None
    lunar = days[1].year - (match["lunar"] != "正") if match["lunar"] else None
    return Near(int(match["a"] or match["b"]), *days, lunar)


def _is_of_another_year(match: re.Match[str], today: date) -> bool:
    of = _OF_ANOTHER_YEAR.search(match.string[: match.start()])
    return of is not None and of["year"] != str(today.year)


_Days = tuple[date, date]


def _of_a_week(match: re.Match[str], today: date) -> _Days | None:
    if match["week"] is None:
        return None
    weeks = {"下下": 2, "下": 1, "上": -1}.get(match["week"], 0)
    monday = today + timedelta(days=weeks * _WEEK - today.weekday())
    if match["on"] is None:
        return monday, monday + timedelta(days=6)
    if match["on"] == "末":
        return monday + timedelta(days=5), monday + timedelta(days=6)
    on = monday + timedelta(days=_WEEKDAYS.index(match["on"].replace("天", "日")))
    return on, on


def _of_a_month(match: re.Match[str], today: date) -> _Days | None:
    if not match["end"]:
        return None
    last = _last_of_the_month(today)
    return _to_come(last - timedelta(days=_SOON), last, today)


def _of_the_year(match: re.Match[str], today: date) -> _Days | None:
    """November is the end of a year to some. How old somebody is by then is no age that is turned at its end, unless
    it is a round one ("年底八十九": at some time of the year)."""
    if not match["year_end"]:
        return None
    if match["b"] and int(match["b"]) % 10:
        return date(today.year, 1, 1), date(today.year, 12, 31)
    return _to_come(date(today.year, 11, 15), date(today.year, 12, 31), today)


def _to_come(first: date, last: date, today: date) -> _Days:
    """The days from ``first`` to ``last`` that are still to come, of a time that is not over."""
    return min(max(first, today + timedelta(days=1)), last), last


def _of_some_days(match: re.Match[str], today: date) -> _Days | None:
    if match["soon"]:
        return today + timedelta(days=1), today + timedelta(days=_SOON)
    if match["lately"]:
        return today - timedelta(days=_LATELY), today - timedelta(days=1)
    return None


def _of_the_lunar_year(match: re.Match[str], today: date) -> _Days | None:
    """The first of these days by the lunar calendar that are not over."""
    within = _days_from_the_new_year(match)
    if within is None:
        return None
    ways = (_around(year, within) for year in (today.year - 1, today.year, today.year + 1))
    return next(days for days in ways if days[1] > today)


def _days_from_the_new_year(match: re.Match[str]) -> tuple[int, int] | None:
    """How many days after the new year it begins and ends; before it where they are less than 0."""
    if match["lunar"]:
        return _of_a_lunar_month(match["lunar"], match["day"])
    if match["first"] or match["eve"]:
        return (0, 0) if match["first"] else (-1, -1)
    if match["feast"]:
        return (14, 14) if "元宵" in match["feast"] else (-1, 6)
    return None


def _of_a_lunar_month(named: str, day: str | None) -> tuple[int, int]:
    """How long the months before the new year are is not known, by a day each."""
    before = {"正": 0, "腊": 1, "冬": 2}[named]
    first, last = -before * _MONTH.days, -before * (_MONTH.days - 1)
    on = _number_said(day) - 1 if day else None
    return (first, last + _MONTH.days - 1) if on is None else (first + on, last + on)


def _around(year: int, within: tuple[int, int]) -> _Days:
    """The days between which a time is that is so many days from the new year of ``year``."""
    (earliest, latest), (first, last) = _NEW_YEAR, within
    begins = date(year, *earliest) + timedelta(days=first)
    return begins, date(year, *latest) + timedelta(days=last)


def _number_said(day: str) -> int:
    return int(day) if day.isdecimal() else digit(day)


_KINDS: tuple[Callable[[re.Match[str], date], _Days | None], ...] = (
    _of_a_week,
    _of_a_month,
    _of_the_year,
    _of_some_days,
    _of_the_lunar_year,
)


def _born_on(day: date, age: int) -> str:
    """Her day of birth, who turns ``age`` on ``day``; a 29 February that is none is the day before."""
    try:
        return day.replace(year=day.year - age).isoformat()
    except ValueError:
        return day.replace(year=day.year - age, day=28).isoformat()


def _last_of_the_month(today: date) -> date:
    return (today.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _number(day: date) -> int:
    return day.year * YEAR + day.month - 1
