"""Finds the figures a passage names: amounts, percentages, counts with their units, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from knowledge.amounts import Amount, amounts_in
from knowledge.importers.formal import iso_date
from knowledge.importers.models import FoundFigure
from knowledge.importers.passage import Passage

_CLAUSE = re.compile(r"[^，。；！？\n]+")
_AMOUNT_START = re.compile(r"\d[\d,.]*[^，。；！？\d]{0,3}(?:元|%)|百分之|元|%")
_DATE = re.compile(
    r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"|(?<![\d年])\d{1,2}月(?:\d{1,2}日|底|初|末|中旬|上旬|下旬)"
)
_BROKEN_NUMBER = re.compile(r"\d\s\d")
_SCALES = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_UNITS = (
    "人次|周岁|岁|小时|分钟|工作日|自然日|个月|公里|平方米|张|家|个|所|名|人|户|倍|年|月|天|日|项|次|份|处|床|台|套|辆|场|期|"
    "省市|部门|方面|部|条|例|级|层|种|类|批|件|街道|社区|村|点|座|间|位|餐|顿|米"
)
_BEFORE = "不少于|不低于|不超过|至少|至多|最多|最低|最高|约|近|超过|突破|每|达到?|满"
_AFTER = "以上|以下|以内|左右|及以上|及以下"
_COUNT = re.compile(
    rf"(?:{_BEFORE})?(?<![\d.\-A-Za-z])(?<!\d\s)(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?)(?P<scale>[百千万亿])?[余多]?"
    rf"(?P<unit>{_UNITS}|(?<=亿)(?![元%]))(?:{_AFTER})?"
)
_TENTHS = re.compile(r"(?P<number>[一二三四五六七八九])成(?=的|以|左|，|。|多)")


def figures_in(passage: Passage) -> list[FoundFigure]:
    """Every figure of ``passage`` once, in the order of the text; ``text`` quotes the source."""
    placed = [*_amounts(passage), *_dates(passage), *_counts(passage)]
    placed.sort(key=lambda item: item[0])
    return list(dict.fromkeys(figure for _, figure in placed))


def _amounts(passage: Passage) -> Iterator[tuple[int, FoundFigure]]:
    """Amounts by clause, so that a list such as 100、500、800元 keeps its unit."""
    for clause in _CLAUSE.finditer(passage.text):
        # "5 00元", broken by the source, is 500 or two numbers: a person has to look.
        if _BROKEN_NUMBER.search(clause[0]):
            continue
        quote = passage[clause.start() : clause.end()].quote
        first = _AMOUNT_START.search(clause[0])
        for amount in sorted(amounts_in(clause[0])):
            yield clause.start() + (first.start() if first else 0), _amount(amount, quote)


def _amount(amount: Amount, quote: str) -> FoundFigure:
    if amount.kind == "fen":
        return FoundFigure(kind="money", text=quote, value=amount.value, unit="分")
    return FoundFigure(kind="percent", text=quote, value=amount.value, unit="%")


def _dates(passage: Passage) -> Iterator[tuple[int, FoundFigure]]:
    for found in _DATE.finditer(passage.text):
        day = iso_date(found[0])
        quote = passage[found.start() : found.end()].quote
        yield found.start(), FoundFigure(kind="date", text=quote, value=day, unit="日期")


def _counts(passage: Passage) -> Iterator[tuple[int, FoundFigure]]:
    text = _DATE.sub(lambda found: "□" * len(found[0]), passage.text)
    for found in _COUNT.finditer(text):
        number = Decimal(found["number"].replace(",", "")) * _SCALES[found["scale"] or ""]
        quote = passage[found.start() : found.end()].quote
        yield found.start(), FoundFigure(kind="count", text=quote, value=number, unit=found["unit"])
    for found in _TENTHS.finditer(text):
        value = Decimal("一二三四五六七八九".index(found["number"]) + 1) * 10
        quote = passage[found.start() : found.end()].quote
        yield found.start(), FoundFigure(kind="percent", text=quote, value=value, unit="%")
