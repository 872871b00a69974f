"""A message read as a question, and what is said where nothing answers it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intents.asked import naming, tied
from intents.told.ages import AGES
from intents.told.care_need import needs_care
from intents.told.graver import graver_in, tells_of_dangers_long_ago
from intents.told.named import speaks_of_somebody
from intents.told.points import points_asked_about
from intents.words.concepts import concepts
from intents.words.normalise import bare, normalise, unify
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.asked import wishes
from server.conversation.asked.questions import Asked
from server.conversation.moment import Moment, Reader, first_told
from server.conversation.reckoned import (
    claims,
    claims_of_replies,
    entitlements,
    spans_told,
    sums_asked,
)
from server.conversation.reckoned.verdicts import worked_out
from server.conversation.remarks import consoling
from server.conversation.said import Said
from server.conversation.schemas import ReplyOut
from server.conversation.told import assessed, disability_told, levels_told
from server.conversation.told.facts_told import heard
from server.conversation.told.learning import learn

NOT_UNDERSTOOD = "the answer was not understood"

TO_APPLY = "没领过的，条件够了可以去申请。我先把能领多少算清楚。"
_NEVER_HAD = re.compile(
    "(?:[他她还都也可]|我们?|[爸妈]|从来|一直|以前)*没(?:有)?(?:领|拿|得|办|申请|收)(?:到|着)?过?(?:[这那]个?)?(?:钱|补贴|津贴)?[啊呀呢的了]*"
)
"""Says that nothing of ours was had so far, while something else is asked for."""

_ON_LEVELS = ("gbt-levels", "gbt-dementia", "gbt-falls")
"""The entries that say what points stand for, and what makes the level higher."""

_WHAT_POINTS_ARE = re.compile(
    r"(?:算|是|属于|啥|什么|几级|哪[级档]|[轻中重]度|痴呆|失智|精神病|精神分裂|抑郁症|诊断|摔).{0,6}$|分(?:呢|咋样|严重吗|重不重)"
)
_MONEY = re.compile("[补津]贴|补助|元")
_ASKS_FOR_MONEY_AT_LAST = re.compile("(?:[补津]贴|补助)(?:可以|能|领|拿|给|吗|没有?|么|不|呢|啊)*$")
_ASKS_FOR_HELP = re.compile(
    "[补津]贴|补助|待遇|政策|[有领给]?(?:什么|啥)钱|领个?|申请|评.{0,2}几级"
)


def told(said: Said, moment: Moment) -> Told:
    """The answer; without one, what else the message may be, and last the number of a person."""
    reply, reasons = _answered(said, moment)
    if reply.kind != "handoff":
        return reply, reasons
    return first_told(_UNANSWERED, said, moment) or (reply, reasons)


def _answered(said: Said, moment: Moment) -> Told:
    """The answer, a question back, or the sum, where the message without an answer tells facts."""
    text, state, answering = said.text, moment.state, moment.answering(said.text)
    if wide := answering.wide(text):
        disability_told.note_told_alone(state, text)
        return wide
    found = answering.read(said)
    if tied.is_statement(text):
        disability_told.note_half(state, text)
        disability_told.note_told_alone(state, text)
    unanswered = len(found) == 1 and found[0].decision.kind != "answer"
    money = not state.subjects and sums_asked.only_asks_for_money(text)
    of_her = unanswered and (money or _needs_help(text, moment) or _states_facts(text, moment))
    beside = not said.is_exact and _answered_without_money(found, text, moment)
    if of_her or (beside and _needs_help(text, moment)):
        return worked_out(text, moment, moment.benefit_meant(text))
    if not said.is_exact and claims.of_nothing_known(text, state):
        reply, reasons = worked_out(text, moment, None)
        return compose.begun_with(claims.TO_TELL, reply), reasons
    if unanswered and (levels := _levels_asked(text, moment)):
        return levels
    reply, reasons = answering.told(found, said)
    reply = claims_of_replies.beside(reply, text, moment.knowledge)
    if reply.kind == "answer":
        entry = moment.knowledge.entries.get(reply.entry_id or "")
        of_them = spans_told.of_a_kind(text, text, entry, moment.knowledge)
        reply = compose.begun_with(of_them, reply)
    if reply.entry_id in _ON_LEVELS:
        reply = _with_the_level(reply, text, moment)
    return reply, reasons


def _levels_asked(text: str, moment: Moment) -> Told | None:
    """The levels with the one of the points that a message without an answer asks about ("45分算啥")."""
    asked = _WHAT_POINTS_ARE.search(unify(text)) and points_asked_about(text) is not None
    reply = moment.answer_of(_ON_LEVELS[0]) if asked else None
    return None if reply is None else (_with_the_level(reply, text, moment), {"points": True})


def _with_the_level(reply: ReplyOut, text: str, moment: Moment) -> ReplyOut:
    """``reply``, which tells of levels, with the one that ``text`` asks about said first."""
    points, old = points_asked_about(text), tells_of_dangers_long_ago(text)
    if speaks_of_somebody(text):
        learn(moment.state, text)
    elif tied.is_statement(text):
        levels_told.note_points(moment.state, text)
    counted = [] if points is None else [points]
    lead = assessed.asked_about(counted, graver_in(text), not_lately=old)
    return compose.begun_with(lead, reply)


def _answered_without_money(found: Sequence[Asked], text: str, moment: Moment) -> bool:
    """Whether ``text`` asks for an allowance at last, and what would answer it speaks of none: it is about
    what else is told ("糊涂了，打人骂人，80，有补贴吗")."""
    if len(found) != 1 or not _ASKS_FOR_MONEY_AT_LAST.search(bare(text)):
        return False
    entry = moment.knowledge.entries.get(found[0].answered_by or "")
    return entry is not None and not _MONEY.search(entry.question + entry.short + entry.full)


def _needs_help(text: str, moment: Moment) -> bool:
    """Whether a message without an answer asks what there is for who cannot look after herself."""
    asks = _ASKS_FOR_HELP.search(text) and not wishes.asks_of_other_money(text)
    if not asks or not needs_care(unify(text)):
        return False
    learn(moment.state, text)
    return True


def _states_facts(text: str, moment: Moment) -> bool:
    """Whether a message without an answer says something of a person or asks if they qualify."""
    state = moment.state
    if wishes.asks_of_other_money(text) or naming.is_of_another_place(text):
        return False
    if wishes.tells_much(text) or (
        wishes.asks_for_everything(text, known=True) and learn(state, text)
    ):
        return True
    aged = bool(heard(text).keys() & {*AGES})
    if aged and wishes.asks_for_a_verdict(text) and not concepts(normalise(text)).subjects:
        return learn(state, text)  # "79岁11个月能领不"
    if aged and speaks_of_somebody(text) and wishes.asks_how_much_at_last(text):
        return learn(state, text)  # "我照顾我妈，她八十八，京籍，多少"
    if not speaks_of_somebody(text) or not moment.benefit_meant(text):
        return False
    return wishes.tells_a_condition(text) or wishes.asks_for_a_verdict(text)


def _ask_again(said: Said, moment: Moment) -> Told | None:
    """Ask for the fact once more that the message was to tell, and after that for the next one."""
    state = moment.state
    if not _was_to_answer(said.text, moment):
        return None
    if moment.because_before == NOT_UNDERSTOOD:
        state.skipped.append(state.asking or "")
    lead = TO_APPLY if _NEVER_HAD.fullmatch(bare(said.text)) else entitlements.NOT_CAUGHT
    reply = entitlements.asking(state, moment.knowledge, lead)
    return reply, {"because": NOT_UNDERSTOOD, "facts": sorted(state.facts)}


def _was_to_answer(text: str, moment: Moment) -> bool:
    """Whether a message that nothing was found in may be the answer to a question for a fact."""
    going_on = moment.after_a_sum and moment.state.asking is not None
    short = tied.is_statement(text) and tied.is_elliptic(text)
    return going_on and short and not concepts(normalise(text)).elsewhere


_UNANSWERED: tuple[Reader, ...] = (
    # A remark in which a question stands that nothing answers: the kind word is worth more than a number.
    consoling.over_a_question,
    # An answer to our own question that was not caught is worth asking for once more.
    _ask_again,
    # Who has only begun to tell, or is only angry, is let speak on.
    consoling.asked_on,
    # What asks nothing is heard, not refused.
    consoling.acknowledged,
)
