"""Finds the amounts that a Chinese sentence speaks: yuan (as fen) and percentages.

Used to hold every amount in an answer's text against the figures of its entry.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_SEPARATOR = r"(?:到|至|[-–—~～、/]|和|或|或者)"
_LIST = rf"(?P<list>{_NUMBER}(?:\s*[万亿]?\s*(?:元|%|％)?\s*{_SEPARATOR}\s*{_NUMBER})*)"
_AMOUNT = re.compile(rf"{_LIST}\s*(?P<scale>[万亿])?\s*(?P<unit>元|%|％)")
_ITEM = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<scale>[万亿])?\s*(?P<unit>元|%|％)?")
_HUNDREDTHS = re.compile(r"百分之([零〇一二三四五六七八九十百]+)")
_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0}


class Amount(NamedTuple):
    """An amount as spoken: ``kind`` is "fen" or "percent"."""

    kind: str
    value: Decimal


def amounts_in(text: str) -> set[Amount]:
    """Every amount of money (in fen) and every percentage in ``text``.

    A unit at the end of a list counts for the whole list: "100、500、800 元" is three amounts.
    """
    found: set[Amount] = set()
    for match in _AMOUNT.finditer(text):
        for item in _ITEM.finditer(match["list"]):
            unit = item["unit"] or match["unit"]
            scale = item["scale"] or match["scale"] or ""
            found.add(_amount(item["number"], scale, unit))
    found |= {Amount("percent", Decimal(_chinese(m[1]))) for m in _HUNDREDTHS.finditer(text)}
    return found


def _amount(number: str, scale: str, unit: str) -> Amount:
    value = Decimal(number.replace(",", "")) * _SCALES[scale]
    return Amount("fen", value * 100) if unit == "元" else Amount("percent", value)


def _chinese(text: str) -> int:
    """A Chinese numeral up to 百: 四十 → 40, 百 → 100."""
    total = digit = 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit
