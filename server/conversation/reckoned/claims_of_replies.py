"""Whether a sum that somebody names is right, held against the reply before it or beside one to it."""

from __future__ import annotations

import re

from intents.told.claimed import Claim, claim_in, one_of_two
from intents.words.normalise import bare, unify
from intents.words.slots import age_in
from intents.words.sums import FEN
from server.conversation import compose
from server.conversation.asked import openings, wishes
from server.conversation.reckoned import objections, sums_doubted
from server.conversation.reckoned.benefit_names import MONTHLY
from server.conversation.reckoned.certain import is_of_no_written_amount
from server.conversation.reckoned.claims_of_entries import (
    AMOUNTS,
    against_entry,
    benefit_in,
)
from server.conversation.reckoned.claims_told import (
    ASK,
    RIGHT,
    WRONG,
    judged,
)
from server.conversation.schemas import ReplyOut
from server.editorial.live import LiveKnowledge
from server.kit.clock import business_today
from server.kit.money import spoken

_THEN = re.compile("那个?月|到时|那时|到那|以后")

_COMING = re.compile(r"从(?P<month>\d+年\d+月)起\w*?每月(?P<yuan>\d+)元")
"""A birthday that brings more, as the sum tells it."""

_CERTAIN = re.compile(r"(?:固定能领|每月)(?P<yuan>\d+)元")

_OF_EVERYBODY = re.compile("所有|人人|谁都|每个(?:老|失能|人)|普通|是个老人|不管")

_NOT_EVERYBODY = "不是人人都有，要看条件。"
"""No benefit is for everybody, however right the sum is that is named."""

_ASKS_MORE_THAN_THE_SUM = re.compile(
    r"一般的?老|凡是|全国|各[省地]|外[省地]|都(?=[给发补能有便省抵可])|在家吃|提现|取现|取出来|现金|换成?钱|早[饭餐]|"
    r"每[顿餐]|\d+(?:块|元)钱?[^,，。\d]{0,2}[,，]\s*(?:还|也|能|可以)"
)
"""What asks of whom, or in which way, a sum is given: that the figure is right is no answer to it."""

_HELD = re.compile(
    rf"^(?:(?:{RIGHT}|{WRONG}|没少，|[少多]了\d+元，|[^。；]{{0,20}}合起来该是)[^。]*。(?:{ASK})?)+"
)
"""What was said so of a reply before."""


def unheld(before: ReplyOut) -> ReplyOut:
    """``before`` without what was said in it of a sum that was claimed."""
    text, speech = _HELD.sub("", before.text), _HELD.sub("", before.speech_text)
    return before.model_copy(update={"text": text, "speech_text": speech}) if text else before


def held_against(before: ReplyOut, text: str, knowledge: LiveKnowledge) -> ReplyOut | None:
    """``before``, a sum or an answer, with whether what ``text`` claims is right; None where it claims
    nothing, or says more than that, or nothing is certain yet."""
    claim = claim_in(text)
    if claim is None or not claim.alone:
        return _which(before, text) if before.kind == "eligibility" else None
    lead = _against_told(claim, before) or _of_an_answer(claim, before, text, knowledge)
    if not lead:
        return None
    if lead.startswith(WRONG) and sums_doubted.doubts_a_sum(text):
        return compose.begun_with(lead, objections.to_a_sum(before, knowledge))
    return compose.in_short(before, lead)


def beside(reply: ReplyOut, text: str, knowledge: LiveKnowledge) -> ReplyOut:
    """``reply`` to ``text`` with whether the sum that it names is right; where nothing was found, the
    entry that tells the amounts of what is named."""
    claim = claim_in(text)
    if claim is None or claim.of_nothing or openings.verdict(reply, text):
        return reply
    lead = against_entry(claim, reply, text, knowledge)
    if lead.startswith(RIGHT) and _OF_EVERYBODY.search(text):
        lead = _NOT_EVERYBODY
    elif _ASKS_MORE_THAN_THE_SUM.search(unify(text)):
        return reply
    entry = knowledge.entries.get(AMOUNTS.get(benefit_in(text) or "", ""))
    if lead and entry and (reply.kind != "answer" or _is_of_some_ages(reply, text, knowledge)):
        reply = compose.answer(
            entry,
            knowledge.documents,
            knowledge.entries,
            confidence=1.0,
            release=knowledge.release,
            today=business_today(),
        )
    return compose.begun_with(lead, reply)


def _is_of_some_ages(reply: ReplyOut, text: str, knowledge: LiveKnowledge) -> bool:
    """Whether ``reply`` tells only of people of some age, though ``text`` names none."""
    told = knowledge.entries.get(reply.entry_id or "")
    return told is not None and told.ages is not None and age_in(text) is None


def _against_told(claim: Claim, before: ReplyOut) -> str:
    """Whether ``claim`` is what ``before`` tells: all together, of one of several, or of one benefit."""
    due = before.total_fen_per_month
    if before.kind != "eligibility":
        return ""
    lead = before.text.split("\n\n")[0]
    each = [b.amount_fen_per_month for b in before.benefits if b.verdict == "eligible"]
    each += [int(m["yuan"]) * FEN for m in _CERTAIN.finditer(lead)]
    if claim.months == 1 and claim.yuan * FEN in each:
        return f"{RIGHT}是{claim.yuan}元。"
    if not due or any(map(is_of_no_written_amount, before.benefits)):
        return ""
    if spoken(due) not in lead:  # of several people
        return f"{WRONG}不是{claim.yuan}元。"
    pending = any(b.verdict == "need_info" for b in before.benefits if b.code in MONTHLY)
    return judged(claim, due, each, "", pending=pending)


def _of_an_answer(claim: Claim, before: ReplyOut, text: str, knowledge: LiveKnowledge) -> str:
    """Whether ``claim`` is a figure of the answer ``before``; empty where ``text`` names another benefit."""
    entry = knowledge.entries.get(before.entry_id or "")
    named = wishes.benefit_of(text)
    if entry is None or before.kind != "answer":
        return ""
    if named and named != wishes.benefit_of(entry.question):
        return ""
    return against_entry(claim, before, text, knowledge)


def _which(before: ReplyOut, text: str) -> ReplyOut | None:
    """``before`` with which of two sums it is; with the one to come where that is meant."""
    claimed = one_of_two(text)
    if claimed is None:
        return None
    coming = _COMING.search(before.text.split("\n\n")[0])
    if coming and _THEN.match(bare(text)):
        right = [yuan for yuan in claimed if str(yuan) == coming["yuan"]]
        lead = f"从{coming['month']}起是{coming['yuan']}元。"
    else:
        right = [yuan for yuan in claimed if _against_told(Claim(yuan), before).startswith(RIGHT)]
        lead = f"是{right[0]}元。" if right else ""
    return compose.in_short(before, lead) if len(right) == 1 else None
