"""Entries of which something is reckoned and said first: a deposit, a bill, what of the entry is meant."""

from __future__ import annotations

from collections.abc import Sequence

from intents.asked import several
from intents.matching.focus import LONG
from intents.told.ages import AGES
from intents.told.departed import gone_in
from intents.told.named import speaks_of_somebody
from intents.told.points import other_points_in
from intents.words.concepts import concepts
from intents.words.normalise import normalise, unify
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.asked import matters, wishes
from server.conversation.asked.questions import SURE_PART, Asked
from server.conversation.moment import Moment
from server.conversation.reckoned import (
    bed_sums,
    deposits,
    entitled,
    home_gap,
    ltci_sums,
    meal_sums,
    one_entry,
    prepaid,
    retrofit_sums,
    voucher_sums,
    voucher_terms,
)
from server.conversation.reckoned.benefit_names import VOUCHER
from server.conversation.said import SURE_ENOUGH, Said
from server.conversation.state import INCOME, LEVEL
from server.conversation.told.facts_told import heard
from server.conversation.told.learning import learn
from server.kit.clock import business_today

BED = "home_care_bed"


def deposit(said: Said, moment: Moment) -> Told | None:
    """What a home may ask for as a deposit, reckoned from the fee that is named, before the rule."""
    if found := prepaid.told(said.text, moment.knowledge.entries):
        return _begun_with(
            found[0], moment.told_by(moment.knowledge.entries[found[1]].question, said)
        )
    before, entry = moment.previous, moment.knowledge.entries.get(deposits.ENTRY)
    told = deposits.Before(before.text, before.entry_id) if before else deposits.Before()
    lead = deposits.told(said.text, entry, told)
    if lead is None or entry is None:
        return None
    return _begun_with(lead, moment.told_by(entry.question, said))


def off_the_bill(said: Said, moment: Moment) -> Told | None:
    """What the voucher takes off a bill that is named, or what is missing for a home, before the verdicts
    for whom it is told of, or the entry that says how it does."""
    documents, entries = moment.knowledge.documents, moment.knowledge.entries
    about = moment.benefit_meant(said.text) == VOUCHER or "voucher" in moment.entry_told
    talk = voucher_terms.Talk(moment.state, about, business_today(), documents)
    found = home_gap.told(said.text, talk) or voucher_sums.told(said.text, talk)
    entry = entries.get(found[1]) if found else None
    if found is None or entry is None:
        return None
    told = entitled.told(said, moment) if wishes.speaks_of_a_person(said.text) else None
    if told is None and heard(said.text, of_somebody=True).keys() & {LEVEL, "disability"}:
        learn(moment.state, said.text)
    return _begun_with(found[0], told or moment.told_by(entry.question, said))


def care_insurance(said: Said, moment: Moment) -> Told | None:
    """What the insurance for long-term care pays of a month's care, before the verdicts or the entry on it."""
    entry, about = (
        moment.knowledge.entries.get(ltci_sums.ENTRY),
        moment.entry_told.startswith("ltci"),
    )
    lead = ltci_sums.told(said.text, moment.state, entry, spoken_of=about)
    if lead is None or entry is None or said.is_exact:
        return None
    told = entitled.told(said, moment) if wishes.speaks_of_a_person(said.text) else None
    return _begun_with(lead, told or moment.told_by(entry.question, said))


def bed_at_home(said: Said, moment: Moment) -> Told | None:
    """What Haidian pays for a bed at home, before the verdicts for whom it is told of, or the entry on it."""
    entries = moment.knowledge.entries
    if not {bed_sums.FREE, bed_sums.PAID} <= entries.keys() or said.is_exact:
        return None
    about = moment.benefit_meant(said.text) == BED or "home-bed" in moment.entry_told
    found = bed_sums.told(said.text, moment.state, entries, of_a_bed=about)
    entry = entries.get(found[1]) if found else None
    if found is None or entry is None:
        return None
    told = entitled.told(said, moment) if wishes.speaks_of_a_person(said.text) else None
    return _begun_with(found[0], told or moment.told_by(entry.question, said))


