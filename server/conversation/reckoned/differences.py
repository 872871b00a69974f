"""By how much a monthly sum changes with what changes for somebody ("低保变低收入，少多少", "评上重度能多多少")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from intents.told.ages import AGES
from intents.words.normalise import unify
from server.benefits import service as benefits
from server.benefits.schemas import CheckOut
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.asked.wishes import HOW_MUCH
from server.conversation.moment import Moment
from server.conversation.reckoned.certain import of_no_written_amount
from server.conversation.reckoned.supposed import OF_AN_ELDER, registered_here
from server.conversation.reckoned.verdicts import worked_out
from server.conversation.said import Said
from server.conversation.state import INCOME, LEVEL
from server.conversation.told.facts_told import heard
from server.conversation.told.learning import learn
from server.kit.clock import business_today
from server.kit.money import spoken

Facts = Mapping[str, Any]

_BY_HOW_MUCH = re.compile(
    rf"(?:多|少|差|亏|降|涨|省)(?:领|拿|给|发|出)?了?(?:{HOW_MUCH}|几个)|[多少]不[多少]|差在哪|差别"
)
_AT_LAST = re.compile("到底|究竟")
_SIDE = r"[^,，。;；、\s]{1,9}?"
_BECOMES = r"(?:变|改|升|降|转|换)(?:成|为|到|了)?|到"
_BESIDE = "跟|和|与|比"
_TWO = re.compile(
    rf"(?:从|由)?(?P<a>{_SIDE})(?P<way>{_BECOMES}|{_BESIDE})(?P<b>{_SIDE})(?=[,，。;；\s]|的?(?:能|会|要|就)?(?:多|少|差|亏|降|涨)|了|$)"
)
_TO_AN_AGE = re.compile(r"(?:到|等|满)(?:了|我|他|她)*(?P<age>\d{2,3})(?:周?岁)?(?:以?后|时候?)?")
_CHANGED = re.compile(
    "(?:办|批|评|拿|领)(?:了)?下来|[评办批吃]上|变成|改成|迁(?:出|走|到)|取消|停了|没了|退了|定成"
)
_HANGS_ON = (
    INCOME,
    LEVEL,
    "disability",
    "multiple_disability",
    "family_planning_special",
    "hukou",
    "moved_out",
    "age",
)


@dataclass(frozen=True)
class _Two:
    """What is true before and after, or on the one side and on the other (``beside``)."""

    first: Facts
    then: Facts
    told: str
    """What is told as true of somebody, whichever of the two is."""

    beside: bool = False


def told(said: Said, moment: Moment) -> Told | None:
    """By how much the sum differs that the message asks about; None where it names no two states."""
    plain = _AT_LAST.sub("", unify(said.text))
    if not _BY_HOW_MUCH.search(plain):
        return None
    two = _two_named(plain, moment) or _at_an_age(plain, moment) or _changed(plain, moment)
    if two is None:
        return None
    checked = [_checked(facts, moment) for facts in (two.first, two.then)]
    if any(map(of_no_written_amount, checked)):
        return None
    sums = [found.total_fen_per_month for found in checked]
    lead = _said(
        *sums, beside=two.beside, here="hukou" in moment.state.facts or "hukou" in heard(plain)
    )
    learn(moment.state, two.told)
    if not two.beside:
        moment.state.facts = {**moment.state.facts, **_kept(two.then)}
    reply, reasons = worked_out("", moment, None)
    return compose.begun_with(lead, reply), reasons


def _said(first: int, then: int, *, beside: bool, here: bool) -> str:
    where = "" if here else "如果是北京户口，"
    if first == then:
        return f"{where}一样多，每月都是{spoken(first)}。"
    gap = spoken(abs(then - first))
    before, after = ("前一种", "后一种") if beside else ("原来", "变了以后")
    word = "差" if beside else "多" if then > first else "少"
    return f"{where}每月{word}{gap}：{before}每月{spoken(first)}，{after}每月{spoken(then)}。"


def _checked(facts: Facts, moment: Moment) -> CheckOut:
    """What the rules say of somebody of whom ``facts`` are known."""
    known = registered_here({**OF_AN_ELDER, **facts})
    if facts.keys() & {*AGES} - {"age"}:
        known.pop("age", None)
    return benefits.check(known, business_today(), moment.knowledge.documents)


def _two_named(plain: str, moment: Moment) -> _Two | None:
    """The two states that are named side by side, beside what else is told."""
    for match in _TWO.finditer(plain):
        first, then = (_of_a_side(match[side]) for side in ("a", "b"))
        if not first or first.keys() != then.keys() or first == then:
            continue
        rest = plain[: match.start()] + "，" + plain[match.end() :]
        known = _without({**moment.state.facts, **heard(rest, of_somebody=True)}, {*first})
        beside = match["way"] in _BESIDE.split("|")
        return _Two({**known, **first}, {**known, **then}, rest, beside)
    return None


def _of_a_side(words: str) -> Facts:
    found = heard(words, of_somebody=True)
    return {name: value for name, value in found.items() if name in _HANGS_ON}


def _at_an_age(plain: str, moment: Moment) -> _Two | None:
    """What is true now and at an age to come ("到90岁能多多少，我今年86")."""
    match = _TO_AN_AGE.search(plain)
    if match is None:
        return None
    rest = plain[: match.start()] + "，" + plain[match.end() :]
    known = {**moment.state.facts, **heard(rest, of_somebody=True)}
    if known.get("age", 0) >= int(match["age"]) or "age" not in known:
        return None
    return _Two(known, {**_without(known, {*AGES}), "age": int(match["age"])}, rest)


def _changed(plain: str, moment: Moment) -> _Two | None:
    """What was true before one thing changed, which is told, and what is since."""
    pieces = re.split(r"[,，。;；\s]+", plain)
    changed = [piece for piece in pieces if _CHANGED.search(piece)]
    tried = deepcopy(moment.state)
    learn(tried, plain)
    if len(changed) != 1 or not tried.facts.keys() & {*AGES}:
        return None
    names = {*_of_a_side(changed[0])} - {"age"}
    if not names:
        return None
    before = _without(tried.facts, names)
    if names & {"hukou", "moved_out"}:
        before = {**before, "hukou": "beijing"}
    return _Two(before, {**tried.facts, **_kept(_of_a_side(changed[0]))}, plain)


def _kept(facts: Facts) -> Facts:
    return {name: value for name, value in facts.items() if name in _HANGS_ON and name != "age"}


def _without(facts: Facts, names: set[str]) -> Facts:
    names = names | ({*AGES} if "age" in names else set())
    return {name: value for name, value in facts.items() if name not in names}
