"""What was told of the same person right before, word for word, is not told again: a later turn has the sum, what a
new fact has changed, and the next question. The whole list stands behind a choice."""

from __future__ import annotations

import re
from collections.abc import Iterable

from intents.words.normalise import bare
from server.benefits.schemas import BenefitOut
from server.conversation.moment import Moment
from server.conversation.reckoned.verdict_lines import refused, still_open
from server.conversation.schemas import ChoiceOut, ReplyOut

WHO = "who"
"""Under this name the reasons keep of whom the verdicts were told."""

UNCHANGED = "别的跟刚才说的一样，没有变。"
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
    """``reply`` without what is still open or refused just as it was in the reply before, of the same person;
    that it is so is said instead."""
    before = moment.previous
    if before is None or not moment.after_a_sum or moment.after_several:
        return reply
    if before.reasons.get(WHO, False) != moment.state.who:
        return reply
    known = {*_lines(ReplyOut.model_validate(before.reply).benefits)}
    lines, own = reply.text.split("\n"), {*_lines(reply.benefits)}
    if sum(line in known for line in lines) < _FEWEST:
        return reply
    end = max(place for place, line in enumerate(lines, 1) if line in own)
    new = [line for line in lines[:end] if line not in known]
    text = "\n".join([*new, UNCHANGED, *lines[end:]])
    return reply.model_copy(update={"text": text, "choices": [*reply.choices, SEE_ALL]})


def _lines(found: Iterable[BenefitOut]) -> Iterable[str]:
    """How what is still open and what is refused was told."""
    for benefit in found:
        if benefit.verdict == "need_info":
            yield f"- {still_open(benefit)}"
        elif benefit.verdict == "not_eligible":
            yield f"- {refused(benefit)}"
