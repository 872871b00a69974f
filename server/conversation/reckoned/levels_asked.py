"""Which level of disability points of an assessment stand for, or a number is, where that is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from intents.asked import tied
from intents.told.ages import AGES
from intents.told.graver import EVENTS, graver_in, names_dangers
from intents.told.named import speaks_of_somebody
from intents.told.points import (
    all_points_in,
    asks_only_the_level,
    level_number_in,
    only_points_in,
    other_points_in,
    tells_of_an_assessment,
)
from intents.told.self_check import asks_how_many_levels, says_it_was_estimated
from intents.words.normalise import bare, unify
from knowledge.assessment import standard
from knowledge.assessment.standard import TOTAL
from server.conversation.asked import wishes
from server.conversation.asked.wishes import HOW_MUCH
from server.conversation.reckoned.benefit_names import CARE, VOUCHER
from server.conversation.reckoned.birthdays import OLD_ENOUGH
from server.conversation.reckoned.supposed import amount_of
from server.conversation.state import LEVEL, State
from server.conversation.told import assessed
from server.conversation.told.facts_told import heard
from server.editorial.live import LiveKnowledge

ENTRY = "失能分几个等级，各是多少分？"
DEMENTIA = "老人确诊痴呆，失能等级怎么定？"
"""The questions of the entries on the levels, and on what makes them heavier."""

_ASKS_THE_LEVEL = re.compile(
    "几级|什么(?:级别|等级)|哪一?[级档]|[轻中重]度还是|还是[轻中重]度|算(?:不算)?[轻中重]度|是不是[^,，。]{0,4}(?:\\d级|完全|[轻中重]度|能?加)|加一?级|升(?:一级|重度|中度)|完全没问题|是什么程度"
)
_ASKS_FOR_IT = re.compile(
    rf"[领拿给发有差]{HOW_MUCH}|(?:能|可以|给|够)(?:不能)?[领拿申给要](?:请|到|取)?[^,，。]{{0,5}}(?:600|券|护理补贴|消费补贴|吗|不|么)|还是600|600[吗不么]"
)
_WHICH_POINTS = re.compile(
    "(?:多少|几)分[^,，。]{0,6}(?:能|才|算|可以|给|领|是|有)[^,，。]{0,4}(?:600|护理补贴|重度)"
)


def told(text: str, state: State, before: str, knowledge: LiveKnowledge, day: date) -> str | None:
    """Which level points stand for, and what it brings, where that is asked and no more is told.
    ``before``: the question of the entry that was told last."""
    plain = unify(text)
    if (other := _points_by_themselves(text, state, before)) is not None:
        return _of_points(text, [other], {}, state, knowledge, day)
    if heard(text).keys() & {*AGES, "hukou", "disability"} or says_it_was_estimated(text):
        return None
    if asks_how_many_levels(text):
        return ""
    if _WHICH_POINTS.search(plain):
        severe, total = standard().called("severe"), standard().called("total")
        amount = amount_of(CARE, {LEVEL: severe.code}, knowledge, day)
        return (
            f"{severe.lowest}到{severe.highest}分是{severe.name}，护理补贴每月{amount}；"
            f"{total.highest}分及以下是{total.name}，发多少没有看到明文。"
        )
    if (number := level_number_in(text)) is not None and not (
        state.facts and tied.is_statement(text)
    ):
        return _numbered(text, number, state)
    points, graver = all_points_in(text), graver_in(text)
    if not points and _asks_of_points_told(text, state, before, graver):
        known = state.score if state.score is not None else state.points_asked
        return _of_points(text, [known or 0], {**state.graver, **graver}, state, knowledge, day)
    if not points or not (_ASKS_THE_LEVEL.search(plain) or _ASKS_FOR_IT.search(plain)):
        return None
    return _of_points(text, points, graver, state, knowledge, day)


def _points_by_themselves(text: str, state: State, before: str) -> int | None:
    """The points that are all that ``text`` names: before anybody is spoken of, or after others."""
    if not state.facts and (only := only_points_in(text)) is not None:
        return only
    other = other_points_in(text)
    after_points = LEVEL in state.told_last or (other or 0) < OLD_ENOUGH  # else it is an age
    of_points = state.score is not None and after_points
    return other if of_points or (before == ENTRY and not state.facts) else None


def _asks_of_points_told(
    text: str, state: State, before: str, graver: Mapping[str, bool | int]
) -> bool:
    """Whether ``text`` asks for the level of points told before, or what a diagnosis makes of it."""
    if state.score is None and state.points_asked is None:
        return False
    makes_heavier = graver and before in (ENTRY, DEMENTIA) and bare(text).endswith("呢")
    return asks_only_the_level(text) or bool(makes_heavier)


def _of_points(
    text: str,
    points: Sequence[int],
    graver: Mapping[str, bool | int],
    state: State,
    knowledge: LiveKnowledge,
    day: date,
) -> str:
    """The level of ``points`` and what it brings where that is asked."""
    state.points_asked = points[0] if len(points) == 1 else None
    lead = assessed.asked_about(points, graver, not_lately=False)
    if names_dangers(text) and graver.get(EVENTS, 0) < _TWICE:
        lead += assessed.if_lately(points, graver)
    if _ASKS_FOR_IT.search(unify(text)) or state.facts:
        levels = [assessed.level_found(one, graver) for one in points if one <= TOTAL]
        lead += "".join(dict.fromkeys(brings(one.code, knowledge, day) for one in levels if one))
    return lead


def _numbered(text: str, number: int, state: State) -> str:
    """The name of the level of that ``number``."""
    levels = standard().levels
    level, best, worst = levels[number], levels[0], levels[-1]
    told = tells_of_an_assessment(text) or ("评" in text and tied.is_statement(text))
    if told and not state.facts:
        state.beforehand = state.beforehand | {LEVEL: level.code}
    which = (
        f"最好的是0级{best.name}，最重的是{len(levels) - 1}级{worst.name}。" if "最" in text else ""
    )
    return (
        f"能力评估的{number}级是{level.name}（{assessed.span(level)}）。{which}"
        "残疾证上的几级是另一回事，数越小越重。"
    )


_TWICE = 2
"""So many dangers in 30 days make a level heavier."""


def alone_brings(state: State, focus: str | None, knowledge: LiveKnowledge, day: date) -> str:
    """What the level of the one spoken of brings by itself, where no disability is known and the care subsidy
    is open or has no sum in writing, or the voucher is not for it; empty otherwise."""
    level, held = state.facts.get(LEVEL), state.facts.get("disability")
    if focus == VOUCHER and level in ("intact", "mild") and not held:
        return (
            f"光凭{standard().called(level).name}领不了：养老服务消费补贴只给评估为中度、重度、完全失能的老人"
            "（够护理补贴600元、400元档的残疾证另算）。"
        )
    of_care = focus == CARE and level in ("mild", "moderate")
    if level is None or held or not (of_care or (level == "total" and focus in (None, CARE))):
        return ""
    return brings(level, knowledge, day)


def of_a_level(text: str, knowledge: LiveKnowledge, day: date) -> str | None:
    """What a level gives, where only the care subsidy of it is asked about, of nobody ("重度失能护理补贴多少钱")."""
    told = heard(text, of_somebody=True)
    asks = wishes.benefit_of(text) == CARE and wishes.asks_how_much_of_one(text)
    if told.keys() != {LEVEL} or not asks or speaks_of_somebody(text):
        return None
    if told[LEVEL] == "severe":
        return None  # the entries tell that
    return brings(told[LEVEL], knowledge, day)


def brings(code: str, knowledge: LiveKnowledge, day: date) -> str:
    """What a level gives to who has no disability card, in a sentence."""
    name = standard().called(code).name
    amount = amount_of(CARE, {LEVEL: code}, knowledge, day)
    if amount:
        return f"{name}的，护理补贴每月{amount}，和养老服务消费补贴只能选一样。"
    if code == "total":
        return f"{name}的护理补贴发多少没有看到明文，请问街道民政窗口。"
    voucher = "可以申请养老服务消费补贴" if code == "moderate" else "养老服务消费补贴也不够条件"
    return f"光凭{name}没有护理补贴（够等级的残疾证另算），{voucher}。"
