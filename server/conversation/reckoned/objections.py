"""What is said to somebody who objects: to our questions, to an answer, to a sum."""

from __future__ import annotations

import re
from collections.abc import Container

from intents.asked import turns
from server.conversation import compose
from server.conversation.asked import wishes
from server.conversation.reckoned import asked_next, entitlements
from server.conversation.schemas import ReplyOut
from server.conversation.state import State
from server.editorial.live import LiveKnowledge
from server.kit.clock import business_today

_TOGETHER = (
    "高龄津贴、困难补贴、护理补贴可以同时领，各看各的条件，别人领得多，可能是几样加在一起的。"
)
"""京民养老发〔2019〕160号; the entry three-allowances-together."""

_TO_CHECK = "拿不准，打12345核实，或者问户籍地街道（乡镇）的民政窗口。"
_HELD_TO = re.compile("^(?:查到的规定|我查到的)是这么写的[^：]*：")
_OURS = frozenset({"age_allowance", "care_subsidy", "difficulty_subsidy"})


def to_our_questions(move: str, state: State, knowledge: LiveKnowledge) -> ReplyOut:
    """The reply to somebody who asks why so much is asked, or will not answer any more."""
    if move == "why_asked":
        return entitlements.asking(state, knowledge, turns.sentence(move))
    told = entitlements.reply(state, business_today(), knowledge, asks=False)
    asked_next.ask_no_more(state, business_today(), knowledge)
    return told


def asked_on(lead: str, state: State, knowledge: LiveKnowledge) -> ReplyOut:
    """``lead``, and the question for a fact that stands open."""
    return entitlements.asking(state, knowledge, lead)


def to_an_answer(before: ReplyOut, state: State, knowledge: LiveKnowledge) -> ReplyOut:
    """The apology, with what is wrong with a sum or what else may have been meant."""
    if before.kind == "eligibility":
        return entitlements.asking(state, knowledge, turns.sentence("complaint_sum"))
    meant = _offered(before, knowledge.by_question)
    text = turns.sentence("complaint_which" if meant.choices else "complaint")
    return meant.model_copy(update={"text": text, "speech_text": compose.speakable(text)})


def other_ways(before: ReplyOut, knowledge: LiveKnowledge) -> ReplyOut | None:
    """What is known beside the answer ``before``; None where nothing is."""
    others = _offered(before, knowledge.by_question)
    return others if others.choices else None


def _offered(before: ReplyOut, known: Container[str]) -> ReplyOut:
    """The questions that ``before`` offered, as a choice."""
    text = turns.sentence("other_ways")
    reply = compose.saying("clarify", text, release=before.release or 0)
    return reply.model_copy(update={"choices": [c for c in before.choices if c.text in known]})


def to_a_sum(before: ReplyOut, knowledge: LiveKnowledge) -> ReplyOut:
    """``before`` held to: when it was checked, why others may get more, its source, where to check."""
    entry = knowledge.entries.get(before.entry_id or "")
    about = wishes.benefit_of(entry.question) if entry else None
    checked = f"，{entry.last_checked:%Y年%-m月%-d日}核对过" if entry else ""
    source = next(iter(before.citations), None)
    number = f"（{source.document_number}）" if source and source.document_number else ""
    paragraphs = _HELD_TO.sub("", before.text).split("\n\n")
    asked = [p for p in paragraphs if p.startswith(asked_next.ASKS)]
    parts = [
        f"{'查到的规定' if number else '我查到的'}是这么写的{checked}：{paragraphs[0]}",
        f"{_TOGETHER if about in _OURS or not entry else ''}{_TO_CHECK}",
        f"依据：{source.title}{number}。" if source else "",
        *asked,
    ]
    reply = before.model_copy(deep=True)
    reply.text = "\n\n".join(filter(None, parts))
    reply.speech_text = compose.speakable("".join(parts[:2]))
    return reply
