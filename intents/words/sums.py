"""Sums of money as people say them: 十二块五, 两百六, 四千四, 两千零五十, 3千5, 1.2万; in fen."""

from __future__ import annotations

import re
from fractions import Fraction

from intents.words.numerals import COUNTS, DIGITS

FEN = 100
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_DIGITS = f"零〇{COUNTS}"
_ONE = rf"(?:\d+(?:\.\d+)?|[{COUNTS}])"
COUNTED = "个?(?:半)?(?:小时|钟头|工作日|月|星期|礼拜)|[天日次回趟遍顿餐份周年人位张级岁号分成倍%]|个(?!钱)"
"""What a count counts that is no money: of "六千一个月" the 一 is none of the sum."""

_TAIL = rf"(?:[{COUNTS}](?!{COUNTED}))"
_TENS = rf"(?:(?:{_ONE})?十{_TAIL}?)"
_HUNDREDS = rf"(?:{_ONE}百(?:零?{_TENS}|零[{COUNTS}]|{_TAIL})?)"
_THOUSANDS = rf"(?:{_ONE}千(?:零?{_HUNDREDS}|零?{_TENS}|零?\d+|零[{COUNTS}]|{_TAIL})?)"
_MYRIADS = rf"(?:(?:{_TENS}|{_ONE})万(?:零?{_THOUSANDS}|零?{_HUNDREDS}|零?{_TENS}|零?\d+|零[{COUNTS}]|{_TAIL})?)"
WHOLE = rf"(?<![\d.{_DIGITS}十百千万])(?:{_MYRIADS}|{_THOUSANDS}|{_HUNDREDS}|{_TENS}|\d+(?:\.\d+)?|[{COUNTS}])(?![\d百千万])"
"""A number in figures, in words or in both; sums of one digit are for who knows that it is money."""

SUM = rf"{WHOLE}(?:[元块](?:\d(?!\d|{COUNTED})|[{COUNTS}](?!{COUNTED}))?[毛角]?)?"
"""The same with 元 behind it, and what is less than one."""

_PARTS = re.compile(r"\d+(?:\.\d+)?|\D")


def fen(said: str) -> int:
    """What is said, in fen: 十二块五 → 1250, 两百六 → 26000, 六千 → 600000."""
    whole, _, rest = re.sub("[元毛角]", lambda m: "块" if m[0] == "元" else "", said).partition(
        "块"
    )
    return int(quantity(whole) * FEN) + (_digit(rest) * 10 if rest else 0)


def quantity(said: str) -> Fraction:
    """The number that is said: 八十五, 两百六 (260), 1.5万, 3千5 (3500)."""
    total = section = Fraction(0)
    last, lower = Fraction(0), 1
    for part in _PARTS.findall(said):
        if part == "万":
            total, section, last, lower = (
                (section + (last or 0)) * 10000,
                Fraction(0),
                Fraction(0),
                1000,
            )
        elif part in _UNITS:
            section += (last or 1) * _UNITS[part]
            last, lower = Fraction(0), _UNITS[part] // 10
        elif part in "零〇":
            lower = 1
        else:
            last = Fraction(part) if part[0].isdecimal() else Fraction(_digit(part))
            lower = lower if last < 10 else 1
    return total + section + last * (lower if last else 1)


def _digit(sign: str) -> int:
    return int(sign) if sign.isdecimal() else DIGITS[sign]
