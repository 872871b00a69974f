"""What begins on a birthday, where it is not sure or still to come."""

from __future__ import annotations

from datetime import date
from typing import Any

from intents.told.births import lunar_month_of_birth
from intents.told.near_times import Near, near_in
from intents.words.normalise import unify
from knowledge.eligibility.facts import full_years
from server.benefits import service as benefits
from server.benefits.schemas import CheckOut
from server.conversation.reckoned.supposed import at_age, registered_here
from server.conversation.state import State
from server.editorial.live import LiveKnowledge
from server.kit.clock import business_today
from server.kit.money import spoken

BY_AGE, NAME = "age_allowance", "高龄津贴"
"""What begins on a birthday, so that it is what "什么时候能领" asks for."""

SOON = 31
"""A birthday so many days off is told of first."""

A_YEAR = 366
"""The same to who gets nothing before it."""

OLD_ENOUGH = 60
"""Full years from which on the allowances are for elders, whatever disability they have (首都之窗, guide to
京民养老发〔2019〕160号)."""

BEGINS_AT = (80, 90, 100)
"""The full years at which it begins or rises."""


def is_too_young(state: State) -> bool:
    """Whether she is known to be younger than the allowance by age begins at."""
    facts = state.facts
    age = facts.get("age", BEGINS_AT[0])
    if born := facts.get("birth_date"):
        age = full_years(date.fromisoformat(str(born)), business_today())
    return bool(age < BEGINS_AT[0])


def turns_this_month(state: State) -> bool:
    """Whether a birthday that brings more is still to come this month: the whole month is paid then."""
    facts, today = state.facts, business_today()
    born = str(facts.get("birth_date") or state.born_in or "")
    if len(born) < len("1947-05") or int(born[5:7]) != today.month or facts.get("birth_lunar"):
        return False
    turns = today.year - int(born[:4])
    if "birth_date" in facts:
        return turns in BEGINS_AT and int(born[8:10]) > today.day
    return turns in BEGINS_AT and facts.get("age") == turns - 1


def when_turned(state: State, age: int, *, to_come: bool = False) -> str:
    """When the one spoken of turns, or turned, ``age``, in a sentence; empty where its month is not known, or it is over
    where it is ``to_come``."""
    facts, today = state.facts, business_today()
    born = str(facts.get("birth_date") or state.born_in or "")
    if len(born) < len("1947-05") or facts.get("birth_lunar"):
        return ""
    year, month = int(born[:4]) + age, int(born[5:7])
    if to_come and (year, month) < (today.year, today.month):
        return ""
    on = f"{_birthday(year, month, int(born[8:10])).day}日" if "birth_date" in facts else ""
    return f"满{age}周岁是{year}年{month}月{on}。"


def begin_later(found: CheckOut, state: State, day: date) -> None:
    """From when on it is paid in another month than this, where a birthday to come says it: when somebody would
    apply is not known before, nor when somebody applied."""
    born, today = str(state.facts.get("birth_date") or state.born_in or ""), business_today()
    turns = day.year - int(born[:4]) if len(born) >= len("1947-05") else None
    month = int(born[5:7]) if turns is not None else 0
    to_come = (today.year, today.month) < (day.year, month) <= (day.year, day.month)
    for benefit in found.benefits:
        begins = benefit.code == BY_AGE and turns in BEGINS_AT and to_come
        benefit.pay_from = f"{day.year}-{born[5:7]}" if benefit.pay_from and begins else None


def begun_earlier(found: CheckOut, state: State, day: date) -> None:
    """From when on it is paid to who turned an age that raises it some months ago, of whom the day is not
    known: so many months late it is paid from that month on (京民养老发〔2019〕160号)."""
    born = state.born_in or ""
    if "birth_date" in state.facts or len(born) < len("1947-05") or day != business_today():
        return
    year, month = map(int, born.split("-"))
    late = day.year * 12 + day.month - (year * 12 + month)
    turned = next((n for n in BEGINS_AT if 0 <= late - n * 12 < _PAID_BACK), None)
    for benefit in found.benefits:
        if turned and benefit.code == BY_AGE and benefit.pay_from:
            benefit.pay_from = f"{year + turned}-{month:02}"


def not_begun(found: CheckOut) -> None:
    """Leave open from when on it is paid: what it hangs on is still to come, and its month is not known."""
    for benefit in found.benefits:
        benefit.pay_from = None


_PAID_BACK = 6
"""So many months late nothing is lost."""


def between_months(text: str, facts: dict[str, Any], knowledge: LiveKnowledge) -> str:
    """What a birthday brings that falls into one of several months to come by what ``text`` tells ("腊月满80",
    "四七年腊月生的"); empty where its month is known, or nothing is to come within two years."""
    plain, today = unify(text), business_today()
    near = near_in(plain, today) or _next_step(lunar_month_of_birth(plain), today)
    if near is None or near.age not in BEGINS_AT or near.last <= today:
        return ""
    *others, last = near.months()
    amount = _at_that_age(facts, near.age, near.last, knowledge)
    if not others or not amount:
        return ""
    first = f"{others[0] // 12}年{others[0] % 12 + 1}月"
    then = f"{last // 12}年" if last // 12 != others[0] // 12 else ""
    until = f"到{then}{last % 12 + 1}月之间" if others[1:] else f"或{then}{last % 12 + 1}月"
    return f"满{near.age}周岁是在{first}{until}，要看公历生日：{_if_here(facts)}从满的那个月起{amount}。"


