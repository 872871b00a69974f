"""The verdicts of the rules on a person, told: with what is said before them and kept of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from intents.told.ages import AGES
from intents.told.claimed import claim_in
from intents.told.lapsed import is_lapsed
from intents.told.named import named_in
from intents.told.young import of_the_young
from intents.words.normalise import unify
from knowledge.assessment import standard
from knowledge.schema import Entry
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.asked import spans_named, wishes
from server.conversation.asked.days import day_meant, months_meant, points_at_a_time
from server.conversation.asked.months_begun import month_of
from server.conversation.asked.months_named import asks_of_this_month, last_of
from server.conversation.moment import Moment
from server.conversation.reckoned import (
    assess_first,
    benefit_names,
    claims,
    each_in_full,
    entitlements,
    levels_asked,
    months,
    spans_told,
    sums_asked,
    together,
    told_before,
)
from server.conversation.reckoned.age_bands import of_a_feast, which_year
from server.conversation.reckoned.birthdays import (
    BY_AGE,
    OLD_ENOUGH,
    between_months,
    turns_in_the_year,
    turns_this_month,
    when_turned,
)
from server.conversation.reckoned.changes import by_now
from server.conversation.reckoned.claims_of_entries import AMOUNTS
from server.conversation.schemas import ChoiceOut, ReplyOut
from server.conversation.state import LEVEL, State, Subject
from server.conversation.told import disability_told, levels_told
from server.kit.clock import business_today

_SUPPOSED = re.compile("^(?:要是|如果|假如|万一|假设|那)+")
_GRADED = re.compile("[1-4一二三四]级|残疾")
_OF_ONE = re.compile("[他她](?!们)")

LAPSED = (
    "评估过期了，原来的等级不能再用，要先重新评估：新等级出来以前，护理补贴和消费补贴领不领得到说不准，没有算在里面。"
    "正在领的停不停，请问户籍地街道（乡镇）的民政窗口，或打12345。"
)
"""Nothing written says what becomes of the money in between."""

NO_AMOUNT = "，护理补贴里没有这一档"

WHEN_SHE_DIES = "allowance-death"
"""The entry on when the allowances of somebody who dies are stopped, and whom to ask."""


def worked_out(
    text: str,
    moment: Moment,
    focus: str | None,
    also: Sequence[Entry] = (),
    *,
    days: Sequence[date] = (),
    begun: bool = True,
) -> Told:
    """What the rules give the person, or of one benefit (``focus``), with the entries ``also`` told.

    ``days`` are those to judge by where it is not ``text`` that names them; unless it has ``begun``, it is not
    known from which month on it is paid.
    """
    state, knowledge = moment.state, moment.knowledge
    if state.mourned and (told := _after_a_death(moment)):
        return told
    state.facts = dict(by_now(text, state.facts, business_today()))
    of_several = _is_of_several(text, moment)
    if of_several:
        focus = together.benefit_meant(text, focus)
    if focus is None and (wishes.asks_from_when(text) or sums_asked.asks_how_long(text)):
        focus = BY_AGE
    days = days or _days_meant(text, moment)
    day = days[0]
    asks = not wishes.wants_no_questions(text) or not state.facts.keys() & {*AGES}
    whole = told_before.asks_for_all(text)
    of_one = whole and not of_several
    reply = entitlements.reply(
        state, day, knowledge, focus, also, asks=asks, whole=of_one, begun=begun
    )
    reply = _led(reply, text, moment, focus, days)
    if whole and of_several and (people := together.people_meant(state, text)):
        reply = each_in_full.told(reply, state, people, day, knowledge)
    _remember(reply, moment, focus)
    if not (of_several or whole):
        reply = told_before.shortened(reply, moment)
    reasons: dict[str, object] = {
        "because": "worked out from the rules",
        told_before.WHO: state.who,
        "facts": sorted(state.facts),
    }
    if day != business_today():
        reasons |= {"as_of": day.isoformat()}
    return reply, reasons | ({"several": True} if of_several else {})


def _days_meant(text: str, moment: Moment) -> list[date]:
    """The day to judge by, and the others of which the sum is asked as well ("现在多少，明年多少"); this month is
    judged by its last day where a birthday of it is still to come."""
    days = _days_named(text, moment)
    of_it = asks_of_this_month(unify(text)) or claim_in(text)
    if not (of_it and turns_this_month(moment.state)):
        return days
    today = business_today()
    end = last_of(month_of(today))
    return [*dict.fromkeys(end if day == today else day for day in days)]


def _days_named(text: str, moment: Moment) -> list[date]:
    """The same by the text alone."""
    today, day, months = business_today(), _day_meant(text, moment), months_meant(text)
    if day == today and _asks_of_a_span(text):  # "到明年6月一共多少" is not asked of that month
        return [today]
    if months == [today] != [day]:
        return [today, day]
    return [day, *(other for other in months if other != day)]


def _day_meant(text: str, moment: Moment) -> date:
    """The day to judge by; today beside the sum of months that are no calendar year. "到时候" is the day
    that the reply before judged by."""
    today = business_today()
    before = moment.previous.reasons.get("as_of") if moment.previous else None
    if before and points_at_a_time(_SUPPOSED.sub("", text)):
        return date.fromisoformat(str(before))
    if _asks_of_a_span(text):
        return today
    return day_meant(text, asks_for_the_sum=wishes.asks_for_the_sum(text))


def _asks_of_a_span(text: str) -> bool:
    """Whether ``text`` asks for the sum of months that are no calendar year."""
    span = spans_named.span_in(text, business_today())
    return span is not None and span.year is None


def _is_of_several(text: str, moment: Moment) -> bool:
    """Whether ``text`` asks for the sums of several: by itself, or how much it is, or all of it, right after them."""
    if together.asked_for(moment.state, text):
        return True
    same = spans_named.names_only_a_span(text) or sums_asked.asks_only_the_sum(text)
    of_one = named_in(unify(text)) or _OF_ONE.search(text)
    more = same or told_before.asks_for_all(text)
    return moment.after_several and more and not of_one


def _led(
    reply: ReplyOut, text: str, moment: Moment, focus: str | None, days: Sequence[date]
) -> ReplyOut:
    """``reply`` with what is said before it: the sums of several, else whether a sum that is named is
    right, what the months come to that are asked about, and that the country is not another matter."""
    state, knowledge, day = moment.state, moment.knowledge, days[0]
    reply = compose.begun_with(_of_a_child(text, state.who), reply)
    if _is_of_several(text, moment):
        return together.side_by_side(state, days, knowledge, reply, text, focus)
    lead = LAPSED if is_lapsed(unify(text)) else ""
    if (age := wishes.age_asked_when(text)) is not None:
        lead += when_turned(state, age)
    lead += which_year(state.facts, text) + of_a_feast(state.facts, text)
    lead += between_months(text, state.facts, knowledge) if focus in (None, BY_AGE) else ""
    lead += levels_asked.alone_brings(state, focus, knowledge, day)
    lead += claims.verdict(text, state, day, knowledge, focus)
    summed = spans_told.told(text, state, knowledge, focus)
    lead += summed
    lead += "" if lead and day == business_today() else months.told(days, state, knowledge, focus)
    if not summed and focus in (None, BY_AGE) and months.stands_for_a_year(day):
        lead += turns_in_the_year(state, day, knowledge)
    lead += months.before_the_rules(reply)
    lead = lead or _by_tiers(reply, text, focus, moment)
    if _GRADED.search(text) and focus in (None, benefit_names.CARE):
        lead += unlisted(moment, reply, day)
    reply = _asked_which_grade(text, state, compose.begun_with(lead, reply))
    if wishes.asks_of_the_country(text):
        return compose.begun_with(entitlements.TOWN_OR_COUNTRY, reply)
    return reply


_OF_AN_ASSESSMENT, _OF_A_CARD = "是能力评估的等级", "是残疾证的等级"


def _asked_which_grade(text: str, state: State, reply: ReplyOut) -> ReplyOut:
    """``reply`` with the question of which grading a grade is that ``text`` tells ("评了三级"), where neither
    a level nor a disability is known."""
    grade = levels_told.grade_of_either(text)
    if grade is None or LEVEL in state.facts or state.disabilities:
        return reply
    level = standard().levels[grade]
    told = (
        f"您说评了{'一二三'[grade - 1]}级，要先分清是哪一种：能力评估的是{level.name}；残疾证的还要看是哪一类。"
        "您说的是能力评估，还是残疾证？下面的数还没有算它。"
    )
    which = [ChoiceOut(label=name, text=name) for name in (_OF_AN_ASSESSMENT, _OF_A_CARD)]
    asked = compose.begun_with(told, reply)
    return asked.model_copy(update={"choices": [*which, *asked.choices]})


def _by_tiers(reply: ReplyOut, text: str, focus: str | None, moment: Moment) -> str:
    """How much a benefit is by its tiers, where that is asked and it is open which of them is hers."""
    asked = next((b for b in reply.benefits if b.code == focus), None)
    entry = moment.knowledge.entries.get(AMOUNTS.get(focus or "", ""))
    if asked is None or entry is None or asked.tier or asked.verdict != "need_info":
        return ""
    tells = wishes.asks_how_much_of_one(text) or wishes.asks_how_much_at_last(text)
    return compose.first_sentence(entry) if tells and focus in benefit_names.MONTHLY else ""


def _of_a_child(text: str, who: str | None) -> str:
    """That a child of whom ``text`` tells beside the one spoken of (``who``) is too young; empty otherwise."""
    young = of_the_young(unify(text))
    if young is None or young[1] >= OLD_ENOUGH or who in (None, young[0]):
        return ""
    return (
        f"{young[0]}{young[1]}岁，不满{OLD_ENOUGH}周岁，这几项老人的补贴还领不了。下面是{who}的："
    )


def unlisted(moment: Moment, reply: ReplyOut, day: date) -> str:
    """That the care subsidy has no amount for the disabilities of the person (京民养老发〔2019〕160号);
    empty where it has one, another fact gives it, or a severe level would not give it either."""
    state = moment.state
    care = next((b for b in reply.benefits if b.code == benefit_names.CARE), None)
    if care is None or care.verdict == "eligible" or care.tier or not state.disabilities:
        return ""
    if not assess_first.would_be_paid(benefit_names.CARE, state.facts, day, moment.knowledge):
        return ""
    held = disability_told.called(state.disabilities)
    return f"{held}{NO_AMOUNT}；评估为重度失能的才能领。"


def _remember(reply: ReplyOut, moment: Moment, focus: str | None) -> None:
    """Keep what the verdicts were about, for follow-ups."""
    state = moment.state
    about = entitlements.subject_of(state, focus, reply)
    if not state.subjects or state.subjects[-1]["about"] != about:
        state.remember(Subject(about, about, topic=entitlements.names_granted(reply)))


def _after_a_death(moment: Moment) -> Told | None:
    """What becomes of the allowances of who has died, with no sum; None if no entry tells it."""
    reply = moment.answer_of(WHEN_SHE_DIES)
    if reply is None:
        return None
    moment.state.asking = None
    return compose.begun_with(compose.CONDOLENCE, reply), {"because": "the person has died"}
