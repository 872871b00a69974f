"""How a month, with or without a day, is said: "5月12日", "五月初八", "腊月"."""

from __future__ import annotations

import re

from intents.words.numerals import DIGITS

_MONTHS = {"正": 1, "元": 1, "冬": 11, "腊": 12}


def month_day(month: str, day: str) -> str:
    """The pattern of "5月12日", "五月初八" and "5-12", with names for its groups; the day may lack."""
    return (
        rf"(?P<{month}>1[0-2]|0?[1-9]|[一二三四五六七八九正元冬腊])\s*[月./-]份?"
        rf"(?:\s*初?(?P<{day}>[0-3]?\d|[一二三四五六七八九]))?"
    )


_BIRTHDAY = re.compile(
    rf"{month_day('m', 'd')}[^\d,，。]{{0,2}}生日|生日(?:是|在)?(?:农历|阴历)?{month_day('n', 'e')}"
)
_DAYS_BY_NAME = {"元旦": (1, 1), "劳动节": (5, 1), "国庆": (10, 1), "圣诞": (12, 25)}
_BY_NAME = re.compile(
    rf"(?P<past>过了|过完)?(?P<day>{'|'.join(_DAYS_BY_NAME)})节?(?:那天|当天)?(?P<after>[以之]?后)?"
)
_THIS_MONTH = re.compile(
    r"(?:(?<![上下\d])(?:这个?|本|当)月(?:的|里)?|(?<![\d月]))(?P<d>[0-3]?\d)[号日](?!\d)(?=[^,，。;；\d]{0,4}(?:满|过|到|就|整|正好)\D{0,2}(?:[6-9]\d|1[01]\d))"
)
LUNAR = re.compile("农历|阴历|旧历|老历|月初|[正冬腊]月")


def birthday(spoken: str) -> tuple[str | None, str | None]:
    found = _BIRTHDAY.search(spoken)
    return (None, None) if found is None else (found["m"] or found["n"], found["d"] or found["e"])


def by_the_month(spoken: str, this_month: int) -> str:
    """``spoken`` (unified) with the month for a day that goes by its name ("元旦满80"), or by its number alone
    where somebody turns an age on it ("20号满80")."""
    return _THIS_MONTH.sub(lambda match: f"{this_month}月{match['d']}号", with_named_days(spoken))


def with_named_days(spoken: str) -> str:
    """``spoken`` (unified) with the month and the day for a day that goes by its name ("1947年元旦")."""
    return _BY_NAME.sub(_named_day, spoken)


def _named_day(match: re.Match[str]) -> str:
    month, day = _DAYS_BY_NAME[match["day"]]
    return f"{month}月" if match["past"] or match["after"] else f"{month}月{day}号"


def month_number(said: str) -> int:
    return _MONTHS.get(said) or int("".join(str(DIGITS.get(char, char)) for char in said))
