"""Whether a sum that somebody names is what the rules give her of whom facts are known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from intents.told.ages import AGES
from intents.told.claimed import Claim, claim_in, only_checks, stated_in
from intents.told.lengths import YEAR
from intents.told.turning import turning
from intents.words.concepts import concepts
from intents.words.normalise import normalise, unify
from intents.words.sums import FEN
from server.benefits import service as benefits
from server.benefits.schemas import CheckOut
from server.conversation.asked import wishes
from server.conversation.asked.days import on_that_day
from server.conversation.asked.months_begun import month_of
from server.conversation.asked.months_named import last_of
from server.conversation.asked.spans_named import Span, span_in, span_over
from server.conversation.asked.wishes import HOW_MUCH
from server.conversation.reckoned import spans
from server.conversation.reckoned.benefit_names import CARE, MONTHLY, name_of
from server.conversation.reckoned.birthdays import BEGINS_AT
from server.conversation.reckoned.certain import of_no_written_amount
from server.conversation.reckoned.claims_of_entries import (
    by_the_rules,
)
from server.conversation.reckoned.claims_told import (
    ASK,
    RIGHT,
    WRONG,
    among_its_parts,
    judged,
    too_little,
)
from server.conversation.reckoned.spans_told import in_words
from server.conversation.reckoned.supposed import registered_here
from server.conversation.state import State
from server.editorial.live import LiveKnowledge
from server.kit.clock import business_today
from server.kit.money import spoken

TO_TELL = "对不对要看老人的岁数、户口这些情况。"

_TOO_LITTLE = re.compile(
    rf"少了|(?:差|少)了?{HOW_MUCH}|怎么才|[多少](?:不[多少])?吗|[多少]不[多少]|少(?:算|发|给|打)"
)


def verdict(text: str, state: State, day: date, knowledge: LiveKnowledge, focus: str | None) -> str:
    """Whether the sum that ``text``, which is about ``focus``, names is what the rules give her, in a
    sentence; empty where none is named or too little is known of her."""
    claim = claim_in(text) or _stated(text)
    if claim is None or wishes.benefit_of(text) not in (None, *MONTHLY):
        return ""
    if not state.facts.keys() & {*AGES}:
        return (
            by_the_rules(claim, wishes.benefit_of(text) or focus, state.facts, day, knowledge) or ""
        )
    facts = registered_here(on_that_day(state.facts, day, state.born_in))
    found = benefits.check(facts, day, knowledge.documents)
    due, where = found.total_fen_per_month, "" if "hukou" in state.facts else "如果是北京户口，"
    last = last_of(month_of(day))
    then = registered_here(on_that_day(state.facts, last, state.born_in))
    end = benefits.check(then, last, knowledge.documents)
    if not due or end.total_fen_per_month != due:  # a birthday is still to come this month
        return ""
    if day == business_today() and _turns_an_age(text):
        return ""
    lead = f"{where}照您说的情况"
    span = _months_of(claim, text)
    if span:
        summed = spans.summed(state.facts, state.born_in, span, knowledge, text=text)
        if not summed.least and not of_no_written_amount(found) and len({*summed.each}) > 1:
            return _of_changing_months(claim, summed, span)
        claim = replace(claim, months=span.count)
        due = due if summed.least else summed.each[0]
    told, of = _judged(claim, text, found, due, state, lead)
    less = of * claim.months - claim.yuan * FEN
    if told and (_TOO_LITTLE.search(text) or (less > 0 and claim.held)):
        return too_little(told, less)
    return told


def _turns_an_age(text: str) -> bool:
    """Whether ``text`` tells of a birthday to come from which on more is paid: the sum that it names is of then."""
    today, born = business_today(), turning(unify(text), business_today())
    months = [(born[0] + age) * 12 + born[1] for age in BEGINS_AT] if born else []
    now = today.year * 12 + today.month
    return any(now < month <= now + 12 for month in months)


def _stated(text: str) -> Claim | None:
    """The sum that ``text`` says to be paid or due, where it speaks of nothing but benefits."""
    return None if concepts(normalise(text)).subjects - wishes.BENEFITS else stated_in(text)


def _judged(
    claim: Claim, text: str, found: CheckOut, due: int, state: State, lead: str
) -> tuple[str, int]:
    """Whether ``claim`` is right in a sentence, and what it was held against, in fen a month."""
    paid = {
        b.code: b.amount_fen_per_month
        for b in found.benefits
        if b.verdict == "eligible" and b.amount_fen_per_month
    }
    pending = any(b.verdict == "need_info" for b in found.benefits if b.code in MONTHLY)
    one = wishes.benefit_of(text)
    if len(state.disabilities) > 1 and claim.yuan * FEN != due:
        # Who tells of several disabilities has the care subsidy in mind, which is higher for some of them.
        one = one or CARE
    if one in paid:
        return judged(claim, paid[one], (), f"{lead}{name_of(one)}"), paid[one]
    if of_no_written_amount(found):
        return "", due
    return among_its_parts(claim, due, paid, lead, pending=pending), due


def _months_of(claim: Claim, text: str) -> Span | None:
    """The months of which ``claim`` is the sum; None where it is that of one."""
    today = business_today()
    if span := span_over(text, today):
        return span
    if claim.months == 1:
        return None
    named = span_in(text, today) if claim.months == YEAR else None
    began = month_of(today) - (claim.months - 1 if claim.held else 0)
    return named or Span(began, claim.months)


def keep_named(text: str, state: State) -> None:
    """Keep in which words ``text`` says what was paid or is due."""
    if claim_in(text) or stated_in(text):
        state.sum_named = text


def asks_of_it(text: str) -> bool:
    """Whether ``text`` asks if a sum named before it is right, or by how much it is not, and says no more."""
    return only_checks(text)


def _of_changing_months(claim: Claim, found: spans.Summed, span: Span) -> str:
    """Whether ``claim`` is what months come to that do not all bring the same."""
    told, claimed = in_words(found, span), claim.yuan * FEN
    if claimed == found.fen:
        return f"{RIGHT}{told}。"
    return f"{WRONG}{told}，不是{spoken(claimed)}。{ASK}"


def of_nothing_known(text: str, state: State) -> bool:
    """Whether ``text`` asks if a sum is right, and neither says of which benefit nor was one spoken of."""
    claim = claim_in(text)
    return bool(claim and claim.of_nothing) and not (state.facts or state.subjects)


def off_the_bill(text: str, offs: Iterable[int], verb: str = "抵") -> str:
    """Whether what ``text`` says to be taken off a bill is what is, in fen; empty where it says nothing
    or that hangs on where it was spent. ``verb``: what the sum is said to be, taken off or paid."""
    claim, due = claim_in(text), {*offs}
    if claim is None or len(due) != 1:
        return ""
    [off] = due
    claimed = claim.yuan * FEN
    return RIGHT if claimed == off else f"{WRONG}{verb}{spoken(off)}，不是{spoken(claimed)}。"
