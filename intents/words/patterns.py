"""Named patterns searched together: one that cannot begin anywhere in a text is not tried."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

Letters = frozenset[str] | None
"""Those that a match can begin with; None for any."""

_NOTHING: frozenset[str] = frozenset()
_WIDTHLESS = (op.AT, op.ASSERT, op.ASSERT_NOT)
_REPEATED = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


class Patterns(dict[str, re.Pattern[str]]):
    """Compiled patterns by name, in their order."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        super().__init__((name, re.compile(source)) for name, source in sources.items())
        self._searches = [pattern.search for pattern in self.values()]
        self._names = list(self)
        self._beginning: dict[str, int] = {}
        """The patterns, as bits, that a letter can begin."""
        self._anywhere = 0
        for bit, source in enumerate(sources.values()):
            letters = openings(source)
            if letters is None:
                self._anywhere |= 1 << bit
            for letter in letters or ():
                self._beginning[letter] = self._beginning.get(letter, 0) | 1 << bit

    def found(self, text: str) -> int:
        """The patterns that ``text`` matches somewhere, as bits in their order."""
        possible, beginning = self._anywhere, self._beginning
        for letter in text:
            possible |= beginning.get(letter, 0)
        found, searches = 0, self._searches
        while possible:
            lowest = possible & -possible
            if searches[lowest.bit_length() - 1](text):
                found |= lowest
            possible ^= lowest
        return found

    def named(self, bits: int) -> list[str]:
        """The names of the patterns that ``bits`` tell, in their order."""
        return [self._names[n] for n in _set_in(bits)]


def _set_in(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def openings(source: str) -> Letters:
    """The letters that a match of a pattern can begin with; None if it can begin with any, or be
    empty. Read from the tree that ``re`` itself compiles, which has no public name in 3.11."""
    tree = _parser.parse(source)
    letters, may_be_empty = _sequence(tree)
    return None if may_be_empty or tree.state.flags & re.IGNORECASE else letters


def _sequence(items: Iterable[tuple[Any, Any]]) -> tuple[Letters, bool]:
    """What a sequence can begin with, and whether it can be empty."""
    found = _NOTHING
    for code, value in items:
        letters, may_be_empty = _one(code, value)
        if letters is None:
            return None, True
        found |= letters
        if not may_be_empty:
            return found, False
    return found, True


def _one(code: Any, value: Any) -> tuple[Letters, bool]:
    if code is op.LITERAL:
        return frozenset(chr(value)), False
    if code is op.IN:
        return _class(value), False
    if code is op.BRANCH:
        return _either([_sequence(branch) for branch in value[1]])
    if code is op.SUBPATTERN:
        _, flags, _, inner = value
        return (None, True) if flags & re.IGNORECASE else _sequence(inner)
    if code in _REPEATED:
        letters, may_be_empty = _sequence(value[2])
        return letters, may_be_empty or value[0] == 0
    if code in _WIDTHLESS:
        return _NOTHING, True
    return None, True


def _either(branches: list[tuple[Letters, bool]]) -> tuple[Letters, bool]:
    found = _NOTHING
    for letters, _ in branches:
        if letters is None:
            return None, True
        found |= letters
    return found, any(may_be_empty for _, may_be_empty in branches)


def _class(members: Iterable[tuple[Any, Any]]) -> Letters:
    found = _NOTHING
    for code, value in members:
        if code is op.LITERAL:
            found |= {chr(value)}
        elif code is op.RANGE and value[1] - value[0] < len("0123456789ABCDEF"):
            found |= {chr(letter) for letter in range(value[0], value[1] + 1)}
        else:
            return None
    return found
