"""A sum that somebody names and asks to be checked: "领500对吗", "是不是一年1200", "怎么才100,不是200吗"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.words.normalise import bare, unify
from intents.words.numerals import THOUSANDS, number

LONGEST = 40
"""In longer speech more is said than the sum."""

_AMOUNT = rf"(?<![\d.])(?:{THOUSANDS}|[1-9]\d{{2,3}}(?!\d|\.\d|万|千)|[1-9]\d?(?=[元块]))(?!岁|年|周岁|生|[级分天次]|%|个月|米)"
_YUAN = "(?:[元块]?钱?)"
_TRUE = "对吗|对不对|对不|对吧|对么|对嘛|是真的?[吗么假]|真的?[吗么假]|有这回事|正常吗|没错吧|是这个数吗|[多少]发"
_WRONG = "(?:发|给|领)?[多少]了(?:吗|吧|没)|是不是(?:发|给|算|领)?(?:错|多|少)了?|(?:发|给|算|领)错"
_AT_ONCE = "是吗|是吧|是不是|[吗么嘛吧]"
_FILLED = (
    "(?:每|[1一])?个?(?:月|年)|全年|整年|固定|能|该|应该|可以|给|领|拿|发|有|补|抵|得|都|就|要|会|总共|一共|"
    "加起来|合计|的|是|说|涨到|最多|还|也|高龄|津贴|补贴|补助|护理|困难|低保|人家|别人"
)
_CLAIMED = (
    re.compile(rf"不是(?:{_FILLED})*(?P<n>{_AMOUNT}){_YUAN}(?:了|的)*[吗么嘛]"),
    re.compile(rf"是不是(?:{_FILLED})*(?P<n>{_AMOUNT})"),
    re.compile(rf"(?P<n>{_AMOUNT})[^\d。]{{0,8}}?(?:{_TRUE}|{_WRONG})"),
    re.compile(rf"(?P<n>{_AMOUNT}){_YUAN}(?:了|的)?(?:{_AT_ONCE})"),
    re.compile(rf"等于(?:{_FILLED})*(?P<n>{_AMOUNT})"),
)
"""What is asked of the number: the plainest first."""

_OTHER_MONEY = re.compile(
    "(?:退休金|养老金|工资|(?<!低)收入|存款|房租|押金|保证金|月费|餐费|挣|交|花|付|收(?!入))[^,，。;；\\d]{0,6}$"
)
"""What stands before a sum that is none of an allowance."""

_OTHER_TIME = re.compile(r"补发|(?:[二两三四五六七八九2-9]|1\d)个月|半年|季度")
"""Neither a month nor a year."""

_MAY_BE_AN_AGE = range(100, 120)
_PAID = re.compile("(?:[领拿给发有得是补抵加到]|每个?月|[1一]个?月)(?:了|的|着|是|到)*$")

_A_YEAR = re.compile(r"(?<![前去今明后每\d十])(?:[1一]整?年|全年|整年)(?!一次)")
_ADDED = re.compile(rf"(?:{_AMOUNT}){_YUAN}(?:(?:加|\+)(?:{_AMOUNT}){_YUAN})+")
_MORE_BY = re.compile("多(?:领|拿|给|发|出)?(?:到|个)?$|涨$")
_WAS_PAID = re.compile(
    "(?:[领拿发给][了过到]|[才只就](?:领|拿|发|给)(?:了|我)?|[领拿发给]了|实际(?:领|拿|发)?)(?:我|她|他)?$"
)
_NUMBER = re.compile(_AMOUNT)
_APART = re.compile(r"(?<=\d)[\s\W]+(?=\d)")
"""What stands between two numbers: without it they would be read as one ("400加100，500对不对")."""

_SAYS_NO_MORE = re.compile(
    rf"(?:{_AMOUNT}|[元块]钱?|那|这|就|也|月|每|个|[1一](?![\d元块千万])|年|全年|整年|能|应该|该|可以|我|他|她|们|老人|爸|妈|"
    r"到时候?|那时候?|以后|给|领|拿|发|有|是|不是|的|了|都|才|怎么|咋|只|加|和|跟|与|\+|还|再|高龄|低保|低收入|困难|护理|失能|"
    r"津贴|补贴|补助|一共|总共|合计|合起来|加起来|等于|得|固定|人家|别人|邻居|听说|听人|说|网上|"
    rf"对吗|对吧|对不对?|对么|对嘛|没错吧|真|假|[吗么嘛吧啊呀呢]|有这回事)+"
)
_OF_WHAT = re.compile("高龄|低保|低收入|困难|护理|失能|津贴|补贴|补助")
_OR = re.compile(
    rf"(?:{_SAYS_NO_MORE.pattern})?(?P<a>{_AMOUNT}){_YUAN}(?:还是|或者?)(?P<b>{_AMOUNT}){_YUAN}[呢啊呀]?"
)


@dataclass(frozen=True)
class Claim:
    """What somebody names, in 元; ``yearly``: that of a whole year. ``alone`` says no more than that, and
    ``of_nothing`` not even of which benefit."""

    yuan: int
    yearly: bool = False
    alone: bool = False
    of_nothing: bool = False
    more: bool = False
    """Whether it is said to be so much more ("能多200吗")."""

    held: bool = False
    """Whether it is said to be what was paid ("只给了400")."""


def claim_in(text: str) -> Claim | None:
    """The sum that ``text`` names and asks if it is right."""
    plain = unify(text)
    matches = (pattern.search(plain) for pattern in _CLAIMED)
    found = next(filter(None, matches), None)
    before = plain[: found.start("n")] if found else ""
    if found is None or _OTHER_MONEY.search(before) or _OTHER_TIME.search(plain):
        return None
    added = [m for m in _ADDED.finditer(plain) if m.end() >= found.end("n")]
    yuan = sum(_numbers(added[0][0])) if added else number(found["n"])
    words = bare(_APART.sub("元", plain))
    alone = len(words) <= LONGEST and bool(_SAYS_NO_MORE.fullmatch(words))
    of_money = alone or plain[found.end("n") :][:1] in ("元", "块") or _PAID.search(before)
    if yuan in _MAY_BE_AN_AGE and not of_money:
        return None
    return Claim(
        yuan,
        bool(_A_YEAR.search(plain)),
        alone,
        alone and not _OF_WHAT.search(words),
        bool(_MORE_BY.search(before)),
        bool(_WAS_PAID.search(before)),
    )


def one_of_two(text: str) -> tuple[int, int] | None:
    """The two sums of which ``text`` asks which it is, and asks no more ("100还是500")."""
    words = bare(_APART.sub("元", unify(text)))
    two = _OR.fullmatch(words) if len(words) <= LONGEST else None
    return (number(two["a"]), number(two["b"])) if two else None


def _numbers(text: str) -> list[int]:
    return [number(match[0]) for match in _NUMBER.finditer(text)]
