"""No text can be cut into the pieces of a repeated pattern in more than one way.

`(?:我|妈|我妈)*` reads "我妈我妈…" in twice as many ways for every "我妈", and `re` tries them all where what
follows does not fit: forty such characters stop a server. The words of each repetition are therefore held
against one another (Sardinas and Patterson, 1953); the mend is to leave out the word that others make up.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import re._constants as code
import re._parser as parser
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

ROOMS = ("intents", "knowledge.eligibility", "server.conversation")
MOST = 3000
"""Repetitions of more words than that are left out, and those of words that cannot be listed ("." or "[^,]")."""

Node = tuple[Any, Any]


class NotListed(Exception):
    """The words of a pattern are too many, or hang on what stands around them."""


def test_a_text_over_two_words_and_both_together_is_read_in_two_ways() -> None:
    assert second_reading(["我", "妈", "我妈"]) == "我妈"
    assert second_reading(["我", "我", "妈"]) == "我"
    assert second_reading(["老是", "老", "是不", "不"]) is not None
    assert second_reading(["老头", "老", "子"]) is None


@pytest.mark.parametrize("room", ROOMS)
def test_every_repetition_is_read_in_one_way(room: str) -> None:
    doubtful = {
        (found, "".join(pattern.pattern)[:120])
        for pattern in patterns_in(room)
        for body in repeated(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))
        if (found := second_reading(listed(body)))
    }
    assert doubtful == set()


def second_reading(words: list[str]) -> str | None:
    """Some word over which a text of ``words`` can be cut in two ways; None where there is none."""
    kept = sorted(filter(None, words))
    twice = next((a for a, b in pairwise(kept) if a == b), None)
    if twice:
        return twice
    known = set(kept)
    rests = {b[len(a) :]: b for a in known for b in known if a != b and b.startswith(a)}
    seen: set[str] = set()
    while rests:
        for rest, begun in rests.items():
            if rest in known:
                return begun
        seen |= rests.keys()
        longer = {w[len(r) :]: b for r, b in rests.items() for w in known if w.startswith(r)}
        shorter = {r[len(w) :]: b for r, b in rests.items() for w in known if r.startswith(w)}
        rests = {r: b for r, b in (longer | shorter).items() if r not in seen}
    return None


def listed(body: Any) -> list[str]:
    """The words that ``body`` may be; none where they cannot be listed."""
    try:
        return words_of(body)
    except NotListed:
        return []


def words_of(body: Any) -> list[str]:
    words = [""]
    for node in body:
        words = [one + more for one in words for more in words_of_one(node)]
        if len(words) > MOST:
            raise NotListed
    return words


def words_of_one(node: Node) -> list[str]:
    kind, value = node
    if kind is code.LITERAL:
        return [chr(value)]
    if kind is code.IN:
        return [*dict.fromkeys(sign for one in value for sign in signs_of(one))]
    if kind is code.BRANCH:
        return [word for branch in value[1] for word in words_of(branch)]
    if kind is code.SUBPATTERN:
        return words_of(value[3])
    if kind in (code.MAX_REPEAT, code.MIN_REPEAT):
        return times(*value)
    if kind in (code.ASSERT, code.ASSERT_NOT):
        return []  # such a word counts only before or behind others
    raise NotListed


def times(least: int, most: int, body: Any) -> list[str]:
    upto = max(least, 1) + 1 if most is code.MAXREPEAT else most
    if upto > 6:
        raise NotListed
    found: list[str] = []
    words = [""]
    for count in range(upto + 1):
        found += words if count >= least else []
        words = [word + more for word in words for more in words_of(body)]
        if len(words) > MOST:
            raise NotListed
    return found


def signs_of(one: Node) -> Iterator[str]:
    kind, value = one
    if kind is code.LITERAL:
        yield chr(value)
    elif kind is code.RANGE and value[1] - value[0] < 60:
        yield from map(chr, range(value[0], value[1] + 1))
    elif kind is code.CATEGORY and value is code.CATEGORY_DIGIT:
        yield from "0123456789"
    elif kind is code.CATEGORY and value is code.CATEGORY_SPACE:
        yield " "
    else:
        raise NotListed


def repeated(tree: Any) -> Iterator[Any]:
    """What ``tree`` repeats without a bound."""
    for kind, value in tree:
        if kind in (code.MAX_REPEAT, code.MIN_REPEAT):
            if value[1] is code.MAXREPEAT:
                yield value[2]
            yield from repeated(value[2])
        elif kind is code.BRANCH:
            for branch in value[1]:
                yield from repeated(branch)
        elif kind is code.SUBPATTERN:
            yield from repeated(value[3])
        elif kind in (code.ASSERT, code.ASSERT_NOT):
            yield from repeated(value[1])


def patterns_in(room: str) -> set[re.Pattern[str]]:
    """The patterns that the modules of a package hold, and those of the data that they read once."""
    package = importlib.import_module(room)
    names = [
        found.name
        for found in pkgutil.walk_packages(package.__path__, f"{room}.")
        if ".training" not in found.name and not found.name.endswith("__main__")
    ]
    found: set[re.Pattern[str]] = set()
    for name in names:
        module = importlib.import_module(name)
        for value in [*vars(module).values()]:
            found |= set(held(value))
            if is_read_once(value, name):
                found |= set(held(value()))
    return found


def is_read_once(value: Any, module: str) -> bool:
    """Whether a module reads its data with this function and keeps it."""
    own = isinstance(value, type(cache(int))) and value.__module__ == module
    return own and not inspect.signature(value).parameters


def held(value: Any, depth: int = 6) -> Iterator[re.Pattern[str]]:
    """The patterns in a value, in its parts, and in theirs."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth and isinstance(value, dict):
        yield from held([*value.values()], depth)
    elif depth and isinstance(value, (list, tuple, set, frozenset)):
        for part in value:
            yield from held(part, depth - 1)
    elif depth and is_dataclass(value) and not isinstance(value, type):
        yield from held([getattr(value, each.name) for each in fields(value)], depth)
