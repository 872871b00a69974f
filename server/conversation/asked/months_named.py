"""Of which months, or days near by, a sum is asked ("下个月多少", "2027年3月呢", "现在领多少下月领多少")."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from intents.told.lengths import YEAR
from intents.told.months_said import month_number
from intents.words.numerals import digit

YEARS_ON = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "明年": 1, "大后年": 3, "后年": 2}
"""How many years on from this one, by their names."""

_DAYS_ON = {"今": 0, "明": 1, "后": 2, "大后": 3}
_N = r"(?:\d{1,2}|[一两二俩三四五六七八九十])"
_TIME = (
    r"(?P<next>下+)个?月|(?P<this>[这本]个?|当)月|(?P<day>大后|[今明后])[天儿]|(?P<now>现在|眼下|如今|目前)"
    rf"|(?:再过|再等|过|等)(?P<n>{_N})个?月(?:后|以后|之后)?|(?P<k>{_N})个?月(?:后|以后|之后)"
    r"|(?P<half>(?:再过|过)半年(?:后|以后|之后)?|半年(?:后|以后|之后))"
    rf"|(?P<of>{'|'.join(YEARS_ON)}|20[1-4]\d年)的?(?P<m>1[0-2]|[1-9]|[一二三四五六七八九元])月份?"
    r"|(?<!\d)(?P<named>1[0-2]|[2-9]|[二三四五六七八九元]|[一1](?=月(?:份|起|开始|里)))月份?"
)
"""One month by itself is every month ("一月多少"), unless it is called 一月份, or months are spoken of beside it."""

_OF_JANUARY = re.compile(
    r"(?<!\d)1月\d|[一1]月(?:[底初]|[^,，。]{0,3}[满过到])|元旦|1[12]月|(?<!\d)[2二]月"
)
_BARE_JANUARY = re.compile(r"(?<![\d十年])[一1]月(?!份|\d|[底初])")

_HER = r"他|她|我|俺|[妈爸]|老[人伴]|爷爷|奶奶|姥姥|姥爷"
_ASKS = (
    rf"(?:{_HER}|(?:高龄|护理|困难|消费|养老服务)*(?:津贴|补贴|补助|券)|合起来|加起来|合计|俩人|[两2]个?人|里|份|的话|的|起|那|时候?|就|能|可以|该|应该|是|给|会|开始|每月|[一1]个?月|又|到底|一共|总共|可|还|按|了|[领拿发补享有])*"
    r"(?:多少|几[块百]|[158]00(?:块|元)?还是|哪一?档|涨|能?[领拿享给发补]什么|能?[领拿享给发补]啥|能?(?:[领拿]|享受)(?=$|[,，。?？])"
    r"|(?:[领拿发给补有用]|享受)(?:得?到|上|得|[^,，。\d满过]{0,3}[贴助券])?(?:吗|么|嘛|不(?=\W*$)|没有?(?=\W*$))"
    r"|(?(now)(?!)|(?:不是|变|升|涨|到|成|就|要|能|该|会|是)*[58]00(?!\d))|呢\W*$)"
)
"""A sum said of now is what is paid ("现在领500，到时候给多少"); of a month to come it is asked about."""

_IF_PAID = re.compile("(?:吗|么|嘛|不|没有?)$")
_ASKED = re.compile(rf"(?<!月到)(?<!月至)(?:{_TIME}){_ASKS}")
_ONLY = re.compile(
    rf"(?:(?:那|那么|要是|等|到了?|再到|{_HER})*(?:{_TIME})(?:的话|的)?"
    rf"(?P<asks>(?:(?:{_HER}|就|能|可以|该|应该|是|给|会|每月|又|到底|一共|总共|[领拿发补有])*(?:多少|几[块百])?钱?)[呢吗啊呀]*))"
)
_SEVERAL = 2


def days_asked(plain: str, today: date) -> list[date]:
    """The days to judge by for the months whose sum ``plain`` (unified) asks for, in its order: their last
    ones, since the month in which somebody begins to qualify is paid (京民养老发〔2019〕160号); ``today`` for
    now."""
    plain = _with_january(plain)
    asked = (match for match in _ASKED.finditer(plain) if not _is_over(match, today))
    return [*dict.fromkeys(_day(match.groupdict(), today) for match in asked)]


def asks_of_this_month(plain: str) -> bool:
    """Whether ``plain`` (unified) asks for the sum of this month, by that name ("这个月能领五百吗")."""
    return any(match["this"] for match in _ASKED.finditer(plain))


def _with_january(plain: str) -> str:
    """``plain`` with January called by its full name, where other words for a month near it say that it is meant."""
    return _BARE_JANUARY.sub("一月份", plain) if _OF_JANUARY.search(plain) else plain


def _is_over(asked: re.Match[str], today: date) -> bool:
    """Whether it is asked if a month is paid that is over, and not the next of its name ("11月的有没有")."""
    if not asked["named"] or not _IF_PAID.search(asked[0]):
        return False
    return (month_number(asked["named"]) - 1 - _number(today)) % YEAR > YEAR // 2


def named_alone(plain: str, today: date) -> date | None:
    """The day to judge by of the month that ``plain`` (without marks) names and nothing else; the name of
    one, and no question, may answer another ("3月")."""
    match = _ONLY.fullmatch(plain)
    if match is None or ((match["m"] or match["named"]) and not match["asks"]):
        return None
    return _day(match.groupdict(), today)


def behind_the_last(plain: str) -> str:
    """What ``plain`` (unified) says after the last month whose sum it asks for."""
    plain = _with_january(plain)
    ends = [match.end() for match in _ASKED.finditer(plain)]
    return plain[ends[-1] :] if ends else plain


def asks_of_several(days: list[date]) -> bool:
    """Whether more than one of them is asked of."""
    return len(days) >= _SEVERAL


def _day(said: Mapping[str, str | None], today: date) -> date:
    if on := said["day"]:
        return today + timedelta(days=_DAYS_ON[on])
    month = _month(said, today)
    return today if month == _number(today) else last_of(month)


def _month(said: Mapping[str, str | None], today: date) -> int:
    """The number of the month that is said; one without a year is the next of its name."""
    now = _number(today)
    if ahead := said["n"] or said["k"]:
        return now + digit(ahead)
    if said["named"]:
        return now + (month_number(said["named"]) - 1 - now) % YEAR
    if said["m"] and said["of"]:
        return _year(said["of"], today) * YEAR + month_number(said["m"]) - 1
    return now + (YEAR // 2 if said["half"] else len(said["next"] or ""))


def _year(named: str, today: date) -> int:
    on = YEARS_ON.get(named)
    return today.year + on if on is not None else int(named.removesuffix("年"))


def _number(day: date) -> int:
    return day.year * YEAR + day.month - 1


def last_of(month: int) -> date:
    """The last day of a month, which is a year times twelve and the month from 0."""
    year, nth = divmod(month, YEAR)
    return date(year, nth + 1, monthrange(year, nth + 1)[1])
