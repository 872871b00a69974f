"""The consumption voucher over time: what fills it, what a year is, how long there is one, whether it keeps."""

from __future__ import annotations

import re
from datetime import date

from intents.told.lengths import YEAR
from server.conversation.reckoned import bills
from server.conversation.reckoned.voucher_terms import (
    AMOUNT_ENTRY,
    CALLED,
    CODE,
    SUPPOSED,
    Talk,
)
from server.kit.money import spoken

_KEEPS = re.compile(
    r"(?:没用|用不完|没花|剩下?的?|攒|留|存|合到|挪)[^。]{0,10}(?:一起用|下个?月|以后|来年|明年|接着用|\d+月|十[一二]?月|再用)(?:[^。]{0,6}(?:行|能|可以|吗|么|不))?"
)
_HOW_LONG = re.compile("(?:还)?(?:能|可以)?[用领抵](?:上)?(?:几|多少)个?月|还有(?:几|多少)个月")
_OF_EACH = re.compile(
    "(?:一个人|每人|每个人|按人|一人)[^,，。]{0,6}还是[^,，。]{0,4}(?:一家|全家|一户|两口子|两个人|俩人|我俩)"
    "|(?:一家|全家|一户|两口子|俩人)[^,，。]{0,6}还是[^,，。]{0,4}(?:一个人|每人|各人|每个人)"
)
_VOUCHER = re.compile("券|消费补贴")
NEXT_YEAR_ENTRY = "voucher-2027"
_NEXT_YEAR = re.compile("(?:明|后|来|下[1一]?)年|过了?年|转过年|2027")
_OVER = "报道的12个自然月已经过了，现在还有没有，没有查到文件，请打12345核实。"
_NOT_KNOWN_YET = (
    "报道说这项补贴实施12个自然月，2027年延续不延续，目前没查到，能抵多少说不准，请打12345核实。"
)


def told(text: str, talk: Talk) -> tuple[str, str] | None:
    """What is asked of the voucher beside any bill, and the entry that goes with it."""
    if not (talk.of_the_voucher or _VOUCHER.search(text) or bills.asks_when_it_is_full(text)):
        return None
    if (open_yet := _not_known(text, talk)) is not None:
        return open_yet, NEXT_YEAR_ENTRY
    if bills.asks_when_it_is_full(text):
        return _when_full(text, talk), AMOUNT_ENTRY
    if _OF_EACH.search(text):
        return f"按人算：每位老人每月最多抵{spoken(_cap(talk))}，两位都够条件的，各有各的券。", "voucher-cap"  # fmt: skip
    if _KEEPS.search(text):
        return "不行：券当月有效，当月没用完就作废，不能攒到后面的月份一起用。", "voucher-month-expiry"  # fmt: skip
    if _HOW_LONG.search(text) and not bills.named_in(text):
        return _months_left(talk), NEXT_YEAR_ENTRY
    if bills.asks_of_a_year(text) and not bills.named_in(text):
        return _in_a_year(talk), AMOUNT_ENTRY
    return None


def _not_known(text: str, talk: Talk) -> str | None:
    """What is said where a sum is asked of a time for which no voucher is known; None for the time of it."""
    asks_of_a_sum = (
        bills.asks_when_it_is_full(text) or bills.asks_what_is_off(text) or _OF_EACH.search(text)
    )
    if not asks_of_a_sum:
        return None
    if not _is_given(talk.day, talk):
        return _OVER
    return _NOT_KNOWN_YET if _NEXT_YEAR.search(text) and not _KEEPS.search(text) else None


def _cap(talk: Talk) -> int:
    amount = talk.amount("home")
    return amount.cap_fen or 0 if amount else 0


def _when_full(text: str, talk: Talk) -> str:
    """What has to be spent for all of the voucher to be used, where that is named only there."""
    named = bills.place_in(text)
    places = [named] if named else [*reversed(CALLED)]
    amounts = ((place, talk.amount(place)) for place in places)
    said = "；".join(
        f"{CALLED[place]}每月花到{spoken(found.cap_fen * 100 // found.percent)}，"
        f"抵{found.percent}%，正好抵满{spoken(found.cap_fen)}"
        for place, found in amounts
        if found and found.percent and found.cap_fen
    )
    return f"按报道的说法，{said}。"


def _in_a_year(talk: Talk) -> str:
    """What the voucher takes off in twelve months at most."""
    cap = _cap(talk)
    return (
        f"按报道的说法，每月最多抵{spoken(cap)}，{YEAR}个月都用满，一年最多抵{spoken(cap * YEAR)}；"
        "当月有效，用不完的不留到下个月。"
    )


def _months_left(talk: Talk) -> str:
    """How many months there is a voucher yet, this one among them."""
    year, month, left = talk.day.year, talk.day.month, 0
    while left < YEAR and _is_given(date(year, month, talk.day.day if not left else 1), talk):
        left, year, month = left + 1, year + month // 12, month % 12 + 1
    if not left:
        return _OVER
    last = f"{year if month > 1 else year - 1}年{month - 1 or 12}月"
    return (
        f"按报道的说法，这项补贴实施12个自然月，到{last}。从现在办，连这个月算最多{left}个月"
        "（办下来要时间，这个月不一定赶得上）；2027年是否延续未知。"
    )


def _is_given(day: date, talk: Talk) -> bool:
    of_that_day = Talk(talk.state, talk.of_the_voucher, day, talk.documents)
    return of_that_day.found(CODE, SUPPOSED).verdict == "eligible"
