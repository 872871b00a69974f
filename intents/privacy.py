"""Hides ID-card, bank-card and phone numbers in what people type or say."""

from __future__ import annotations

import re

_GAP = r"[\s\-－—_.·]{0,2}"
_DIGIT = r"[0-9０-９零〇一二三四五六七八九幺]"
_RUN = re.compile(rf"(?<![0-9０-９A-Za-z]){_DIGIT}(?:{_GAP}{_DIGIT}){{6,22}}(?:{_GAP}[XxＸｘ])?")
_TO_ASCII = str.maketrans(
    "０１２３４５６７８９零〇一二三四五六七八九幺Ｘｘ", "0123456789001234567891XX"
)
_ID_CARD = re.compile(
    r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
)
_OLD_ID_CARD = re.compile(r"[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}")
_MOBILE = re.compile(r"(?:\+?86|0086)?1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}\d{7,8}")
_SHORT_LANDLINE = re.compile(r"[2-9]\d{7}")


def mask(text: str) -> str:
    """``text`` with each such number replaced by 【身份证号】, 【银行卡号】 or 【电话号码】.

    Numbers may be spoken ("幺三八…"), full width, or written with gaps. Short service numbers
    (12345, 96198), amounts and dates stay. An unclear run of 11 digits or more is hidden too:
    a question never needs it.
    """
    return _RUN.sub(_replace, text)


def _replace(match: re.Match[str]) -> str:
    digits = re.sub(r"[^0-9Xx]", "", match[0].translate(_TO_ASCII))
    name = _name(digits)
    return f"【{name}】" if name else match[0]


def _name(digits: str) -> str | None:
    if _ID_CARD.search(digits):
        return "身份证号"
    if (
        _MOBILE.fullmatch(digits)
        or _LANDLINE.fullmatch(digits)
        or _SHORT_LANDLINE.fullmatch(digits)
    ):
        return "电话号码"
    if _OLD_ID_CARD.fullmatch(digits):
        return "身份证号"
    if len(digits) >= 15:
        return "银行卡号" if len(digits) <= 19 else "号码"
    return "号码" if len(digits) >= 11 else None
