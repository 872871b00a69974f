"""Which months a sum is asked of ("明年一年", "半年", "到年底"), and in which it began."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from intents.told.lengths import LENGTH, WHOLE_YEAR, YEAR, count, length
from intents.told.named import without_people
from intents.words.normalise import bare, unify
from server.conversation.asked.months_begun import (
    last_of_that_name,
    month_begun,
    month_named,
    month_of,
    month_said,
    year_named,
)
from server.conversation.asked.months_named import YEARS_ON

_MOST = 100 * YEAR
"""More months than that are nobody's."""

_NOT_AGO = r"(?!多?(?:[后前了没才内里来份级生月号日]|以[前后上内来]|之[前后内]|[一1两2]次|左右|的时候|\d|半))"
_MONEY = r"(?:多少|几(?:100|[百千块个])|[领拿给发补]啥|加起来|加到?一?[起块]|合计|一共|总共)"
_AND = r"[^,，。;；、？?\d没不后前]{0,9}?"
_LASTS = re.compile(rf"(?<![前去今明后再过到晚差满第每\d十年])(?:{LENGTH}){_NOT_AGO}{_AND}{_MONEY}")
"""A length of time, and what it comes to is asked."""

_ONLY_LASTS = re.compile(
    rf"(?:那|那么|要是|要|就|按|他们?|她们?|我们?|俺|咱们?|俩|[两2]个?人|都|算|的)*(?:{LENGTH})"
    r"(?:下来|一共|总共|合计|加起来|加到?一?[起块]儿?|合起来|俩人|[两2]个?人|我俩|他俩|她俩|到底|能|可以|是|共|的|算|会)*"
    r"(?:[领拿给发补有合])?(?:了|到)?(?:多少|几(?:100|[百千块个])|呢)?(?:钱|块)?[呢啊呀]?"
)
"""The same and nothing else ("那一年呢", "半年能领多少")."""

_NAMED = rf"(?P<of>{'|'.join(YEARS_ON)}|20[0-4]\d年?)"
_OF_A_YEAR = re.compile(
    rf"{_NAMED}(?:的|里|这|到底|能|可以|该|会|她|他|我)*(?:{WHOLE_YEAR}|一?共|总共|合计|(?:[领拿]|给|发)了?几个月|(?<=[去前]年)(?:[领拿发给][了过])(?=多少|几(?:100|[百千])))"
    rf"[^,，。;；？?]{{0,10}}"
)
"""A calendar year of which the sum is asked ("明年一年能领多少", "去年一共领了")."""

_SUM_OF_A_YEAR = re.compile(
    rf"{_NAMED}[^,，。;；\d]{{0,8}}?(?:(?P<whole>{WHOLE_YEAR})|一?共|总共|合计|加起来|到(?:现在|今天|目前|如今|这个?月)|(?=[领拿发给到][了过到]))"
    rf"[^,，。;；]{{0,8}}?(?P<paid>[领拿发给到][了过到])?(?:我|她|他|了|的)*(?:\d{{3,5}}(?!\d|年|岁)|[\d一两二三四五六七八九][千万])"
)
"""A calendar year, and the sum that it is said to have come to."""

_NAMED_YEAR = re.compile(_NAMED)
_ALL_THE_YEAR = re.compile(
    r"(?:全年|整年|[1一]整年)(?:一?共|总共|合计|加起来|能|该|可以|[领拿给发补])*(?:多少|几(?:100|[百千个])|$|[,，。?？])"
)
"""All of a year whose name stands elsewhere in the message ("今年9月满80，全年多少")."""

_MONTHS_ASKED = r"(?:一?共|总共|合计|加起来|合起来|[领拿给发]几个月)"
"""What asks for the sum of several months, or how many they are."""

