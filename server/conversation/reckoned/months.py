"""What it comes to in the months, or on the days near by, whose sums are asked for side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from intents.told.lengths import YEAR
from server.benefits import service as benefits
from server.conversation.asked.days import on_that_day
from server.conversation.asked.months_named import asks_of_several
from server.conversation.reckoned.age_bands import least_of
from server.conversation.reckoned.benefit_names import MONTHLY, name_of
from server.conversation.reckoned.birthdays import BY_AGE
from server.conversation.reckoned.spans import births_of, in_a_month
from server.conversation.reckoned.supposed import hangs_on_registration, registered_here
from server.conversation.reckoned.verdict_lines import is_before_the_rules
from server.conversation.schemas import ReplyOut
from server.conversation.state import State
from server.editorial.live import LiveKnowledge
from server.kit.clock import business_today
from server.kit.money import spoken


def told(days: Sequence[date], state: State, knowledge: LiveKnowledge, focus: str | None) -> str:
    """What each of ``days`` brings, where several are asked of; which month it is that is told of, where
    that is another one than this."""
    if asks_of_several([*days]):
        by_day = len({(day.year, day.month) for day in days}) < len(days)
        parts = (_said(day, state, knowledge, focus, by_day=by_day) for day in days)
        return f"{_of_which(focus)}{'；'.join(parts)}。"
    today = business_today()
    return "".join(f"{which(day)}：" for day in days if day != today)


def before_the_rules(reply: ReplyOut) -> str:
    """That the rules of the allowances are not known as of the day of ``reply``; empty where they are."""
    by_age = next((b for b in reply.benefits if b.code == BY_AGE), None)
    if by_age is None or not is_before_the_rules(by_age):
        return ""
    return f"{by_age.reasons[0].because}。"


def which(day: date) -> str:
    """How the time is called that ``day`` stands for."""
    return f"{day.year}年" if stands_for_a_year(day) else _named(day)


def stands_for_a_year(day: date) -> bool:
    """Whether another year is asked of: the same day of it stands for it."""
    today = business_today()
    return day.year != today.year and (day.month, day.day) == (today.month, today.day)


def _said(
    day: date, state: State, knowledge: LiveKnowledge, focus: str | None, *, by_day: bool
) -> str:
    """What one of them brings, by the rules as of it; "" is never the sum of what is not known."""
    facts = on_that_day(state.facts, day, state.born_in)
    found = benefits.check(facts, day, knowledge.documents)
    where = "如果是北京户口，" if hangs_on_registration(found) else ""
    found = benefits.check(registered_here(facts), day, knowledge.documents)
    asked = [b for b in found.benefits if b.code in ([focus] if focus in MONTHLY else MONTHLY)]
    fen = sum(b.amount_fen_per_month or 0 for b in asked if b.verdict == "eligible")
    if steps := _in_a_year_of_steps(facts, state, day, knowledge, focus):
        return f"{which(day)}{where}{steps}"
    name = which(day) + (f"{day.day}日" if by_day else "")
    least = least_of(facts, day, knowledge, found) if focus in (None, BY_AGE) else None
    if least:
        told = f"至少能领{spoken(fen + least.low)}（满了{least.turns}周岁再多{spoken(least.high - least.low)}）"
        return f"{name}{where}{told}"
    return f"{name}{where}{f'能领{spoken(fen)}' if fen else '还没有确定能领的'}"


def _in_a_year_of_steps(
    facts: dict[str, Any], state: State, day: date, knowledge: LiveKnowledge, focus: str | None
) -> str:
    """What the months of a year bring that do not all bring the same, since a birthday of it is known."""
    births = [*births_of(state.facts, state.born_in, "")] if stands_for_a_year(day) else []
    if len(births) != 1 or not ({"birth_date"} & {*state.facts} or state.born_in):
        return ""
    here = registered_here(facts)
    months = [day.year * YEAR + n for n in range(YEAR)]
    each = [in_a_month(here, (m - births[0]) // YEAR, m, knowledge, focus) for m in months]
    runs = [[*same] for _, same in groupby(range(YEAR), key=lambda n: each[n])]
    if len(runs) < 2:
        return ""
    parts = []
    for run in runs:
        until = f"到{run[-1] + 1}月" if len(run) > 1 else "月"
        named = f"{run[0] + 1}月起" if run[-1] == YEAR - 1 else f"{run[0] + 1}{until}"
        fen = each[run[0]]
        parts.append(f"{named}{f'能领{spoken(fen)}' if fen else '还没有确定能领的'}")
    return "，".join(parts)


def _of_which(focus: str | None) -> str:
    return f"只算{name_of(focus)}，" if focus in MONTHLY and focus else ""


def _named(day: date) -> str:
    return f"{day.year}年{day.month}月"
