"""Whom somebody means who only points ("那他呢") after a sum."""

from __future__ import annotations

from intents.asked.turns import sentence
from intents.told.named import MEN, OLD_LADY, OLD_MAN, SPEAKER, WOMEN
from intents.told.whom import Pointed, only_points_at
from server.conversation.answering import Told
from server.conversation.moment import Moment
from server.conversation.reckoned import entitlements
from server.conversation.said import Said
from server.conversation.state import State
from server.conversation.told.persons import UNLIKE


def in_full(text: str, moment: Moment) -> str:
    """``text`` with the name of whom it points at after a sum, where that one is another and known."""
    pointed = _at_another(text, moment)
    if pointed is None:
        return text
    meant = _as_written(pointed, moment) or _who_is_pointed_at(pointed, moment.state)
    return f"{meant}呢" if meant else text


def told(said: Said, moment: Moment) -> Told | None:
    """Ask who is meant, where somebody is pointed at after a sum who is not known, and for what a sum
    needs first; what was told of another one is put aside."""
    pointed, state = _at_another(said.text, moment), moment.state
    if pointed is None or _as_written(pointed, moment):  # 他 and 她 may be all that two are called
        return None
    state.aside[state.who or ""], state.facts = state.facts, {}
    state.who = state.asking = None
    reply = entitlements.asking(state, moment.knowledge, sentence("who_is_meant"))
    return reply, {"because": "somebody is pointed at who is not known"}


def _at_another(text: str, moment: Moment) -> Pointed | None:
    """Whom ``text`` points at after a sum, unless that is the one spoken of."""
    pointed = only_points_at(text) if moment.after_a_sum else None
    return None if pointed is None or _is_spoken_of(pointed, moment.state) else pointed


def _is_spoken_of(pointed: Pointed, state: State) -> bool:
    """Whether the one spoken of is meant ("我妈85", then "她能领多少").

    Speech does not tell 他 from 她: as long as nobody else is known, she is meant whatever is written,
    unless the talk is turned from her.
    """
    if pointed.word not in UNLIKE or not pointed.asks or state.who == SPEAKER:
        return False
    unlike = UNLIKE[pointed.word]
    return state.who not in unlike or not (pointed.turns or _others(state))


def _as_written(pointed: Pointed, moment: Moment) -> str | None:
    """The one whom 他 or 她 as it is written can mean, right after the sums of several or where two have no
    other names; None where that is not one."""
    state = moment.state
    known = [name for name in (state.who, *state.aside) if name and name != SPEAKER]
    if pointed.word not in UNLIKE or not (moment.after_several or pointed.word in known):
        return None
    left = [name for name in known if name not in UNLIKE[pointed.word]]
    return left[0] if len(left) == 1 and len(known) > 1 else None


def _who_is_pointed_at(pointed: Pointed, state: State) -> str | None:
    """The one beside the person spoken of who is known and may be meant, else the other one of a couple;
    None where that is not one."""
    others = _others(state)
    if len(others) > 1:  # who is alone is meant whatever is written
        unlike = UNLIKE.get(pointed.word, frozenset[str]())
        others = [name for name in others if name not in unlike]
    if others:
        return others[0] if len(others) == 1 else None
    return OLD_MAN if state.who in WOMEN else OLD_LADY if state.who in MEN else None


def _others(state: State) -> list[str]:
    """Who is known beside the one spoken of."""
    return [name for name in state.aside if name and name != state.who]
