"""What services cost, as people tell it: a price for an hour, a time, a meal, a day, and how often that is.

"护工一小时40，每周三次每次两小时" is one line: 40 元 an hour, two hours each time, three times a week. What is
not told and has to be assumed (four weeks a month) stands among the steps of the line, and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from intents.told.lengths import YEAR
from intents.told.prices import MARKS, SERVICE, Price, each_of, is_of_a_meal, prices_in
from intents.told.quantities import SIZES, Quantity, plainly, quantities_in
from intents.words.numerals import COUNTS

_IN_ALL = re.compile(r"(?:一共|总共|共|合计|花了?|付了?|交了?)[^,，。;；\d]{0,2}$")

DAYS_A_MONTH, WEEKS_A_MONTH = 30, 4
_LAST_OF_COUNTED_YEARS = 20
"""More years than these are a date."""

_RUN_TOGETHER = re.compile(f"(?:半|[{COUNTS}十]+)(?:个半?月|年)")
"""A count of months that nothing parts from the sum before it ("一万五三个月")."""

_NO_LENGTH = re.compile("[之以]?[前后]|[内里]?(?:就|才)?[到满]期")
"""Behind a count of months that is when, and not for how long."""


@dataclass(frozen=True)
class Step:
    """So many of ``of`` are a ``per`` (None: in all). ``assumed``: it was not told."""

    times: Fraction
    of: str
    per: str | None
    assumed: bool = False


@dataclass(frozen=True)
class Line:
    """One line of a bill: what stands around it, the price, what it is for, and how often that is."""

    before: str
    behind: str
    fen: int
    per: str | None
    """What one price is for; None for a sum of all of it."""

    steps: tuple[Step, ...] = ()
    unclear: str | None = None
    """What is counted before a price, where it may be for one or for all of them ("四次120")."""

    start: int = 0
    end: int = 0
    """Where the price stands."""

    @property
    def count(self) -> Fraction:
        """How often the price is paid."""
        count = Fraction(1)
        for step in self.steps:
            count *= step.times
        return count

    @property
    def total_fen(self) -> int:
        """The price by how often it is paid."""
        return int(self.fen * self.count)

    @property
    def months(self) -> Fraction:
        """How many months the total is for, where it is for some."""
        return next((step.times for step in self.steps if step.of == "month"), Fraction(1))

    @property
    def month_fen(self) -> int:
        """What one of these months costs."""
        return int(self.fen * self.count / self.months)

    @property
    def of(self) -> str | None:
        """What the total is for; None where it is all that was counted."""
        return self.steps[-1].per if self.steps else self.per


def lines_in(text: str, *, of_a_bill: bool = False) -> list[Line]:
    """The lines of the bill that ``text`` tells, each with the steps that are told of it. ``of_a_bill``: it
    is known to tell one, so that a sum with nothing beside it is one as well ("五百块")."""
    return [*_lines(text, of_a_bill=of_a_bill)]


@lru_cache(maxsize=512)
def _lines(text: str, *, of_a_bill: bool) -> tuple[Line, ...]:
    plain = plainly(text)
    counted = quantities_in(plain)
    prices = prices_in(plain, counted)
    if not prices and of_a_bill:
        prices = prices_in(plain, counted, bare=True)
    lines = (_line(plain, price, prices, counted) for price in prices)
    return (*filter(None, (_of_one_month(plain, line, counted) for line in lines)),)


def by_the_month(line: Line) -> Line:
    """``line`` as what it comes to in a month: weeks and days are assumed where they are not told. What
    is for a time or an hour, how often nobody told, stays so."""
    steps = line.steps
    if line.of == "week":
        steps = (*steps, Step(Fraction(WEEKS_A_MONTH), "week", "month", assumed=True))
    elif line.of == "day":
        steps = (*steps, Step(Fraction(DAYS_A_MONTH), "day", "month", assumed=True))
    elif line.of == "year":
        steps = (*steps, Step(Fraction(1, YEAR), "year", "month", assumed=True))
    return replace(line, steps=steps)


def priced(text: str) -> str:
    """``text`` with 元 behind every price for an hour, a time, a meal or a day: none of them is an age."""
    for line in reversed(lines_in(text)):
        if line.per not in (None, "month", "year"):
            text = (
                text if text[line.end - 1] in "元块" else f"{text[: line.end]}元{text[line.end :]}"
            )
    return text


def _line(plain: str, price: Price, prices: list[Price], counted: list[Quantity]) -> Line:
    at = prices.index(price)
    begin = prices[at - 1].end if at else 0
    end = prices[at + 1].start if at + 1 < len(prices) else len(plain)
    own = _own(plain, price, prices, counted)
    each = each_of(plain, price, counted)
    per, unclear = each.unit if each else None, None
    if per == "day" and is_of_a_meal(plain, price, MARKS.split(plain[: price.start])[-1]):
        per = "meal"  # "每天午饭20"
    if each is None:
        per, unclear = _without_each(plain, price, own)
    steps = _steps(per, [one for one in own if one is not each or one.of_span]) if per else ()
    return Line(
        plain[begin : price.end], plain[price.end : end], price.fen, per, steps, unclear,
        price.start, price.end,
    )  # fmt: skip


def _of_one_month(plain: str, line: Line, counted: list[Quantity]) -> Line | None:
    """``line`` with what one month costs, where its sum is for several ("三个月交了一万五"); None where for
    how many is not plain."""
    if line.per or line.unclear:
        return line
    lengths = [one for one in counted if _months(one) > 1 and _is_length(plain, one)]
    here = [one for one in lengths if not MARKS.search(plain, *_between(one, line))]
    if not here:
        used = [one for one in lengths if _is_of_use(plain, one)]
        here = used if _IN_ALL.search(plain[: line.start]) else []
        if used and not here:
            return None
    if not here:
        return None if _RUN_TOGETHER.match(plain, line.end) else line
    months = _months(here[0])
    if len(here) > 1 or months > YEAR or line.fen % months:
        return None
    steps = (Step(months, "month", None),)
    return replace(line, fen=int(line.fen / months), per="month", steps=steps)


def _months(one: Quantity) -> Fraction:
    """How many months ``one`` is; none where it is no count of months or years, or a date ("2024年")."""
    if one.is_span or one.of_span or (one.unit == "year" and one.times > _LAST_OF_COUNTED_YEARS):
        return Fraction(0)
    return one.times * {"month": 1, "year": YEAR}.get(one.unit, 0)


def _is_length(plain: str, one: Quantity) -> bool:
    return plain[one.start] != "每" and not _NO_LENGTH.match(plain, one.end)


def _between(one: Quantity, line: Line) -> tuple[int, int]:
    """What stands between a count and the price of ``line``."""
    return (one.end, line.start) if one.end <= line.start else (line.end, one.start)


def _is_of_use(plain: str, one: Quantity) -> bool:
    """Whether ``one`` tells, in a clause of its own, how long a service was used ("请了三个月护工")."""
    clause = MARKS.split(plain[: one.start])[-1] + MARKS.split(plain[one.end :])[0]
    return one.lasts or not clause or bool(re.search(SERVICE, clause))


def _without_each(plain: str, price: Price, own: list[Quantity]) -> tuple[str | None, str | None]:
    """What a price is for with no "a time" beside it, and what leaves that open."""
    before, behind = plain[: price.start], plain[price.end :]
    last = next((one for one in reversed(own) if _is_just_before(plain, one, price)), None)
    if last and last.times != 1 and not _IN_ALL.search(before):
        return None, last.unit if last.unit in ("hour", "time", "meal") else None
    if is_of_a_meal(plain, price, MARKS.split(before)[-1]):
        return "meal", None
    follows = next((one for one in own if one.start >= price.end), None)
    tight = follows and re.fullmatch("[元块钱]*", plain[price.end : follows.start])
    small = next((one.unit for one in own if one.of_span), None)
    if follows and tight and follows.is_span and small in ("time", "meal") and behind:
        return small, None  # "助浴200每周一次"
    return None, None


def _is_just_before(plain: str, one: Quantity, price: Price) -> bool:
    """Whether nothing stands between a count and a price but what is counted ("四次护理120")."""
    gap = plain[one.end : price.start]
    return one.end <= price.start and bool(re.fullmatch(f"(?:{SERVICE}|护理|的)?", gap))


def _own(plain: str, price: Price, prices: list[Price], counted: list[Quantity]) -> list[Quantity]:
    """The quantities that belong to ``price``: those of its clause up to the next price, and of the
    clauses without one behind it; before the first price all."""
    at = prices.index(price)
    before = prices[at - 1].end if at else 0
    after = prices[at + 1].start if at + 1 < len(prices) else len(plain)
    begins = before if not at else _clause_begins(plain, before, price.start)
    ends = after if at + 1 == len(prices) else _clause_begins(plain, price.end, after)
    return [one for one in counted if begins <= one.start and one.end <= ends]


def _clause_begins(plain: str, left: int, right: int) -> int:
    """Where, between two prices, what belongs to the second begins: behind the last mark, else at the
    name of what it is for."""
    between = plain[left:right]
    marks = [*MARKS.finditer(between)]
    if marks:
        return left + marks[-1].end()
    names = [*re.finditer(SERVICE, between)]
    return left + names[0].start() if names else right


def _steps(per: str, own: list[Quantity]) -> tuple[Step, ...]:
    """How often the price of one ``per`` is paid, step by step up to the longest span that is told."""
    steps: list[Step] = []
    at: str | None = per
    spans = [(one, two) for one, two in pairwise(own) if one.is_span and two.of_span]
    left = [
        one for one in own if not one.is_span and not one.of_span and (one.times != 1 or one.lasts)
    ]
    while at:
        step = next(
            (Step(two.times / one.times, at, one.unit) for one, two in spans if two.unit == at),
            None,
        )
        if step is None:
            alone = next((one for one in left if one.unit == at or _as_days(one, at)), None)
            if alone is None:
                break
            left.remove(alone)
            times = _as_days(alone, at) or alone.times
            if at == "day" and alone.unit == "month" and alone.times >= 1:
                left.append(alone)
                steps.append(Step(Fraction(DAYS_A_MONTH), "day", "month", assumed=True))
                at = "month"
                continue
            above = next((two.unit for _, two in spans if SIZES[two.unit] > SIZES[at]), None)
            step = Step(times, at, above)
        else:
            spans = [pair for pair in spans if pair[1].unit != at]
        steps.append(step)
        at = step.per
    if at == "meal" and any(one.unit == "day" for one in own):
        return (*steps, *_steps("day", own))
    return tuple(steps)


def _as_days(one: Quantity, unit: str) -> Fraction | None:
    """Half a month, three weeks or a month in days, where a price is for a day."""
    if unit != "day":
        return None
    return {"month": one.times * DAYS_A_MONTH, "week": one.times * 7}.get(one.unit)
