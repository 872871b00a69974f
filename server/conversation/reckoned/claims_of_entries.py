"""Whether a sum that somebody names is what the rules give to people of a kind, or a figure of an entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from intents.told.ages import AGES
from intents.told.claimed import Claim
from intents.words.concepts import concepts
from intents.words.normalise import normalise
from intents.words.sums import FEN
from knowledge.schema import Entry, Figure
from server.benefits import service as benefits
from server.conversation.asked import wishes
from server.conversation.reckoned import sums_doubted
from server.conversation.reckoned.benefit_names import CARE, DIFFICULTY, name_of
from server.conversation.reckoned.birthdays import BY_AGE
from server.conversation.reckoned.claims_told import RIGHT, WRONG, judged
from server.conversation.reckoned.supposed import OF_AN_ELDER
from server.conversation.schemas import ReplyOut
from server.conversation.state import INCOME, LEVEL
from server.conversation.told.facts_told import heard
from server.editorial.live import LiveKnowledge
from server.kit.clock import business_today
from server.kit.money import spoken

_MANY = 3
SURE = 0.5
"""An entry that was found less surely than this may be of another matter: nothing is denied by it."""

_FAMILY = "family_planning_special"
_DECIDES = {BY_AGE: {"age"}, CARE: {LEVEL, "disability"}, DIFFICULTY: {INCOME, _FAMILY}}
"""On which facts the amount of a benefit hangs."""

AMOUNTS = {
    BY_AGE: "age-allowance-amount",
    CARE: "care-subsidy-amount",
    DIFFICULTY: "difficulty-subsidy-amount",
    "consumption_voucher": "voucher-amount",
}
"""The entries that tell how much each is."""

_LONG = 30

_PER = {"月": "每月", "天": "每天", "年": "每年"}


def benefit_in(text: str) -> str | None:
    """The code of the benefit that ``text`` names; the allowance by age where it names only an age, the
    one for families that lost their child where it names only those."""
    told = heard(text, of_somebody=True).keys()
    if told == {_FAMILY} and not concepts(normalise(text)).subjects:
        return DIFFICULTY
    only_graded = told in ({LEVEL}, {"disability"}) and sums_doubted.claims_a_sum(text)
    if only_graded and concepts(normalise(text)).subjects <= {"assessment"}:
        return CARE
    only_aged = told & _DECIDES[BY_AGE] and not told - {*AGES, "hukou"}
    if only_aged and sums_doubted.claims_a_sum(text) and not concepts(normalise(text)).subjects:
        return BY_AGE
    return wishes.benefit_of(text)


def by_the_rules(
    claim: Claim, code: str | None, facts: Mapping[str, Any], day: date, knowledge: LiveKnowledge
) -> str | None:
    """Whether ``claim`` is what a benefit gives to people of the kind that ``facts`` tell; None where
    they do not tell what hangs on them, empty where it gives them nothing."""
    if code not in _DECIDES or not facts.keys() & _DECIDES[code]:
        return None
    found = benefits.check({**OF_AN_ELDER, **facts}, day, knowledge.documents).benefits
    paid = (b.amount_fen_per_month for b in found if b.code == code and b.verdict == "eligible")
    due = next(paid, None)
    if due:
        return judged(claim, due, (), "按规定")
    refused = next((b for b in found if b.code == code and b.verdict == "not_eligible"), None)
    because = next((r.because for r in refused.reasons if r.holds is False), "") if refused else ""
    if len(because) > _LONG:
        because = "按规定领不到"
    return f"{WRONG}{name_of(code)}{because}。" if because else ""


def against_entry(claim: Claim, reply: ReplyOut, text: str, knowledge: LiveKnowledge) -> str:
    """Whether ``claim`` is what the rules give to those of whom ``text`` speaks, or else a figure of the
    entry that tells the amounts of what it names, or that ``reply`` tells."""
    told = knowledge.entries.get(reply.entry_id or "") if reply.kind == "answer" else None
    named, of_told = benefit_in(text), wishes.benefit_of(told.question) if told else None
    facts = heard(text, of_somebody=True)
    by_rules = by_the_rules(claim, named or of_told, facts, business_today(), knowledge)
    if by_rules is not None:
        return by_rules
    entry = knowledge.entries.get(AMOUNTS.get(named or "", "")) or told
    if entry is None or (entry is told and not named and (reply.confidence or 0) < SURE):
        return ""
    return _among(claim, _own(entry))


def _own(entry: Entry) -> list[Figure]:
    """The sums of money that ``entry`` is about; of one that is for some ages only, its own."""
    paid = [f for f in entry.figures if f.fen is not None and f.kind in ("fixed", "up_to")]
    return paid[:1] if entry.ages and entry.ages.at_most else paid


def _among(claim: Claim, figures: list[Figure]) -> str:
    """Whether ``claim`` is one of ``figures``, in a sentence with the right ones."""
    if claim.months > 1:
        figures = [f for f in figures if f.unit.endswith("月")]
    if not figures:
        return ""
    claimed = claim.yuan * FEN
    right = [f for f in figures if (f.fen or 0) * claim.months == claimed]
    told = "，".join(map(_said, (right or figures)[:_MANY]))
    if right:
        return f"{RIGHT}{told}。"
    return f"{WRONG}{told}，不是{spoken(claimed)}。" if len(figures) <= _MANY else ""


def _said(figure: Figure) -> str:
    per = next((word for unit, word in _PER.items() if figure.unit.endswith(unit)), "")
    return f"{figure.label}{'' if per in figure.label else per}{spoken(figure.fen or 0)}"
