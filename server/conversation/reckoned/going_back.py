"""The facts as they were before the last change ("加回来"), or as they are where something was only supposed ("不选呢")."""

from __future__ import annotations

import re

from intents.words.normalise import bare
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.moment import Moment
from server.conversation.reckoned.verdicts import worked_out
from server.conversation.said import Said

_BACK = re.compile(
    r"(?:再|就|还是|给|我|帮我|请|把|它|他|她|这个?|那个?|刚才的?|低保|残疾|重度)*"
    r"(?:(?:加|换|改|调|变|算)回(?:来|去|原来的?|刚才的?)|恢复(?:原来|原样)的?|(?:还|就)?按(?:原来|原先|刚才|本来|之前)的?(?:算|来)?|还原)"
    r"(?:吧|再|算|一遍|呢|了|一下|是|能领|领|多少)*"
)
_NOT_SO = re.compile(
    r"(?:那|要是|如果|假如)*(?:[我他她爸妈])?(?:不|没)(?:这么|这样)?(?:选|迁|办|评|变|改|搬|去|领|换|升|算|加|退)(?:上|成)?(?:了|的话|它|券)*呢"
)
LEAD = "改回来算："


def told(said: Said, moment: Moment) -> Told | None:
    """The verdicts on the facts that held before; on those that hold, after a supposition."""
    plain, state = bare(said.text), moment.state
    supposed = bool(moment.previous and moment.previous.reasons.get("supposed"))
    back = _BACK.fullmatch(plain)
    if not moment.after_a_sum or not (back or (supposed and _NOT_SO.fullmatch(plain))):
        return None
    if not supposed and state.facts_before:
        state.facts, state.facts_before = state.facts_before, state.facts
    reply, reasons = worked_out(said.text, moment, None)
    return compose.begun_with(LEAD if back else "", reply), reasons