def _next_step(born: tuple[date, date] | None, today: date) -> Near | None:
    """The next age that brings more of who was born from the first to the second of these days."""
    if born is None:
        return None
    first, last = born
    ages = (age for age in BEGINS_AT if last.year + age >= today.year)
    age = next((n for n in ages if _birthday(last.year + n, last.month, last.day) > today), None)
    if age is None or first.year + age > today.year + _FAR:
        return None
    begins, ends = (_birthday(day.year + age, day.month, day.day) for day in born)
    return Near(age, begins, ends)


_FAR = 2


def turns_old_enough(
    state: State, day: date, knowledge: LiveKnowledge, *, asked: bool = False
) -> str:
    """What the birthday brings from which on somebody is an elder, where something hangs on it alone; only
    one of the next days where it is not ``asked`` for."""
    facts = state.facts
    if day != business_today() or "birth_date" not in facts or facts.get("birth_lunar"):
        return ""
    year, month, born_on = map(int, str(facts["birth_date"]).split("-"))
    then = _birthday(year + OLD_ENOUGH, month, born_on)
    if then <= day or not (asked or (then - day).days <= SOON):
        return ""
    found = benefits.check(registered_here(facts), then, knowledge.documents).benefits
    paid = [b for b in found if b.verdict == "eligible" and b.amount_fen_per_month]
    told = "、".join(f"{b.name}每月{spoken(b.amount_fen_per_month or 0)}" for b in paid)
    said = f"{then.year}年{then.month}月"
    return (
        f"{said}{then.day}日满{OLD_ENOUGH}周岁，{_if_here(facts)}从{said}起：{told}。"
        if told
        else ""
    )


def turns_soon(
    state: State,
    facts: dict[str, Any],
    day: date,
    knowledge: LiveKnowledge,
    *,
    asked: bool = False,
    near: int = SOON,
) -> str:
    """What a birthday within a year, of which only the month is known, or one ``near`` by will bring;
    the next that brings something, however far, where that is ``asked`` for."""
    if day != business_today():
        return ""
    if "birth_date" in facts:
        return _turns_on_a_day(facts, day, knowledge, asked=asked, near=near)
    if len(state.born_in or "") <= len("1947"):
        return ""
    born, month = map(int, (state.born_in or "").split("-"))
    year = day.year + (month < day.month)
    is_over = month == day.month and facts.get("age") == year - born
    if year - born not in BEGINS_AT or is_over:
        return ""
    amount = _at_that_age(facts, year - born, date(year, month, 28), knowledge)
    then = f"{year}年{month}月"
    return f"{then}满{year - born}周岁，{_if_here(facts)}从{then}起{amount}。" if amount else ""


def turns_in_the_year(state: State, day: date, knowledge: LiveKnowledge) -> str:
    """What a birthday changes within another year, of which ``day`` is to tell: the sum of a day is not that of the
    months before it or after."""
    born, today = str(state.facts.get("birth_date") or state.born_in or ""), business_today()
    if day.year == today.year or len(born) < len("1947-05") or state.facts.get("birth_lunar"):
        return ""
    years, month = day.year - int(born[:4]), int(born[5:7])
    if years not in BEGINS_AT or month == 1:
        return ""
    before, after = (_at_that_age(state.facts, age, day, knowledge) for age in (years - 1, years))
    if not after:
        return ""
    earlier = before or f"没有{NAME}"
    return f"{month}月满{years}周岁：{_if_here(state.facts)}{month}月以前{earlier}，从{month}月起{after}。"


def _turns_on_a_day(
    facts: dict[str, Any], day: date, knowledge: LiveKnowledge, *, asked: bool, near: int
) -> str:
    """What the next birthday that brings something does, whose day is known; only of those ``near``
    by where it is not ``asked`` for."""
    year, month, born_on = map(int, str(facts["birth_date"]).split("-"))
    days = [(years, _birthday(year + years, month, born_on)) for years in BEGINS_AT]
    years, then = next(((n, one) for n, one in days if one > day), (0, day))
    if not years or facts.get("birth_lunar") or not (asked or (then - day).days <= near):
        return ""
    amount = _at_that_age(facts, years, then, knowledge)
    said = f"{then.year}年{then.month}月{then.day}日"
    return f"{said}满{years}周岁，{_if_here(facts)}从那天起{amount}。" if amount else ""


def _birthday(year: int, month: int, day: int) -> date:
    """The birthday of a year; of a 29 February the day after in a year without one."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, 3, 1)


def _at_that_age(facts: dict[str, Any], years: int, then: date, knowledge: LiveKnowledge) -> str:
    """The allowance at an age that comes, with its name; empty where it is not sure."""
    supposed = registered_here(at_age(facts, years))
    judged = benefits.check(supposed, then, knowledge.documents).benefits
    sure = [b for b in judged if b.code == BY_AGE and b.verdict == "eligible"]
    return f"{NAME}每月{spoken(sure[0].amount_fen_per_month or 0)}" if sure else ""


def _if_here(facts: dict[str, Any]) -> str:
    return "" if "hukou" in facts else "是北京户口的，"
