"""What somebody gets from an age to come on, beside what she gets now: never what is only to come as if it were due."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from intents.told.ages import AGES
from intents.told.lengths import YEAR
from intents.told.named import SPEAKER
from intents.words.concepts import concepts
from intents.words.normalise import normalise
from knowledge.eligibility.facts import full_years
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.asked import wishes
from server.conversation.asked.ages_to_come import AgeAsked, age_asked
from server.conversation.asked.months_begun import month_of
from server.conversation.asked.months_named import last_of
from server.conversation.moment import Moment
from server.conversation.reckoned import joint_sum, together, years_of_life
from server.conversation.reckoned.benefit_names import MONTHLY
from server.conversation.reckoned.spans import ages_of, checked, paid
from server.conversation.reckoned.supposed import at_age, registered_here
from server.conversation.reckoned.verdicts import worked_out
from server.conversation.said import Said
from server.conversation.state import State
from server.conversation.told.learning import learn
from server.kit.clock import business_today
from server.kit.money import spoken

Facts = Mapping[str, Any]

_OF_ALL = "一共多少"
"""How the sum of those who were told of just before is asked again."""

_MONTH_WANTED = "说了哪年哪月出生，就能算准是从哪个月起。"


def told(said: Said, moment: Moment) -> Told | None:
    """What is paid from the age on that the message asks about, after what is paid now where that is asked too; None
    where it asks about none, or the one meant is not known to be younger."""
    text = said.text
    asked = age_asked(text)
    if asked is None or concepts(normalise(text)).subjects - {*wishes.BENEFITS}:
        return None
    if wishes.benefit_of(text) not in (None, *MONTHLY) or years_of_life.asks(text, moment):
        return None
    tried = deepcopy(moment.state)
    learn(tried, asked.rest)
    who = _who(asked, tried)
    if who is None:
        return None
    learn(moment.state, asked.rest)
    if asked.of_all and moment.after_several and not together.asked_for(moment.state, text):
        text = _OF_ALL
    state = moment.state
    if who != (state.who or SPEAKER) and who in state.aside:
        state.turn_to(who, {})
    focus = moment.benefit_meant(text)
    month = _month_of(asked.age, state)
    if month is not None:
        return _in_that_month(text, asked, month, moment, focus)
    return _in_a_month_not_known(text, asked, moment, focus)


def _who(asked: AgeAsked, state: State) -> str | None:
    """Who is to reach the age: whoever is named with it, else the one spoken of, else the only one who is younger."""
    people = {state.who or SPEAKER: state.facts}
    people |= {name or SPEAKER: facts for name, facts in state.aside.items()}
    younger = [name for name, facts in people.items() if _is_younger(facts, asked.age)]
    named = [name for name in asked.whose if name in people]
    if named and not (SPEAKER in named and len(people) == 1):
        return named[0] if named[0] in younger else None
    first = state.who or SPEAKER
    if first in younger:
        return first
    return younger[0] if len(younger) == 1 else None


def _is_younger(facts: Facts, age: int) -> bool:
    ages = _ages(facts)
    return bool(ages) and min(ages) < age


def _ages(facts: Facts) -> tuple[int, ...]:
    """The full years that somebody may have today."""
    if born := facts.get("birth_date"):
        return (full_years(date.fromisoformat(str(born)), business_today()),)
    return ages_of(facts)


def _month_of(age: int, state: State) -> int | None:
    """The month in which the one spoken of reaches an age, as a number; None where it is not known."""
    born = str(state.facts.get("birth_date") or state.born_in or "")
    if len(born) < len("1947-05") or state.facts.get("birth_lunar"):
        return None
    month = (int(born[:4]) + age) * YEAR + int(born[5:7]) - 1
    return month if month >= month_of(business_today()) else None


def _in_that_month(
    text: str, asked: AgeAsked, month: int, moment: Moment, focus: str | None
) -> Told:
    """The sum as of the month of the birthday, which is paid as a whole (京民养老发〔2019〕160号)."""
    then = last_of(month)
    days = [business_today(), then] if asked.now else [then]
    reply, reasons = worked_out(text, moment, focus, days=days)
    if asked.now:
        return reply, reasons
    lead = f"{_name(moment.state)}满{asked.age}周岁是{then.year}年{then.month}月，从那个月起算。"
    return compose.begun_with(lead, reply), reasons


def _in_a_month_not_known(text: str, asked: AgeAsked, moment: Moment, focus: str | None) -> Told:
    """The same where only her age is known."""
    state = moment.state
    tried = _as_of_then(state, asked)
    several = text == _OF_ALL or together.asked_for(state, text)
    whose = "都" if asked.by_all and state.aside else _name(state)
    since = f"从{whose}满{asked.age}周岁的那个月起"
    if asked.now:
        reply, reasons = worked_out(asked.rest, moment, focus)
        sums = together.in_short(tried, text, moment.knowledge, focus) if several else ""
        sums = sums or f"每月能领{spoken(_sum(tried.facts, moment, focus))}。"
        now = f"现在每月能领{spoken(_sum(state.facts, moment, focus))}；"
        if several:
            now = f"现在{together.in_short(state, text, moment.knowledge, focus)}"
        here = "" if several or "hukou" in state.facts else joint_sum.IF_REGISTERED
        return compose.begun_with(f"{here}{now}{since}，{sums}{_MONTH_WANTED}", reply), reasons
    reply, reasons = worked_out(text, moment.trying(tried), focus, begun=False)
    state.asking, state.subjects = tried.asking, tried.subjects
    state.supposed, state.supposed_of = tried.facts, tried.who
    return compose.begun_with(f"{since}：{_more(state, tried, moment, focus, several)}", reply), {
        **reasons,
        "supposed": True,
    }


def _more(state: State, tried: State, moment: Moment, focus: str | None, several: bool) -> str:
    """By how much the sum of one will be more than it is."""
    now, then = (_sum(of.facts, moment, focus) for of in (state, tried))
    if several or then <= now:
        return ""
    here = "" if "hukou" in state.facts else joint_sum.IF_REGISTERED
    return f"{here}每月多{spoken(then - now)}。"


def _sum(facts: Facts, moment: Moment, focus: str | None) -> int:
    return paid(checked(registered_here(facts), business_today(), moment.knowledge), focus)


def _as_of_then(state: State, asked: AgeAsked) -> State:
    """What is known as it is when the one spoken of reaches the age asked about; the others are older by as much
    then, and have reached it too where that is said of all."""
    tried, age = deepcopy(state), asked.age
    later = age - max(_ages(state.facts))
    tried.facts, tried.born_in, tried.born_aside = at_age(state.facts, age), None, {}
    tried.aside = {
        name: at_age(facts, age)
        if asked.by_all and _is_younger(facts, age)
        else _later(facts, later)
        for name, facts in state.aside.items()
    }
    return tried


def _later(facts: Facts, years: int) -> dict[str, Any]:
    """``facts`` within the year up to so many years from now."""
    ages = _ages(facts)
    if not ages:
        return dict(facts)
    between = {"age_between": [min(ages) + years - 1, max(ages) + years]}
    return {name: value for name, value in facts.items() if name not in AGES} | between


def _name(state: State) -> str:
    return (state.who or "") if state.aside else ""
