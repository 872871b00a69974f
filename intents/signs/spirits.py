"""Remarks of somebody who is lonely, sad or worn out, or has nobody at home: they ask for nothing, and are
not refused.

The patterns and what is said are data (``data/spirits.yaml``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from intents.words.any_of import any_of
from intents.words.normalise import bare, unify
from intents.words.rules import Unless, pattern_of, spelt_out

DATA = Path(__file__).parents[1] / "data" / "spirits.yaml"
LONGEST = 40
"""In longer speech such words stand beside what is asked for."""

SHORT = 18
"""A statement of more characters may hold what should be seen to."""


@dataclass(frozen=True)
class Remark:
    """A kind of remark: what to say, and the questions whose answers may help."""

    name: str
    say: str
    ask: tuple[str, ...]


@cache
def _data() -> tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], Remark], ...]]:
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    rows = ((row, pattern_of(row["any"])) for row in data["remarks"])
    remarks = tuple((p, Remark(row["name"], row["say"], tuple(row["ask"]))) for row, p in rows)
    return pattern_of(data["not_alone"]), remarks


@dataclass(frozen=True)
class _Statements:
    asks: re.Pattern[str]
    tells: re.Pattern[str]
    grave: re.Pattern[str]
    heard: str
    kindly: tuple[tuple[re.Pattern[str], str, bool], ...]
    """What is looked for, what is said, and whether nothing grave may stand beside it."""


@cache
def _statements() -> _Statements:
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))["statements"]
    return _Statements(
        asks=pattern_of(data["asks"]),
        tells=pattern_of(data["tells"]),
        grave=pattern_of(data["grave"]),
        heard=data["heard"],
        kindly=tuple(
            (pattern_of(row["any"]), row["say"], row.get("careful", False))
            for row in data["kindly"]
        ),
    )


@cache
def _in_need() -> tuple[tuple[Unless, str], ...]:
    """Each trouble, and whom to call."""
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))["in_need"]
    data = spelt_out(data, data["words"])
    return tuple(
        (
            Unless(any_of(kind["any"]), any_of(kind.get("unless", data["unless"]))),
            kind["say"],
        )
        for kind in data["kinds"]
    )


def help_in_need(text: str) -> str | None:
    """Whom to call, for who tells of no heat, no water, no power or nothing to eat, or of an ailment that a
    doctor should see; None for others."""
    plain = bare(text)
    if len(plain) > LONGEST:
        return None
    return next((say for trouble, say in _in_need() if trouble.holds(plain)), None)


def kind_word(text: str) -> str | None:
    """What to say to a statement that asks nothing and that nothing answers; None for what asks, or is
    grave."""
    plain, data = bare(text), _statements()
    if len(plain) > SHORT or data.asks.search(plain) or "?" in unify(text):
        return None
    grave = bool(data.grave.search(plain))
    for pattern, say, careful in data.kindly:
        if pattern.search(plain) and not (careful and grave):
            return say
    return data.heard if data.tells.search(plain) and not grave else None


def remark_in(text: str) -> Remark | None:
    """The remark that ``text`` is, None where it is about something else as well."""
    plain = bare(text)
    beside, remarks = _data()
    if len(plain) > LONGEST or beside.search(plain):
        return None
    return next((remark for pattern, remark in remarks if pattern.search(plain)), None)
