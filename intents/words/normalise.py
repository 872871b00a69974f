"""Brings different spellings of the same question together. Used alike on index and query."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import zhconv

from intents.words.numerals import DIGITS, SIGNS, number

_FILLERS = re.compile(
    r"请问一下|请问|麻烦问一下|麻烦问问|麻烦您|我想问一下|我想问问|我想问|想问一下|想问问|想问|"
    r"问一下|问问|我想了解一下|我想了解|想了解一下|想了解|了解一下|我想咨询|想咨询一下|咨询一下|咨询|"
    r"你好|您好|你们好|谢谢你|谢谢您|谢谢|劳驾|同志|师傅|姑娘|小伙子|大姐|那个啥|那个|这个嘛|就是说|就是|"
    r"帮我查一下|帮我查查|帮我看看|给我说说|跟我说说|告诉我|一下子|一下|到底|究竟|其实|嗯嗯*|呃呃*|哎哎*|唉唉*|喂喂*|哦哦*|"
    r"什么什么(?=[^,，。]{0,4}来着)|什么(?=[^,，。什么]{1,4}来着)|来着"
)
"""Each begins with a letter of its own: `re` then passes over all others at once ("嗯+" would hide it)."""
_PARTICLES = re.compile(r"[啊呀呢吧嘛哈哇呗咧哩喽啦]+(?=$|\s)")
_SEPARATORS = re.compile(r"[\W_]+")
_SPACES = re.compile(r" +")
_NO_WORDS = re.compile(r"[\s\W]+")
_HUNDRED = rf"(?:[零〇两{SIGNS}\d]百|(?<!一了)百(?![姓货合科度般病望忙]))"
"""百, except where it only means "all" or "many": 老百姓, 百货, 一了百了."""

_EACH = "(?!一(?:个(?!人)|(?<!满.百一)(?<!活到.百一)个|[天次回趟顿周年月份]|小时|钟头|星期|礼拜))"
"""No "for one" stands here: of "五百一天" and "一百八十一次" the last 一 is no part of the number; of an age
that is reached it may be ("活到一百一个人")."""

_BELOW = rf"(?:零[{SIGNS}]?十?[{SIGNS}]?|(?:{_EACH}[{SIGNS}])?(?:十(?:{_EACH}[{SIGNS}])?)?)"
_NUMERAL = re.compile(rf"{_HUNDRED}{_BELOW}|[{SIGNS}]?十[{SIGNS}]?")
_YEARS = re.compile(rf"(?<![十百零])([{SIGNS}])([{SIGNS}零〇])(?=岁|周岁|了)")
_SPELT_YEARS = re.compile(rf"(?:一九|二[零〇])[{SIGNS}零〇]{{2}}(?=年)")
_AGE_THEN_ONE = re.compile("(?<=[六七八九]十)一(?=个月|共)|(?<=百)一(?=共)")
"""Where the 一 is no part of the age before it: "八十一个月" is of 80 and of a month."""

_AGE_THEN_MONTH = re.compile(r"(?<![\d.])([6-9]|10)([1-9])(?=月)")
"""The same of a month: nothing is called by so high a number, so that "九十一月" is of 90."""

_NUMERAL_SIGNS = frozenset(f"{SIGNS}十百")
"""Each of the three patterns above needs one of these; most questions have none."""

_PLAIN_FIGURES = str.maketrans("壹贰叁", "一二三")
_FORMAL = frozenset("壹贰叁")
"""Numerals as papers write them ("贰级"); the others of their kind are words as well."""

PASSES = 10
"""So often a text is gone through at most, until nothing changes: what is asked needs two, and
"其其其实实实" of five hundred characters, made up to be slow, hundreds."""

_IDEOGRAPHS = 0x3400, 0xA000


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """Half width, simplified, lower case, ages and counts in digits, no fillers or punctuation.

    Idempotent but for fillers within fillers more than ``PASSES`` deep; never raises; the result is at most a
    little longer than ``text``.
    """
    for _ in range(PASSES):
        previous, text = text, _once(text)
        if text == previous:
            break
    return text


def _once(text: str) -> str:
    text = unify(text)
    text = _SEPARATORS.sub(" ", text).strip()
    text = _FILLERS.sub("", text)
    text = _PARTICLES.sub("", text)
    return _SPACES.sub(" ", text).strip()


@lru_cache(maxsize=4096)
def unify(text: str) -> str:
    """Width, case, traditional characters and numerals only; words and punctuation stay."""
    text = unicodedata.normalize("NFKC", text).lower()
    if not _traditional().isdisjoint(text):  # else it would turn "什么女" into "什幺女"
        text = zhconv.convert(text, "zh-hans")
    if not _FORMAL.isdisjoint(text):  # they are rare, and a translation of all is not cheap
        text = text.translate(_PLAIN_FIGURES)
    if not _NUMERAL_SIGNS.isdisjoint(text):
        text = _in_figures(text)
    return _AGE_THEN_MONTH.sub(_age_and_month, text) if "月" in text else text


def _in_figures(text: str) -> str:
    text = _AGE_THEN_ONE.sub(",一", text)
    text = _SPELT_YEARS.sub(lambda m: "".join(str(DIGITS[sign]) for sign in m[0]), text)
    text = _YEARS.sub(lambda m: f"{DIGITS[m[1]]}{DIGITS[m[2]]}", text)
    return _NUMERAL.sub(lambda m: str(number(m[0])), text)


def _age_and_month(match: re.Match[str]) -> str:
    """The age in round figures, and the month by its sign: "一月" may be every month where "1月" is January."""
    return f"{match[1]}0,{SIGNS[int(match[2]) - 1]}"


@cache
def _traditional() -> frozenset[str]:
    """Characters that simplified Chinese writes in another way."""
    every = [chr(code) for code in range(*_IDEOGRAPHS)]
    plain = zhconv.convert("\n".join(every), "zh-hans").split("\n")
    return frozenset(char for char, other in zip(every, plain, strict=True) if char != other)


def bare(text: str) -> str:
    """``text`` unified, and nothing in it but characters: what signals are looked for in."""
    return _NO_WORDS.sub("", unify(text))
