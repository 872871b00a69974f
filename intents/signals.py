"""What is looked for before matching: danger, a wish for a person, small talk.

The patterns are data (``data/signals.yaml``). Danger prefers recall: a needless card costs a
moment, a missed one may cost a life.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from intents.alarm import alarm_in
from intents.normalise import unify

DATA = Path(__file__).parent / "data" / "signals.yaml"
_EDGES = re.compile(r"[\s\W]+")


@dataclass(frozen=True)
class Rule:
    """Text that matches ``any`` when what ``ignoring`` matches has been taken out."""

    any: re.Pattern[str] | None = None
    ignoring: re.Pattern[str] | None = None
    always: re.Pattern[str] | None = None
    say: str = ""
    number: str = ""
    name: str = ""

    def holds(self, text: str) -> bool:
        """Whether ``text`` (half width, simplified, nothing but characters) falls under the rule."""
        return bool(self.any and self.any.search(self._rest(text)))

    def holds_always(self, text: str) -> bool:
        """Whether ``text`` has a sign that counts however calmly it is said."""
        return bool(self.always and self.always.search(self._rest(text)))

    def _rest(self, text: str) -> str:
        return self.ignoring.sub("", text) if self.ignoring else text


@dataclass(frozen=True)
class _Rules:
    harmless: re.Pattern[str]
    calm: re.Pattern[str]
    now: re.Pattern[str]
    danger: tuple[Rule, ...]
    person: Rule
    smalltalk: tuple[Rule, ...]


@cache
def _rules() -> _Rules:
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return _Rules(
        harmless=_pattern(data["harmless"]),
        calm=_pattern(data["calm"]),
        now=_pattern(data["now"]),
        danger=tuple(_rule(item) for item in data["danger"]),
        person=_rule(data["person"]),
        smalltalk=tuple(_rule(item) for item in data["smalltalk"]),
    )


def _rule(item: dict[str, Any]) -> Rule:
    def pattern(key: str) -> re.Pattern[str] | None:
        return _pattern(item[key]) if item.get(key) else None

    return Rule(
        any=pattern("any"),
        ignoring=pattern("ignoring"),
        always=pattern("always"),
        say=item.get("say", ""),
        number=item.get("number", ""),
        name=item.get("name", ""),
    )


def _pattern(alternatives: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(alternatives))


def danger_in(text: str) -> Rule | None:
    """The first danger that ``text`` speaks of, with the number to call and what to say.

    A calm question about rules, money or the past is no emergency, unless something in it says
    that it is happening now, or the whole of it sounds like one (see ``alarm``).
    """
    rules = _rules()
    plain = rules.harmless.sub("", _EDGES.sub("", unify(text)))
    for rule in rules.danger:
        if rule.holds_always(plain):
            return rule
    if not rules.calm.search(plain) or rules.now.search(plain):
        for rule in rules.danger:
            if rule.holds(plain):
                return rule
    kind = alarm_in(plain)
    return next((rule for rule in rules.danger if rule.name == kind), None)


def wants_person(text: str) -> bool:
    """Whether ``text`` asks for a human or says that the answer did not help."""
    return _rules().person.holds(_EDGES.sub("", unify(text)))


def smalltalk_in(text: str) -> str | None:
    """The short reply to a greeting, thanks or good-bye that is nothing more than that."""
    plain = _EDGES.sub("", unify(text))
    return next((rule.say for rule in _rules().smalltalk if rule.holds(plain)), None)
