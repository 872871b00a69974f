"""What of somebody changed in a month of which a message tells, so that the months before it bring another sum."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from intents.told.lengths import YEAR, count
from intents.words.normalise import unify
from server.conversation.asked.events_named import Kind, event_in
from server.conversation.asked.months_begun import month_named, month_said
from server.conversation.state import INCOME, LEVEL
from server.conversation.told.facts_told import heard
from server.kit.clock import business_today

Facts = Mapping[str, Any]

_FACTS: dict[Kind, tuple[str, ...]] = {
    "assessed": (LEVEL,),
    "disability": ("disability", "multiple_disability"),
    "registered": ("hukou",),
    "income": (INCOME,),
}
"""The facts that begin with what happened."""

_DAY = r"(?:\d{1,2}[号日])?"
_OVER = "取消|停|撤|退|收(?:回|走)|没了|注销|清退|不给"
_CLASS = "(?P<{name}>低保|低收入)(?:户|证|资格|待遇)?"
_ENDED = re.compile(
    rf"{_CLASS.format(name='a')}[^,，。;；\d]{{0,4}}?{month_named()}{_DAY}[^,，。;；\d]{{0,5}}(?:{_OVER})"
    rf"|{month_named('of2', 'm2')}{_DAY}[^,，。;；\d]{{0,6}}{_CLASS.format(name='b')}[^,，。;；\d]{{0,4}}(?:{_OVER})"
)
_MOVED_AWAY = re.compile(
    rf"{month_named()}{_DAY}[^,，。;；\d]{{0,4}}(?:户口|户籍)?[^,，。;；\d]{{0,4}}(?:迁|转)(?:出|走|到?外|回老家|离)"
    rf"|(?:户口|户籍)[^,，。;；\d]{{0,4}}?{month_named('of2', 'm2')}{_DAY}[^,，。;；\d]{{0,4}}(?:迁|转)(?:出|走|到?外|回老家|离)"
)
_STATE = r"[^,，。;；\d\s]{1,6}?"
_FROM_TO = re.compile(
    rf"(?:(?P<kind>[视听言肢智精][力语体神])残?疾?[^,，。;；\d]{{0,3}}?)?{month_named()}{_DAY}[^,，。;；\d]{{0,4}}?(?:从|由)(?P<a>{_STATE})"
    rf"(?:变|升|降|转|改|换)(?:成|为|到|了)*(?P<b>{_STATE})(?=[,，。;；\s了的]|$)"
)
"""What somebody was before a month, and what she is from it on ("7月从重度变成中度")."""

_TO = re.compile(
    rf"{month_named()}{_DAY}[^,，。;；\d]{{0,4}}?(?:变|升|降|转|改|换)(?:成|为|到|了)*(?:[1-4一二三四]级|低保|低收入)"
)
"""The same without what she was before."""

_INCOMES = {"低保": "dibao", "低收入": "low_income"}


@dataclass(frozen=True)
class Change:
    """The facts ``before`` a month, as a number, and from it on (``after``)."""

    month: int
    before: Facts
    after: Facts

    def at(self, month: int) -> Facts:
        """What is true in ``month``."""
        return self.before if month < self.month else self.after


def change_in(text: str, facts: Facts, today: date) -> Change | None:
    """What ``text`` says to have begun, from that month on, or to be over, from the month after it on
    (京民养老发〔2019〕160号), for somebody of whom ``facts`` are known; None where it tells no month of it."""
    plain = unify(text)
    if ended := _ENDED.search(plain):
        income = _INCOMES[ended["a"] or ended["b"]]
        held = {**facts, INCOME: income}
        return Change(_month(ended, today) + 1, held, _without(facts, (INCOME,)))
    if moved := _MOVED_AWAY.search(plain):
        return Change(
            _month(moved, today) + 1,
            {**_without(facts, ("moved_out",)), "hukou": "beijing"},
            {**facts, "hukou": "other"},
        )
    if became := _FROM_TO.search(plain):
        was, now = _sides(became)
        if not _is_certain(was, now, facts):
            return None
        return Change(month_said(became["of"], count(became["m"]), today), {**facts, **was}, facts)
    event = event_in(plain, today)
    if event is None:
        return None
    names = _FACTS[event.kind]
    if not facts.keys() & {*names}:
        return None
    elsewhere = {**facts, "hukou": "other"}
    before = elsewhere if event.kind == "registered" else _without(facts, names)
    return Change(event.month, before, facts)


def is_unclear(text: str, facts: Facts) -> bool:
    """Whether ``text`` tells of a change in a month, and not plainly what it was of somebody of whom ``facts``
    are known."""
    plain = unify(text)
    if became := _FROM_TO.search(plain):
        return not _is_certain(*_sides(became), facts)
    return bool(_TO.search(plain)) and event_in(plain, business_today()) is None


def _sides(became: re.Match[str]) -> tuple[Facts, Facts]:
    """What somebody was and is by the words on both sides."""
    names = {name for names in _FACTS.values() for name in names}
    was, now = (
        heard(f"{became['kind'] or ''}{became[side]}", of_somebody=True) for side in ("a", "b")
    )
    return _only(was, names), _only(now, names)


def _only(facts: Facts, names: set[str]) -> Facts:
    return {name: value for name, value in facts.items() if name in names}


def _is_certain(was: Facts, now: Facts, facts: Facts) -> bool:
    """Whether both sides tell of the same, and ``now`` is what is known."""
    return bool(now) and was.keys() == now.keys() and _only(facts, {*now}) == now


def by_now(text: str, facts: Facts, today: date) -> Facts:
    """``facts`` without what ``text`` says to have ended in a month that is over."""
    change = change_in(text, facts, today)
    over = change is not None and change.month <= today.year * YEAR + today.month - 1
    return change.after if change and over else facts


def _without(facts: Facts, names: tuple[str, ...]) -> Facts:
    return {name: value for name, value in facts.items() if name not in names}


def _month(match: re.Match[str], today: date) -> int:
    of, month = match["of"] or match["of2"], match["m"] or match["m2"]
    return month_said(of, count(month), today)
