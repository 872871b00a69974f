"""What the months of a span come to, told: for one person, for several, for people of a kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby, takewhile

from intents.told.births import born_in as month_of_birth
from intents.told.claimed import claim_in
from intents.told.lengths import YEAR
from intents.words.normalise import unify
from knowledge.schema import Entry
from server.conversation.asked import wishes
from server.conversation.asked.months_begun import month_of
from server.conversation.asked.months_named import last_of
from server.conversation.asked.spans_named import Span, span_in, span_over, years_in
from server.conversation.reckoned.benefit_names import MONTHLY, name_of
from server.conversation.reckoned.birthdays import BEGINS_AT, BY_AGE
from server.conversation.reckoned.changes import is_unclear
from server.conversation.reckoned.spans import Facts, Summed, births_of, checked, paid, summed
from server.conversation.reckoned.supposed import (
    OF_AN_ELDER,
)
from server.conversation.reckoned.verdict_lines import is_before_the_rules
from server.conversation.state import State
from server.conversation.told.facts_told import heard
from server.editorial.live import LiveKnowledge
from server.kit.clock import business_today
from server.kit.money import spoken

_BY_TODAYS_RULES = "往后的月份都是按现在的规定算的。"

_LATELY = 3 * YEAR

_IN_TIME = "这是够了条件就按时申请、别的情况没变的数。"

_COUNTED = {2: "两", 3: "三"}


def told(text: str, state: State, knowledge: LiveKnowledge, focus: str | None) -> str:
    """What the months that ``text`` asks about come to for the person spoken of, in a sentence; empty
    where it asks for one month, or nothing is paid in them that is known."""
    span = _asked(text)
    if span is None or is_unclear(text, state.facts):
        return ""
    span, unknown = _since_the_rules(_from_the_start(span, state), knowledge)
    found = summed(state.facts, state.born_in, span, knowledge, focus, text)
    name = f"只算{name_of(focus)}，" if focus in MONTHLY and focus else ""
    others = years_in(text, business_today())[1:]
    more = [(summed(state.facts, state.born_in, of, knowledge, focus, text), of) for of in others]
    also = "".join(f"{in_words(one, of)}。" for one, of in more if one.fen)
    return f"{name}{_said(found, span)}{also}{unknown}" if found.fen or also else ""


def _since_the_rules(span: Span, knowledge: LiveKnowledge) -> tuple[Span, str]:
    """``span`` without what of it lies before the rules that are known, and that it is left out, in words."""
    unknown = [*takewhile(lambda month: not _is_ruled(month, knowledge), span.months)]
    if not unknown or len(unknown) == span.count:
        return span, ""
    first = unknown[-1] + 1
    told = f"{first // YEAR}年{first % YEAR + 1}月以前的规定没有收录，没有算在里面。"
    return replace(span, first=first, count=span.count - len(unknown), year=None), told


def _is_ruled(month: int, knowledge: LiveKnowledge) -> bool:
    """Whether the rules of the allowance by age are known as of a month."""
    found = checked({}, last_of(month), knowledge).benefits
    return any(b.code == BY_AGE and not is_before_the_rules(b) for b in found)


def of_all(
    text: str,
    people: Mapping[str, tuple[Facts, str | None]],
    knowledge: LiveKnowledge,
    focus: str | None,
) -> str:
    """The same of several: of each, by name, and of all of them together; ``people`` are their facts and
    when they were born, as far as that is known."""
    span = _asked(text)
    if span is None:
        return ""
    found = {
        name: summed(facts, born_in, span, knowledge, focus, text)
        for name, (facts, born_in) in people.items()
    }
    if not any(one.fen for one in found.values()):
        return ""
    each = "；".join(
        f"{name}{one.supposed}{_parts(one, span)}" for name, one in found.items() if one.fen
    )
    least = "至少" if any(one.least or not one.fen for one in found.values()) else ""
    whole = spoken(sum(one.fen for one in found.values()))
    return f"{_since(span)}：{each}。{_COUNTED.get(len(found), len(found))}个人合起来{least}是{whole}。{_notes(found.values(), span)}"


def of_a_kind(text: str, asked: str, entry: Entry | None, knowledge: LiveKnowledge) -> str:
    """What the months that ``text`` asks about come to for people of the kind that ``asked`` tells
    ("90岁的老人一年多少"), of the benefit whose amount ``entry`` tells; empty where nothing is paid."""
    code = wishes.benefit_of(entry.question) if entry else None
    span, facts = span_in(text, business_today()), heard(asked, of_somebody=True)
    if span is None or code not in MONTHLY or facts.get("hukou", "beijing") != "beijing":
        return ""
    if born := month_of_birth(unify(asked), business_today()):
        found = summed({**OF_AN_ELDER, **facts}, born, span, knowledge, code, asked)
        return f"只算{name_of(code)}，{_said(found, span)}" if found.fen else ""
    fen = paid(checked({**OF_AN_ELDER, **facts}, business_today(), knowledge), code)
    return f"按规定，{name_of(code)}{_of_one_rate(fen, span.count, _name(span))}。" if fen else ""


def _from_the_start(span: Span, state: State) -> Span:
    """``span`` with what lies before it from the month on in which she was old enough, where that was in
    the years just before."""
    births = [*births_of(state.facts, state.born_in, "")]
    began = births[0] + BEGINS_AT[0] * YEAR if len(births) == 1 else 0
    if not span.is_from_the_start or not span.first - _LATELY < began < span.first:
        return span
    return Span(began, span.count + span.first - began)


def _asked(text: str) -> Span | None:
    """The span that ``text`` asks about; None where it names a sum to be checked."""
    claim, today = claim_in(text), business_today()
    named = claim and (claim.months > 1 or span_over(text, today))
    return None if named else span_in(text, today)


def _said(found: Summed, span: Span) -> str:
    """What a span comes to, in a sentence, with what it is reckoned by."""
    if len(set(found.each)) == 1 and not found.least:
        told = f"{found.supposed}{_of_one_rate(found.each[0], span.count, _name(span))}。"
    else:
        told = f"{found.supposed}{_since(span)}：{_parts(found, span)}。"
    return told + _notes([found], span)


def in_words(found: Summed, span: Span) -> str:
    """What ``span`` comes to, with the months of which it is made up."""
    return f"{_since(span)}：{_parts(found, span)}"


def _of_one_rate(fen: int, months: int, name: str) -> str:
    return f"每月{spoken(fen)}，{name}{months}个月合起来是{spoken(fen * months)}"


def _parts(found: Summed, span: Span) -> str:
    """The sum, and of what months it is made up."""
    runs = [(fen, len([*same])) for fen, same in groupby(found.each)]
    least = "至少" if found.least else ""
    if len(runs) == 1:
        return f"每月{spoken(runs[0][0])}，{span.count}个月合起来{least}{spoken(found.fen)}"
    words = ["前", *["接着"] * (len(runs) - 2), "后"]
    parts = [
        f"{word}{count}个月{f'每月{spoken(fen)}' if fen else '没有'}"
        for word, (fen, count) in zip(words, runs, strict=True)
    ]
    return f"{'，'.join(parts)}，合起来{least}{spoken(found.fen)}"


def _notes(found: Iterable[Summed], span: Span) -> str:
    """What a sum is reckoned by: on a birthday that is not known, on rules that may change."""
    found = [*found]
    turns = next((one.turns for one in found if one.turns), None)
    notes = f"满{turns}周岁那个月起会多，说了哪年哪月出生就能算准。" if turns else ""
    now = month_of(business_today())
    if span.first < now and any(0 in one.each or len({*one.each}) > 1 for one in found):
        notes += _IN_TIME
    return notes + (_BY_TODAYS_RULES if span.months[-1] > now else "")


def _since(span: Span) -> str:
    """The same where its months are told apart."""
    now = span.first == month_of(business_today()) and span.year is None
    return f"从这个月起{_name(span) or f'{span.count}个月'}" if now else _name(span)


def _name(span: Span) -> str:
    """How a span is called before what it comes to."""
    if span.year is not None:
        return f"{span.year}年全年"
    if span.first != month_of(business_today()):
        (year, first), (to, last) = divmod(span.first, YEAR), divmod(span.months[-1], YEAR)
        until = f"{to}年{last + 1}月" if to != year else f"{last + 1}月"
        return f"{year}年{first + 1}月到{until}"
    years, odd = divmod(span.count, YEAR)
    if years and not odd:
        return "一年" if years == 1 else f"{years}年"
    return "半年" if span.count == YEAR // 2 else ""