_FROM = rf"(?:(?:{month_named('since', 'first')}(?:\d{{1,2}}[号日])?|(?P<next>下个?月))(?:起|开始|以来|1直|一直)*)?"
_BY_THE_END = re.compile(
    rf"{_FROM}(?:(?:到|至)(?:(?P<of>{'|'.join(YEARS_ON)}|20[2-4]\d年?)的?(?:年底|底|12月底)|年底|12月底)(?!的?(?:能|可以)?(?:满|过))|(?P<before>年底(?:之|以)?前)(?=[^。？?]*{_MONTHS_ASKED}))"
)
_TO_A_MONTH = re.compile(
    rf"(?:从(?:现在|今天|这个?月|本月)起?(?:开始)?)?(?<!月)(?<!月份)(?<!号)(?:到|至|截止到?|截至)"
    rf"(?:(?P<to>{'|'.join(YEARS_ON)}|20[2-4]\d年)的?)?(?P<n>1[0-2]|[1-9]|[一二三四五六七八九])月份?(?:底|末|\d{{1,2}}[号日])?"
    rf"(?!的?(?:能|可以|就|才|刚)?[满过])(?=[^。？?]*{_MONTHS_ASKED})"
)
"""A month up to which the sum from now on is asked ("到明年6月一共多少"); without a sum of all of them it is
asked of that month alone."""
_FROM_TO = re.compile(
    rf"(?:(?P<of>{'|'.join(YEARS_ON)}|20[1-4]\d年)的?)?(?<!\d)(?P<m>1[0-2]|[1-9]|[一二三四五六七八九])月份?(?:到|至|-|~)"
    rf"(?:(?P<to>{'|'.join(YEARS_ON)}|20[1-4]\d年)的?)?(?P<n>1[0-2]|[1-9]|[一二三四五六七八九])月份?"
    r"(?=[^。？?]*(?:一?共|总共|合计|加起来|多少|几(?:100|[百千])))"
)
"""Two months between which the sum is asked ("从2025年3月到2026年2月…一共多少")."""

_QUALIFIED = re.compile(
    rf"{month_named()}(?:\d{{1,2}}[号日])?"
    r"(?:才|就|刚|已经|给)*评(?:估)?(?:上|的|定|成|为|了|出)"
)
"""In which month somebody was assessed."""

_PAID_FOR = re.compile(
    rf"(?:领|拿|享受|发|给)(?:了|过)?(?:有|快|整整|差不多)?(?:{LENGTH})(?:了|来|下来|的)*(?P<asked>[^。;；]*?(?:[领拿发给][了过到]|一?共|总共|合计|加起来)[^,，。;；\d]{{0,6}}?(?:多少|几(?:100|[百千])))"
)
"""For how long the money is said to have been paid, and what it came to is asked ("领了三年了，一共领了多少")."""

_IN_YEARS = re.compile(
    r"(?:再有|再过|再等|还有|过)(?P<n>\d{1,2}|[一两二三四五六七八九])年[^。]*?(?:到时|那时|到那会|到那个)"
)
"""From so many years on ("再有3年100，到时候一年多少")."""

_UNTIL_NOW = re.compile(rf"{_FROM}(?:到|至)(?:现在|今天|目前|如今|这个?月|今)")


@dataclass(frozen=True)
class Span:
    """So many months from ``first`` on, each a year times twelve and the month from 0."""

    first: int
    count: int
    year: int | None = None
    """The calendar year that it is, if it is one."""

    is_from_the_start: bool = False
    """Whether it is to begin when she began to qualify."""

    is_paid_from_first: bool = False
    """Whether the first month is said to be paid."""

    @property
    def months(self) -> range:
        """Its months, each by its number."""
        return range(self.first, self.first + self.count)

    def begun(self, month: int | None) -> Span:
        """The same without the months before ``month``, in which the money is said to have begun."""
        end = self.first + self.count
        if month is None or not (self.first < month < end or self.is_from_the_start):
            return self
        return Span(month, end - month, is_paid_from_first=True)


def span_in(text: str, today: date) -> Span | None:
    """The months whose sum ``text`` asks for; None where it asks for that of one month."""
    plain = unify(text)
    return next(filter(None, (reads(plain, today) for reads in _READERS)), None)


def years_in(text: str, today: date) -> list[Span]:
    """The calendar years of each of which ``text`` asks the sum ("今年一共多少，明年一共多少")."""
    plain = unify(text)
    named = dict.fromkeys(match["of"] for match in _OF_A_YEAR.finditer(plain))
    return [_whole_year(of, plain, today) for of in named]


def _of_a_calendar_year(plain: str, today: date) -> Span | None:
    match = _OF_A_YEAR.search(plain)
    return _whole_year(match["of"], plain, today) if match else None


def _all_of_a_year_named(plain: str, today: date) -> Span | None:
    named = _NAMED_YEAR.search(plain)
    return _whole_year(named["of"], plain, today) if named and _ALL_THE_YEAR.search(plain) else None


def _whole_year(named: str, plain: str, today: date) -> Span:
    year = year_named(named, today.year)
    return Span(year * YEAR, YEAR, year).begun(month_begun(plain, today))


