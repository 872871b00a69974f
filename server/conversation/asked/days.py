"""As of which day a sum is asked for ("去年", "2025年", "明年"), and what was true of the person then."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from intents.told.ages import AGES
from intents.words.normalise import bare, unify
from intents.words.numerals import digit
from intents.words.relatives import PARENT
from server.kit.clock import business_today

YEARS_ON = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "明年": 1, "大后年": 3, "后年": 2}
"""How many years on from this one, by their names."""

_YEARS_ON = {**YEARS_ON, "现在": 0}
_ONLY_A_YEAR = re.compile(
    r"(那|那么|要是)?(我|他|她)?(等|到|再到)*(大前年|前年|去年|今年|现在|明年|大后年|后年|20[1-4]\d年?)(?:等?他?她?我?(?:过了?|满了|到了)生日(?:了|以?后)?)?"
    r"(的|呢|能|就)*(领|给|是)?(多少|几块)?(钱)?(呢|吗)?"
)
_AFTER_A_BIRTHDAY = re.compile(
    rf"(?:那|那么|要是|如果|等|再|他|她|我|{PARENT}|老人)*(?:过了?|满了|到了)(?:这个|下个|下一个|今年)?生日(?:了|以?后|之后)?"
    r"(?:能|就|可以|又)*(?:[领给拿]|是)?(?:多少|几百)?钱?呢?"
)
"""The next birthday is less than a year off."""

_NEXT_MONTH = re.compile(
    rf"下个?月(?:他|她|我|{PARENT}|老人)?(?:就|能|可以|该|应该|是|给|会|起|开始|每月|又|到底|一共)*(?:[领拿给发补享有]|多少|几[块百]|涨)(?![病伤了过])"
)
_THEN = re.compile("到了?(?:那个?|这个?)?(?:时候|会儿|天|时)|那个?时候|那会儿|那时")
"""Points at the time that was named before it ("明年三月满九十，现在领一百，到时候能领多少")."""


_YEARS_LATER = re.compile(
    r"(?:再过|再等|过|等)(?P<n>[1-9两二三四五六七八九十](?!\d)|10)年(?:以后|之后|后)?|(?<![\d满])(?P<m>10|[1-9两二三四五六七八九十])年(?:以后|之后|后)"
)
"""So many years from now ("过两年", "三年后")."""

_HAPPENED = r"(?<![\d岁满])了|过(?!了?\d)|着|摔|病|查|评|得[的上]|住院|手术|中风|脑|瘫|走|搬|迁|退休|办|开始|生[的于]|交|停|疼|不行|不好|现在|今年|如今|目前"
_YEARS = rf"(?:{'|'.join(_YEARS_ON)}|20[1-4]\d年)"
_BETWEEN = rf"(?:(?!{_HAPPENED}|{_YEARS}).){{0,24}}?"
"""What may stand between the year and what is asked: facts, but nothing that happened in that year, and
no other year ("今年八十九，明年能领多少")."""

_ASKED_OF = re.compile(
    rf"(?P<y>{'|'.join(_YEARS_ON)}|20[1-4]\d年?){_BETWEEN}"
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


def day_meant(text: str, *, asks_for_the_sum: bool) -> date:
    """The day to judge by: today, or the same day of the year whose sum is asked for."""
    text = _by_the_calendar(text)
    today, plain = business_today(), unify(text)
    if not (asks_for_the_sum or names_only_a_year(text) or _ENDS_WITH.search(plain)):
        return today
    if _AFTER_A_BIRTHDAY.fullmatch(bare(text)):
        return _same_day_in(today.year + 1, today)
    if names_only_a_year(text):
        return _same_day_in(_named(plain, today.year), today)
    if _NEXT_MONTH.search(plain):
        return _in_next_month(today)
    return _same_day_in(_year_asked(plain, today.year), today)


def _by_the_calendar(text: str) -> str:
    """``text`` (unified) with the year for so many years from now ("再过三年", "五年后")."""
    this_year = business_today().year
    return _YEARS_LATER.sub(lambda m: f"{this_year + digit(m['n'] or m['m'])}年", unify(text))


def _in_next_month(today: date) -> date:
    """The same day of the next month, or the last one that any month has."""
    year, month = divmod(today.year * 12 + today.month, 12)
    return date(year, month + 1, min(today.day, 28))


def _same_day_in(year: int | None, today: date) -> date:
    """``today`` in another year; the day before where it would be a 29 February that is none."""
    try:
        return today.replace(year=year or today.year)
    except ValueError:
        return today.replace(year=year or today.year, day=28)


def _year_asked(plain: str, this_year: int) -> int | None:
    then = [*_THEN.finditer(plain)]
    if then and (named := re.findall(_YEARS, plain[: then[-1].start()])):
        to_come = [words for words in named if (_named(words, this_year) or 0) > this_year]
        return _named(to_come[-1], this_year) if to_come else None
    asked = [match["y"] for match in (*_ASKED_OF.finditer(plain), *_ASKED_LAST.finditer(plain))]
    return _named(asked[-1], this_year) if asked else None


def _named(words: str, this_year: int) -> int | None:
    """The year that ``words`` name; None where it is this one or none."""
    on = next((on for word, on in _YEARS_ON.items() if word in words), None)
    if on is not None:
        return this_year + on
    match = re.search(r"20[1-4]\d", words)
    return int(match[0]) if match else None


def on_that_day(facts: Mapping[str, Any], day: date, born_in: str | None = None) -> dict[str, Any]:
    """``facts`` as they are on ``day``: an age that was told is today's, so it goes with the years, or
    with the month of the birthday (``born_in``, "1947-05") where that is known."""
    if "birth_date" not in facts and day != business_today() and len(born_in or "") > len("1947"):
        year, month = map(int, (born_in or "").split("-"))
        counted = {"age": day.year - year - (day.month < month)}
        return {name: value for name, value in facts.items() if name not in AGES} | counted
    years = day.year - business_today().year
    shifted: dict[str, Any] = {n: facts[n] + years for n in ("age", "age_xusui") if n in facts}
    if "age_between" in facts:
        shifted["age_between"] = [n + years for n in facts["age_between"]]
    return {**facts, **shifted}
