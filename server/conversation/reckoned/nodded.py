"""A nod in answer to a question that a nod does not answer is met with the question."""

from __future__ import annotations

import re

from intents.asked.turns import sentence
from intents.words.normalise import bare
from server.conversation.answering import Told
from server.conversation.moment import Moment
from server.conversation.reckoned import entitlements
from server.conversation.said import Said
from server.conversation.state import INCOME, LEVEL
from server.conversation.told.plain_answers import says_yes

_NODS = re.compile("(?:[嗯哦]|行|好的?|可以|成|中|那|您|你|问|说|就|来|吧|啊|呀|[嘞啦了])+")
_ONE_OF_SEVERAL = (INCOME, LEVEL)
"""Facts that are asked for as one of several things: yes does not say which."""


def told(said: Said, moment: Moment) -> Told | None:
    """The question once more: for which of several it is, or for what a sum needs before all else."""
    state = moment.state
    if not moment.after_a_sum or state.asking is None:
        return None
    which = state.asking in _ONE_OF_SEVERAL and not state.denied and says_yes(said.text)
    if not which and (state.facts or not _NODS.fullmatch(bare(said.text))):
        return None
    lead = sentence("which_of_them" if which else "asks_on")
    return entitlements.asking(state, moment.knowledge, lead), {"because": "a nod answers nothing"}