def _for_which_it_was_paid(plain: str, today: date) -> Span | None:
    match = _PAID_FOR.search(plain)
    months = length(match) if match else 0
    first = month_of(today) + 1 - months
    return Span(first, months, is_paid_from_first=True) if 1 < months <= _MOST else None


def _by_the_end_of_a_year(plain: str, today: date) -> Span | None:
    """The months up to the end of a year, from when it begins or she qualified where that is told."""
    match = _BY_THE_END.search(plain)
    if match is None:
        return None
    qualified, began = _QUALIFIED.search(plain), month_begun(plain, today)
    began = _from(match, today) if match["first"] or match["next"] else began
    if began is None:
        began = last_of_that_name(qualified, today) if qualified else month_of(today)
    end = year_named(match["of"] or "今年", today.year) * YEAR + YEAR
    return Span(began, end - began) if began < end else None


def _until_now(plain: str, today: date) -> Span | None:
    until, now = _UNTIL_NOW.search(plain), month_of(today)
    if until is None or not re.search("一共|总共|合计|[领拿发给][了过]|多少", plain):
        return None
    if until["first"]:
        first = month_said(until["since"], count(until["first"]), today)
        return Span(first, now + 1 - first)
    first = now - now % YEAR
    return Span(first, now + 1 - first, is_from_the_start=True).begun(month_begun(plain, today))


def _so_long(plain: str, today: date) -> Span | None:
    """So many months from now on, or from so many years on."""
    match = _LASTS.search(plain) or _ONLY_LASTS.fullmatch(bare(without_people(plain)))
    months, on = length(match) if match else 0, _IN_YEARS.search(plain)
    first = month_of(today) + (count(on["n"]) * YEAR if on else 0)
    return Span(first, months) if 1 < months <= _MOST else None


def span_over(text: str, today: date) -> Span | None:
    """The calendar year, or what is over of this one, of which ``text`` names a sum to be checked ("去年一共发了6000",
    "今年到现在领了1100")."""
    plain = unify(text)
    match = _SUM_OF_A_YEAR.search(plain)
    if match is None:
        return None
    year = year_named(match["of"], today.year)
    until_now = year == today.year and (_UNTIL_NOW.search(plain) or match["paid"])
    months = today.month if until_now and not match["whole"] else YEAR
    return Span(year * YEAR, months, None if until_now and months < YEAR else year)


def _from(match: re.Match[str], today: date) -> int:
    """The month from which on the end of a year is asked for: one without a year is of this one."""
    if match["next"]:
        return month_of(today) + 1
    year = year_named(match["since"], today.year) if match["since"] else today.year
    return year * YEAR + count(match["first"]) - 1


def _from_to(plain: str, today: date) -> Span | None:
    """The months from one to another; a year that is not named is that of the other, or this one."""
    match = _FROM_TO.search(plain)
    if match is None:
        return None
    first, last = count(match["m"]) - 1, count(match["n"]) - 1
    ends = year_named(match["to"], today.year) if match["to"] else None
    begins = year_named(match["of"], today.year) if match["of"] else None
    if begins is None:
        begins = today.year if ends is None else ends - (first > last)
    if ends is None:
        ends = begins + (first > last)
    months = (ends - begins) * YEAR + last - first + 1
    return Span(begins * YEAR + first, months) if 0 < months <= _MOST else None


def _to_a_month(plain: str, today: date) -> Span | None:
    """The months from this one, or from that in which it began, to the one that is named: the next of its name."""
    match = _TO_A_MONTH.search(plain)
    if match is None:
        return None
    month, began = count(match["n"]), month_begun(plain, today)
    year = (
        year_named(match["to"], today.year) if match["to"] else today.year + (month < today.month)
    )
    first = month_of(today) if began is None else began
    months = year * YEAR + month - first
    return Span(first, months) if 0 < months <= _MOST else None


_READERS: tuple[Callable[[str, date], Span | None], ...] = (
    _of_a_calendar_year,
    _from_to,
    _to_a_month,
    _for_which_it_was_paid,
    _by_the_end_of_a_year,
    _until_now,
    _all_of_a_year_named,
    _so_long,
)
"""In this order: the last takes any length for one from now on."""


def names_only_a_span(text: str) -> bool:
    """Whether ``text`` asks for the sum of a span and tells nothing else ("一年呢", "老太太一年多少")."""
    return bool(_ONLY_LASTS.fullmatch(bare(without_people(unify(text)))))
