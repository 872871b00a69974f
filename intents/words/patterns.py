"""Named patterns searched together: what cannot begin anywhere in a text is not tried.

A pattern is found if one of its alternatives is. Most of these begin with two letters that few
texts have side by side, so that of several hundred hardly ten are searched for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import add
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

TOLD = 2
"""So many letters of what a match begins with are looked at."""

MANY = 400
"""With more beginnings than this only the first letters are told apart."""

_REFERENCE = re.compile(r"\\[1-9]|\(\?P=|\(\?\(")
"""Asks for a group by its number or name."""

_SIGN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", re.DOTALL)
"""What parts a pattern; signs that stand for themselves are passed over as they are found."""

ANYWHERE = ""
"""Where an alternative stands that any text may begin."""

Search = Callable[[str], re.Match[str] | None]

Beginning = tuple[str, bool]
"""Up to TOLD letters, and whether anything at all may come behind them."""

Beginnings = frozenset[Beginning]

_NOTHING: Beginnings = frozenset({("", False)})
_ANYTHING: Beginnings = frozenset({("", True)})
_WIDTHLESS = (op.AT, op.ASSERT, op.ASSERT_NOT)
_REPEATED = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


class Patterns(dict[str, re.Pattern[str]]):
    """Compiled patterns by name, in their order."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        super().__init__((name, re.compile(source)) for name, source in sources.items())
        self._names = list(self)
        self._begun: dict[str, list[tuple[int, Search]]] = {}
        """By what it can begin with, one letter or two: each alternative, its pattern as a bit."""
        for number, source in enumerate(sources.values()):
            for one in alternatives(source):
                search = re.compile(one).search
                for letters in openings(one) or (ANYWHERE,):
                    self._begun.setdefault(letters, []).append((1 << number, search))
        self._beginnings = frozenset(self._begun)

    def found(self, text: str, begun: frozenset[str] | None = None) -> int:
        """The patterns that ``text`` matches somewhere, as bits in their order; ``begun`` is
        ``beginnings(text)`` where that is known already."""
        found = 0
        for letters in self._beginnings & (begun or beginnings(text)):
            for bit, search in self._begun[letters]:
                if not found & bit and search(text):
                    found |= bit
        return found

    def named(self, bits: int) -> list[str]:
        """The names of the patterns that ``bits`` tell, in their order."""
        return [self._names[n] for n in _set_in(bits)]


def beginnings(text: str) -> frozenset[str]:
    """What patterns may begin with that are found in ``text``: its letters, one by one and in twos."""
    return frozenset((ANYWHERE, *text, *map(add, text, text[1:])))


def _set_in(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def alternatives(source: str) -> list[str]:
    """The alternatives of a pattern, each a pattern of its own; the whole where groups or flags in
    it would be meant for all of them."""
    if _parser.parse(source).state.flags & ~re.UNICODE or _REFERENCE.search(source):
        return [source]
    found, depth, start = [], 0, 0
    for match in _SIGN.finditer(source):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if match[0] == "|" and not depth:
            found.append(source[start : match.start()])
            start = match.end()
    return [*found, source[start:]]


def openings(source: str) -> frozenset[str] | None:
    """What a match of a pattern can begin with, one letter or two; None if it can begin with any, or
    be empty. Read from the tree that ``re`` itself compiles, which has no public name in 3.11."""
    tree = _parser.parse(source)
    begins = _ANYTHING if tree.state.flags & re.IGNORECASE else _sequence(tree)
    letters = frozenset(letters for letters, _ in begins)
    return None if "" in letters else letters


def _sequence(items: Iterable[tuple[Any, Any]]) -> Beginnings:
    """What a sequence can begin with."""
    found = _NOTHING
    for code, value in items:
        found = _then(found, _one(code, value))
        if all(_is_told(each) for each in found):
            break
    return found


def _is_told(beginning: Beginning) -> bool:
    letters, goes_on = beginning
    return goes_on or len(letters) == TOLD


def _then(first: Beginnings, second: Beginnings) -> Beginnings:
    """What one after the other begins with."""
    found = {each for each in first if _is_told(each)}
    for letters, _ in first - found:
        found |= {_cut(letters + more, goes_on=goes_on) for more, goes_on in second}
    return frozenset(found) if len(found) <= MANY else _only_first(found)


def _cut(letters: str, *, goes_on: bool) -> Beginning:
    return (letters[:TOLD], False) if len(letters) >= TOLD else (letters, goes_on)


def _only_first(found: Iterable[Beginning]) -> Beginnings:
    return frozenset((letters[:1], len(letters) > 1 or goes_on) for letters, goes_on in found)


def _one(code: Any, value: Any) -> Beginnings:
    if code is op.LITERAL:
        return frozenset({(chr(value), False)})
    if code is op.IN:
        return _class(value)
    if code is op.BRANCH:
        return frozenset().union(*map(_sequence, value[1]))
    if code is op.SUBPATTERN:
        _, flags, _, inner = value
        return _ANYTHING if flags & re.IGNORECASE else _sequence(inner)
    if code in _REPEATED:
        return _repeated(*value)
    return _NOTHING if code in _WIDTHLESS else _ANYTHING


def _repeated(least: int, most: int, inner: Iterable[tuple[Any, Any]]) -> Beginnings:
    """What so many of one thing after another begin with; more than TOLD of them tell no more."""
    once, found = _sequence(inner), _NOTHING
    for turn in range(min(int(most), TOLD)):
        again = _then(found, once)
        found = again if turn < least else found | again
    return found


def _class(members: Iterable[tuple[Any, Any]]) -> Beginnings:
    found = set()
    for code, value in members:
        if code is op.LITERAL:
            found.add(chr(value))
        elif code is op.RANGE and value[1] - value[0] < len("0123456789ABCDEF"):
            found |= {chr(letter) for letter in range(value[0], value[1] + 1)}
        else:
            return _ANYTHING
    return frozenset((letter, False) for letter in found)
