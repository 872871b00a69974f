"""What was told of the same person right before, word for word, is not told again: a later turn has the sum, what a
new fact has changed, and the next question. The whole list stands behind a choice."""

from __future__ import annotations

import re

from intents.words.normalise import bare
from server.conversation.moment import Moment
from server.conversation.reckoned.verdict_lines import left_in
from server.conversation.schemas import ReplyOut

WHO = "who"
"""Under this name the reasons keep of whom the verdicts were told."""

_ALL = re.compile(
    "(?:那|再|我|想|要|给我|请|帮我)*(?:看|列|说|念)(?:1下|一下)?(?:全部|所有|全的|完整)的?(?:吧|看看)?"
)


def asks_for_all(text: str) -> bool:
    """Whether ``text`` asks for the whole list, and nothing else."""
    return bool(_ALL.fullmatch(bare(text)))


def shortened(reply: ReplyOut, moment: Moment) -> ReplyOut:
    """``reply`` without the line of what is still open or refused, where it stood just so in the reply before,
    of the same person."""
    before = moment.previous
    if before is None or not moment.after_a_sum or moment.after_several:
        return reply
    if before.reasons.get(WHO, False) != moment.state.who:
        return reply
    told = {*ReplyOut.model_validate(before.reply).text.split("\n\n")}
    head = reply.text.split("\n\n")[0]
    line = left_in(reply.benefits, head, moment.state.districts)
    if not line or line not in told:
        return reply
    return reply.model_copy(update={"text": reply.text.replace(f"\n\n{line}", "")})
