"""What a message tells of a certain person is taken in; what defines a word or only supposes is not."""

from __future__ import annotations

import re

from intents.told.named import speaks_of_somebody
from intents.words.normalise import bare
from server.conversation.answering import GO_ON
from server.conversation.asked import wishes
from server.conversation.moment import Moment
from server.conversation.reckoned import together
from server.conversation.reckoned.what_if import supposes
from server.conversation.told.facts_told import heard
from server.conversation.told.learning import learn

_PLAIN_ANSWER = re.compile(
    r"^[哦噢嗯啊那这我他她个]*(是的?|不是|没有?|有|都不是|都没有?|不知道|不清楚)[的啊呀了吧]*$"
)


def take_in(text: str, moment: Moment) -> bool:
    """Take in what ``text`` tells of a certain person; True if it told anything."""
    state, going_on = moment.state, moment.after_a_sum
    if wishes.defines(text) and not together.asks_and_tells(text):
        return False
    if supposes(text) or not _is_of_a_certain_person(text, moment):
        return False
    if (late := late_answer(text, moment)) is not None:
        return learn(state, late, answers=True)
    return learn(state, text, answers=going_on)


def keep_what_is_received(text: str, moment: Moment) -> None:
    """Keep what ``text`` says is received, on which a sum depends, though an entry answers it."""
    if moment.state.facts and "receiving" in heard(text):
        learn(moment.state, text)


def late_answer(text: str, moment: Moment) -> str | None:
    """The plain answer in ``text`` to what was asked before a question in the middle."""
    offered = {choice.text for choice in moment.answering().offered}
    plain = _PLAIN_ANSWER.match(bare(text))
    return plain[1] if plain and moment.state.asking and GO_ON.text in offered else None


def _is_of_a_certain_person(text: str, moment: Moment) -> bool:
    """Whether the talk is of somebody, or ``text`` names her or tells enough of her, or of several."""
    if (
        moment.after_a_sum
        or moment.invites_facts
        or moment.state.asking is not None
        or speaks_of_somebody(text)
    ):
        return True
    of_one = wishes.tells_of_a_person(text) or wishes.speaks_of_a_person(text)
    return of_one or together.asks_and_tells(text)
