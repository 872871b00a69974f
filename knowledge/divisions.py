"""Beijing's districts and their streets and towns, by code and by name.

``divisions.json`` is the list of the National Bureau of Statistics as of 2023 (policy notes §6).
A street is named by its code everywhere in the data: names repeat (八里庄街道 is in two districts).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.schema import DISTRICTS

FILE = Path(__file__).parent / "divisions.json"
FIRST_ZONE = 400
"""Numbers from here on are development zones and the like: people live there, no office sits there."""

_ENDINGS = ("地区办事处", "街道办事处", "民族乡", "街道", "地区", "镇", "乡")


@dataclass(frozen=True)
class Street:
    """A street, town or township (``code`` has 9 digits), or a development zone beside them."""

    code: str
    name: str

    @property
    def district(self) -> str:
        """The 6-digit code of its district."""
        return self.code[:6]

    @property
    def is_zone(self) -> bool:
        """Whether it is a development zone or airport: not a street or town with an office."""
        return int(self.code[6:]) >= FIRST_ZONE

    @property
    def full_name(self) -> str:
        """With its district: 海淀区八里庄街道."""
        return DISTRICTS[self.district] + self.name


@cache
def _streets() -> dict[str, Street]:
    listed = json.loads(FILE.read_text(encoding="utf-8"))["streets"]
    return {code: Street(code, name) for code, name in listed.items()}


def district_code(text: str) -> str | None:
    """The code of a district: from a code, 石景山, 石景山区 or 北京市石景山区; None for another."""
    if text in DISTRICTS:
        return text
    short = text.removeprefix("北京市").removeprefix("北京").removesuffix("区")
    return next((code for code, name in DISTRICTS.items() if name == f"{short}区"), None)


def district_name(code: str) -> str:
    """The name of a district. Raises KeyError for a code that is none."""
    return DISTRICTS[code]


def street(code: str) -> Street | None:
    """The street with this 9-digit code, or None."""
    return _streets().get(code)


def streets_of(district: str) -> tuple[Street, ...]:
    """The streets, towns and zones of a district, in order of their codes."""
    return tuple(found for found in _streets().values() if found.district == district)


def streets_named(text: str, district: str | None = None) -> tuple[Street, ...]:
    """Streets of this name (月坛, 月坛街道, 海淀区八里庄街道), of one district if it is given.

    Several where the name repeats: the person has to say which.
    """
    short = _short(text.removeprefix("北京市"))
    return tuple(
        found
        for found in _streets().values()
        if short in (_short(found.name), _short(found.full_name))
        and district in (None, found.district)
    )


def _short(name: str) -> str:
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name
