"""What was told of the same person right before, word for word, is not told again: a later turn has the sum, what a
new fact has changed, what stays granted in one line, and the next question. The whole list stands behind a choice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from intents.words.normalise import bare
from server.benefits.schemas import BenefitOut
from server.conversation.moment import Moment
from server.conversation.reckoned.verdict_lines import grants_in, left_in
from server.conversation.schemas import ReplyOut
from server.kit.money import spoken

WHO = "who"
"""Under this name the reasons keep of whom the verdicts were told."""

AS_BEFORE = "跟刚才一样，没有变："

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
    person; of what stays granted it is said that it does, behind what has changed."""
    before = moment.previous
    if before is None or not moment.after_a_sum or moment.after_several:
        return reply
    if before.reasons.get(WHO, False) != moment.state.who:
        return reply
    told = ReplyOut.model_validate(before.reply)
    parts = reply.text.split("\n\n")
    left = left_in(reply.benefits or [], parts[0], moment.state.districts)
    kept = [part for part in parts if part != left or part not in told.text.split("\n\n")]
    granted = "\n".join(grants_in(reply.benefits or [], whole=False).values())
    fewer = _in_one(reply.benefits or [], told.benefits or [])
    text = "\n\n".join(fewer if part == granted else part for part in kept)
    return reply.model_copy(update={"text": text})


def _in_one(found: Sequence[BenefitOut], known: Sequence[BenefitOut]) -> str:
    """The lines of what is ``found`` granted, with one in the place of those that were ``known`` to be just so:
    behind those that are new."""
    told, now = {*grants_in(known, whole=False).values()}, grants_in(found, whole=False)
    same = [code for code, line in now.items() if line in told]
    if len(same) < _FEWEST:
        return "\n".join(now.values())
    granted = {benefit.code: benefit for benefit in found if benefit.code in now}
    names = {code: benefit.name for code, benefit in granted.items()}
    kept = "、".join(_in_brief(granted[code], names) for code in same)
    return "\n".join(
        [*(line for code, line in now.items() if code not in same), f"- {AS_BEFORE}{kept}"]
    )


def _in_brief(benefit: BenefitOut, granted: Mapping[str, str]) -> str:
    """A granted benefit with its monthly sum, and with what it does not go together with."""
    fen = benefit.amount_fen_per_month
    rivals = "、".join(granted[code] for code in benefit.not_with if code in granted)
    sum_and_rivals = spoken(fen) if fen else ""
    return f"{benefit.name}{sum_and_rivals}" + (f"（和{rivals}只能选一样）" if rivals else "")
