"""A pattern of many alternatives that looks at a place only for those that may begin there.

`re` tries every alternative at every place of a text: two hundred of them, each with several optional words in
front, take a hundredth of a second over a story of 500 characters. Nearly all begin with two letters that stand
side by side in few places (see ``patterns.openings``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from re import _parser  # type: ignore[attr-defined]

from intents.words.patterns import alternatives, beginnings, openings

Match = Callable[[str, int], re.Match[str] | None]

Tried = tuple[int, int, Match]
"""Where in a text, which of the alternatives, and how it is tried there."""


@dataclass(frozen=True)
class AnyOf:
    """Finds what its alternatives, parted by "|", find as one pattern: the first place, and there the first
    alternative that fits. Groups are those of the alternative."""

    alternatives: tuple[re.Pattern[str], ...]
    _begun: dict[str, list[tuple[int, Match]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """By what it can begin with: each alternative with its number."""

    _beginnings: frozenset[str] = field(init=False, repr=False, compare=False)
    _anywhere: dict[int, re.Pattern[str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Those that any text may begin, by their number."""

    def __post_init__(self) -> None:
        for number, one in enumerate(self.alternatives):
            letters = openings(one.pattern)
            if letters is None:
                self._anywhere[number] = one
            for begins in letters or ():
                self._begun.setdefault(begins, []).append((number, one.match))
        object.__setattr__(self, "_beginnings", frozenset(self._begun))

    @property
    def pattern(self) -> str:
        """The source of all of it."""
        return "|".join(one.pattern for one in self.alternatives)

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in ``text``."""
        return next(self.finditer(text), None)

    def match(self, text: str) -> re.Match[str] | None:
        """The match at the beginning of ``text``."""
        return next(filter(None, (one.match(text) for one in self.alternatives)), None)

    def finditer(self, text: str, start: int = 0) -> Iterator[re.Match[str]]:
        """The matches in ``text`` from ``start`` on."""
        end = start
        for place, _, one in self._tried(text):
            if place >= end and (found := one(text, place)):
                yield found
                end = found.end()

    def taken_out(self, text: str) -> str:
        """``text`` without all matches."""
        return self.sub("", text)

    def sub(self, template: str, text: str) -> str:
        """``text`` with ``template`` for each match, as ``re.sub`` has it."""
        kept: list[str] = []
        end = 0
        for found in self.finditer(text):
            kept += text[end : found.start()], found.expand(template)
            end = found.end()
        return "".join([*kept, text[end:]])

    def _tried(self, text: str) -> list[Tried]:
        """Where which alternatives may begin in ``text``, in order."""
        tried = [
            (place, number, one)
            for letters in self._beginnings & _beginnings(text)
            for place in _places(letters, text)
            for number, one in self._begun[letters]
        ]
        for number, one in self._anywhere.items():
            tried += [(place, number, one.match) for place in _found(one, text)]
        return sorted(tried)


def any_of(sources: str | Sequence[str]) -> AnyOf:
    """The alternatives of a pattern, or of several. Raises ValueError for one that may be empty: it is found
    everywhere, and takes nothing out."""
    source = sources if isinstance(sources, str) else "|".join(sources)
    if _parser.parse(source).getwidth()[0] == 0:
        raise ValueError(f"a pattern that may be empty: {source[:60]}")
    return AnyOf(tuple(map(re.compile, alternatives(source))))


_beginnings = lru_cache(maxsize=64)(beginnings)
"""Of each message many patterns are looked for, one after the other."""


def _places(letters: str, text: str) -> Iterator[int]:
    """Where ``letters`` stand in ``text``."""
    place = text.find(letters)
    while place >= 0:
        yield place
        place = text.find(letters, place + 1)


def _found(one: re.Pattern[str], text: str) -> Iterator[int]:
    """Where ``one`` matches in ``text``, also within a match that begins before."""
    match = one.search(text)
    while match:
        yield match.start()
        match = one.search(text, match.start() + 1)
