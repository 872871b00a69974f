"""Eligibility in conversation: facts are collected, corrected, and the sum is told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from intents.facts import AGES, facts_in, merged
from intents.normalise import unify
from server.benefits import service as benefits
from server.benefits.schemas import BenefitOut, CheckOut, CitationOut
from server.conversation.schemas import ActionOut, ChoiceOut, ReplyOut
from server.editorial.live import LiveKnowledge

_WANTS = re.compile(
    r"能(领|拿|享受|申请|有|得)|可以(领|拿|享受)|(领|拿|给|发|补)(多少|几|啥|什么|哪些)|多少钱|一共|总共|"
    r"(有|享受)(什么|啥|哪些)(补贴|津贴|待遇|补助)|符合|够(条件|格|不够)|有没有(补贴|津贴|资格)|还能"
)
_UNKNOWN = re.compile(r"不(知道|清楚|晓得|记得|了解|好说)|没(做过|评过|听说)|说不(好|清|准)|忘了")
_YES = re.compile(r"^(是|是的|对|有|办了|嗯|没错)")
_NO = re.compile(r"^(不是|没有|没|不|都不是|无)")
_SPEAKS_OF_A_PERSON = 2
"""Facts that a first message must state for the sum to be worked out at once."""

ASKS = "请再告诉我："
"""How the paragraph begins that asks for the next fact."""

_SAID_ONCE = ("金额以最新公布为准",)
"""Notes that the headline has said for all benefits."""

_PLAIN_ANSWERS: dict[str, tuple[Any, Any]] = {
    "hukou": ("beijing", "other"),
    "residence_permit": (True, False),
    "income_class": (None, "none"),
    "family_planning_special": (True, False),
    "disability": (None, []),
    "basic_service_elder": ("yes", "no"),
    "alone": (True, False),
    "insured_district": ("石景山区", None),
}
"""What yes and no mean as an answer to the question for a fact."""


@dataclass
class State:
    """What a conversation knows of the person it is about. Stored with the conversation."""

    facts: dict[str, Any] = field(default_factory=dict)
    asking: str | None = None
    skipped: list[str] = field(default_factory=list)

    def learn(self, text: str) -> bool:
        """Take in what ``text`` says; True if it said anything about the person."""
        plain = re.sub(r"[\s\W]+", "", unify(text))
        found = facts_in(text, benefits.names())
        if self.asking and self.asking not in found:
            yes, no = _PLAIN_ANSWERS.get(self.asking, (None, None))
            value = no if _NO.match(plain) else yes if _YES.match(plain) else None
            if value is not None:
                found[self.asking] = value
            elif not found and _UNKNOWN.search(plain):
                self.skipped.append(self.asking)
                return True
        self.facts = merged(self.facts, found)
        return bool(found)


def speaks_of_a_person(text: str) -> bool:
    """Whether a first message states enough, and asks what it adds up to."""
    found = facts_in(text, benefits.names())
    more = [name for name in found if name not in (*AGES, "district")]
    return len(found) >= _SPEAKS_OF_A_PERSON and bool(more) and bool(_WANTS.search(unify(text)))


def asks_for_the_sum(text: str) -> bool:
    """Whether ``text`` asks what somebody gets."""
    return bool(_WANTS.search(unify(text)))


def reply(state: State, day: date, knowledge: LiveKnowledge) -> ReplyOut:
    """The verdicts for what is known, and the next question that can change them."""
    found = benefits.check(state.facts, day, knowledge.documents, state.skipped)
    state.asking = found.ask_next.fact if found.ask_next else None
    head, asked = _headline(found), found.ask_next
    parts = [head, _granted(found)]
    if asked:
        parts.append(f"{ASKS}{asked.question}（不知道就说不知道）")
    parts += [
        _others(found),
        f"按{_said_day(day)}的规定算，只供参考，办理以街道和主管部门答复为准。",
    ]
    return ReplyOut(
        kind="eligibility",
        text="\n\n".join(filter(None, parts)),
        speech_text=head + (asked.question if asked else ""),
        confidence=1.0,
        release=knowledge.release,
        citations=_citations(found.benefits),
        choices=[ChoiceOut(label=c, text=c) for c in asked.choices] if asked else [],
        actions=[ActionOut(type="call", label="拨打12345核实", target="12345")],
        total_fen_per_month=found.total_fen_per_month,
        benefits=found.benefits,
    )


def _headline(found: CheckOut) -> str:
    eligible = [b for b in found.benefits if b.verdict == "eligible"]
    total = found.total_fen_per_month
    if total:
        names = "、".join(b.name for b in eligible if b.amount_fen_per_month)
        return f"按您说的情况，每月固定能领{_yuan(total)}元：{names}。金额以最新公布为准。"
    if eligible:
        return f"按您说的情况，符合：{'、'.join(b.name for b in eligible)}。"
    if any(b.verdict == "need_info" for b in found.benefits):
        return "还差几样情况，说了我就能算。"
    return "按您说的情况，目前收录的补贴都不符合。"


def _granted(found: CheckOut) -> str:
    """One line for each benefit the person may have."""
    granted = {b.code: b.name for b in found.benefits if b.verdict == "eligible"}
    return "\n".join(f"- {_grant(b, granted)}" for b in found.benefits if b.code in granted)


def _grant(benefit: BenefitOut, granted: dict[str, str]) -> str:
    parts = [f"{benefit.name}：符合，{benefit.tier}"]
    if benefit.pay_from:
        year, month = benefit.pay_from.split("-")
        parts.append(f"从{year}年{int(month)}月起算")
    rivals = [granted[code] for code in benefit.not_with if code in granted]
    if rivals:
        parts.append(f"和{'、'.join(rivals)}只能选一样")
    notes = [note for note in benefit.notes if note not in _SAID_ONCE]
    return "，".join(parts) + (f"（{'；'.join(notes)}）" if notes else "")


def _others(found: CheckOut) -> str:
    """What is still open, and what the person may not have and why."""
    order = {"need_info": 0, "not_eligible": 1}
    rest = sorted((b for b in found.benefits if b.verdict in order), key=lambda b: order[b.verdict])
    return "\n".join(f"- {_open(b) if b.verdict == 'need_info' else _refused(b)}" for b in rest)


def _open(benefit: BenefitOut) -> str:
    open_ones = [reason for reason in benefit.reasons if reason.holds is None]
    # A doubt of the rules is told in its own words, a missing fact by its condition.
    because = [r.because if r.because != "还不知道" else r.condition for r in open_ones]
    return f"{benefit.name}：还差这些信息：{'；'.join(dict.fromkeys(because))}"


def _refused(benefit: BenefitOut) -> str:
    failed = next(
        (reason.because for reason in benefit.reasons if reason.holds is False), "条件不够"
    )
    soon = (
        f"；{_said_day(date.fromisoformat(benefit.eligible_from))}起就符合了"
        if benefit.eligible_from
        else ""
    )
    return f"{benefit.name}：不符合，{failed}{soon}"


def _said_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _citations(found: list[BenefitOut]) -> list[CitationOut]:
    """The sources of what was judged, each once, those of what is granted first."""
    ordered = sorted(found, key=lambda b: b.verdict != "eligible")
    cited = {
        r.citation.title: r.citation
        for b in ordered
        if b.verdict != "not_eligible"
        for r in b.reasons
        if r.citation
    }
    return list(cited.values())[:4]


def _yuan(fen: int) -> str:
    return f"{fen // 100}" if fen % 100 == 0 else f"{fen // 100}.{fen % 100:02}"
