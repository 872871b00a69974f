"""What a sentence says beside its topic: the age it names, whether it says no."""

from __future__ import annotations

import re

from intents.words.normalise import unify

YOUNGEST, OLDEST = 40, 125
SURELY_AN_AGE = 109
NEARLY = (
    r"(?:快|将近|年近|近|奔|奔着|不到|不满|没到|没满|未满|未到|不够|马上|即将|就要|眼看|眼瞅着|差\w{0,4}?|[还再]有(?![我俺他她咱爸妈爷奶姥姑婆公岳叔舅姨老])\w{1,4}?)"
    r"(?:就|要|该|快|到|满|是|够)*"
)
_AGE = re.compile(
    rf"(?P<short>(?:{NEARLY})\s*)?"
    r"(?P<xusui>虚岁\s*)?(?<![\d.几好])(?<![六七]老)(?<!长命)(?<!(?<!岁)数)(?P<number>\d{2,3})(?![\d.])\s*[多来]?(?P<unit>周岁|(?:岁[,，(（ ]*)?虚岁|岁)?"
    r"(?P<later>\s*的?(?:生日)?\s*[还都]{0,2}[没未](?:到|过|满))?"
)
_DIGITS = re.compile(r"\d\d")
_DATE = re.compile(r"(?<!\d)\d+([-/.])\d+\1\d+(?!\d)")
"""A date in digits, one that no calendar has as well ("2026-99-99"): none of its numbers is an age."""
_AGE_BEFORE = re.compile(
    r"(?:去年|前年|大前年)\D{0,3}\d{2,3}(?:周岁|岁)?(?=\W?(?:今年|现在|如今|眼下)\D{0,3}\d{2,3})"
)
_COUNTED = re.compile(
    r"[多来几]?\s*(?:天(?!津)|[元块个号年月日%万分点米路张条次份层楼后折期页斤步度院栋瓶盒粒片顿项款倍秒克吨集圈头套封遍趟]|一个人[,，]?(?:对|是不是|是吗|吗|么|贵|合)|"
    r"太少|少了点|不够|够不?够|够吗|够花|够干|毫升|小时|钟头|公里|里地|平(?!谷)|家(?![里住庭中有])|人(?![在住户])|户(?![口籍])|级)"
)
_MEASURED = re.compile(
    r"(?:体重|血压|血糖|心率|心跳|身高|高压|低压|工资|退休金|养老金|(?<!低)收入|房租|租金|存款|每个?月|(?<![差再过隔])(?<!还有)一个月|电话|热线)\D{0,4}$|"
    r"(?:[花交给拿领挣打欠付缴存发补拨烧扣捐掉丢随])[了过到着出]?$|[少多涨降减缺]了$|[涨升长提]到了?$|"
    r"(?:津贴|补贴|补助|钱)[^,，。\d]{0,4}(?:才|只|就|仅)(?:有|给|发|值)?$|"
    r"(?:全国|全市|各[省市地区]|外[省地]|别处)[^,，。\d]{0,6}[都也](?:是|给|发|有)*$"
)
"""What a number counts that is not how old somebody is: told by what stands behind or before it."""


def without_dates(text: str) -> str:
    """``text`` (unified) without dates in digits."""
    return _DATE.sub("", text)


def of_today(text: str) -> str:
    """``text`` (unified) without how old somebody was, where it is told beside how old she is."""
    return _AGE_BEFORE.sub("", text)


def age_in(text: str) -> int | None:
    """The full years of age that ``text`` names, if any.

    "快八十了", "八十岁生日还没过" and "虚岁八十" are one year less than the number spoken: full years count, and an
    amount for which someone is still too young must not be promised.
    """
    spoken = unify(text)
    if not _DIGITS.search(spoken):  # most questions name no age: spare the long patterns
        return None
    spoken = of_today(without_dates(spoken))
    for match in _AGE.finditer(spoken):
        number = int(match["number"])
        # 110, 119 and 120 are emergency numbers far more often than ages.
        named = match["unit"] or (
            number < SURELY_AN_AGE and not counts_something_else(spoken, *match.span("number"))
        )
        if named and YOUNGEST <= number <= OLDEST:
            younger = (
                match["short"] or match["later"] or match["xusui"] or "虚" in (match["unit"] or "")
            )
            return number - 1 if younger else number
    return None


def counts_something_else(text: str, start: int, end: int) -> bool:
    """Whether the number in ``text`` (unified) from ``start`` to ``end`` is money, time, a weight …"""
    clause = re.split(r"[,，。;；、!?！？\s]", text[:start])[-1]
    return bool(_COUNTED.match(text, end) or _MEASURED.search(clause))


_SPOKEN_AGE = re.compile(r"(?<![\d.])\d{2,3}(?=\s*多?(?:周岁|虚岁|岁|了))")


def without_ages(text: str) -> str:
    """``text`` (normalised) with every age as the same sign: which age it is decides who an
    answer is for (see ``Item.fits_age``), not what it is about."""
    return _SPOKEN_AGE.sub("#", text)


_ASKED_BOTH_WAYS = re.compile(
    r"(.)[不没]\1|有没有|可不可以|能不能|没关系|不好意思|(?:不|没有?|未|否)(?=$|\s)"
)
_NEGATION = re.compile(r"[不没别无未勿]")


def is_negated(text: str) -> bool:
    """Whether ``text`` says no somewhere; "能不能" and "要钱不" do not: they ask."""
    return bool(_NEGATION.search(_ASKED_BOTH_WAYS.sub("", text)))


def names_a_number(text: str) -> bool:
    """Whether there is a digit in ``text`` (normalised)."""
    return any(char.isdigit() for char in text)
