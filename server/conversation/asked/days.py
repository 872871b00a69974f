"""As of which day a sum is asked for ("去年", "2025年", "明年"), and what was true of the person then."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from intents.told.ages import AGES
from intents.told.births import born
from intents.told.lengths import YEAR
from intents.told.months_said import month_number
from intents.words.normalise import bare, unify
from intents.words.numerals import digit
from server.conversation.asked.months_named import (
    YEARS_ON,
    behind_the_last,
    days_asked,
    last_of,
    named_alone,
)
from server.kit.clock import business_today

_YEARS_ON = {**YEARS_ON, "现在": 0}
_ONLY_A_YEAR = re.compile(
    r"(那|那么|要是)?(我|他|她)?(等|到|再到)*(大前年|前年|去年|今年|现在|明年|大后年|后年|20[1-4]\d年?)(?:等?他?她?我?(?:过了?|满了|到了)生日(?:了|以?后)?)?"
    r"(的|呢|能|就|那|时候?|会儿|一个月|每月)*(领|给|是|拿)?(多少|几块)?(钱)?(呢|吗)?"
)
_AFTER_A_BIRTHDAY = re.compile(
    r"(?:那|那么|要是|如果|等|再|他|她|我|[妈爸]|老人)*(?:过了?|满了|到了)(?:这个|下个|下一个|今年)?生日(?:了|以?后|之后)?"
    r"(?:能|就|可以|又)*(?:[领给拿]|是)?(?:多少|几百)?钱?呢?"
)
"""The next birthday is less than a year off."""

_THEN = re.compile("到了?(?:那个?|这个?)?(?:时候|会儿|天|时)|那个?时候|那会儿|那时")
"""Points at the time that was named before it ("明年三月满九十，现在领一百，到时候能领多少")."""


_YEARS_LATER = re.compile(
    r"(?:再过|再等|过|等)(?P<n>[1-9两二三四五六七八九十](?!\d)|10)年(?:以后|之后|后)?|(?<![\d满])(?P<m>10|[1-9两二三四五六七八九十])年(?:以后|之后|后)"
)
"""So many years from now ("过两年", "三年后")."""

_NEAR = 31
"""A birthday so many days off is told beside today's sum."""

_IDENTITY = re.compile(r"(?<!\d)\d{15,17}[\dx]?(?!\d)")
_BIRTHDAY_OF_A_YEAR = re.compile("(?<=[明后]年)(?:过完?了?生日|生日过完?)(?:了|以后|之后|后)*")
"""By which day of another year is meant a day after it."""

_NEW_YEAR = re.compile("过了年|过完年|转过年|转年|过年以?后")
_HAPPENED = r"(?<![\d岁满])了|过(?!了?\d)|着|摔|病|寿|查|评|得[的上]|住院|手术|中风|脑|瘫|走|搬|迁|退休|办|开始|生[的于]|交|停|疼|不行|不好|现在|今年|如今|目前"
_YEARS = rf"(?:{'|'.join(_YEARS_ON)}|20[1-4]\d年)"
_BETWEEN = rf"(?:(?!{_HAPPENED}|{_YEARS}).){{0,24}}?"
"""What may stand between the year and what is asked: facts, but nothing that happened in that year, and
no other year ("今年八十九，明年能领多少")."""

_TURNS_THEN = (
    r"(?!的?(?:1[0-2]|[1-9]|[一二三四五六七八九正元冬腊])月(?:份|\d{1,2}[号日]|[初底中])*[^,，。\d]{0,4}[满过到就要整]"
    r"[^,，。\d]{0,3}(?:[6-9]\d|1[01]\d)(?![\d元块]))"
)
"""Not a year in a month of which somebody turns an age: what is asked beside it is today's ("明年1月满100，一共多少")."""

_ASKED_OF = re.compile(
    rf"(?P<y>{'|'.join(_YEARS_ON)}|20[1-4]\d年?){_TURNS_THEN}(?:(?<!现在)的?(?P<m>1[0-2]|[1-9]|[一二三四五六七八九])月份?(?![^,，。]{{0,6}}[满过到就要]))?{_BETWEEN}"
    r"(?:[领拿给发补享有]|多少|几[块个]|涨|符合|够|申请|呢\W*$)(?![病伤了过])"
)
_ENDS_WITH = re.compile(rf"{_YEARS}呢\W*$")
_ASKED_LAST = re.compile(
    rf"(?:多少|几块|什么|啥|哪些)钱?[,，\s]*(?P<y>{'|'.join(_YEARS_ON)})[的呢呀啊?？\s]*$"
)
"""The year whose sum is asked for; "前年摔了一跤" says when something happened."""


def names_only_a_year(text: str) -> bool:
    """Whether ``text`` asks for another year and says nothing else ("那今年呢", "过了生日呢")."""
    text = _by_the_calendar(text)
    return bool(_ONLY_A_YEAR.fullmatch(bare(text)) or _AFTER_A_BIRTHDAY.fullmatch(bare(text)))


def names_only_a_month(text: str) -> bool:
    """The same of a month ("下个月呢", "2027年3月多少")."""
    return named_alone(bare(text), business_today()) is not None


def months_meant(text: str) -> list[date]:
    """The days to judge by for the months whose sum ``text`` asks for; empty where it names none."""
    today = business_today()
    alone = named_alone(bare(text), today)
    return [alone] if alone else days_asked(_IDENTITY.sub("", unify(text)), today)


