"""Numerals as people write and say them, read as numbers: 三, 两千四, 3千5百, 1.5万, 好几."""

from __future__ import annotations

import re

DIGITS = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
}

SIGNS = "一二三四五六七八九"
"""Those of them that count something, in the order of what they count."""

COUNTS = f"{SIGNS}两俩"
"""The same with the words that count two."""

SEVERAL = {"几": 2, "好几": 2, "多": 2}
"""Words for more than one: so many at least."""

_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}

THOUSANDS = (
    rf"(?:\d{{1,2}}(?:\.\d)?|[{COUNTS}])[万千](?:零?\d{{2,4}}|[{COUNTS}\d][千百]?)?(?![百十万千\d])"
)
"""A sum in unified text that is not in figures alone: there 百 and 十 are figures already ("两千400")."""

_THOUSANDS = re.compile(
    r"(?P<head>[^万千]+)(?P<unit>[万千])(?P<rest>零?\d{2,4}|零\d)?(?:(?P<digit>.)(?P<more>[千百])?)?"
)


_PARTS = re.compile(r"\d+|\D")


def digit(sign: str) -> int:
    """三 → 3, 两 → 2, 十 → 10, "3" → 3."""
    return int(sign) if sign.isdecimal() else _UNITS.get(sign) or DIGITS[sign]


def times(sign: str) -> int:
    """How often something was: 三 → 3, 好几 → 2 at least."""
    return SEVERAL.get(sign) or digit(sign)


def number(said: str) -> int:
    """八十五 → 85, 一百零二 → 102, 六百五 → 650, 5百 → 500, 两千四 → 2400, 1.5万 → 15000, "2400" → 2400."""
    if said.isdecimal():
        return int(said)
    if match := _THOUSANDS.fullmatch(said):
        return _of_thousands(match)
    total = last = 0
    each = 1
    for part in _PARTS.findall(said):
        if part in _UNITS:
            total += (last or 1) * _UNITS[part]
            last, each = 0, max(_UNITS[part] // 10, 1)
        else:
            last, each = digit(part), 1 if DIGITS.get(part) == 0 else each
    return total + last * each


def _of_thousands(match: re.Match[str]) -> int:
    """What a sum with 千 or 万 is; a digit behind it is so many of the next lower unit."""
    unit = _UNITS[match["unit"]]
    head = float(match["head"]) if match["head"][0].isdecimal() else digit(match["head"])
    rest = int(match["rest"].lstrip("零")) if match["rest"] else 0
    lower = _UNITS[match["more"]] if match["more"] else unit // 10
    return int(head * unit) + rest + (digit(match["digit"]) * lower if match["digit"] else 0)
