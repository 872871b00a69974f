"""When somebody was born, as it is said: "1943年5月12日", "四二年五月初八", "46年3月生人"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from intents.words.numerals import DIGITS, SIGNS
from intents.words.relatives import LAST_SIGNS

_DIGIT = f"[0-9零〇{SIGNS}]"
_MONTHS = {"正": 1, "元": 1, "冬": 11, "腊": 12}
_YEAR = (
    rf"(?P<y>(?:19|一九)[0-6零〇一二三四五六]{_DIGIT}|(?<!{_DIGIT})[2-6二三四五六]{_DIGIT}(?=年))"
)


def _month_day(month: str, day: str) -> str:
    """The pattern of "5月12日", "五月初八" and "5-12", with names for its groups; the day may lack."""
    return (
        rf"(?P<{month}>1[0-2]|0?[1-9]|[一二三四五六七八九正元冬腊])\s*[月./-]份?"
        rf"(?:\s*初?(?P<{day}>[0-3]?\d|[一二三四五六七八九]))?"
    )


_BORN = re.compile(rf"{_YEAR}\s*[年./-]的?\s*(?:农历|阴历|阳历|公历)?\s*{_month_day('m', 'd')}")
_BORN_IN = re.compile(
    rf"{_YEAR}年?(?:生|出生|属|的(?=$|[,，。、 ])|(?<=19\d\d年)的(?=能|可以|该|领|拿|老))"
    rf"|(?<=[我俺{LAST_SIGNS}母父])(?:是|他|她|今年)?{_YEAR.replace('P<y>', 'P<z>')}年(?=$|[,，。、 ])"
)
_BIRTHDAY = re.compile(
    rf"{_month_day('m', 'd')}[^\d,，。]{{0,2}}生日|生日(?:是|在)?(?:农历|阴历)?{_month_day('n', 'e')}"
)
_REPUBLIC = re.compile(r"民国\s*(\d{1,2})年")
"""Counted from 1912."""

_EIGHT_DIGITS = re.compile(
    r"(?<!\d)(?:[1-8]\d{5}\s?)?(19[0-6]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\s?\d{3}[\dxX])?(?!\d)"
)
"""A date in digits; the number of an identity card has one behind the six digits of a place."""

_PUT_RIGHT = re.compile(
    r"(?:不是|不对|错了|应该|更正|改成|改一下).{0,14}?(?P<y>19[0-6]\d)\s*年?(?:的|生的?|出生的?)?[\W]*$"
)
_LUNAR = re.compile("农历|阴历|旧历|老历|月初|[正冬腊]月")
LUNAR_LAG = (timedelta(days=17), timedelta(days=54))
"""So much later the first and the last day of a month of the lunar calendar fall in the solar one."""

LUNAR_NEW_YEAR = 3
"""The month in which it is over for certain: before that it is still the winter of the lunar year before."""

_ONLY_A_MONTH = re.compile(
    rf"(?:生日|出生|生人|是|就|在|我|俺|他|她|妈|爸|大概|好像|应该|农历|阴历|旧历|阳历|公历|的)*{_month_day('m', 'd')}"
    r"(?:号|日|份|生|的|人|出生|生日|过|吧|呢|了|那天|啊)*"
)
"""The month of a birthday and nothing else, told after the year ("二月份的")."""

_YEARS_ON = {"前年": -2, "去年": -1, "今年": 0, "明年": 1, "后年": 2}
_TURNS = re.compile(
    r"(?:(?P<next>下个?月)|(?P<on>[前去今明后]年)?的?(?:农历|阴历|旧历|老历|阳历)?(?P<m>1[0-2]|0?[1-9]|[一二三四五六七八九正元冬腊])月份?)"
    r"(?:里|底|初|中旬?|[0-3]?\d[号日]|初[一二三四五六七八九十])*"
    r"(?P<way>[^,，。;；、\d虚领拿给发交]{0,8}?)(?P<a>[6-9]\d|1[01]\d)(?!\s*[\d号日月年元块个天平])"
)
"""In which month somebody turns how old ("明年三月满九十", "下个月就80了")."""

_DAYS_ON = {"明": 1, "后": 2, "大后": 3}
_TURNS_ON = re.compile(
    r"(?P<d>大后|[明后])[天儿]个?[^,，。;；、\d虚领拿给发交花去来看]{0,5}(?P<a>[6-9]\d|1[01]\d)(?!\s*[\d号日月年块元个天])"
    r"|(?:今年[^,，。\d]{0,3}(?P<b>[6-9]\d|1[01]\d)|(?<!\d)(?P<c>[6-9]\d|1[01]\d)(?:岁|周岁)?整)[^。\d]{0,6}?"
    r"(?P<e>大后|[明后])[天儿]个?[^,，。\d]{0,4}生日"
)
"""On which day somebody turns how old ("明天满八十", "九十整明儿过生日")."""

_YEARS_AND_MONTHS = re.compile(
    r"(?<![\d虚])(?P<a>[5-9]\d|10\d)(?:岁(?:零|又|过|多)?|零|又)(?P<n>1[01]|[1-9]|[一二三四五六七八九])个多?月(?!前|后|以|[^,，。]{0,6}(?:多少|几|[领给拿发补]))"
)
"""An age told with the months beyond it ("79岁零10个月")."""

_AN_AGE = re.compile(r"(?<![\d虚])(?:[5-9]\d|1[01]\d)(?!\d|[块元月号日年])")
_TURNED_IN = re.compile(
    r"(?:^|[,，。、 今])年?(?P<m>1[0-2]|[1-9]|[一二三四五六七八九])月份?(?:里|刚|才|就|已经)*(?:满的|满了|过的生日|过了生日)"
)
"""In which month somebody turned the age that is told ("80,10月满的")."""

_NEXT_MONTH = re.compile(r"下个?月[^\d,，。]{0,4}生日|生日[^\d,，。]{0,3}下个?月")
_OLD = re.compile(
    r"(?<![\d虚])(?<!虚岁)(?P<a>[5-9]9|109)(?!\d|[块元月号日年]|\D{0,3}虚|[^,，。]{0,3}(?:没|未|不)[到满])"
)
"""An age after which the next birthday brings a higher allowance; told of today, not of this year."""

_NO_MONTH = re.compile(
    r"不是(?:农历|阴历|阳历)?(?:1[0-2]|0?[1-9]|[一二三四五六七八九正元冬腊])月份?(?:的|初?[0-3]?\d|初?[一二三四五六七八九])*(?:是|,|，)?"
)


def born(spoken: str, today: date | None = None) -> dict[str, Any]:
    """The day of birth that ``spoken`` (unified) names, as facts; empty if it names none.

    A year, or a year and a month, leave the day open: with ``today`` they become an age, or 虚岁 where even
    the full years are not sure. No day is made up.
    """
    year, month, day = _told(spoken)
    if year is None and today and (exact := _turning_on(spoken, today)):
        year, month, day = exact
    elif year is None and today and (turning := _turning(spoken, today)):
        year, month = turning
    if year is None:
        return {}
    if month and day:
        return _on(year, month, day, spoken)
    return {} if today is None else _about(year, month, today, lunar=bool(_LUNAR.search(spoken)))


def born_in(spoken: str, today: date | None = None) -> str | None:
    """The year, or the year and the month of birth that ``spoken`` (unified) names: "1947-05"; with
    ``today`` that of a birthday to come as well."""
    year, month, _ = _told(spoken)
    if year is None and today and (turning := _turning(spoken, today)):
        year, month = turning
    if year is None:
        return None
    return f"{year}-{month:02}" if month and not _LUNAR.search(spoken) else f"{year}"


def _turning_on(spoken: str, today: date) -> tuple[int, int, int] | None:
    """The day of birth of who turns an age on one of the next days."""
    match = _TURNS_ON.search(spoken)
    if match is None:
        return None
    then = today + timedelta(days=_DAYS_ON[match["d"] or match["e"]])
    age = int(match["a"] or match["b"] or match["c"])
    return then.year - age, then.month, then.day


def _turning(spoken: str, today: date) -> tuple[int, int] | None:
    """The year and the month of birth of who turns an age in a month that ``spoken`` names.

    A month by itself is the next one of that name, and only where it is said to be to come.
    """
    if odd := _YEARS_AND_MONTHS.search(spoken):
        months = today.year * 12 + today.month - 1 - int(odd["a"]) * 12 - _number(odd["n"])
        return months // 12, months % 12 + 1
    match = _TURNS.search(spoken)
    if match is None or _is_no_age(match):
        return _from_the_birthday(spoken, today)
    if match["next"]:
        year, month = divmod(today.year * 12 + today.month, 12)
        return year - int(match["a"]), month + 1
    month, winter = _number(match["m"]), match["m"] in ("冬", "腊")
    to_come = winter or (month > today.month and re.search("[就才要]", match["way"]))
    if match["on"] is None and not to_come:
        return None
    year = today.year - (winter and today.month < LUNAR_NEW_YEAR)
    return year + _YEARS_ON.get(match["on"] or "", 0) - int(match["a"]), month


def _is_no_age(turns: re.Match[str]) -> bool:
    """Whether the number is money, since another age is told as well ("79，下个月就100了")."""
    told = _AN_AGE.search(turns.string[: turns.start()])
    return told is not None and int(told[0]) not in (int(turns["a"]), int(turns["a"]) - 1)


def _from_the_birthday(spoken: str, today: date) -> tuple[int, int] | None:
    """The same of who tells her age and in which later month her birthday is ("89,生日12月3号")."""
    if (turned := _TURNED_IN.search(spoken)) and (age := _AN_AGE.search(spoken)):
        month = _number(turned["m"])
        return (today.year - (month > today.month) - int(age[0]), month)
    old, month = _OLD.search(spoken), _number(_birthday(spoken)[0] or "0")
    if old is None or _LUNAR.search(spoken):
        return None
    months = 1 if _NEXT_MONTH.search(spoken) else (month - today.month) % 12 if month else 0
    if not months:
        return None
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    this_year = re.search(r"今年\D{0,3}$", spoken[: old.start()])
    turns = 0 if this_year and year == today.year else 1
    return year - int(old["a"]) - turns, month + 1


def of_that_year(spoken: str, year: int, today: date) -> dict[str, Any]:
    """What ``spoken`` (unified) says of the birthday of who was born in ``year``, where it is a
    month and nothing else."""
    match = _ONLY_A_MONTH.fullmatch(_NO_MONTH.sub("", re.sub(r"[\s\W]+", "", spoken)))
    if match is None:
        return {}
    month = _number(match["m"])
    if match["d"]:
        return _on(year, month, _number(match["d"]), spoken)
    return _about(year, month, today, lunar=bool(_LUNAR.search(spoken)))


def _told(spoken: str) -> tuple[int | None, int | None, int | None]:
    """The year, the month and the day of birth, as far as they are named."""
    spoken = _REPUBLIC.sub(lambda match: f"{1911 + int(match[1])}年", spoken)
    spoken = _EIGHT_DIGITS.sub(r"\1年\2月\3日", spoken)
    told = _BORN.search(spoken)
    year = told or _BORN_IN.search(spoken)
    if year is None:
        return None, None, None
    month, day = (told["m"], told["d"]) if told else _birthday(spoken)
    said = year["y"] if told else year["y"] or year["z"]
    return _year(said), _number(month) if month else None, _number(day) if day else None


def names_a_year(spoken: str) -> bool:
    """Whether ``spoken`` (unified) names a year of birth."""
    return _told(spoken)[0] is not None


def year_put_right(spoken: str) -> int | None:
    """The year of birth by itself in a correction ("说错了，是1946年"), None in anything else."""
    match = _PUT_RIGHT.search(spoken)
    return None if match is None else int(match["y"])


def _birthday(spoken: str) -> tuple[str | None, str | None]:
    found = _BIRTHDAY.search(spoken)
    return (None, None) if found is None else (found["m"] or found["n"], found["d"] or found["e"])


def _number(said: str) -> int:
    return _MONTHS.get(said) or int("".join(str(DIGITS.get(char, char)) for char in said))


def _year(said: str) -> int:
    number = _number(said)
    return number if number > 1000 else 1900 + number


def _on(year: int, month: int, day: int, spoken: str) -> dict[str, Any]:
    text = f"{year}-{month:02}-{day:02}"
    try:
        date.fromisoformat(text)
    except ValueError:
        return {}
    return {"birth_date": text} | ({"birth_lunar": True} if _LUNAR.search(spoken) else {})


def _about(year: int, month: int | None, today: date, *, lunar: bool) -> dict[str, Any]:
    """Full years for a month that is over or to come; 虚岁 spans the two that are possible."""
    years = today.year - year
    if month is not None and lunar:
        first, last = date(year, month, 1) + LUNAR_LAG[0], date(year, month, 28) + LUNAR_LAG[1]
        most, least = (
            today.year - d.year - ((today.month, today.day) < (d.month, d.day))
            for d in (first, last)
        )
        return {"age": most} if most == least else {"age_xusui": most + 1}
    if month is None or month == today.month:
        return {"age_xusui": years + 1}
    return {"age": years - (today.month < month)}
