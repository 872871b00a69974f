"""Whom somebody means who only points ("那他呢") after a sum, or speaks of herself while the talk is of another."""

from __future__ import annotations

import re

from intents.asked.turns import sentence
from intents.told import myself
from intents.told.ages import AGES
from intents.told.kin import asked_after
from intents.told.named import (
    MEN,
    OLD_LADY,
    OLD_MAN,
    SPEAKER,
    WOMEN,
    as_whose,
    named_in,
    person_in,
    without_people,
)
from intents.told.whom import (
    THAT_NO_MORE,
    Pointed,
    gives_up_what_it_points_at,
    only_points_at,
)
from intents.words.normalise import bare, unify
from server.conversation.answering import Told
from server.conversation.moment import Moment
from server.conversation.reckoned import entitlements
from server.conversation.said import Said
from server.conversation.schemas import ChoiceOut, ReplyOut
from server.conversation.state import State
from server.conversation.told.facts_told import heard
from server.conversation.told.persons import UNLIKE, with_known_names

_WHAT_OF_KIN = "{kin}多大岁数、有没有低保或者残疾证？说了我另给算。"


def in_full(text: str, moment: Moment) -> str:
    """``text`` with the name of whom it points at after a sum, where that one is another and known, or of
    the speaker, of whom something is known while the talk is of another; whose the fact is of which that was asked."""
    if answer := _whose_it_is(text, moment):
        return answer
    if moment.state.received and gives_up_what_it_points_at(text):
        return THAT_NO_MORE
    text = with_known_names(moment.state, text)
    if moment.after_a_sum:
        text = as_whose(text)
    one_of_them = moment.state.who == SPEAKER and bool(moment.state.aside)
    aside = _speaker_is_aside(moment.state)
    if (aside or one_of_them) and myself.asks_of_myself(text):
        return myself.as_asked_of(SPEAKER)
    if aside and myself.tells_of_myself(text):
        return myself.told_of(SPEAKER, text)
    pointed = _at_another(text, moment)
    if pointed is None:
        return text
    meant = _as_written(pointed, moment) or _who_is_pointed_at(pointed, moment.state)
    return f"{meant}呢" if meant else text


def _speaker_is_aside(state: State) -> bool:
    """Whether the talk is of another one than the speaker, of whom something is known."""
    if state.who in (None, "", SPEAKER):
        return False
    if (
        state.aside.get("") and SPEAKER not in state.aside
    ):  # who was told of before anybody was named
        state.rename("", SPEAKER)
    return bool(state.aside.get(SPEAKER))


def whose_fact(said: Said, moment: Moment) -> Told | None:
    """Ask whether a fact is the speaker's, of whom nothing is known, or that of the one spoken of
    ("我妈86", then "我低保"): a child may speak for her mother so, unless the age beside it is another one."""
    state = moment.state
    if state.who in (None, "", SPEAKER) or not state.facts.keys() & {*AGES}:
        return None
    if myself.is_emphatic(said.text) or not myself.tells_of_myself(said.text):
        return None
    if heard(said.text).get("age", state.facts.get("age")) != state.facts.get("age"):
        return None  # "我也低保，62"
    of_me, of_her = (myself.told_of(name, said.text) for name in (SPEAKER, state.who))
    text = _WHOSE.format(who=state.who)
    reply = ReplyOut(
        kind="clarify",
        text=text,
        speech_text=text,
        confidence=1.0,
        release=moment.knowledge.release,
        choices=[
            ChoiceOut(label=f"{state.who}的", text=of_her),
            ChoiceOut(label="我本人的", text=of_me),
        ],
    )
    return reply, {"because": WHOSE_FACT}


def _whose_it_is(text: str, moment: Moment) -> str | None:
    """The fact told of whom ``text`` names, where it was asked whose that is."""
    if moment.because_before != WHOSE_FACT or moment.previous is None:
        return None
    of_her, of_me = moment.previous.reply["choices"]
    if not _NAMES_ONE.fullmatch(bare(without_people(unify(text)))):
        return None
    named = (
        person_in(text)
        or (moment.state.who if re.search("[她他]|老人", text) else None)
        or (SPEAKER if "我" in text or "俺" in text else None)
    )
    return {moment.state.who: of_her["text"], SPEAKER: of_me["text"]}.get(named)


WHOSE_FACT = "whose fact it is is not known"
_NAMES_ONE = re.compile("(?:是|就|说|的|她|他|我|俺|自己|本人|自个儿|老人|情况|呀|啊|呢)*")
_WHOSE = "您说的这个，是{who}的情况，还是您本人的？"


def told(said: Said, moment: Moment) -> Told | None:
    """Ask who is meant, where somebody is pointed at after a sum who is not known, and for what a sum
    needs first; what was told of another one is put aside."""
    state, kin = moment.state, asked_after(said.text) if moment.after_a_sum else None
    pointed = _at_another(said.text, moment)
    if kin and not _may_be_known(kin.who, said.text, moment):
        say = _WHAT_OF_KIN.format(kin=kin.who)
    elif pointed is None or _as_written(
        pointed, moment
    ):  # 他 and 她 may be all that two are called
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
