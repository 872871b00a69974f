"""What is looked for before matching: danger, a wish for a person, small talk.

The patterns are data (``data/signals.yaml``). Danger prefers recall: a needless card costs a
moment, a missed one may cost a life.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from intents.alarm import DANGER
from intents.fraud import trick_named_in
from intents.normalise import bare
from intents.rules import Rule, pattern_of, rule_of

DATA = Path(__file__).parent / "data" / "signals.yaml"


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
        harmless=pattern_of(data["harmless"]),
        calm=pattern_of(data["calm"]),
        now=pattern_of(data["now"]),
        danger=tuple(rule_of(item) for item in data["danger"]),
        person=rule_of(data["person"]),
        smalltalk=tuple(rule_of(item) for item in data["smalltalk"]),
    )


def danger_in(text: str) -> Rule | None:
    """The first danger that ``text`` speaks of, with the number to call and what to say.

    A calm question about rules, money or the past is no emergency, unless something in it says
    that it is happening now, or the whole of it sounds like one (see ``alarm``). What sounds like
    danger in the words of a swindler ("不买活不过今年") is left to the warning of fraud.
    """
    rules = _rules()
    plain = rules.harmless.sub("", bare(text))
    for rule in rules.danger:
        if rule.holds_always(plain):
            return rule
    if not rules.calm.search(plain) or rules.now.search(plain):
        for rule in rules.danger:
            if rule.holds(plain):
                return rule
    kind = None if trick_named_in(plain) else DANGER.heard_in(plain)
    return next((rule for rule in rules.danger if rule.name == kind), None)


def wants_person(text: str) -> bool:
    """Whether ``text`` asks for a human or says that the answer did not help."""
    return _rules().person.holds(bare(text))


def smalltalk_in(text: str) -> str | None:
    """The short reply to a greeting, thanks or good-bye that is nothing more than that."""
    plain = bare(text)
    return next((rule.say for rule in _rules().smalltalk if rule.holds(plain)), None)
