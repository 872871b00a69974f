"""In which month something began, as it is said ("去年9月开始领"): months as numbers, each a year times twelve and the
month from 0."""

from __future__ import annotations

import re
from datetime import date

from intents.told.lengths import YEAR, count
from server.conversation.asked.months_named import YEARS_ON

_CENTURY = 2000

A_YEAR = rf"{'|'.join(YEARS_ON)}|(?<!\d)(?:20)?[1-4]\d年"


def month_named(of: str = "of", m: str = "m") -> str:
    """The pattern of a month that has a name, with names for the groups of its year, if one is named, and of
    itself; one of any other year ("1946年9月") is none."""
    return rf"(?:(?P<{of}>{A_YEAR})|(?<!\d)(?<!年)(?<!年的))的?(?P<{m}>1[0-2]|[1-9]|[一二三四五六七八九])月份?"


BEGAN = re.compile(
    r"(?<!残疾证)(?<!残疾证是)(?<!低保)(?<!低保是)(?<!低收入)"
    rf"{month_named()}(?:\d{{1,2}}[号日])?(?:[之以]?前)?"
    r"(?P<way>(?:才|就|刚|去|来|正式)*(?:开始|起)[^,，。\d]{0,2}(?:领|拿|发|给|有)|(?:才|再|就|刚|去|来)*(?:申请|办|递|报|交)的?(?!的?(?:残疾?证|低保|低收入))|才?去(?=还|能|赶|来得及|呢?$))"
)
"""In which month the money began, or it was applied for."""


def month_of(day: date) -> int:
    """The number of the month of ``day``."""
    return day.year * YEAR + day.month - 1


def month_begun(plain: str, today: date) -> int | None:
    """The month, as a number, in which what ``plain`` (unified) tells of was applied for or began: the
    last one of that name."""
    match = BEGAN.search(plain)
    return last_of_that_name(match, today) if match else None


def last_of_that_name(match: re.Match[str], today: date) -> int:
    """The month, as a number, whose name is ``m`` in ``match`` and whose year, if one is named, ``of``: the
    last one before the next."""
    return month_said(match["of"], count(match["m"]), today)


def month_said(of: str | None, month: int, today: date) -> int:
    """The same of a ``month`` from 1 on, of the year that ``of`` names if any."""
    year = year_named(of, today.year) if of else today.year - (month > today.month)
    return year * YEAR + month - 1


def year_named(named: str, this_year: int) -> int:
    """The year that ``named`` is: by its name ("去年"), or in two or four digits."""
    on = YEARS_ON.get(named)
    return this_year + on if on is not None else _CENTURY + int(named.removesuffix("年")) % 100
