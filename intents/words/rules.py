"""Rules as the data files write them: what a text must hold, and what is taken out of it first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from intents.words.any_of import AnyOf, any_of

_NAME = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Rule:
    """Text that matches ``any`` when what ``ignoring`` matches has been taken out."""

    any: AnyOf | None = None
    ignoring: AnyOf | None = None
    always: AnyOf | None = None
    say: str = ""
    if_so: str = ""
    """What is said beside an answer where the rule may apply."""
    more: str = ""
    """What is said where the rule was told and something else of the same is."""
    called: str = ""
    """What is said where the rule was told and its number has been rung up since."""
    over: str = ""
    """What is said where the rule was told and all is well again."""
    number: str = ""
    also: str = ""
    """Another number that may be rung up as well."""
    name: str = ""

    def holds(self, text: str) -> bool:
        """Whether ``text`` (half width, simplified, nothing but characters) falls under the rule."""
        return bool(self.any and self.any.search(self._rest(text)))

    def holds_always(self, text: str) -> bool:
        """Whether ``text`` has a sign that counts however calmly it is said."""
        return bool(self.always and self.always.search(self._rest(text)))

    def _rest(self, text: str) -> str:
        return self.ignoring.taken_out(text) if self.ignoring else text


@dataclass(frozen=True)
class Unless:
    """Text that matches ``any`` somewhere, and ``unless`` nowhere."""

    any: AnyOf
    unless: AnyOf

    def holds(self, text: str) -> bool:
        """Whether ``text`` (as for Rule) falls under it."""
        return bool(self.any.search(text)) and not self.unless.search(text)


def rule_of(item: dict[str, Any]) -> Rule:
    """A rule as the data files write it."""

    def pattern(key: str) -> AnyOf | None:
        return any_of(item[key]) if item.get(key) else None

    return Rule(
        any=pattern("any"),
        ignoring=pattern("ignoring"),
        always=pattern("always"),
        say=item.get("say", ""),
        if_so=item.get("if_so", ""),
        more=item.get("more", ""),
        called=item.get("called", ""),
        over=item.get("over", ""),
        number=item.get("number", ""),
        also=item.get("also", ""),
        name=item.get("name", ""),
    )


def pattern_of(alternatives: str | list[str]) -> re.Pattern[str]:
    """Any of these regular expressions; a single one may stand by itself."""
    return re.compile(alternatives if isinstance(alternatives, str) else "|".join(alternatives))


def spelt_out(data: Any, words: dict[str, str]) -> Any:
    """``data`` as read from a file, with every <name> in its texts replaced by what ``words`` says."""
    if isinstance(data, dict):
        return {key: spelt_out(value, words) for key, value in data.items()}
    if isinstance(data, list):
        return [spelt_out(value, words) for value in data]
    return (
        _NAME.sub(lambda match: f"(?:{words[match[1]]})", data) if isinstance(data, str) else data
    )
