"""The fact that was asked for, and what a message says of it."""

from __future__ import annotations

import re
from typing import Any

from intents.words.normalise import bare
from server.conversation.state import INCOME, POOR, State
from server.conversation.told.disability_told import made_whole
from server.conversation.told.facts_told import heard
from server.conversation.told.plain_answers import answer_to, refuses, speaks_of_a_card

_UNKNOWN = re.compile(r"不(知道|清楚|晓得|记得|了解|好说)|没(做过|评过|听说)|说不(好|清|准)|忘了")
_A_KIND = re.compile("(?!那|这).{2,6}的")
_NONE_OF_THEM = re.compile("(?:这些|那些|这几样|哪个|哪样)?都(?:不是|没有)[的啊呀呢吧]*")


def heard_after_it(state: State, text: str, *, supposed: bool) -> dict[str, Any]:
    """The facts that ``text`` states of the person right after the question, also by her kind."""
    if _denies_all(state, text):
        return {}
    return heard(text, of_somebody=supposed) or _of_her_kind(state, text)


def is_open(state: State, found: dict[str, Any]) -> bool:
    """Whether a fact was asked for that is not among those ``found``."""
    return bool(state.asking) and state.asking not in found


def is_refused(state: State, text: str, found: dict[str, Any]) -> bool:
    """Whether ``text``, which tells the facts ``found``, will not say it ("跳过")."""
    return is_open(state, found) and refuses(text)


def answered(state: State, text: str, *, alone: bool) -> dict[str, Any] | None:
    """What ``text`` says of it; None where that is all that it says, and no fact yet: a half of it, or
    that she does not know."""
    before = dict(state.half)
    found = _answer(state, text, alone=alone)
    if found:
        return found
    if _UNKNOWN.search(text):
        if alone:
            state.skipped.append(state.asking or "")
        return None
    return None if state.half != before else {}


def _answer(state: State, text: str, *, alone: bool) -> dict[str, Any]:
    asked, left = state.asking or "", None
    if asked == INCOME and state.denied:  # only one kind was asked for
        left = next((kind for kind in POOR if kind not in state.denied), None)
    if found := answer_to(asked, text, alone=alone, yes=left):
        return found
    if not alone or (asked != "disability" and not speaks_of_a_card(text)):
        return {}
    return made_whole(state, text)


def _denies_all(state: State, text: str) -> bool:
    """Whether ``text`` says no to all that was asked for, which was not the income."""
    return state.asking not in (None, INCOME) and bool(_NONE_OF_THEM.fullmatch(bare(text)))


def _of_her_kind(state: State, text: str) -> dict[str, Any]:
    """What a kind of people, named and nothing else ("重度的"), says of her of whom that is not known yet."""
    if not _A_KIND.fullmatch(bare(text)):
        return {}
    found = heard(text, of_somebody=True)
    return {} if found.keys() & state.facts.keys() - {state.asking} else found
