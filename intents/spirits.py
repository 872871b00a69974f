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

from intents.normalise import bare

DATA = Path(__file__).parent / "data" / "spirits.yaml"
LONGEST = 40
"""In longer speech such words stand beside what is asked for."""


@dataclass(frozen=True)
class Remark:
    """A kind of remark: what to say, and the questions whose answers may help."""

    name: str
    say: str
    ask: tuple[str, ...]


@cache
def _data() -> tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], Remark], ...]]:
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    rows = ((row, re.compile(row["any"])) for row in data["remarks"])
    remarks = tuple((p, Remark(row["name"], row["say"], tuple(row["ask"]))) for row, p in rows)
    return re.compile(data["not_alone"]), remarks


def remark_in(text: str) -> Remark | None:
    """The remark that ``text`` is, None where it is about something else as well."""
    plain = bare(text)
    beside, remarks = _data()
    if len(plain) > LONGEST or beside.search(plain):
        return None
    return next((remark for pattern, remark in remarks if pattern.search(plain)), None)
