"""What it would be if something else were true of the person; nothing of it is kept."""

from __future__ import annotations

import re
from copy import deepcopy

from intents.told.ages import AGES
from intents.told.named import SPEAKER, person_in
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.moment import Moment
from server.conversation.reckoned import readings
from server.conversation.reckoned.verdicts import worked_out
from server.conversation.said import Said
from server.conversation.state import State
from server.conversation.told import persons
from server.conversation.told.learning import learn

LEAD = "要是这样："
"""How the reply to what is only supposed begins."""

_SUPPOSES = re.compile("要是|如果|假如|万一|假设")


def supposes(text: str) -> bool:
    """Whether ``text`` supposes something in so many words: what it says is then no fact."""
    return bool(_SUPPOSES.search(text))


def told(said: Said, moment: Moment) -> Told | None:
    """The verdicts as they would be, where the message supposes something that they hang on."""
    text, state = _told_at_first(said.text, moment.state), moment.state
    if readings.supposes_of_a_matter(text) or not _asks_what_if(text, state):
        return None
    if not state.facts and (certain := readings.beside_what_is_supposed(text, _SUPPOSES)):
        learn(state, certain)
    tried = deepcopy(state)
    # Without the word that supposes it, what is supposed reads as done ("要是户口迁到北京").
    if not learn(tried, _SUPPOSES.sub("", text), supposed=True) or not _is_of_somebody_known(
        state, tried
    ):
        return None
    if tried.mourned and not persons.gone(state, text):  # "她要是走了呢" may mean that she went out
        return None
    reply, reasons = worked_out(text, moment.trying(tried), moment.benefit_meant(text))
    state.asking, state.subjects = tried.asking, tried.subjects
    return compose.begun_with(LEAD, reply), reasons | {"supposed": True}


def _told_at_first(text: str, state: State) -> str:
    """``text`` without what it tells of somebody before it asks for her sum at an age to come, which is
    kept."""
    at_an_age = readings.told_before_an_age_to_come(text)
    if at_an_age is None:
        return text
    of_her, asked = at_an_age
    learn(state, of_her)
    return asked


def _asks_what_if(text: str, state: State) -> bool:
    """Whether ``text`` asks what it would be: in so many words, or of another age than hers ("那九十呢")."""
    if supposes(text) or (state.facts and readings.supposes_without(text)):
        return True
    hers = person_in(text) in (None, state.who, SPEAKER if state.who is None else None)
    known = state.facts.keys() & {*AGES}
    return bool(known) and hers and readings.asks_of_another_age(text)


def _is_of_somebody_known(state: State, tried: State) -> bool:
    """Whether the person of whom something is ``tried`` was told of before, here or as another one."""
    if state.facts:
        return True
    return bool({*tried.facts} & {*state.aside.get(tried.who or "", ())})
