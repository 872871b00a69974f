"""A sum that somebody names and asks whether it is right, held against the sum told just before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intents.normalise import bare, unify
from server.conversation import compose
from server.conversation.schemas import ReplyOut

_FEN = 100
_AMOUNT = "(?:[0-9]{3,4}|[一二两三]千[一二三四五六七八九]?百?)"
_SAYS_NO_MORE = (
    rf"(?:{_AMOUNT}|[元块]钱?|那|这|就|也|月|每|个|[1一]|能|应该|该|可以|我|他|她|们|老人|爸|妈|"
    r"到时候?|那时候?|以后|给|领|拿|发|有|是|的|了|加|和|跟|还|再|高龄|低保|低收入|困难|护理|失能|津贴|补贴|补助|一共|总共|合计|合起来|加起来|得)*"
)
_CLAIMS = re.compile(
    rf"{_SAYS_NO_MORE}(?:(?<=\d)|(?<=[元块钱千百一二三四五六七八九]))(?:对吗|对吧|对不对?|对么|对嘛|是吗|是吧|是不是|没错吧|吗|吧)[啊呀]?"
)
_EQUALS = re.compile(rf"{_SAYS_NO_MORE}等于{_SAYS_NO_MORE}(?:对吗|对吧|对不对?|吗|吧|么)?")
_OR = re.compile(
    rf"{_SAYS_NO_MORE}(?P<a>{_AMOUNT})[元块]?钱?(?:还是|或者?)(?P<b>{_AMOUNT})[元块]?钱?[呢啊呀]?"
)
_SUM = re.compile(_AMOUNT)
_APART = re.compile(r"(?<=\d)[\s\W]+(?=\d)")
"""What stands between two numbers: without it they would be read as one ("400加100，500对不对")."""

_DIGITS = dict(zip("一二两三四五六七八九", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_THEN = re.compile("那个?月|到时|那时|到那|以后")
_COMING = re.compile(r"从(?P<month>\d+年\d+月)起\w*?每月(?P<yuan>\d+)元")
"""A birthday that brings more, as the sum tells it."""

_CERTAIN = re.compile(r"(?:固定能领|每月)(?P<yuan>\d+)元")


def held_against(before: ReplyOut, text: str) -> ReplyOut | None:
    """``before``, a sum, with whether what ``text`` claims it to be is right; None where it claims none,
    or nothing is certain yet."""
    plain = bare(_APART.sub("元", unify(text)))
    if two := _OR.fullmatch(plain):
        return _one_of((_yuan(two["a"]), _yuan(two["b"])), before, plain)
    if not (_CLAIMS.fullmatch(plain) or _EQUALS.fullmatch(plain)):
        return None
    claimed = _yuan(_SUM.findall(plain)[-1])
    if _is_told(claimed, before):
        return compose.in_short(before, f"对，是{claimed}元。")
    certain = before.total_fen_per_month is not None
    return compose.in_short(before, f"不是{claimed}元。") if certain else None


def _one_of(claimed: Sequence[int], before: ReplyOut, plain: str) -> ReplyOut | None:
    """``before`` with which of the sums ``claimed`` it is; with the one to come where that is meant."""
    coming = _COMING.search(before.text.split("\n\n")[0])
    if coming and _THEN.match(plain):
        right = [yuan for yuan in claimed if str(yuan) == coming["yuan"]]
        lead = f"从{coming['month']}起是{coming['yuan']}元。"
    else:
        right = [yuan for yuan in claimed if _is_told(yuan, before)]
        lead = f"是{right[0]}元。" if right else ""
    return compose.in_short(before, lead) if len(right) == 1 else None


def _is_told(yuan: int, before: ReplyOut) -> bool:
    """Whether ``before`` tells so much a month: all together, of one of several, or of one benefit."""
    lead = before.text.split("\n\n")[0]
    each = [b.amount_fen_per_month for b in before.benefits if b.verdict == "eligible"]
    return yuan * _FEN in each or str(yuan) in (m["yuan"] for m in _CERTAIN.finditer(lead))


def _yuan(said: str) -> int:
    """How much ``said`` is: 1100, 一千一, 两千."""
    if said.isdigit():
        return int(said)
    thousands, _, rest = said.removesuffix("百").partition("千")
    return _DIGITS[thousands] * 1000 + _DIGITS.get(rest, 0) * 100
