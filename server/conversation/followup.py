"""What a short message means after the turn before it: a choice, a correction, "那九十岁呢"."""

from __future__ import annotations

import re

from intents.facts import facts_in
from intents.normalise import normalise, unify
from intents.slots import age_in, without_ages

_ORDINAL = re.compile(r"^(?:选|要|是|就)?第?([123一二三])(?:个|条|项|种)?(?:吧|的)?$")
_NUMBERS = {"一": 1, "二": 2, "三": 3, "1": 1, "2": 2, "3": 3}
_YES = re.compile(r"^(对|对的|是|是的|嗯|没错|就是这个|就这个|就是|第一个)$")
_LEADS_ON = re.compile(r"^(那|那么|那要是|要是|如果|换成|改成)|呢$|^不是.+是")
LONGEST = 16
"""Longer messages are questions of their own."""


def chosen(text: str, choices: list[str]) -> str | None:
    """The question that an answer in words ("第二个", "对") picks from the choices offered."""
    plain = re.sub(r"[\s\W]+", "", unify(text))
    if match := _ORDINAL.match(plain):
        number = _NUMBERS[match[1]]
        return choices[number - 1] if number <= len(choices) else None
    return choices[0] if len(choices) == 1 and _YES.match(plain) else None


def leads_on(text: str) -> bool:
    """Whether ``text`` only makes sense after the question before it."""
    plain = re.sub(r"[\s，,。？?！!]+", "", text)
    return len(plain) <= LONGEST and bool(_LEADS_ON.search(plain))


def continued(text: str, before: str) -> str:
    """The question that ``text`` asks when ``before`` was asked just now.

    An age replaces the age; a place or another word joins what was asked.
    """
    age = facts_in(text).get("age") or age_in(text)
    topic = without_ages(normalise(before))
    if age is not None:
        return topic.replace("#", str(age), 1) if "#" in topic else f"{topic} {age}岁"
    rest = re.sub(r"^(那么?|要是|如果|换成|改成)|呢$", "", normalise(text))
    return f"{rest} {before}"