def meals(said: Said, moment: Moment) -> Told | None:
    """What the meal subsidy comes to for days and prices that are named, before the entry on it."""
    documents, entry = moment.knowledge.documents, moment.knowledge.entries.get(meal_sums.ENTRY)
    about = moment.entry_told.startswith("meal-") or moment.state.meal_price is not None
    day = business_today()
    lead = meal_sums.told(said.text, moment.state, documents, day, spoken_of=about)
    if lead is None or entry is None or said.is_exact:
        return None
    of_hers = meal_sums.asks_for_allowances(said.text) and wishes.speaks_of_a_person(said.text)
    if of_hers and (told := entitled.told(said, moment)):
        return compose.ended_with(f"吃饭的另算，不在上面的数里：{lead}", told[0]), told[1]
    return _begun_with(lead, moment.told_by(entry.question, said))


def fitting_out(said: Said, moment: Moment) -> Told | None:
    """What the programme of 2024 paid of fitting out a home, before the entry on it."""
    entry = moment.knowledge.entries.get(retrofit_sums.ENTRY)
    lead = retrofit_sums.told(said.text, moment.state, entry, business_today())
    if lead is None or entry is None:
        return None
    return _begun_with(lead, moment.told_by(entry.question, said))


def by_one_entry(said: Said, moment: Moment) -> Told | None:
    """What one entry answers whatever else is near, with what of it is meant said first."""
    text, state = said.text, moment.state
    before, day = moment.question_told, business_today()
    meant = one_entry.meant(text, state, before, moment.knowledge, day)
    if meant is None or said.is_exact:
        return None
    of_her = speaks_of_somebody(text) or heard(text).keys() & {*AGES, INCOME}
    if of_her and other_points_in(text) is None:  # "46呢" are points, and no age
        learn(state, text)
    return _begun_with(meant.lead, moment.told_by(meant.question, said))


def matter_beside_facts(said: Said, moment: Moment) -> Told | None:
    """The answer to what is asked of meals, care or a home, beside which facts are told: they are kept, and
    make no sum of it ("户口东城住丰台，能在丰台吃有补贴吗")."""
    matter = matters.matter_asked(said.text)
    if matter is None or said.is_exact:
        return None
    rest = matter.question
    answering = moment.answering(rest)
    alone = answering.ask(rest)
    whole, part = said.candidates[:1], alone.candidates[:1]
    # "外地户口能免费坐公交吗" in one clause: what is told belongs to what is asked, and all of it is surely answered.
    one_clause = len(several.pieces(said.text)) < 2 and " " not in said.text
    sure = one_clause and said.confidence >= SURE_ENOUGH and bool(part)
    if sure and whole[0].confidence > part[0].confidence:
        return None
    found = answering.read(Said(rest, said.shown, alone.candidates))
    if not (_are_answered(found) if matter.named else _is_surely_no_sum(found, moment)):
        return None
    if speaks_of_somebody(said.text):
        learn(moment.state, said.text)
    elif not moment.state.facts:
        told = heard(said.text, of_somebody=True)
        moment.state.beforehand = moment.state.beforehand | told
    answer = answering.told(found, said)
    mourns = gone_in(unify(said.text)) and compose.CONDOLENCE not in answer[0].text
    return _begun_with(compose.CONDOLENCE if mourns else "", answer)


def _are_answered(found: Sequence[Asked]) -> bool:
    """Whether all that is asked is answered, or the one question asks something that no sum answers either."""
    one = len(found) == 1 and found[0].decision.kind != "answer"
    open_still = one and bool(concepts(normalise(found[0].text)).asks)
    return open_still or all(part.answered_by for part in found)


def _is_surely_no_sum(found: Sequence[Asked], moment: Moment) -> bool:
    """Whether a question that names nothing of ours is surely answered, by an entry that is of no allowance."""
    first = moment.knowledge.entries.get(found[0].answered_by or "")
    least = (
        SURE_PART if len(found[0].text) >= LONG else SURE_ENOUGH
    )  # a story's facts are no question
    sure = len(found) == 1 and found[0].decision.confidence >= least
    if first is None or not sure:
        return False
    return not wishes.names_an_allowance(first.question + first.short)


def _begun_with(lead: str, told: Told) -> Told:
    reply, reasons = told
    return compose.begun_with(lead, reply), reasons
