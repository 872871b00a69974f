"""Eligibility in conversation: what facts add up to, told with the next question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.schema import Entry
from server.benefits import service as benefits
from server.benefits.schemas import CheckOut, QuestionOut
from server.conversation import compose
from server.conversation.asked.days import on_that_day
from server.conversation.reckoned import (
    asked_next,
    assess_first,
    certain,
    shut_out,
    verdict_lines,
)
from server.conversation.reckoned.benefit_names import name_of
from server.conversation.reckoned.birthdays import begin_later, begun_earlier, not_begun
from server.conversation.schemas import ActionOut, ChoiceOut, ReplyOut
from server.conversation.state import LEVEL, State
from server.conversation.told import assessed
from server.editorial.live import LiveKnowledge
from server.kit.clock import business_today

_ASSESSED = ("care_subsidy", "consumption_voucher", "home_care_bed")

TOWN_OR_COUNTRY = "规定写的是本市户口，没有分农村和城镇："
"""京民养老发〔2019〕160号 asks for a Beijing registration and says no more of it."""

SEE_ALL = ChoiceOut(label="看全部", text="看全部")
"""The verdict on each benefit, which a reply does not tell by itself."""

NOT_CAUGHT = "这句我没听明白。"

ANY_BENEFIT = "补贴津贴"
ASSESSMENT = "老年人能力评估"


def subject_of(state: State, focus: str | None, found: ReplyOut) -> str:
    """What a follow-up to the verdicts ``found`` is about."""
    if focus:
        return name_of(focus)
    granted = [benefit.code for benefit in found.benefits if benefit.verdict == "eligible"]
    if granted == ["senior_card"] and state.facts.get("hukou") == "other":
        return name_of("senior_card")
    unsure = state.unwell and "assessment_level" not in state.facts
    return ASSESSMENT if unsure else ANY_BENEFIT


def names_granted(found: ReplyOut) -> str:
    """The benefits granted, those first that exclude another one: what goes together is asked of them."""
    granted = [b for b in found.benefits if b.verdict == "eligible" and b.amount_fen_per_month]
    return " ".join(name_of(b.code) for b in sorted(granted, key=lambda b: not b.not_with))


def reply(
    state: State,
    day: date,
    knowledge: LiveKnowledge,
    focus: str | None = None,
    also: Sequence[Entry] = (),
    *,
    asks: bool = True,
    whole: bool = False,
    begun: bool = True,
) -> ReplyOut:
    """The verdicts for what is known, and the next question that can change them.

    ``focus`` is the code of the benefit that was asked about; it is told and asked for first. ``also`` are the
    answers to what the message asked beside it. Without ``asks`` it is said what is left out, and nothing asked.
    The verdict on each benefit is told where the ``whole`` is wanted; else what is not granted is only named.
    From when on it is paid is told of what has ``begun``.
    """
    facts = on_that_day(state.facts, day, state.born_in)
    found = benefits.check(facts, day, knowledge.documents, state.skipped, focus)
    if day.replace(day=1) != business_today().replace(day=1):
        begin_later(found, state, day)
    begun_earlier(found, state, day)
    if not begun:
        not_begun(found)
    asked = asked_next.worth_asking(facts, day, knowledge, found, state) if asks else None
    state.asking = asked.fact if asked else None
    head = _of_whom(state, certain.told(state, facts, day, knowledge, found, focus))
    checked = _Checked(state, facts, day, knowledge, found, focus, asked, not asks, whole)
    return ReplyOut(
        kind="eligibility",
        text="\n\n".join(filter(None, _paragraphs(checked, head, also))),
        speech_text=head + "".join(e.short for e in also) + (asked.question if asked else ""),
        confidence=1.0,
        release=knowledge.release,
        citations=verdict_lines.citations(found.benefits)
        + compose.citations(also, knowledge.documents),
        choices=[*_choices(asked, also), *([] if whole else [SEE_ALL])],
        actions=[ActionOut(type="call", label="拨打12345核实", target="12345")],
        total_fen_per_month=certain.certain_sum(found),
        benefits=found.benefits,
    )


@dataclass(frozen=True)
class _Checked:
    """What was found out for somebody as of a day, and what is asked next."""

    state: State
    facts: dict[str, Any]
    day: date
    knowledge: LiveKnowledge
    found: CheckOut
    focus: str | None
    asked: QuestionOut | None
    left_out: bool
    """Whether it is said what could still be asked, instead of asking it."""

    whole: bool
    """Whether the verdict on each benefit is told."""


def _choices(asked: QuestionOut | None, also: Sequence[Entry]) -> list[ChoiceOut]:
    return [
        *(ChoiceOut(label=c, text=c) for c in (asked.choices if asked else ())),
        *(ChoiceOut(label=f"细说{entry.title}", text=entry.question) for entry in also),
    ]


def _paragraphs(of: _Checked, head: str, also: Sequence[Entry]) -> Iterator[str]:
    """What is said, the verdict first; some may be empty."""
    yield head
    yield verdict_lines.granted_in(of.found.benefits, whole=of.whole)
    yield shut_out.instead(of.facts, of.day, of.knowledge, of.found)
    yield _by_the_score(of.state)
    if (of.state.unwell or of.focus in _ASSESSED) and LEVEL not in of.state.facts:
        yield assess_first.told(of.facts, of.day, of.knowledge)
    yield from (f"您还问了：{entry.title}\n{entry.short}" for entry in also)
    if of.asked:
        yield f"{asked_next.ASKS}{of.asked.question}（不知道就说不知道）"
    elif of.left_out:
        yield asked_next.left_out(of.found, of.state)
    if of.whole:
        yield verdict_lines.others_in(of.found.benefits)
    else:
        yield verdict_lines.left_in(of.found.benefits, head, of.state.districts)
    yield verdict_lines.coming_in(of.found)
    yield f"按{verdict_lines.said_day(of.day)}的规定算，只供参考，办理以街道和主管部门答复为准。"


def _by_the_score(state: State) -> str:
    """Which level was taken, where only the points of the assessment or a coma were told."""
    level = assessed.level_found(state.score, state.graver)
    if level is None or state.facts.get(LEVEL) != level.code or not state.level_worked_out:
        return ""
    return assessed.how_found(state.score, state.graver)


def _of_whom(state: State, head: str) -> str:
    """``head`` with the person whom it is about, where the talk is of several."""
    if not state.aside or state.who is None:
        return head
    if "按您说的情况" not in head:
        return f"先说{state.who}：{head}"
    return head.replace("按您说的情况", f"按您说的{state.who}的情况")


def asking(state: State, knowledge: LiveKnowledge, lead: str = NOT_CAUGHT) -> ReplyOut:
    """The question for a fact once more, after ``lead``."""
    again = reply(state, business_today(), knowledge)
    asked = next((p for p in again.text.split("\n\n") if p.startswith(asked_next.ASKS)), "")
    again.text = "\n\n".join(filter(None, [lead, asked or again.text]))
    again.speech_text = again.text
    return again
