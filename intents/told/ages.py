"""How old somebody is by what is said: full years, 虚岁, a birthday, an age by and large or of another year."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from intents.told.age_last import age_last
from intents.told.amounts import in_money
from intents.told.animals import born_under, years_of_the_animal
from intents.told.births import born
from intents.told.either_or import between_two_ages, between_two_years, without_two_years
from intents.told.feasts import feast_in
from intents.told.retired import retired_in
from intents.told.turning import has_birthday_ahead
from intents.words.numerals import digit
from intents.words.relatives import ELDERS_AT_HOME, OLD_ONES
from intents.words.slots import (
    NEARLY,
    OLDEST,
    YOUNGEST,
    age_in,
    counts_something_else,
    of_today,
    without_dates,
)

AGES = ("age", "age_xusui", "age_between", "birth_date", "birth_lunar")
"""Facts that all say how old somebody is."""

_XUSUI = re.compile(
    r"虚岁(?:算|上|是|整|正好|刚好|刚|已经|都|也|满|有|\s)*(?P<a>\d{2,3})|(?P<b>\d{2,3})\s*(?:岁[,，(（ ]*)?虚岁(?!\s*\d)|虚(?P<c>\d{2,3})|"
    r"(?P<d>\d{2,3})[^\d,，。]{0,6}[,，]?(?:按|照|算|论)(?:的是|着)?虚(?:岁|的)|"
    r"(?P<e>\d{2,3})[^\d,，。]{0,4}[,，。、 ]+(?:这|那|我?说的?|是)*虚岁(?!\s*\d)"
)
_KIN = re.compile(
    rf"(?:父亲|母亲|父|母|{ELDERS_AT_HOME}|奶|爷|外公|外婆|大伯|大爷|叔|舅|姑|老人|{OLD_ONES}|老婆子|老头)"
    r"儿?[^,，。;；\d]{0,9}?(?<![几好])(?<!(?<!岁)数)(?P<age>\d{2,3})(?!\d)"
)
_NEARLY = re.compile(rf"{NEARLY}\s*\d{{2,3}}\D{{0,3}}$")
_MINE = re.compile(r"(?:问|说|算|查|看)(?:的是)?我(?:自己|本人)?的?(?=$|[,，。])")
_MY_AGE = re.compile(r"我(?:自己|今年|都|也|呢|是)*\s*(?P<age>\d{2,3})(?!\d)")
_IN_YEARS = re.compile(
    r"(?:(?:再过|还有|过|还得|差|再等|等)\s*(?P<n>\d{1,2}|[一两二俩三四五六七八九])年|(?P<m>\d{1,2}|[一两二俩三四五六七八九])年(?:后|以后|之后))"
    r"[^,，。\d领拿给发交花]{0,6}(?P<a>\d{2,3})(?!\d|[块元月号日年个])"
)
_SOON = re.compile(
    r"(?P<after>大后年|后年|明年|过了?年|过完年|转过?年|开春|春节|元旦|新年|圣诞节?|年底|月底|下个?月|下个?(?:周|星期|礼拜)|(?:这|本)个?(?:周末|星期天|礼拜天)|过几天|过些天|过阵子|明天|后天|过两天)"
    r"[^,，。\d]{0,8}(?:\d{1,2}[号日][^,，。\d]{0,5})?(?P<a>[4-9]\d|1[0-2]\d)(?!\s*[\d号日月年元块个])"
)
_ABOUT = re.compile(
    r"(?:大概|大约|差不多|可能|也许|好像|估计|估摸着?|约[摸莫])(?:有|是)?\s*(?P<a>\d{2,3})(?!\d)|(?P<b>\d{2,3})\s*(?:来岁|岁?上下|岁?左右|(?:岁|了)?的?样子)"
)
"""An age said by and large: near a birthday that counts it is not known."""

_ONE_OR_THE_OTHER = re.compile(
    r"(?<![\d零〇一二三四五六七八九])(?:(?P<a>\d{2,3})(?:岁|、|,|，|或者?|到|还是|要不|-|~)*(?P<b>\d{2,3})(?=(?:岁|周岁)*(?:的样子|左右|上下|吧|了|$|[,，。 ]))"
    r"|(?P<c>\d{2})(?P<d>[二三四五六七八九])(?=岁|了|$|[,，。 ]))"
)
"""Two ages beside one another, one of which it is: "七十九八十", "八十六七"."""
_NO_AGE = re.compile(
    r"[六七]老\d{2}|(?:过|再等|等|还有)(?:上|个)?(?:好?[几些]|[两三][三五])年(?:以?后|之后)?(?:我|他|她|就|才|也|要|能|可以|[满到过上够])*\d{2,3}(?!\d|[块元])岁?|从\d{2,3}(?:岁|周岁)?(?:开始|起|那年|就|(?:一直)?(?:领|拿)?到\d{2,3}(?:岁|周岁)?)"
    r"|(?<!\d)[4-6]\d岁?(?:就|才|上|那年)*退(?:的?休|下来)?(?=[的了,，。\s有]|都|已经|整|到现在|至今|后|以后|$)|[二三四五六七八九]\s*\d0(?!\d)"
    r"|(?<!要是)(?<!如果)(?:想|愿意?|指望|盼着?|希望|争取|打算|能|敢|活不)(?:再|能|他|她|我|咱)*活?(?:不?到|过|够|满)(?:个|一)?\d{2,3}(?!\d|岁?了)岁?"
)
"""A saying for old ("七老八十"), what is some years off ("过几年到八十"), anything within ten years ("七八十岁"), or how old somebody would live to be
("不想活到100"): no age."""
_IN_THE_YEAR = re.compile(
    r"(?P<y>20[2-9]\d)年(?!\d)[^,，。\d领拿给发交花虚]{0,6}(?P<a>[4-9]\d|1[0-2]\d)(?!\s*[\d号日月年元块个%])"
)
"""How old somebody is in a year that is named; of one to come, what she turns in it."""

_WAS = re.compile(
    r"(?P<y>去年|前年|大前年|(?P<named>20[0-4]\d)年?(?:的?\d{1,2}月份?)?)[^,，。\d领拿给发交花]{0,4}?(?P<turned>满的?|刚满|过的|过了)?(?P<a>\d{2,3})(?!\d|年|月|号|日|块|元|个|[,，]?(?:周岁|岁|了)?[,，]?(?:今年|现在|如今|眼下)\D{0,3}\d{2,3})"
)
"""How old somebody was in a year that is over."""

_AGO = {"去年": 1, "前年": 2, "大前年": 3}
_YEARS_ON = {"大后年": 3, "后年": 2}
_NEAR_A_TIER = (8, 9, 0, 1)
_MOST_ABOUT = 2
"""So many years an age told by and large may be off."""

_THIS_YEARS = re.compile(
    r"今年(?:都|也|是|有|整|[,，\s])*(?P<a>[4-9]\d|1[01]\d)(?:岁|了)*(?!\d|[块元月号日年个]|周岁|\D{0,3}虚)"
)
"""How old somebody is this year: before her birthday of it that may be counted from it or from the one before."""

_TOLD_AGE = re.compile(r"周岁\s*(?P<a>\d{2,3})|(?P<b>\d{2,3})\s*周岁")
_DAYS_OFF = (
    r"(?:明[儿天]|后[天儿]|大后天|过[两几]天|下个?(?:月|周|礼拜|星期)|月底)[^,，。\d]{0,4}生日"
)
_ABOUT_TO_BE = re.compile(rf"(?<!\d)(?P<a>[6-9]0|1[01]0)(?!\d)[^\d。]{{0,8}}?{_DAYS_OFF}")
"""Whether the birthday to come is the one that makes her so old is not said ("九十了,明天过生日")."""

_BIRTHDAY_TO_COME = re.compile(
    r"生日(?:还|都)?(?:没|未)(?:过|到)|没过生日|没到生日|\d周岁(?:生日)?(?:还|都)?(?:没|未)(?:过|到|满)|"
    rf"(?:今年[^,，。\d]{{0,3}}\d{{2,3}}|\d{{2,3}}(?:岁|周岁)?整)[^。]{{0,6}}?{_DAYS_OFF}|"
    r"\d岁?[差欠]着?(?:[一二两俩半几]|\d{1,2})个?(?:岁|年|月|天|礼拜|星期)"
)


def age_of(spoken: str, today: date | None) -> dict[str, Any]:
    """Which of ``AGES`` ``spoken`` (unified) tells; ``today`` makes an age of a year of birth alone."""
    feast = feast_in(spoken, today)
    spoken = spoken if feast else age_last(spoken)
    if birth := _between_births(spoken, today) or born(spoken, today):
        return birth
    if retired := retired_in(spoken):
        return age_of(retired.rest, today) or _span(retired.least, retired.most)
    if today and (year := born_under(spoken, today)):
        return {"age_xusui": today.year - year + 1}
    spoken = _NO_AGE.sub("", in_money(without_dates(spoken)))
    either = between_two_ages(spoken)
    if xusui := None if either else _XUSUI.search(spoken):
        years = int(next(filter(None, xusui.groups())))
        exact = _full_years(_XUSUI.sub("", spoken))
        if exact is not None and years - 2 <= exact < years:  # "九十九，虚岁一百零一"
            return {"age": exact}
        return {"age_xusui": years} if YOUNGEST <= years <= OLDEST else {}
    if known := either or feast or _before_the_birthday(spoken, today):
        return _span(*known)
    if _WAS.search(spoken) and _told_age(left := _WAS.sub("", spoken)) is not None:
        spoken = left  # today's is told as well: "九十了，去年八十九"
    if (span := _between(spoken, today)) is not None:
        return _span(*span)
    if (age := _in_a_year_to_come(spoken, today)) is None:
        age = _full_years(re.sub(r"(\d)0有([1-9一二三四五六七八九])", _odd_years, spoken))
    return {} if age is None else _by_the_animal(age, spoken, today)


def _by_the_animal(age: int, spoken: str, today: date | None) -> dict[str, Any]:
    """``age``, as 虚岁 where only so it goes with the animal that is told ("八十了，属猪的")."""
    years = years_of_the_animal(spoken, today) if today else []
    ages = [today.year - year for year in years] if today else []
    by_full_years = age in ages or age + 1 in ages
    return {"age_xusui": age} if age - 1 in ages and not by_full_years else {"age": age}


def _between_births(spoken: str, today: date | None) -> dict[str, Any]:
    """What is left open between two years of birth: an age that is told beside them is surer."""
    years = between_two_years(spoken)
    if years is None or today is None:
        return {}
    least, most = today.year - years[1] - 1, today.year - years[0]
    return age_of(without_two_years(spoken), today) or _span(least, most)


def _span(least: int, most: int) -> dict[str, Any]:
    return {"age_between": [least, most]} if least >= YOUNGEST and most <= OLDEST else {}


def _in_a_year_to_come(spoken: str, today: date | None) -> int | None:
    """The full years of today of who turns an age in a later year that is named ("2030年我就90了")."""
    named = _IN_THE_YEAR.search(spoken)
    if named is None or today is None or _told_age(_IN_THE_YEAR.sub("", spoken)) is not None:
        return None
    age = int(named["a"]) - (int(named["y"]) - today.year)
    return age if int(named["y"]) > today.year and YOUNGEST <= age <= OLDEST else None


def _between(spoken: str, today: date | None) -> tuple[int, int] | None:
    """The fewest and the most full years, where an age is told by and large or of another year."""
    spoken = of_today(spoken)
    if _TOLD_AGE.search(spoken):
        return None
    if (soon := _ABOUT_TO_BE.search(spoken)) and not _BIRTHDAY_TO_COME.search(spoken):
        return int(soon["a"]) - 1, int(soon["a"])
    if two := _ONE_OR_THE_OTHER.search(spoken):
        if two["c"]:
            first = int(two["c"])
            second = first - first % 10 + digit(two["d"])
        else:
            first, second = int(two["a"]), int(two["b"])
        if second == first + 1 and not counts_something_else(spoken, two.start(), two.end()):
            return first, second
    if (was := _WAS.search(spoken)) and not _IN_YEARS.search(spoken):
        years, ago = int(was["a"]), _years_ago(was, today)
        if ago > 0:
            return years + ago - 1, years + ago + (0 if was["turned"] else 1)
    if about := _ABOUT.search(spoken):
        years = int(about["a"] or about["b"])
        near = years % 10 in _NEAR_A_TIER
        if near and not counts_something_else(spoken, *about.span("a" if about["a"] else "b")):
            return years - _MOST_ABOUT, years + _MOST_ABOUT
    return None


def _before_the_birthday(spoken: str, today: date | None) -> tuple[int, int] | None:
    """The fewest and the most full years of who tells how old she is this year and of a birthday ahead."""
    this = _THIS_YEARS.search(spoken)
    ahead = this and today and has_birthday_ahead(spoken, today)
    return (int(this["a"]) - 1, int(this["a"])) if this and ahead else None


def _years_ago(was: re.Match[str], today: date | None) -> int:
    """How many years the year that ``was`` names is over; 0 where it is not, or that is not known."""
    if was["named"] is None:
        return _AGO[was["y"]]
    return today.year - int(was["named"]) if today else 0


def _odd_years(match: re.Match[str]) -> str:
    """ "80有二" is 82."""
    return f"{match[1]}{digit(match[2])}"


def _full_years(spoken: str) -> int | None:
    spoken = of_today(spoken)
    age = _told_age(spoken)
    return None if age is None else _counted_back(age, spoken)


def _counted_back(age: int, spoken: str) -> int:
    """``age`` without the year whose birthday is said to be still to come."""
    return age - 1 if _BIRTHDAY_TO_COME.search(spoken) else age


def _told_age(spoken: str) -> int | None:
    """The full years that ``spoken`` names; a birthday to come is counted back."""
    own = _MY_AGE.search(spoken) if _MINE.search(spoken) else None
    told = own or _TOLD_AGE.search(spoken)
    if told is None and (coming := _coming_age(spoken)) is not None:
        return coming if YOUNGEST <= coming <= OLDEST else None
    if told := told or _of_kin(spoken):
        years = int(next(filter(None, told.groups())))
        # "快八十" and the like are for age_in, which counts them down.
        if YOUNGEST <= years <= OLDEST and not _NEARLY.search(spoken[: told.end()]):
            return years
    return age_in(spoken)


def _of_kin(spoken: str) -> re.Match[str] | None:
    """Where an age stands beside who is that old."""
    found = _KIN.finditer(spoken)
    return next((m for m in found if not counts_something_else(spoken, *m.span("age"))), None)


def _coming_age(spoken: str) -> int | None:
    """The full years of today where a birthday to come is told: "再过2年80", "下个月80"."""
    if match := _IN_YEARS.search(spoken):
        return int(match["a"]) - digit(match["n"] or match["m"])
    match = _SOON.search(spoken)
    if match is None:
        return None
    told = age_in(spoken[: match.start("a")])
    if told is not None and told not in (int(match["a"]), int(match["a"]) - 1):
        return None  # "79，下个月就一百了": money
    return int(match["a"]) - _YEARS_ON.get(match["after"], 1)
