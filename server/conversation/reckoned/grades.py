"""What people of a kind get of whom nobody need be spoken of: by a grade of disability, by their level."""

from __future__ import annotations

from copy import deepcopy

from intents.asked import tied
from intents.matching.decide import IN_SCOPE
from intents.told.ages import AGES
from intents.told.named import speaks_of_somebody
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.asked import wishes
from server.conversation.moment import Moment
from server.conversation.reckoned import benefit_names, readings
from server.conversation.reckoned.verdicts import NO_AMOUNT, worked_out
from server.conversation.reckoned.what_if import LEAD
from server.conversation.said import Said
from server.conversation.schemas import ReplyOut
from server.conversation.state import State
from server.conversation.told import disability_told
from server.conversation.told.facts_told import heard
from server.conversation.told.learning import learn
from server.conversation.told.message import asks_after

NOT_LISTED = "care-subsidy-other-grades"
"""The entry on disabilities for which no care subsidy is paid."""


def of_a_grade(said: Said, moment: Moment) -> Told | None:
    """What a disability of some kind and grade gives, where the care subsidy is spoken of.

    Amounts hang on both (京民养老发〔2019〕160号), so the rules tell them, never the entry of another
    grade, or of one disability where there are several. Of nobody in particular ("肢体二级呢") it is
    only supposed.
    """
    state = moment.state
    unknown = not said.is_exact and not state.facts and not speaks_of_somebody(said.text)
    if unknown and (held := disability_told.grade_asked_about(said.text)):
        return _told_of_a_grade(held, moment, asked=said.text)
    alone = unknown and state.asking is None and not heard(said.text)
    if alone and (whole := disability_told.completed(state, said.text)):
        held = disability_told.called(whole["disability"])
        return _told_of_a_grade(held, moment, asked=said.text)
    text = disability_told.with_its_kind(state, said.text)
    if (
        said.is_exact
        or not _speaks_of_care(text, said, moment)
        or _is_told_of_her(said.text, moment)
    ):
        return None
    return _told_of_a_grade(text, moment) if readings.asks_of_a_grade(text) else None


def _is_told_of_her(text: str, moment: Moment) -> bool:
    """Whether a grade is told of her whose sum was just told, and not asked about ("肢体二级")."""
    known = moment.after_a_sum and bool(moment.state.facts)
    return known and tied.is_statement(text) and not asks_after(text) and "多少" not in text


def of_a_kind(said: Said, moment: Moment) -> Told | None:
    """What people of the kind that the message names get ("重度失能一个月补多少"), though it speaks of
    nobody.

    While nothing is known of anybody it is the person whom the talk is going to be about.
    """
    text, state = said.text, moment.state
    if said.confidence >= IN_SCOPE or not _asks_of_a_kind(text):
        return None
    tried = deepcopy(state) if state.facts else state
    learn(tried, text, supposed=True)
    tried.of_a_kind = True
    of_them = moment.trying(tried)
    reply, reasons = worked_out(text, of_them, wishes.benefit_of(text))
    state.asking = tried.asking
    return _not_listed(reply, of_them) or reply, reasons


def _speaks_of_care(text: str, said: Said, moment: Moment) -> bool:
    """Whether the care subsidy is meant: by its name, by a grade alone, or by the sum of who is told
    only by a disability ("我是盲人一级，一个月多少")."""
    focus = moment.benefit_meant(said.text)
    alone = focus is None and not moment.state.facts and wishes.asks_for_one_sum(text)
    return focus == benefit_names.CARE or text != said.text or alone


def _told_of_a_grade(text: str, moment: Moment, asked: str = "") -> Told:
    """The reply of the rules to ``text``, ``asked`` in other words; kept of her who is spoken of, else
    supposed."""
    state, of_somebody = moment.state, speaks_of_somebody(text)
    hers = of_somebody or state.of_a_kind or _tells_hers(text, moment)
    tried = _learnt_of_a_grade(text, state if hers else deepcopy(state), supposed=not of_somebody)
    of_them = moment.trying(tried)
    reply, reasons = worked_out(asked or text, of_them, benefit_names.CARE)
    state.asking = tried.asking
    held = heard(text).get("disability") or []
    kinds = {one["type"] for one in held}
    state.kind_asked = kinds.pop() if len(kinds) == 1 else None
    # Of whoever is told of next, where the talk began with a grade: the one asked about last.
    begun = moment.previous is None or "disability" in state.beforehand
    if held and begun and not hers and not state.facts:
        state.beforehand = state.beforehand | {"disability": held}
    if not of_somebody:
        reply = _not_listed(reply, of_them) or reply
    if not hers and "disability" in state.facts:
        reply = compose.begun_with(LEAD, reply)
    return reply, reasons


def _tells_hers(text: str, moment: Moment) -> bool:
    """Whether ``text`` tells the disability of her whose sum was told, and asks nothing ("肢体二级")."""
    state = moment.state
    of_her = moment.after_a_sum and state.facts.keys() & {*AGES, "hukou"}
    asks = asks_after(text) or text.startswith("那") or not tied.is_statement(text)
    return bool(of_her) and not (asks or state.disabilities)


def _learnt_of_a_grade(text: str, state: State, *, supposed: bool) -> State:
    """``state`` with the grade that ``text`` names; whose kind was asked about stays of that kind."""
    of_a_kind = state.of_a_kind
    learn(state, text, supposed=supposed)
    state.of_a_kind = of_a_kind
    return state


def _asks_of_a_kind(text: str) -> bool:
    """Whether ``text`` asks what is paid, and says of nobody in particular what it hangs on."""
    if not wishes.asks_for_everything(text, known=True) or heard(text):
        return False
    return bool(heard(text, of_somebody=True)) and not wishes.asks_of_other_money(text)


def _not_listed(reply: ReplyOut, moment: Moment) -> ReplyOut | None:
    """What is told of a disability that the rules name no amount for and of which nothing else is
    known, None for others."""
    facts = moment.state.facts
    care = next((b for b in reply.benefits if b.code == benefit_names.CARE), None)
    if care is None or care.tier or facts.keys() != {"disability"}:
        return None
    held = facts["disability"]
    told = moment.answer_of(NOT_LISTED) if len(held) == 1 else None
    if told is None:
        return None
    return compose.begun_with(f"{disability_told.called(held)}{NO_AMOUNT}。", told)
