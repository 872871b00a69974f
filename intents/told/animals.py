"""The years of birth that the animal of a year leaves open: "属牛的" is one of every twelve."""

from __future__ import annotations

import re
from datetime import date

ANIMALS = "鼠牛虎兔龙蛇马羊猴鸡狗猪"
_ROUND = 12
_OF_THE_RAT = 1900
_OLD_ENOUGH, _OLDEST = 60, 110
_BORN_UNDER = re.compile(rf"属(?:的|是)*(?:大|小)?(?P<animal>[{ANIMALS}])(?!于)")
_AT_LEAST = re.compile(
    r"(?<!没)(?<!没有)(?:过了?|超过|满了?)(?P<a>[6-9]0)(?!年|块|元)|(?<!\d)(?P<b>[6-9]0)(?:多|来岁|几)"
)
_TENS = 10


def years_of_the_animal(spoken: str, today: date) -> list[int]:
    """The years in which an elder may have been born who is born under the animal that ``spoken`` (unified)
    names, the latest first; empty where it names none, or more than one."""
    named = {match["animal"] for match in _BORN_UNDER.finditer(spoken)}
    if len(named) != 1:
        return []
    place = ANIMALS.index(named.pop())
    span = range(today.year - _OLD_ENOUGH, today.year - _OLDEST, -1)
    return [year for year in span if (year - _OF_THE_RAT) % _ROUND == place]


def animal_in(spoken: str) -> str | None:
    """The animal under which ``spoken`` (unified) says somebody is born."""
    match = _BORN_UNDER.search(spoken)
    return match["animal"] if match else None


def born_under(spoken: str, today: date) -> int | None:
    """The one of these years that goes with an age told by its ten ("属兔,过了80"), None where several do or
    none."""
    told = _AT_LEAST.search(spoken)
    if told is None:
        return None
    least = int(told["a"] or told["b"])
    years = years_of_the_animal(spoken, today)
    within = [year for year in years if least < today.year - year < least + _TENS]
    return within[0] if len(within) == 1 else None
