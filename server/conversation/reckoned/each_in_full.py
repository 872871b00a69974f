"""The verdicts on each of several people in full ("看全部" after their sums), each by what is known of her alone."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from datetime import date

from intents.told.named import SPEAKER
from server.conversation.reckoned import entitlements
from server.conversation.reckoned.asked_next import ASKS
from server.conversation.schemas import ReplyOut
from server.conversation.state import State
from server.editorial.live import LiveKnowledge


def told(
    reply: ReplyOut, state: State, names: Iterable[str], day: date, knowledge: LiveKnowledge
) -> ReplyOut:
    """``reply``, the sums of several side by side, with every verdict on each of those called ``names`` behind it."""
    sums, *rest = reply.text.split("\n\n")
    asked = [part for part in rest if part.startswith(ASKS)]
    each = (_of(name, state, day, knowledge) for name in names)
    text = "\n\n".join([sums, *each, *asked, rest[-1]])
    choices = [choice for choice in reply.choices if choice != entitlements.SEE_ALL]
    return reply.model_copy(update={"text": text, "choices": choices})


def _of(name: str, state: State, day: date, knowledge: LiveKnowledge) -> str:
    """The verdicts on the one called ``name``, without her sum, which is told, and without a question."""
    alone = deepcopy(state)
    if name != (state.who or SPEAKER):
        alone.turn_to(
            name if name in state.aside else "", {}
        )  # nobody was named when she was told of
    _, *parts, _ = entitlements.reply(alone, day, knowledge, whole=True).text.split("\n\n")
    lists = [part for part in parts if not part.startswith(ASKS)]
    return "\n".join([f"{name}的：", *lists])
