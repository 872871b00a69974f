"""Whom somebody means who only points ("那他呢") after a sum."""

from __future__ import annotations

from intents.named import MEN, OLD_LADY, OLD_MAN, WOMEN
from intents.turns import sentence
from intents.whom import only_points_at
from server.conversation import entitlements
from server.conversation.answering import Told
from server.conversation.moment import Moment
from server.conversation.said import Said
from server.conversation.state import State


def in_full(text: str, moment: Moment) -> str:
    """``text`` with the name of whom it points at after a sum, where that one is known."""
    if not moment.after_a_sum or not only_points_at(text):
        return text
    meant = _who_is_pointed_at(text, moment.state)
    return f"{meant}呢" if meant else text


def told(said: Said, moment: Moment) -> Told | None:
    """Ask who is meant, where somebody is pointed at after a sum who is not known, and for what a sum
    needs first; what was told of another one is put aside."""
    if not moment.after_a_sum or not only_points_at(said.text):
        return None
    state = moment.state
    state.aside[state.who or ""], state.facts = state.facts, {}
    state.who = state.asking = None
    reply = entitlements.asking(state, moment.knowledge, sentence("who_is_meant"))
    return reply, {"because": "somebody is pointed at who is not known"}


def _who_is_pointed_at(text: str, state: State) -> str | None:
    """The one beside the person spoken of who is known and may be meant, else the other one of a couple;
    None where that is not one."""
    word = only_points_at(text) or ""
    unlike = WOMEN if word.startswith("他") else MEN if word.startswith("她") else frozenset[str]()
    others = [name for name in state.aside if name and name != state.who]
    if (
        len(others) > 1
    ):  # speech does not tell 他 from 她: who is alone is meant whatever is written
        others = [name for name in others if name not in unlike]
    if others:
        return others[0] if len(others) == 1 else None
    return OLD_MAN if state.who in WOMEN else OLD_LADY if state.who in MEN else None
