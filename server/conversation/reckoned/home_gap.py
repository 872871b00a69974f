"""What is missing for a home whose price is named: without what somebody has, what she may get, and the voucher."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from intents.told.facts import facts_in
from intents.told.incomes import Income, incomes_in, is_left_unread
from server.conversation.reckoned import bills
from server.conversation.reckoned.bills import Bill
from server.conversation.reckoned.voucher_terms import CARE, IF_OF_BEIJING, Talk, off
from server.kit.money import spoken

VOUCHER_ENTRY, HOME_ENTRY, MONEY_ENTRY = (
    "voucher-institution",
    "hardship-home-subsidy",
    "care-subsidy-cash",
)
_GAP = re.compile(
    "差(?:的)?(?:多少|几)|缺口|缺多少|还(?:要|得|需)(?:多少|几|[掏出贴交付])|再[出掏贴交]|能?凑|够不够|够吗|贴多少"
)
_OWN_PART = re.compile("自己(?:还|得|要|再)*(?:出|掏|付|贴|拿)?(?:多少|几)")
_VOUCHER = re.compile("券|消费补贴")
_FOR_A_HOME = "困境"
_CASH = {"age_allowance": "高龄津贴", "care_subsidy": "护理补贴", "difficulty_subsidy": "困难补贴"}
_WORDS = {"age_allowance": "高龄", "care_subsidy": "护理", "difficulty_subsidy": "困难"}
"""By which words each of them is told as an income already."""

_OF_SOME_KIND = {"补贴", "补助", "津贴"}
"""An income named no closer may be any of them."""


def told(text: str, talk: Talk) -> tuple[str, str] | None:
    """What is missing for the home that ``text`` names a price of, and the entry that goes with it."""
    has = incomes_in(text)
    if not (_GAP.search(text) or (has and _OWN_PART.search(text))):
        return None
    if is_left_unread(text):
        return None
    named = [bill for bill in bills.named_in(text, of_a_bill=True) if bill.place == "institution"]
    known = {**talk.state.facts, **facts_in(text, of_somebody=True)}
    if len(named) != 1:
        return None
    extra = _extra(text, known, has, talk)
    if not has and not extra:
        return None
    return _told(
        text, named[0], has, extra, talk, supposed="" if "hukou" in known else IF_OF_BEIJING
    )


def _extra(text: str, known: Mapping[str, Any], has: list[Income], talk: Talk) -> list[Income]:
    """What she may get by what is known of her, and did not tell as hers: no care subsidy beside the voucher
    or the subsidy for a home."""
    if any(income.name in _OF_SOME_KIND for income in has):
        return []
    names = "".join(income.name for income in has)
    shut_out = _VOUCHER.search(text) or _FOR_A_HOME in text
    found = []
    for code, called in _CASH.items():
        if _WORDS[code] in names or (code == CARE and shut_out):
            continue
        if amount := talk.fen_a_month(code, {"age": 60, "hukou": "beijing", **known}):
            found.append(Income(called, amount))
    return found


def _told(
    text: str, bill: Bill, has: list[Income], extra: list[Income], talk: Talk, *, supposed: str
) -> tuple[str, str]:
    less = [*has]
    taken = off("institution", bill, talk) if _VOUCHER.search(text) else None
    if taken:
        less.append(Income("券抵", taken.fen))
    gap = bill.fen - sum(income.fen for income in less)
    said = f"{bill.how}养老院每月{spoken(bill.fen)}"
    if less:
        said += f"，减去{_listed(less)}，{_missing(gap)}"
    if extra:
        rest = gap - sum(income.fen for income in extra)
        said += (
            f"；{supposed}{'另外' if less else '每月'}能领{_listed(extra)}，都算上{_missing(rest)}"
        )
    return f"{said}。{_beside(text, extra, taken is not None)}", _entry(text, taken is not None)


def _listed(incomes: list[Income]) -> str:
    return "、".join(f"{income.name}{spoken(income.fen)}" for income in incomes)


def _missing(gap: int) -> str:
    if gap <= 0:
        return "够了" if gap == 0 else f"够了，还余{spoken(-gap)}"
    return f"还差{spoken(gap)}"


def _beside(text: str, extra: list[Income], with_voucher: bool) -> str:
    """What has to be known beside the sum."""
    if with_voucher:
        return "券是报道的说法，当月有效，和护理补贴只能选一样，2027年是否延续未知。"
    if _FOR_A_HOME in text:
        return "困境家庭入住补助的数是二手资料，没有核实；领了这一样，护理补贴就不再发。"
    if any(income.name == _CASH[CARE] for income in extra):
        return "护理补贴不提现，院里收不收先问清楚。"
    return ""


def _entry(text: str, with_voucher: bool) -> str:
    if with_voucher:
        return VOUCHER_ENTRY
    return HOME_ENTRY if _FOR_A_HOME in text else MONEY_ENTRY
