"""Names the things and wishes in a text: different words for one concept become one token."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

DATA = Path(__file__).parent / "data" / "concepts.yaml"


@dataclass(frozen=True)
class Concepts:
    """What a text is about, and what it wants to know of it."""

    nouns: frozenset[str]
    asks: frozenset[str]
    elsewhere: bool

    def is_bare_subject(self) -> bool:
        """Whether a subject of ours is named and nothing is asked of it."""
        return bool(self.nouns) and not self.asks and not self.elsewhere

    def tokens(self) -> list[str]:
        """The concepts as index tokens, told from words by their sign."""
        return [f"={name}" for name in sorted(self.nouns)] + [
            f"?{name}" for name in sorted(self.asks)
        ]


@cache
def _patterns() -> tuple[dict[str, re.Pattern[str]], dict[str, re.Pattern[str]], re.Pattern[str]]:
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    nouns = {name: re.compile(pattern) for name, pattern in data["nouns"].items()}
    asks = {name: re.compile(pattern) for name, pattern in data["asks"].items()}
    return nouns, asks, re.compile(data["elsewhere"])


def elsewhere() -> re.Pattern[str]:
    """Places outside Beijing."""
    return _patterns()[2]


def concepts(text: str) -> Concepts:
    """The concepts of ``text`` (normalised)."""
    plain = text.replace(" ", "")
    nouns, asks, elsewhere = _patterns()
    return Concepts(
        frozenset(name for name, pattern in nouns.items() if pattern.search(plain)),
        frozenset(name for name, pattern in asks.items() if pattern.search(plain)),
        bool(elsewhere.search(plain)),
    )
