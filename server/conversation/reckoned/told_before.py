"""What was told of the same person right before, word for word, is not told again: a later turn has the sum, what a
new fact has changed, what stays granted in one line, and the next question. The whole list stands behind a choice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from intents.words.normalise import bare
from server.benefits.schemas import BenefitOut
from server.conversation.moment import Moment
from server.conversation.reckoned.verdict_lines import grant, refused, still_open
from server.conversation.schemas import ChoiceOut, ReplyOut
from server.kit.money import spoken

WHO = "who"
"""Under this name the reasons keep of whom the verdicts were told."""

UNCHANGED = "别的跟刚才说的一样，没有变。"
AS_BEFORE = "跟刚才一样，没有变："
SEE_ALL = ChoiceOut(label="看全部", text="看全部")

_FEWEST = 2
"""A single line is as short as what would be said instead of it."""

_ALL = re.compile(
    "(?:那|再|我|想|要|给我|请|帮我)*(?:看|列|说|念)(?:1下|一下)?(?:全部|所有|全的|完整)的?(?:吧|看看)?"
)


def asks_for_all(text: str) -> bool:
    """Whether ``text`` asks for the whole list, and nothing else."""
    return bool(_ALL.fullmatch(bare(text)))


def shortened(reply: ReplyOut, moment: Moment) -> ReplyOut:
    """``reply`` without what was granted, is still open or was refused just so in the reply before, of the same
    person; that it is so is said instead, behind what has changed."""
    before = moment.previous
    if before is None or not moment.after_a_sum or moment.after_several:
        return reply
    if before.reasons.get(WHO, False) != moment.state.who:
        return reply
    known = ReplyOut.model_validate(before.reply).benefits or []
    lines = reply.text.split("\n")
    fewer = _without_the_others(_with_the_granted_in_one(lines, reply, known), reply, known)
    if fewer == lines:
        return reply
    return reply.model_copy(update={"text": "\n".join(fewer), "choices": [*reply.choices, SEE_ALL]})


def _with_the_granted_in_one(
    lines: list[str], reply: ReplyOut, known: Sequence[BenefitOut]
) -> list[str]:
    """``lines`` with one in the place of those that grant what was granted just so: behind those that are new."""
    told, now = {*_grants(known).values()}, _grants(reply.benefits or [])
    same = {code: line for code, line in now.items() if line in told and line in lines}
    if len(same) < _FEWEST:
        return lines
    end = max(place for place, line in enumerate(lines, 1) if line in now.values())
    new = [line for line in lines[:end] if line not in same.values()]
    granted = [benefit for benefit in reply.benefits or [] if benefit.code in now]
    names = {benefit.code: benefit.name for benefit in granted}
    kept = "、".join(_in_brief(b, names) for b in granted if b.code in same)
    return [*new, f"- {AS_BEFORE}{kept}", *lines[end:]]


def _without_the_others(
    lines: list[str], reply: ReplyOut, known: Sequence[BenefitOut]
) -> list[str]:
    """``lines`` without what is still open or refused just as before."""
    told, own = {*_lines(known)}, {*_lines(reply.benefits or [])}
    if sum(line in told for line in lines) < _FEWEST:
        return lines
    end = max(place for place, line in enumerate(lines, 1) if line in own)
    new = [line for line in lines[:end] if line not in told]
    return [*new, UNCHANGED, *lines[end:]]


def _grants(found: Sequence[BenefitOut]) -> dict[str, str]:
    """How each benefit that is granted was told, by its code."""
    granted = {b.code: b.name for b in found if b.verdict == "eligible"}
    return {b.code: f"- {grant(b, granted)}" for b in found if b.code in granted}


def _in_brief(benefit: BenefitOut, granted: Mapping[str, str]) -> str:
    """A granted benefit with its monthly sum, and with what it does not go together with."""
    fen = benefit.amount_fen_per_month
    rivals = "、".join(granted[code] for code in benefit.not_with if code in granted)
    sum_and_rivals = spoken(fen) if fen else ""
    return f"{benefit.name}{sum_and_rivals}" + (f"（和{rivals}只能选一样）" if rivals else "")


def _lines(found: Iterable[BenefitOut]) -> Iterable[str]:
    """How what is still open and what is refused was told."""
    for benefit in found:
        if benefit.verdict == "need_info":
            yield f"- {still_open(benefit)}"
        elif benefit.verdict == "not_eligible":
            yield f"- {refused(benefit)}"
