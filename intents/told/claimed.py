"""A sum that somebody names and asks to be checked: "领500对吗", "是不是一年1200", "怎么才100,不是200吗"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.told.lengths import LENGTH, YEAR, length
from intents.words.normalise import bare, unify
from intents.words.numerals import THOUSANDS, number

LONGEST = 40
"""In longer speech more is said than the sum."""

_AMOUNT = rf"(?<![\d.])(?:{THOUSANDS}|[1-9]\d{{2,3}}(?!\d|\.\d|万|千)|[1-9]\d?(?=[元块]))(?!岁|年|周岁|生|[级分天次]|%|个月|米)"
_YUAN = "(?:[元块]?钱?)"
_TRUE = (
    "对吗|对不对|对不|对吧|对么|对嘛|是真的?[吗么假]|真的?[吗么假不]|有这回事|正常吗|没错吧|是这个数吗|[多少]发|"
    "准吗|准不准|靠谱吗|对得上(?:吗|不)|对(?:得)?上(?:了吧|了吗|没)|算?对了?没|算对了?吗|(?:没)?算错(?:吧|吗|没)"
)
_WRONG = (
    "(?:发|给|领)?[多少]了(?:吗|吧|没)|是不是(?:发|给|算|领)?(?:错|多|少)了?|(?:发|给|算|领)错|[多少](?:不[多少])?吗|[多少]不[多少]|"
    "多了还是少了|少了还是多了|[差少]了?多少|[差少]了?几[个百]"
)
_AT_ONCE = "是吗|是吧|是不是|[吗么嘛吧]"
_ONLY_CHECKS = re.compile(
    rf"(?:那|这|您|你|帮|给|我|他|她|看|算算|是不是|有没有|数|钱|到底)*(?:{_TRUE}|{_WRONG}|是吗|是吧|是不是|不是吧)[呢啊呀]*"
)
"""Asks whether a sum is right, and says nothing else."""
_FILLED = (
    "(?:每|[1一])?个?(?:月|年)|全年|整年|固定|能|该|应该|可以|给|领|拿|发|有|补|抵|得|都|就|要|会|总共|一共|"
    "加起来|合计|的|是|说|涨到|最多|还|也|高龄|津贴|补贴|补助|护理|困难|低保|人家|别人"
)
_CLAIMED = (
    re.compile(rf"不是(?:{_FILLED})*(?P<n>{_AMOUNT}){_YUAN}(?:了|的)*[吗么嘛]"),
    re.compile(rf"是不是(?:{_FILLED})*(?P<n>{_AMOUNT})"),
    re.compile(rf"(?P<n>{_AMOUNT})[^\d。]{{0,8}}?(?:{_TRUE}|{_WRONG})"),
    re.compile(rf"(?P<n>{_AMOUNT}){_YUAN}(?:了|的)?(?:{_AT_ONCE})"),
    re.compile(
        rf"^(?:那么?|就|是|也|才|只|每个?月|[1一]个?月|每年|[1一]年|一?共|总共|能|给|领|拿|有)*(?P<n>{_AMOUNT}){_YUAN}[?？]+$"
    ),
    re.compile(rf"等于(?:{_FILLED})*(?P<n>{_AMOUNT})"),
    re.compile(
        r"(?:听说|听人说|据说|(?:网上|群里|电视上?|有人|都|他们)说)[^,，。;；]{0,12}(?:津贴|补贴|补助|消费券|岁(?:以上)?(?:的|老人)*)[^,，。;；]{0,6}?"
        rf"(?:涨到|涨成|给|发|补|有|是|到)了?(?P<n>{_AMOUNT}){_YUAN}了?[啊呢呀]*$"
    ),
)
"""What is asked of the number, the plainest first; last what is said to be so by others, which asks if it is."""

_OTHER_MONEY = re.compile(
    "(?:退休金|养老金|工资|(?<!低)收入|存款|房租|押金|保证金|月费|餐费|挣|交|花|付|收(?!入|到))[^,，。;；\\d]{0,6}$"
)
"""What stands before a sum that is none of an allowance."""

_N = r"[二两俩三四五六七八九十2-9]|1\d"
_YEARS_LONG = r"(?<![\d第])(?:[二两三四五六七八九十2-9]|1\d|20)年(?!级|以?[前后来])"
_OTHER_TIME = re.compile(
    rf"补发|(?:{_N})个月|半年|季度|个[半多]月|几个月|[1一]年多(?![少领拿给发])|{_YEARS_LONG}"
)
"""Neither a month nor a year."""

_A_MONTH = re.compile(r"(?:每个?月|[1一]个月)[^,，。;；\d]{0,6}$")
"""What says before a sum that it is that of one month."""

_SO_LONG = re.compile(
    rf"(?<![过再差晚第满到\d\-年零又])(?:{LENGTH})(?:下来|一?共|总共|合计|加起来|合起来|就|才|只|都|发|打|给|领|拿|到账|到|收|进|应|该|有|得|能|可以|的|是|我|她|他|了)*"
    rf"(?P<n>{_AMOUNT})"
)
"""What a time is said to have come to ("三个月发了3000", "每年1200")."""

_MAY_BE_AN_AGE = range(100, 120)
_IN_HAND = "到账|到手|实[发领拿]|进账|进来|收到|打来|[发打给领拿到来][了过到]"
_PAID = re.compile("(?:[领拿给发有得是补抵加到]|每个?月|[1一]个?月)(?:了|的|着|是|到)*$")

_A_YEAR = re.compile(r"(?<![前去今明每\d十])(?<!(?<!以)后)(?:[1一]整?年|全年|整年)(?!一次)")
_ADDED = re.compile(rf"(?:{_AMOUNT}){_YUAN}(?:(?:加|\+)(?:{_AMOUNT}){_YUAN})+")
_MORE_BY = re.compile("多(?:领|拿|给|发|出)?(?:到|个)?$|涨$")
_WAS_PAID = re.compile(
    rf"(?:{_IN_HAND}|[才只就](?:领|拿|发|给|有)|怎么才)(?:了|的|我|她|他|才|只|就|是|有)*$"
)
_STATED = re.compile(
    rf"(?:(?P<held>(?<![没未还])(?:{_IN_HAND}|[才只](?:领|拿|发|给|有|到|来|进))(?:了|的|我|她|他|才|只|就|是|有)*)"
    rf"|(?:说好?|讲|告诉|通知)(?!要交)(?:是|我|俺|她|他|老人家?|老太太|老爷子|我家|我们|[爸妈]|能|可以|该|应该|有|得|会|每个?月|[1一]个?月|每年|[1一]年|给|发|领|拿|补|津贴|补贴|高龄|的|\d{{2,3}}(?:周?岁)?(?:以[上后])?)*)"
    rf"(?P<n>{_AMOUNT}){_YUAN}(?![^,，。]{{0,4}}(?:押金|月费))"
)
"""A sum that is said to be paid, or that others say is due, though it is not asked whether it is right."""

_ASKS_ANOTHER_THING = re.compile(
    "怎么|咋|如何|哪|什么|啥|谁|多久|几[个时]|能不能|还(?:能|有|可以)|要是|如果|别的|吗|么[?？]|呢"
)
_NUMBER = re.compile(_AMOUNT)
_ANY_AMOUNT = re.compile(rf"(?P<n>{_AMOUNT})")
_APART = re.compile(r"(?<=\d)[\s\W]+(?=\d)")
"""What stands between two numbers: without it they would be read as one ("400加100，500对不对")."""

_SAYS_NO_MORE = re.compile(
    rf"(?:{_AMOUNT}|[元块]钱?|那|这|就|也|月|每|个|[1一](?![\d元块千万])|年|全年|整年|能|应该|该|可以|我|他|她|们|老人|爸|妈|"
    r"到时候?|那时候?|以后|给|领|拿|发|有|是|不是|的|了|都|才|怎么|咋|只|加|和|跟|与|\+|还|再|高龄|低保|低收入|困难|护理|失能|"
    r"津贴|补贴|补助|一共|总共|合计|合起来|加起来|等于|得|固定|人家|别人|邻居|听说|听人|说|网上|"
    rf"对(?:不(?!是))?|没错吧|真|假|[吗么嘛吧啊呀呢]|有这回事)+"
)
_OF_WHAT = re.compile("高龄|低保|低收入|困难|护理|失能|津贴|补贴|补助")
_OR = re.compile(
    rf"(?:{_SAYS_NO_MORE.pattern})?(?P<a>{_AMOUNT}){_YUAN}(?:还是|或者?)(?P<b>{_AMOUNT}){_YUAN}[呢啊呀]?"
)


@dataclass(frozen=True)
class Claim:
    """What somebody names, in 元, of so many ``months``. ``alone`` says no more than that, and
    ``of_nothing`` not even of which benefit."""

    yuan: int
    months: int = 1
    alone: bool = False
    of_nothing: bool = False
    more: bool = False
    """Whether it is said to be so much more ("能多200吗")."""

    held: bool = False
    """Whether it is said to be what was paid ("只给了400")."""


def claim_in(text: str) -> Claim | None:
    """The sum that ``text`` names and asks if it is right."""
    plain = unify(text)
    found = _asked_about(plain)
    before = plain[: found.start("n")] if found else ""
    if found is None or _OTHER_MONEY.search(before):
        return None
    so_long = _so_long(plain, found)
    if so_long is None and _is_of_another_time(plain, before):
        return None
    if so_long:
        found, before = so_long, plain[: so_long.start("n")]
    added = [m for m in _ADDED.finditer(plain) if m.end() >= found.end("n")]
    yuan = sum(_numbers(added[0][0])) if added else number(found["n"])
    words = bare(_APART.sub("元", plain))
    alone = len(words) <= LONGEST and bool(_SAYS_NO_MORE.fullmatch(words))
    if yuan in _MAY_BE_AN_AGE and not (alone or _is_money(plain, found)):
        return None
    return Claim(
        yuan,
        _months(plain, so_long),
        alone,
        alone and not _OF_WHAT.search(words),
        bool(_MORE_BY.search(before)),
        bool(_WAS_PAID.search(before)),
    )


def stated_in(text: str) -> Claim | None:
    """The sum that ``text`` says to be paid, or to be due as others say, where it asks for nothing else."""
    plain = unify(text)
    found = [*_STATED.finditer(plain)]
    if not found or _ASKS_ANOTHER_THING.search(plain):
        return None
    last = found[-1]
    so_long = _so_long(plain, last)
    yuan, before = number(last["n"]), plain[: last.start("n")]
    if _OTHER_MONEY.search(before) or (so_long is None and _is_of_another_time(plain, before)):
        return None
    if yuan in _MAY_BE_AN_AGE and not (last["held"] or _is_money(plain, last)):
        return None
    return Claim(yuan, _months(plain, so_long), held=bool(last["held"]))


def only_checks(text: str) -> bool:
    """Whether ``text`` asks if a sum is right, and names none ("对吗", "算对了没")."""
    return bool(_ONLY_CHECKS.fullmatch(bare(text)))


def _asked_about(plain: str) -> re.Match[str] | None:
    """Where ``plain`` (unified) names the sum that it asks about: beside the question, or before all that
    it tells of somebody ("得有1400，94，低保，对吗")."""
    matches = (pattern.search(plain) for pattern in _CLAIMED)
    found = next(filter(None, matches), None)
    *told, asked = re.split(r"[,，。;；!！?？\s]+", plain.rstrip("?？!！。 ")) or [""]
    if found or not told or not only_checks(asked):
        return found
    named = [
        match
        for match in _ANY_AMOUNT.finditer(plain)
        if number(match["n"]) not in _MAY_BE_AN_AGE or _is_money(plain, match)
    ]
    return named[-1] if named else None


def _is_money(plain: str, found: re.Match[str]) -> bool:
    """Whether the number that was ``found`` in ``plain`` is a sum by what stands around it."""
    behind = plain[found.end("n") :][:1] in ("元", "块")
    return behind or bool(_PAID.search(plain[: found.start("n")]))


def _so_long(plain: str, found: re.Match[str]) -> re.Match[str] | None:
    """Of how long the sum is that was ``found`` in ``plain`` (unified), or one behind it; None where none
    is told of these."""
    behind = (m for m in _SO_LONG.finditer(plain) if m.end("n") >= found.end("n"))
    return next(behind, None)


def _is_of_another_time(plain: str, before: str) -> bool:
    """Whether ``plain`` tells of a time that is not the one of its sum, ``before`` which stands nothing of a month."""
    return bool(_OTHER_TIME.search(plain)) and not _A_MONTH.search(before)


def _months(plain: str, so_long: re.Match[str] | None) -> int:
    """Of how many months the sum is that ``plain`` (unified) names."""
    if so_long:
        return length(so_long)
    return YEAR if _A_YEAR.search(_SO_LONG.sub("", plain)) else 1


def one_of_two(text: str) -> tuple[int, int] | None:
    """The two sums of which ``text`` asks which it is, and asks no more ("100还是500")."""
    words = bare(_APART.sub("元", unify(text)))
    two = _OR.fullmatch(words) if len(words) <= LONGEST else None
    return (number(two["a"]), number(two["b"])) if two else None


def _numbers(text: str) -> list[int]:
    return [number(match[0]) for match in _NUMBER.finditer(text)]
