"""Whom somebody means who only points ("那他呢") after a sum."""

from __future__ import annotations

import re

from intents.asked.turns import sentence
from intents.told.named import MEN, OLD_LADY, OLD_MAN, SPEAKER, WOMEN, named_in
from intents.told.whom import Pointed, only_points_at
from intents.words.normalise import bare
from server.conversation.answering import Told
from server.conversation.moment import Moment
from server.conversation.reckoned import entitlements
from server.conversation.said import Said
from server.conversation.state import State
from server.conversation.told.persons import UNLIKE

_KIN = re.compile(
    "(?:那|要是|换成?|还有|轮到)*(?P<kin>[大二三四五小老]?(?:姨妈?|叔叔?|舅舅?|舅妈|姑姑?|姑妈|姑父|姨父|伯伯?|伯父|伯母|婶婶?|婶子|大爷|大妈|嫂子?|姐夫|妹夫|姐姐?|哥哥?|弟弟?|妹妹?)|邻居|街坊|朋友|同事)"
    "呢[呢啊呀]*"
)
"""A relative of whom nothing is known, in a message that says nothing else ("大姨呢")."""

_WHAT_OF_KIN = "{kin}多大岁数、有没有低保或者残疾证？说了我另给算。"


def in_full(text: str, moment: Moment) -> str:
    """``text`` with the name of whom it points at after a sum, where that one is another and known."""
    pointed = _at_another(text, moment)
    meant = _who_is_pointed_at(pointed, moment.state) if pointed else None
    return f"{meant}呢" if meant else text


def told(said: Said, moment: Moment) -> Told | None:
    """Ask who is meant, where somebody is pointed at after a sum who is not known, and for what a sum
    needs first; what was told of another one is put aside."""
    state, kin = moment.state, _KIN.fullmatch(bare(said.text)) if moment.after_a_sum else None
    if kin and not _may_be_known(kin["kin"], said.text, moment):
        say = _WHAT_OF_KIN.format(kin=kin["kin"])
    elif _at_another(said.text, moment) is None:
        return None
    else:
        say = sentence("who_is_meant")
    state.aside[state.who or ""], state.facts = state.facts, {}
    state.who = state.asking = None
    reply = entitlements.asking(state, moment.knowledge, say)
    return reply, {"because": "somebody is pointed at who is not known"}


def _may_be_known(kin: str, text: str, moment: Moment) -> bool:
    """Whether ``kin`` may be somebody of whom something was told already."""
    known = "".join([moment.state.who or "", *moment.state.aside])
    before = moment.previous.text if moment.previous else ""
    return bool(named_in(text)) or kin[-1] in known + before


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
