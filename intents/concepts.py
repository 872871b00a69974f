"""Names the things and wishes in a text: different words for one concept become one token."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

DATA = Path(__file__).parent / "data" / "concepts.yaml"
MOST = 64
"""Concepts of one kind are kept as the bits of one number."""


@dataclass(frozen=True)
class Concepts:
    """What a text is about, and what it wants to know of it: sets of concepts, as bits."""

    nouns: int
    asks: int
    elsewhere: int = 0
    """The number of the place outside Beijing that is named first, 0 for none."""

    def is_bare_subject(self) -> bool:
        """Whether a subject of ours is named and nothing is asked of it."""
        return bool(self.nouns) and not self.asks and not self.elsewhere

    def tokens(self) -> list[str]:
        """The concepts as index tokens, told from words by their sign."""
        nouns, asks, _ = _patterns()
        return [f"={name}" for n, name in enumerate(nouns) if self.nouns >> n & 1] + [
            f"?{name}" for n, name in enumerate(asks) if self.asks >> n & 1
        ]


@cache
def _patterns() -> tuple[dict[str, re.Pattern[str]], dict[str, re.Pattern[str]], re.Pattern[str]]:
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    if max(len(data["nouns"]), len(data["asks"])) > MOST:
        raise ValueError(f"{DATA.name}: at most {MOST} nouns and {MOST} asks")
    nouns = {name: re.compile(pattern) for name, pattern in data["nouns"].items()}
    asks = {name: re.compile(pattern) for name, pattern in data["asks"].items()}
    return nouns, asks, re.compile(data["elsewhere"])


@cache
def _places() -> dict[str, int]:
    return {name: number for number, name in enumerate(elsewhere().pattern.split("|"), 1)}


def elsewhere() -> re.Pattern[str]:
    """Places outside Beijing."""
    return _patterns()[2]


def concepts(text: str) -> Concepts:
    """The concepts of ``text`` (normalised)."""
    plain = text.replace(" ", "")
    nouns, asks, elsewhere = _patterns()
    place = elsewhere.search(plain)
    return Concepts(_bits(nouns, plain), _bits(asks, plain), _places()[place[0]] if place else 0)


def _bits(patterns: dict[str, re.Pattern[str]], text: str) -> int:
    return sum(1 << n for n, pattern in enumerate(patterns.values()) if pattern.search(text))
