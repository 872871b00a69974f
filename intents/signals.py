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

from intents.normalise import unify

DATA = Path(__file__).parent / "data" / "signals.yaml"
_EDGES = re.compile(r"[\s\W]+")


@dataclass(frozen=True)
class Rule:
    """Text that still matches ``any`` when what ``ignoring`` matches has been taken out."""

    any: re.Pattern[str]
    ignoring: re.Pattern[str] | None
    say: str = ""
    number: str = ""
    name: str = ""

    def holds(self, text: str) -> bool:
        """Whether ``text`` (half width, simplified, nothing but characters) falls under the rule."""
        return bool(self.any.search(self.ignoring.sub("", text) if self.ignoring else text))


@dataclass(frozen=True)
class _Rules:
    danger: tuple[Rule, ...]
    person: Rule
    smalltalk: tuple[Rule, ...]


@cache
def _rules() -> _Rules:
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return _Rules(
        danger=tuple(_rule(item) for item in data["danger"]),
        person=_rule(data["person"]),
        smalltalk=tuple(_rule(item) for item in data["smalltalk"]),
    )


def _rule(item: dict[str, Any]) -> Rule:
    rest = {key: item[key] for key in ("say", "number", "name") if key in item}
    ignoring = item.get("ignoring")
    return Rule(
        any=re.compile("|".join(item["any"])),
        ignoring=re.compile("|".join(ignoring)) if ignoring else None,
        **rest,
    )


def danger_in(text: str) -> Rule | None:
    """The first danger that ``text`` speaks of, with the number to call and what to say."""
    plain = _EDGES.sub("", unify(text))
    return next((rule for rule in _rules().danger if rule.holds(plain)), None)


def wants_person(text: str) -> bool:
    """Whether ``text`` asks for a human or says that the answer did not help."""
    return _rules().person.holds(_EDGES.sub("", unify(text)))


def smalltalk_in(text: str) -> str | None:
    """The short reply to a greeting, thanks or good-bye that is nothing more than that."""
    plain = _EDGES.sub("", unify(text))
    return next((rule.say for rule in _rules().smalltalk if rule.holds(plain)), None)
