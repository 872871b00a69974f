"""Hides ID-card, bank-card and phone numbers in what people type or say."""

from __future__ import annotations

import re

_DIGIT = "[0-9０-９零〇一二三四五六七八九幺]"
_GAP = r"[\s\-－—_.·,，、/]{0,2}"
_RUN = re.compile(rf"{_DIGIT}(?:{_GAP}{_DIGIT}){{7,}}(?:{_GAP}[XxＸｘ])?")
_SPACES = re.compile(r"(\s+)")
_LIST = re.compile(r"[,，、/]")
_TO_ASCII = str.maketrans(
    "０１２３４５６７８９零〇一二三四五六七八九幺Ｘｘ", "0123456789001234567891XX"
)
_ID_CARD = re.compile(
    r"[1-9]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]"
)
_OLD_ID_CARD = re.compile(r"[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}")
_MOBILE = re.compile(r"(?:\+?86|0086)?1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}[2-9]\d{6,7}|[2-9]\d{7}")
_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_RANGE = re.compile(r"\d{1,5}\s*[-－—]\s*\d{1,5}")
_ANY_NUMBER = 11
"""A run of so many digits is hidden even if it is no known kind: a question never needs it."""


def mask(text: str) -> str:
    """``text`` with each such number replaced by 【身份证号】, 【银行卡号】, 【电话号码】 or 【号码】.

    Numbers may be spoken ("幺三八…"), full width, or written with gaps. Short service numbers
    (12345, 96198), amounts, ranges and dates stay.
    """
    return _RUN.sub(_replace, text)


def _replace(match: re.Match[str]) -> str:
    run = match[0]
    parts = _SPACES.split(run)
    if len(parts) > 1 and all(_name(part) for part in parts[::2]):
        return "".join(f"【{_name(p)}】" if n % 2 == 0 else p for n, p in enumerate(parts))
    name = _name(run)
    return f"【{name}】" if name else run


def _name(run: str) -> str | None:
    """What kind of number ``run`` is, None for one that may stay."""
    plain = run.translate(_TO_ASCII)
    digits = re.sub(r"[^0-9X]", "", plain.upper())
    if _ID_CARD.search(digits) or _OLD_ID_CARD.fullmatch(digits):
        return "身份证号"
    if _RANGE.fullmatch(plain) or _DATE.fullmatch(digits):
        return None
    if _MOBILE.fullmatch(digits):
        return "电话号码"
    if _LIST.search(plain):  # an enumeration such as 100、500、800、1000
        return None
    if _LANDLINE.fullmatch(digits):
        return "电话号码"
    if 15 <= len(digits) <= 19:
        return "银行卡号"
    return "号码" if len(digits) >= _ANY_NUMBER else None
