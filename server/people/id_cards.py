"""Resident identity numbers (GB 11643-1999): normalised, checked, and what they say of a birth.

The first six digits are the place of the first registration. They say nothing about where somebody
is registered or lives now, so nothing here reads them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

FIRST_BIRTH, LAST_BIRTH = date(1905, 1, 1), date(1970, 12, 31)
"""Births of the people served here: the oldest living, and those who turn 60 within a few years."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_SHAPE = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
_OLD_SHAPE = re.compile(r"[1-9]\d{14}", re.ASCII)


@dataclass(frozen=True)
class IdCard:
    """A number that is in order: 18 characters, and the birth date it carries."""

    number: str
    birth_date: date


def check_digit(first_17: str) -> str:
    """The 18th character (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def read(text: str) -> IdCard:
    """The number in ``text``; an old one of 15 digits becomes the 18 that replaced it.

    Raises ValueError with a Chinese sentence for whoever typed it.
    """
    number = _normalised(text)
    if not _SHAPE.fullmatch(number):
        raise ValueError("身份证号应该是18位，请对着身份证再看一遍")
    birth = _birth(number[6:14])
    if check_digit(number[:17]) != number[17]:
        raise ValueError("身份证号好像有一位写错了，请对着身份证再看一遍")
    if not FIRST_BIRTH <= birth <= LAST_BIRTH:
        raise ValueError("这个身份证上的年龄不在服务范围内，请检查是不是老人本人的")
    return IdCard(number, birth)


def _normalised(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).upper()
    number = re.sub(r"[\s·.\-]", "", plain)
    if not _OLD_SHAPE.fullmatch(number):
        return number
    longer = f"{number[:6]}19{number[6:]}"
    return longer + check_digit(longer)


def served(birth: date | None) -> date | None:
    """A birth date of somebody served here. Raises ValueError with a sentence that says what is wrong."""
    if birth is not None and not FIRST_BIRTH <= birth <= LAST_BIRTH:
        raise ValueError("出生日期不在服务范围内，请检查")
    return birth


def _birth(digits: str) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise ValueError("身份证号里的出生日期不对，请对着身份证再看一遍") from None
