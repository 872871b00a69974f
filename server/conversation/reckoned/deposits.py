"""How much deposit a home may ask for, reckoned from the monthly fee that somebody names.

How many monthly fees it may be is the figure of the entry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.words.concepts import concepts
from intents.words.normalise import bare, normalise, unify
from intents.words.numerals import COUNTS, SIGNS, digit, number
from intents.words.sums import FEN
from knowledge.schema import Entry
from server.kit.money import spoken

ENTRY = "deposit-limit"
_SUM = re.compile(
    rf"(?<!\d)\d{{3,6}}(?![\d%年岁])|(?:\d{{1,2}}(?:\.\d)?|[{COUNTS}])[万千](?:\d{{3,4}}|[{COUNTS}\d][千百]?)?(?![百十万千\d])"
)
_MONTHLY_BEFORE = re.compile("(?:[一1每]个?月|月费|月服务费|服务费|收费|费用)[^,，。;；]{0,6}$")
_MONTHLY_AFTER = re.compile("(?:块钱?|元)?(?:的)?(?:[一1每]个?月|月费|服务费|/月)")
_DEPOSIT = re.compile(rf"押金|保证金|押[^,，。;；]{{0,4}}(?=[\d十两{SIGNS}])")
_DEPOSIT_AFTER = re.compile("(?:块钱?|元|的|入住)*(?:押金|保证金)")
_TAKEN = re.compile("[收交要押付][^,，。;；]{0,4}$")
_A_MONTHS_FEE = rf"[一1]个月[^,，。;；\d]{{0,6}}?(?:{_SUM.pattern})"
"""What is paid each month, behind the deposit ("押金五万 一个月交六千"): no deposit of one month."""

_MONTHS = re.compile(
    rf"(?:押金|保证金)[^,，。;；]{{0,8}}?(?!{_A_MONTHS_FEE})(?P<n>\d{{1,2}}|[十两{SIGNS}])个月(?!.{{0,3}}(?:后|之后|才|没|不))"
)
_AGAIN = re.compile(
    "(?:那|这|这样|么|到底|最多|顶多|能|可以|该|收|要|交|算|是|他们|不)*(?:(?:多少|几)个?钱?|合规|合理|合法|超没超|超了?|行|对|多)(?:吗|么|嘛|呢|啊|不|没有?|不对|不行|不多)*"
)
"""Asks what has been reckoned, or would be: "那最多几个钱", "合规吗"."""

_OF_OTHERS = re.compile("租房|房租|房东|单车|住院|医院|健身|水电|租车|酒店|宾馆")


@dataclass(frozen=True)
class Named:
    """What a message names, in 元: the fee a month, the deposit, or that in monthly fees."""

    fee: int | None = None
    deposit: int | None = None
    months: int | None = None


@dataclass(frozen=True)
class Before:
    """The message before, and the entry that answered it."""

    text: str = ""
    entry_id: str | None = None


def named_in(text: str, *, of_deposits: bool = False) -> Named:
    """The monthly fee and the deposit that ``text`` names; ``of_deposits``: they are spoken of already, so
    that a sum that is taken ("收了两万") is one, and any other a fee ("那五千的呢")."""
    plain, fee, deposit, begun = unify(text), None, None, 0
    for match in _SUM.finditer(plain):
        before, begun = plain[begun : match.start()], match.end()
        monthly = _MONTHLY_BEFORE.search(before) or _MONTHLY_AFTER.match(plain, match.end())
        if monthly and not _DEPOSIT.search(before.split("月")[-1]):
            fee = fee or number(match[0])
        elif (
            _DEPOSIT.search(before)
            or _DEPOSIT_AFTER.match(plain, match.end())
            or (of_deposits and _TAKEN.search(before))
        ):
            deposit = deposit or number(match[0])
        elif of_deposits:
            fee = fee or number(match[0])
    months = _MONTHS.search(plain)
    return Named(fee, deposit, digit(months["n"]) if months else None)


def told(text: str, entry: Entry | None, before: Before) -> str | None:
    """What the deposit may be at most, and if the one named is more; None where that cannot be told."""
    spoken_of = before.entry_id == ENTRY and not concepts(normalise(text)).subjects
    if entry is None or _OF_OTHERS.search(text) or not (_DEPOSIT.search(text) or spoken_of):
        return None
    times = next((int(f.number) for f in entry.figures if f.number), None)
    named = named_in(text, of_deposits=spoken_of)
    asks_again = spoken_of and bool(_AGAIN.fullmatch(bare(text)))
    if times is None or (named == Named() and not asks_again):
        return None
    if named.months:
        return _in_months(named.months, times)
    earlier = named_in(before.text, of_deposits=before.entry_id == ENTRY)
    fee, deposit = named.fee or earlier.fee, named.deposit or earlier.deposit
    if fee is None:
        return None
    most = fee * times
    said = f"按每月服务费{spoken(fee * FEN)}算，押金最多{times}倍，就是{spoken(most * FEN)}。"
    return said + (_compared(deposit, most) if deposit else "")


def _in_months(months: int, times: int) -> str:
    if months > times:
        return f"{months}个月的押金超了：最多是{times}个月的服务费。"
    return f"{months}个月的押金没有超：最多是{times}个月的服务费。"


def _compared(deposit: int, most: int) -> str:
    if deposit > most:
        return f"您说的{spoken(deposit * FEN)}超出{spoken((deposit - most) * FEN)}。"
    return f"您说的{spoken(deposit * FEN)}没有超。"
