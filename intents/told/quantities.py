"""How often and how long something is, as people tell it: 四次, 每周, 半个月, 一天两顿, 隔天一次."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from intents.words.numerals import COUNTS, SIGNS
from intents.words.sums import quantity

AN_EACH = 6
"""So many characters may stand between "each" and what it is a price of ("每次康复200")."""

_BETWEEN = 8
"""So many may stand between a span and what is counted in it ("一个月要洗两回")."""

_UNITS = {
    "hour": "个?(?:小时|钟头)",
    "time": "次(?![月日年要也都没])|回(?![家复答来去])|趟|遍",
    "meal": "顿|餐(?![补费标厅馆点桌])|份(?!额)",
    "day": "天(?![津坛桥然气]|比|不如|到晚|没)|个?工作日|日(?![间托常子])",
    "week": "周(?![岁边末])|个?(?:星期|礼拜)(?![一二三四五六日天])",
    "month": "个月(?![份初底])",
    "year": "年(?![级底纪])",
}
_UNIT = "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items())
_NUMBER = rf"半|\d+(?:\.\d+)?|[{COUNTS}]?十[{SIGNS}]?|[{COUNTS}]"
_NOT_BEHIND = rf"(?<![\d.零〇第{COUNTS}十百千万初])"
_QUANTITY = re.compile(
    rf"(?:(?P<each>每|按|平均|/)|{_NOT_BEHIND}(?P<n>{_NUMBER})|(?<![十第])(?P<a>一|(?<![\d.])1)|(?<=百[{SIGNS}]十)(?P<a2>一))(?:{_UNIT})(?P<half>半)?"
    r"|(?P<monthly>每个?月|按月|一月(?=[^,，。\d]{0,4}[\d两一二三四五六七八九])|月(?=[费租交付收])|(?<=院)月)|(?P<daily>天天|每日)|(?P<other>隔[一1]?[天日])"
)
_LASTED = re.compile("[住待呆用请干租][了过]$|住$")
SIZES = {"hour": 0, "meal": 1, "time": 1, "day": 2, "week": 3, "month": 4, "year": 5}
"""Units of time by their size."""
_PRICE_OF_ONE = re.compile(rf"[{SIGNS}]十一(?=个?小时|个?钟头|次|趟|顿)")
"""Not so many: 四十一小时 is 40 an hour."""


@dataclass(frozen=True)
class Quantity:
    """So many of a unit, and where that is said."""

    times: Fraction
    unit: str
    start: int
    end: int
    is_span: bool = False
    """Whether what follows is counted in it: 一周 of "一周三次"."""

    lasts: bool = False
    """Whether it is said to have been so long: "住了一周"."""

    of_span: bool = False
    """Whether it is counted in what stands before: 三次 of the same."""


def plainly(text: str) -> str:
    """``text`` in half width and small letters, each character where it was."""
    return "".join(map(_plain, text))


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    plain = unicodedata.normalize("NFKC", sign).lower()
    return plain if len(plain) == 1 else sign


def quantities_in(plain: str) -> list[Quantity]:
    """What ``plain`` counts, in order; a span knows that something is counted in it."""
    parted = _PRICE_OF_ONE.sub(lambda m: f"{m[0][:2]}每", plain)
    found = [_quantity(match) for match in _QUANTITY.finditer(parted)]
    found = [replace(one, lasts=bool(_LASTED.search(plain[: one.start]))) for one in found]
    for at in range(len(found) - 1):
        span, inner = found[at], found[at + 1]
        gap = plain[span.end : inner.start]
        near = len(gap) <= _BETWEEN and not re.search(r"[\d,，。;；、\s百千万块元]", gap)
        whole = span.times == 1 or (inner.times == 1 and not gap)
        if near and whole and SIZES[inner.unit] < SIZES[span.unit]:
            found[at] = replace(span, is_span=True)
            found[at + 1] = replace(inner, of_span=True)
    return found


def _quantity(match: re.Match[str]) -> Quantity:
    if match["monthly"]:
        return Quantity(Fraction(1), "month", *match.span())
    if match["daily"]:
        return Quantity(Fraction(1), "day", *match.span())
    if match["other"]:
        return Quantity(Fraction(2), "day", *match.span())
    unit = next(name for name in _UNITS if match[name])
    said = match["n"]
    times = Fraction(1, 2) if said == "半" else quantity(said) if said else Fraction(1)
    return Quantity(times + (Fraction(1, 2) if match["half"] else 0), unit, *match.span())
