"""What the months of a span come to: each is judged by the rules as of that month, and they are summed."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from intents.told.ages import AGES
from intents.told.births import LUNAR_LAG
from intents.told.lengths import YEAR
from intents.told.near_times import near_in
from intents.words.normalise import unify
from server.benefits import service as benefits
from server.benefits.schemas import CheckOut
from server.conversation.asked.months_begun import month_of
from server.conversation.asked.months_named import last_of
from server.conversation.asked.spans_named import Span
from server.conversation.reckoned.benefit_names import MONTHLY
from server.conversation.reckoned.birthdays import BEGINS_AT, OLD_ENOUGH
from server.conversation.reckoned.changes import change_in
from server.conversation.reckoned.supposed import (
    at_age,
    hangs_on_registration,
    registered_here,
)
from server.editorial.live import LiveKnowledge
from server.kit.clock import business_today

Facts = Mapping[str, Any]

_THIS_YEAR = re.compile(r"今年(?:刚|才|已经|都|整|满|过了)*(?P<a>\d{2,3})(?!\d|[年月号日块元])")


@dataclass(frozen=True)
class Summed:
    """What each month of a span brings, in fen, in their order; at the ``least`` where it is not known
    in which month a birthday is that brings more."""

    each: tuple[int, ...]
    least: bool = False
    supposed: str = ""
    """What is supposed of her, in words."""

    turns: int | None = None
    """The age that brings more, of which the month is not known."""

    @property
    def fen(self) -> int:
        """All of them together."""
        return sum(self.each)


def summed(
    facts: Facts,
    born_in: str | None,
    span: Span,
    knowledge: LiveKnowledge,
    focus: str | None = None,
    text: str = "",
) -> Summed:
    """What the months of ``span`` bring to somebody of whom ``facts`` are known."""
    known, supposed = _supposing(facts, knowledge)
    change = change_in(text, known, business_today()) if text else None
    births: list[int | None] = [*births_of(facts, born_in, text)] or [None]
    rates: dict[tuple[int, int | None], int] = {}
    for month in span.months:
        for age in {_age_in(month, born) for born in births}:
            then = change.at(month) if change else known
            rates[month, age] = in_a_month(then, age, month, knowledge, focus)
    ways = {tuple(rates[month, _age_in(month, born)] for month in span.months) for born in births}
    if span.is_paid_from_first:
        ways = {way for way in ways if way[0]} or ways
    least = min(ways, key=sum)
    return Summed(
        least, len(ways) > 1, supposed, _turning_in(span, births) if len(ways) > 1 else None
    )


def _supposing(facts: Facts, knowledge: LiveKnowledge) -> tuple[Facts, str]:
    """``facts`` with a Beijing registration where they hang on one, and with the age of an elder where
    none is told; what is supposed so, in words."""
    here = hangs_on_registration(checked(facts, business_today(), knowledge))
    known, words = (registered_here(facts), ["是北京户口"]) if here else (dict(facts), [])
    if not facts.keys() & {*AGES}:
        known, words = {**known, "age": OLD_ENOUGH}, [*words, f"年满{OLD_ENOUGH}周岁"]
    return known, f"如果{'、'.join(words)}，" if words else ""


def in_a_month(
    facts: Facts,
    age: int | None,
    month: int,
    knowledge: LiveKnowledge,
    focus: str | None = None,
) -> int:
    """What one month brings to somebody who is of an ``age`` at its end, in fen, by the rules as of that
    day: the month in which somebody begins to qualify is paid (京民养老发〔2019〕160号)."""
    year, nth = divmod(month, YEAR)
    day = date(year, nth + 1, monthrange(year, nth + 1)[1])
    then = facts if age is None else at_age(dict(facts), age)
    return paid(checked(then, day, knowledge), focus)


def _age_in(month: int, born: int | None) -> int | None:
    return None if born is None else (month - born) // YEAR


def checked(facts: Facts, day: date, knowledge: LiveKnowledge) -> CheckOut:
    return benefits.check(facts, day, knowledge.documents)


def paid(found: CheckOut, focus: str | None) -> int:
    """What is paid for certain, in fen; of one benefit where that was asked about."""
    if focus not in MONTHLY:
        return found.total_fen_per_month
    asked = (b for b in found.benefits if b.code == focus and b.verdict == "eligible")
    return sum(b.amount_fen_per_month or 0 for b in asked)


def births_of(facts: Facts, born_in: str | None, text: str) -> Iterator[int]:
    """The months in which she may be born, by what is known of her age."""
    if "birth_date" in facts:
        day = date.fromisoformat(facts["birth_date"])
        lunar = [day + lag for lag in LUNAR_LAG] if facts.get("birth_lunar") else [day]
        yield from {month_of(one) for one in lunar}
        return
    if len(born_in or "") > len("1947"):
        year, month = map(int, (born_in or "").split("-"))
        yield year * YEAR + month - 1
        return
    now, near = month_of(business_today()), near_in(unify(text), business_today())
    if near is not None and {near.age, near.age - 1} & {*ages_of(facts)}:
        yield from (month - near.age * YEAR for month in near.months())
        return
    this_month_open = business_today() != last_of(now)  # her birthday may be on a day of it to come
    for age in ages_of(facts):
        months = range(now - age * YEAR - YEAR + 1 - this_month_open, now - age * YEAR + 1)
        told = _THIS_YEAR.search(unify(text))
        of_the_year = told and int(told["a"]) == age
        yield from (n for n in months if not of_the_year or n // YEAR == now // YEAR - age)


def ages_of(facts: Facts) -> tuple[int, ...]:
    """The full years that she may have today."""
    if "age" in facts:
        return (facts["age"],)
    if "age_between" in facts:
        return tuple(range(min(facts["age_between"]), max(facts["age_between"]) + 1))
    years = facts.get("age_xusui")
    return (years - 2, years - 1) if years else ()


def _turning_in(span: Span, births: Iterable[int | None]) -> int | None:
    """The age that brings more, which somebody may reach within ``span``."""
    first, last = span.months[0], span.months[-1]
    reached = (n for n in BEGINS_AT for born in births if born and first <= born + n * YEAR <= last)
    return next(reached, None)
