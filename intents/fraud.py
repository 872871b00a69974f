"""Finds in a message what a seller or swindler has said: the trick, and whether it presses.

Patterns (``data/fraud.yaml``) and a model of sounds (``alarm.FRAUD``) look together. A question about
the rules for deposits, fees or fraud is no quotation: it is left to the knowledge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from intents.alarm import DATA, FRAUD, SIGN
from intents.normalise import bare, unify
from intents.rules import Rule, pattern_of, rule_of

FILE = DATA / "fraud.yaml"
_NAME = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Trick:
    """What somebody is up to; ``pressing`` if money has gone or there is no time to think."""

    name: str
    pressing: bool


@dataclass(frozen=True)
class _Rules:
    calm: re.Pattern[str]
    pressing: re.Pattern[str]
    tricks: tuple[Rule, ...]


@cache
def _rules() -> _Rules:
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    data = _spelt_out(data, data["words"])
    return _Rules(
        calm=pattern_of(data["calm"]),
        pressing=pattern_of(data["pressed"]),
        tricks=tuple(rule_of(item) for item in data["tricks"]),
    )


def _spelt_out(data: Any, words: dict[str, str]) -> Any:
    """``data`` with every <name> in its texts replaced by what ``words`` says."""
    if isinstance(data, dict):
        return {key: _spelt_out(value, words) for key, value in data.items()}
    if isinstance(data, list):
        return [_spelt_out(value, words) for value in data]
    return _NAME.sub(lambda match: f"(?:{words[match[1]]})", data)


def fraud_in(text: str) -> Trick | None:
    """The trick that ``text`` quotes, None if it quotes nobody who is after money."""
    plain = bare(text)
    name = trick_named_in(plain) or FRAUD.heard_in(unify(text), fraud_signs_in(plain))
    return Trick(name, bool(_rules().pressing.search(plain))) if name else None


def fraud_signs_in(text: str) -> list[str]:
    """What the model of fraud is told beside the sound: that the sentence asks about rules."""
    return [f"{SIGN}calm"] if _rules().calm.search(bare(text)) else []


def trick_named_in(plain: str) -> str | None:
    """The trick whose signs stand in ``plain`` (see ``normalise.bare``)."""
    rules = _rules()
    always = next((rule.name for rule in rules.tricks if rule.holds_always(plain)), None)
    if always or rules.calm.search(plain):
        return always
    return next((rule.name for rule in rules.tricks if rule.holds(plain)), None)
