"""The fact that was asked for, and what a message says of it."""

from __future__ import annotations

import re
from typing import Any

from intents.told.disabilities import KINDS
from intents.words.districts import DISTRICTS
from intents.words.normalise import bare, unify
from server.conversation.state import INCOME, POOR, State
from server.conversation.told.disability_told import made_whole
from server.conversation.told.facts_told import heard
from server.conversation.told.money_held import named_alone
from server.conversation.told.plain_answers import (
    answer_to,
    leaves_open,
    refuses,
    says_unknown,
    speaks_of_a_card,
)

_A_KIND = re.compile("(?!那|这).{2,6}的")
_OF_A_PLACE = re.compile(
    rf"(?:对|嗯|是|就|也|都|在|户口|户籍|搁|落|老|我们?|俺们?|咱们?|他|她)*(?:(?P<district>{'|'.join(DISTRICTS)})区?|北京市?|本市|本地|京籍|京户)(?:的|人|户口|户籍|那边|这边|呗|[嘞呢呀啊哦咯呐了吧])*"
)
_A_YEAR = re.compile(
    r"(?:是|我|他|她|生于|属于)*(?P<year>19\d{2}(?=年|$|的|生)|\d{2}(?=年))年?(?:的|生人?|出生)*"
)
_ONLY_A_KIND = re.compile(f"(?:是|有)?(?:{'|'.join(KINDS)})(?:残疾|方面|类|上)?的?")
_NONE_OF_THEM = re.compile("(?:这些|那些|这几样|哪个|哪样)?都(?:不是|没有)[的啊呀呢吧]*")


def heard_after_it(state: State, text: str, *, supposed: bool) -> dict[str, Any]:
    """The facts that ``text`` states of the person right after the question, also by her kind."""
    if _denies_all(state, text):
        return {}
    found = heard(text, of_somebody=supposed) or _of_her_kind(state, text)
    money = named_alone(text) if state.facts and not found else []
    if money:
        return {"receiving": money}
    return found | _registered(state, text, found) | (found or _born(state, text))


def _registered(state: State, text: str, found: dict[str, Any]) -> dict[str, Any]:
    """Where she is registered, who is said to be of a place and no more while that is asked for or open
    ("西城的"): a district of ours is Beijing."""
    place = _OF_A_PLACE.fullmatch(bare(text))
    if place is None or "hukou" in state.facts or not found.keys() <= {"district"}:
        return {}
    if place["district"] and state.asking != "hukou":
        return {}
    district = {"hukou_district": found["district"]} if "district" in found else {}
    return {"hukou": "beijing"} | district


def _born(state: State, text: str) -> dict[str, Any]:
    """The year of birth, told by itself when that was asked for ("1940年")."""
    year = _A_YEAR.fullmatch(bare(unify(text))) if state.asking == "birth_date" else None
    return heard(f"{year['year']}年出生") if year else {}


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
    if state.half.keys() - {"held"} and state.half != before:  # "好像二级" tells the grade
        return None
    if says_unknown(state.asking or "", text) or leaves_open(state.asking or "", text):
        if alone:
            state.skipped.append(state.asking or "")
            state.half = {}
        return None
    return None if state.half != before else {}


def _answer(state: State, text: str, *, alone: bool) -> dict[str, Any]:
    asked, left = state.asking or "", None
    if asked == INCOME and state.denied:  # only one kind was asked for
        left = next((kind for kind in POOR if kind not in state.denied), None)
    if found := answer_to(asked, text, alone=alone, yes=left):
        return found
    begun = asked == "disability" or state.half or _ONLY_A_KIND.fullmatch(bare(text))
    if not alone or not (begun or speaks_of_a_card(text)):
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
