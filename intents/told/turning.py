"""When somebody was born who turns, or turned, an age at a time that is said: "再过三天满九十", "89岁零10个月"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from intents.told.age_last import age_last
from intents.told.feasts import feast_in
from intents.told.lengths import YEAR
from intents.told.months_said import LUNAR, birthday, by_the_month, month_number
from intents.words.numerals import digit

Born = tuple[int, int, int | None]
"""The year, the month, and the day where that is known, of a birth."""

_WEEK = 7
_LUNAR_NEW_YEAR = 3
"""The month in which it is over for certain: before that it is still the winter of the lunar year before."""

_SOON = 3
"""So many months ahead a month that is named of no year is the coming one, where it is over this year."""

_WAITED = re.compile("1直|一直|到现在|至今|没[去有来]?(?:办|领|拿|申请|给|发)|补")
_YEARS_ON = {"前年": -2, "去年": -1, "今年": 0, "明年": 1, "后年": 2}
_AGE = r"(?P<a>[6-9]\d|1[01]\d)(?!\s*[\d号日月年元块个天平%]|\s*多?(?:块|元))"
_SMALL = r"(?:\d{1,2}|[一两二俩三仨四五六七八九半])"
_FILLER = r"[^,，。;；、\d虚领拿给发交花]{0,8}?"

_TURNS = re.compile(
    r"(?:(?P<next>下个?月)|(?P<last>上个?月)|(?:(?P<on>[前去今明后]年|20[12]\d年)的?)?(?:农历|阴历|旧历|老历|阳历)?(?P<m>1[0-2]|0?[1-9]|[一二三四五六七八九正元冬腊])月份?)"
    r"(?:里|底|初|中旬?|(?P<d>[0-3]?\d|[一二三四五六七八九])(?:[号日]|(?=刚?[满过]))|初[一二三四五六七八九十])*"
    rf"(?P<way>[^,，。;；、\d虚领拿给发交]{{0,8}}?){_AGE}(?P<over>(?:周岁|岁)?(?:了|的|过))?"
)
"""In which month somebody turns how old ("明年三月满九十", "下个月就80了")."""

_NOT_SPENT = r"[^,，。\d领拿给发交花买吃付卖打挣收看]"
_DAYS_ON = {"前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
_TURNS_ON = re.compile(
    r"(?P<d>大后|[明后])[天儿]个?[^,，。;；、\d虚领拿给发交花去来看]{0,5}(?P<a>[6-9]\d|1[01]\d)(?!\s*[\d号日月年块元个天])"
    r"|(?P<now>今)[天儿]个?(?:"
    rf"{_NOT_SPENT}{{0,6}}?(?:满|正好|刚好|刚满|整整?|过){_NOT_SPENT}{{0,2}}(?P<t>[6-9]\d|1[01]\d)(?!\s*[\d号日月年块元个天])"
    rf"|{_NOT_SPENT}{{0,6}}?(?P<u>[6-9]\d|1[01]\d)(?:周?岁)?整(?!\s*[块元个])"
    r"|[^,，。\d]{0,6}?(?P<v>[6-9]\d|1[01]\d)(?:周?岁)?(?:大寿|(?:的)?生日|过生日))"
    r"|(?P<p>[昨前])[天儿]个?[^,，。\d]{0,4}(?:满|过)[^,，。\d]{0,3}(?P<w>[6-9]\d|1[01]\d)(?!\s*[\d号日月年块元个天])"
    r"|(?:今年[^,，。\d]{0,3}(?P<b>[6-9]\d|1[01]\d)|(?<!\d)(?P<c>[6-9]\d|1[01]\d)(?:岁|周岁)?整)[^。\d]{0,6}?"
    r"(?P<e>大后|[明后])[天儿]个?[^,，。\d]{0,4}生日"
)
"""On which day somebody turns how old ("明天满八十", "九十整明儿过生日")."""

_SPENT = re.compile("[花买吃付卖打挣收看]")
_IN_A_WHILE = re.compile(
    rf"(?:再过|再有|再等|还有|还差|还得|差|过|等)(?P<n>{_SMALL})(?P<unit>天|日|个?礼拜|个?星期|周|个?月)(?:后|以后|之后)?{_FILLER}{_AGE}"
    rf"|(?P<m>{_SMALL})(?P<of>天|日|个?礼拜|个?星期|周|个?月)(?:后|以后|之后){_FILLER}{_AGE.replace('P<a>', 'P<b>')}"
    rf"|{_AGE.replace('P<a>', 'P<c>')}(?:周岁|岁)?(?:生日)?(?:就|也|都)?(?:还|才)?(?:差|欠|有)着?(?P<k>{_SMALL})(?P<per>天|日|个?礼拜|个?星期|周|个?月)"
    r"(?!前|[^,，。]{0,4}(?:多少|几百|[领给拿发补])|[^,，。;；、\d]{0,4}(?:[6-9]\d|1[01]\d)(?!\d))"
)
"""In how many days, weeks or months somebody turns how old ("再过三天满九十", "100还差俩月")."""

_YEARS_AND_MONTHS = re.compile(
    r"(?<![\d虚])(?P<a>[5-9]\d|10\d)(?:周?岁(?:零|又|过|多)?|零|又)(?P<n>1[01]|[1-9]|[一二三四五六七八九])个多?月(?!前|后|以|(?!一直)[^,，。]{0,6}(?:多少|几|[领给拿发补]))"
)
"""An age told with the months beyond it ("79岁零10个月")."""

_AN_AGE = re.compile(r"(?<![\d虚])(?:[5-9]\d|1[01]\d)(?!\d|[块元月号日年])")
_TURNED_IN = re.compile(
    r"(?:^|[,，。、 今我他她妈爸伴爷奶])年?(?P<m>1[0-2]|[1-9]|[一二三四五六七八九])月份?(?:[0-3]?\d[号日]?)?(?:里|刚|才|就|已经)*"
    rf"(?:满的|满了|过的生日|过了生日|满(?:了|的)?{_AGE})"
)
"""In which month somebody turned the age that is told ("80,10月满的")."""

_THIS_YEAR = re.compile(rf"今年[^,，。\d]{{0,3}}?(?:满|到|过|就|要){{1,2}}{_AGE}")
_FULL_YEARS = re.compile(
    r"(?<![\d虚])(?<!虚岁)(?<!今年)(?<!今年就)(?<!年底)(?P<a>[6-9]\d|10\d)(?:周?岁)?(?=$|[,，。、了 ])(?!\D{0,3}虚|[,，]?(?:生日|周岁)?(?:还|都)?[没未])"
)
"""An age of today: with the month of the birthday it tells when somebody was born."""

_AGED_THIS_YEAR = re.compile(rf"今年[^,，。\d]{{0,5}}?{_AGE}")
"""How old somebody is this year: she turned it already where her birthday is over."""

_NEXT_MONTH = re.compile(r"下个?月[^\d,，。]{0,4}生日|生日[^\d,，。]{0,3}下个?月")
_OLD = re.compile(
    r"(?<![\d虚])(?<!虚岁)(?P<a>[5-9]9|109)(?!\d|[块元月号日年]|\D{0,3}虚|[^,，。]{0,3}(?:没|未|不)[到满])"
)
"""An age after which the next birthday brings a higher allowance; told of today, not of this year."""


def turning(spoken: str, today: date) -> Born | None:
    """When somebody was born, by when ``spoken`` (unified) says that she turns, or turned, an age.

    A month by itself is the next one of that name, and only where it is said to be to come. A great birthday
    tells no day: it may be kept by 虚岁.
    """
    if feast_in(spoken, today):
        return None
    spoken = age_last(by_the_month(spoken, today.month))
    if exact := _turning_on(spoken, today):
        return exact
    if odd := _YEARS_AND_MONTHS.search(spoken):
        return _of_month(_month(today) - int(odd["a"]) * YEAR - month_number(odd["n"]))
    if soon := _in_a_while(spoken, today):
        return soon
    match = _TURNS.search(spoken)
    if match is None or _is_no_age(match, int(match["a"])):
        return _from_the_birthday(spoken, today)
    return _in_a_month(match, today) or _turned_in(spoken, today)


def _turning_on(spoken: str, today: date) -> Born | None:
    """The day of birth of who turns an age on one of the next days."""
    match = _TURNS_ON.search(spoken)
    if match is None:
        return None
    on = match["d"] or match["e"] or match["now"] or match["p"]
    then = today + timedelta(days=_DAYS_ON[on])
    return _on(then, int(next(filter(None, match.group("a", "b", "c", "t", "u", "v", "w")))))


def _in_a_while(spoken: str, today: date) -> Born | None:
    """The same of who turns it in so many days, or months: then the day is not known."""
    match = _IN_A_WHILE.search(spoken)
    if match is None or match["n"] == "半" or match["m"] == "半" or match["k"] == "半":
        return None
    age = int(match["a"] or match["b"] or match["c"])
    if _is_no_age(match, age):
        return None
    unit, n = (
        match["unit"] or match["of"] or match["per"],
        digit(match["n"] or match["m"] or match["k"]),
    )
    if unit in ("天", "日"):
        return _on(today + timedelta(days=n), age)
    if unit.endswith("月"):
        return _of_month(_month(today) + n - age * YEAR)
    year, month, _ = _on(today + timedelta(days=n * _WEEK), age)
    return year, month, None


def _in_a_month(match: re.Match[str], today: date) -> Born | None:
    """The same of who turns it in the month that ``match`` names."""
    age = int(match["a"])
    if match["next"]:
        return _of_month(_month(today) + 1 - age * YEAR)
    if match["last"]:
        turned = re.search("[满过到]", match["way"]) and not _SPENT.search(match["way"])
        return _of_month(_month(today) - 1 - age * YEAR) if turned else None
    month, winter = month_number(match["m"]), match["m"] in ("冬", "腊")
    on = match["on"] or ""
    if on.startswith("20"):
        year = int(on[:4])
        turns = (year, month) >= (today.year, today.month) or re.search(
            "[满过到就才要]", match["way"]
        )
        return (year - age, month, _day(match)) if turns else None
    to_come = month > today.month and (
        re.search("[就才要]", match["way"])
        or (match["way"] in ("满", "过", "到") and not match["over"])
    )
    day = _day(match)
    if match["on"] is None and month == today.month and day:
        return today.year - age, month, day
    if match["on"] is None and not (to_come or winter or _comes_after(match)):
        if not _is_soon(match, month, today):
            return None
        return today.year + (month < today.month) - age, month, day
    year = today.year - (winter and today.month < _LUNAR_NEW_YEAR)
    if match["on"] is None and not (to_come or winter):
        year += month <= today.month
    return year + _YEARS_ON.get(on, 0) - age, month, day


def _is_soon(turns: re.Match[str], month: int, today: date) -> bool:
    """Whether the month, which is over this year, is meant of the next ("1月5号就80了", told in December)."""
    to_come = re.search("[就才要]", turns["way"]) or (
        re.search("[满过到]", turns["way"]) and not turns["over"]
    )
    near = 0 < (month - today.month) % YEAR <= _SOON
    return bool(to_come) and near and not _WAITED.search(turns.string)


def _comes_after(turns: re.Match[str]) -> bool:
    """Whether the age one year less is told of today ("89了,3月满90")."""
    told = _AN_AGE.search(turns.string[: turns.start()])
    return told is not None and int(told[0]) == int(turns["a"]) - 1


def _day(match: re.Match[str]) -> int | None:
    return month_number(match["d"]) if match["d"] and not LUNAR.search(match.string) else None


def _is_no_age(turns: re.Match[str], age: int) -> bool:
    """Whether the number is money, since another age is told as well ("79，下个月就100了")."""
    told = _AN_AGE.search(turns.string[: turns.start()])
    return told is not None and int(told[0]) not in (age, age - 1)


def has_birthday_ahead(spoken: str, today: date) -> bool:
    """Whether ``spoken`` (unified) says that her birthday of this year is in a month still to come."""
    said, _ = birthday(by_the_month(spoken, today.month))
    if said and not LUNAR.search(spoken):
        return month_number(said) > today.month
    return bool(_NEXT_MONTH.search(spoken)) and today.month < YEAR


def _turned_in(spoken: str, today: date) -> Born | None:
    """The same of who turned the age that is told in a month that is over ("5月满的80"). Of this month the age
    itself says enough, since the whole month is paid (京民养老发〔2019〕160号), and the day is not known."""
    turned, age = _TURNED_IN.search(spoken), _AN_AGE.search(spoken)
    if turned is None or age is None:
        return None
    month = month_number(turned["m"])
    if month == today.month:
        return None
    return today.year - (month > today.month) - int(turned["a"] or age[0]), month, None


def _from_the_birthday(spoken: str, today: date) -> Born | None:
    """The same of who tells her age and in which month her birthday is ("89,生日12月3号", "今年满80,生日11月30")."""
    if turned := _turned_in(spoken, today):
        return turned
    (said, on), lunar = birthday(spoken), LUNAR.search(spoken)
    month, day = month_number(said or "0"), month_number(on) if on else None
    of_this_month = month == today.month
    turns = _THIS_YEAR.search(spoken) if said and not lunar else None
    if said and not lunar and turns is None and (month < today.month or (of_this_month and day)):
        turns = _AGED_THIS_YEAR.search(spoken)
    if said and turns:
        return today.year - int(turns["a"]), month, day
    if said and not lunar and (day or not of_this_month) and (age := _FULL_YEARS.search(spoken)):
        to_come = (month, day or 0) > (today.month, today.day if of_this_month else 0)
        return today.year - to_come - int(age["a"]), month, day if of_this_month else None
    old = _OLD.search(spoken)
    if old is None or lunar:
        return None
    months = 1 if _NEXT_MONTH.search(spoken) else (month - today.month) % YEAR if month else 0
    if not months:
        return None
    year, month = divmod(_month(today) + months, YEAR)
    this_year = re.search(r"今年\D{0,3}$", spoken[: old.start()])
    turns_this_year = 0 if this_year and year == today.year else 1
    return year - int(old["a"]) - turns_this_year, month + 1, None


def _on(day: date, age: int) -> Born:
    """The day of birth of who turns ``age`` on ``day``."""
    return day.year - age, day.month, day.day


def _month(day: date) -> int:
    return day.year * YEAR + day.month - 1


def _of_month(month: int) -> Born:
    return month // YEAR, month % YEAR + 1, None
