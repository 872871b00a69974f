"""The meals that a message names: what each costs, how many a day, and on how many days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from intents.told import billed
from intents.told.billed import DAYS_A_MONTH, WEEKS_A_MONTH
from intents.told.quantities import Quantity, plainly, quantities_in
from intents.words.sums import SUM, fen
from server.kit.money import spoken

_DAYS_A_YEAR = 365
_MEAL = "早|午|中|晚"
_OF_ONE = {"week": "一周", "month": "一个月", "year": "一年"}
_MOST_DAYS = {"week": 7, "month": 31, "year": 366}
_EVERY_OTHER = re.compile("隔[一1]?[天日]")
_A_CARD = re.compile(rf"(?P<a>{SUM})钱?的卡|(?:卡里?|充|存|冲)(?:了|有|里|还剩|还有)*(?P<b>{SUM})")
_ASKS_OF_DAYS = re.compile("(?:几|多少)(?:天|顿|回|次)")


@dataclass(frozen=True)
class Meals:
    """Prices in fen, one of each kind of meal; ``times`` how often the one is eaten a day."""

    prices: tuple[int, ...] = ()
    times: int = 1
    days: int | None = None
    how: str = ""
    """How many days, in words."""

    card: int | None = None
    """What stands on a card, where it is asked how long that lasts."""

    @property
    def a_day(self) -> int:
        """What all meals of a day cost."""
        return sum(self.prices) * self.times

    @property
    def how_a_day(self) -> str:
        """The same in words."""
        if len(self.prices) > 1:
            return f"{'加'.join(map(spoken, self.prices))}，一天一共{spoken(self.a_day)}"
        if self.times > 1:
            return f"每顿{spoken(self.prices[0])}，一天{self.times}顿一共{spoken(self.a_day)}"
        return ""


def meals_in(text: str) -> Meals:
    """What ``text`` names of meals."""
    lines = billed.lines_in(text)
    prices = [line for line in lines if line.per == "meal"]
    plain = plainly(text)
    card, counted = _A_CARD.search(plain), quantities_in(plain)
    days, how = _every_other(counted) if _EVERY_OTHER.search(plain) else _days(counted)
    if prices and any(_is_over(*pair) for pair in _spans(counted)):
        days, how = None, ""
    kinds = {match for one in prices for match in re.findall(_MEAL, one.before)[-1:]}
    if len(prices) > 1 and len(kinds) < len(prices):
        prices = prices[:1]
    return Meals(
        tuple(one.fen for one in prices),
        _a_day(counted),
        days,
        how,
        fen(card["a"] or card["b"]) if card and _ASKS_OF_DAYS.search(text) else None,
    )


def _a_day(counted: Sequence[Quantity]) -> int:
    """How many meals a day are told; one where none are."""
    told = (
        two.times
        for one, two in pairwise(counted)
        if one.is_span and one.unit == "day" and two.unit in ("meal", "time")
    )
    return int(next(told, 1))


def _days(counted: Sequence[Quantity]) -> tuple[int | None, str]:
    """On how many days there are meals, and how that is reckoned."""
    months = next((one.times for one in counted if one.unit == "month" and not one.of_span), None)
    alone = [one for one in counted if not one.of_span and not one.is_span]
    weeks = next((one.times for one in alone if one.unit == "week"), None)
    for span, inner in _spans(counted):
        most = _MOST_DAYS[span.unit]
        times = min(inner.times / span.times, Fraction(most))
        of_it = f"{_of(inner)}{f'、一天补一回最多{most}天' if _is_over(span, inner) else ''}"
        if span.unit != "week":
            return int(times), f"{_OF_ONE[span.unit]}{of_it}"
        if weeks:
            return int(times * weeks), f"一周{of_it}、{int(weeks)}周是{int(times * weeks)}天"
        whole = times * WEEKS_A_MONTH * _several(months)
        return int(whole), f"一周{of_it}、按一个月{WEEKS_A_MONTH}周算是{int(whole)}天"
    for one in alone:
        if one.unit == "meal" and one.times > _MOST_DAYS["month"]:
            return None, ""
        if one.unit in ("day", "meal") and one.times > 1:
            return int(one.times), f"{int(one.times)}{'天' if one.unit == 'day' else '顿'}"
    return _whole(counted, months)


def _spans(counted: Sequence[Quantity]) -> list[tuple[Quantity, Quantity]]:
    """The weeks, months and years of which it is told how many days or meals there are in them."""
    return [
        (one, two)
        for one, two in pairwise(counted)
        if one.is_span
        and two.of_span
        and two.unit in ("day", "meal", "time")
        and one.unit in _OF_ONE
    ]


def _is_over(span: Quantity, inner: Quantity) -> bool:
    """Whether more is told than ``span`` has days: some of it is eaten on the same day."""
    return inner.times / span.times > _MOST_DAYS[span.unit]


def _every_other(counted: Sequence[Quantity]) -> tuple[int | None, str]:
    """The days of meals on every other day: half of those of so many whole months; None for another time."""
    months = next((one.times for one in counted if one.unit == "month"), None)
    if months is None:
        return None, ""
    days = int(months * DAYS_A_MONTH / 2)
    return days, f"隔天吃、按{int(months * DAYS_A_MONTH)}天的一半{days}天算"


def _of(inner: Quantity) -> str:
    unit = {"day": "天", "meal": "顿", "time": "次"}[inner.unit]
    return f"{int(inner.times)}{unit}"


def _several(months: Fraction | None) -> Fraction:
    return months if months and months > 1 else Fraction(1)


def _whole(counted: Sequence[Quantity], months: Fraction | None) -> tuple[int | None, str]:
    """The days of so many whole months, weeks or years."""
    if months is not None:
        days = int(months * DAYS_A_MONTH)
        named = {Fraction(1, 2): "半", Fraction(1): "一"}.get(months, str(months))
        said = "按30天" if months == 1 else f"按{days}天"
        return days, f"{named}个月{said}"
    if any(one.unit == "year" for one in counted):
        return _DAYS_A_YEAR, f"一年{_DAYS_A_YEAR}天"
    if any(one.unit == "week" for one in counted):
        weeks = next(one.times for one in counted if one.unit == "week")
        return int(weeks * 7), f"{int(weeks)}周{int(weeks * 7)}天"
    return None, ""