def day_meant(text: str, *, asks_for_the_sum: bool) -> date:
    """The day to judge by: today, the same day of the year whose sum is asked for, or the end of the month."""
    today, months = business_today(), months_meant(text)
    if months and months != [today]:
        return months[0]
    if months:  # "现在领多少，明年呢": what comes after it is meant
        whole, text = text, behind_the_last(unify(text))
        if _AFTER_A_BIRTHDAY.fullmatch(bare(text)) and _birthday_is_near(unify(whole), today):
            return today  # what it brings is told beside today's
    text = _by_the_calendar(text)
    plain = unify(text)
    if not (asks_for_the_sum or names_only_a_year(text) or _ENDS_WITH.search(plain)):
        return today
    if _AFTER_A_BIRTHDAY.fullmatch(bare(text)):
        return _same_day_in(today.year + 1, today)
    if names_only_a_year(text):
        return _same_day_in(_named(plain, today.year), today)
    return _last_year_asked(plain, today)


def _birthday_is_near(plain: str, today: date) -> bool:
    """Whether the day of birth is told of whom the next birthday is one of the next days."""
    told = born(plain, today).get("birth_date")
    then = _same_day_in(today.year, date.fromisoformat(told)) if told else today
    return 0 < (then - today).days <= _NEAR


def points_at_a_time(text: str) -> bool:
    """Whether ``text`` asks for the sum at a time that was named before it ("那会儿多少")."""
    return bool(_THEN.match(re.sub("^(?:那么|那|可|他|她|我)(?=到|那)", "", bare(text))))


def _by_the_calendar(text: str) -> str:
    """``text`` (unified) with the year for so many years from now ("再过三年", "五年后"), and without the
    digits of an identity card."""
    this_year, plain = business_today().year, _IDENTITY.sub("", unify(text))
    plain = _BIRTHDAY_OF_A_YEAR.sub("", _NEW_YEAR.sub("明年", plain))
    return _YEARS_LATER.sub(lambda m: f"{this_year + digit(m['n'] or m['m'])}年", plain)


def _same_day_in(year: int | None, today: date) -> date:
    """``today`` in another year; the day before where it would be a 29 February that is none."""
    try:
        return today.replace(year=year or today.year)
    except ValueError:
        return today.replace(year=year or today.year, day=28)


def _last_year_asked(plain: str, today: date) -> date:
    """The same day of the year whose sum is asked for, or the end of the month of it that is named."""
    then = [*_THEN.finditer(plain)]
    if then and (named := re.findall(_YEARS, plain[: then[-1].start()])):
        return _same_day_in(_pointed_at(named, today.year), today)
    asked = [(match["y"], match["m"]) for match in _ASKED_OF.finditer(plain)]
    asked += [(match["y"], None) for match in _ASKED_LAST.finditer(plain)]
    if not asked:
        return today
    words, month = asked[-1]
    year = _named(words, today.year)
    if year and month:
        return last_of(year * YEAR + month_number(month) - 1)
    return _same_day_in(year, today)


def _pointed_at(named: list[str], this_year: int) -> int | None:
    """Which of the years ``named`` "那时候" is: the last to come, else the last that is over."""
    years = [year for words in named if (year := _named(words, this_year)) not in (None, this_year)]
    to_come = [year for year in years if year and year > this_year]
    return next(reversed(to_come or years), None)


def _named(words: str, this_year: int) -> int | None:
    """The year that ``words`` name; None where it is this one or none."""
    on = next((on for word, on in _YEARS_ON.items() if word in words), None)
    if on is not None:
        return this_year + on
    match = re.search(r"20[1-4]\d", words)
    return int(match[0]) if match else None


def on_that_day(facts: Mapping[str, Any], day: date, born_in: str | None = None) -> dict[str, Any]:
    """``facts`` as they are on ``day``: an age that was told is today's, so it goes with the years, or
    with the month of the birthday (``born_in``, "1947-05") where that is known; else it may be one more
    after some months."""
    today = business_today()
    if "birth_date" not in facts and day != today and len(born_in or "") > len("1947"):
        year, month = map(int, (born_in or "").split("-"))
        counted = {"age": day.year - year - (day.month < month)}
        return {name: value for name, value in facts.items() if name not in AGES} | counted
    months = (day.year - today.year) * YEAR + day.month - today.month
    years, odd = divmod(months, YEAR)
    if odd and (span := _span_of(facts)):
        between = {"age_between": [span[0] + years, span[1] + years + 1]}
        return {name: value for name, value in facts.items() if name not in AGES} | between
    shifted: dict[str, Any] = {n: facts[n] + years for n in ("age", "age_xusui") if n in facts}
    if "age_between" in facts:
        shifted["age_between"] = [n + years for n in facts["age_between"]]
    return {**facts, **shifted}


def _span_of(facts: Mapping[str, Any]) -> tuple[int, int] | None:
    """The fewest and the most full years that an age told leaves open, where no day of birth is known."""
    if "birth_date" in facts:
        return None
    if "age" in facts:
        return facts["age"], facts["age"]
    if "age_xusui" in facts:
        return facts["age_xusui"] - 2, facts["age_xusui"] - 1
    between = facts.get("age_between")
    return (min(between), max(between)) if between else None
