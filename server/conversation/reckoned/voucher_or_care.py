"""Whether the consumption voucher or the care subsidy is more: reports say that only one may be had."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from intents.told.ages import AGES
from intents.told.incomes import sum_held
from server.conversation.reckoned import bills
from server.conversation.reckoned.bills import Bill
from server.conversation.reckoned.voucher_terms import (
    CALLED,
    CARE,
    CHOICE_ENTRY,
    CODE,
    IF_OF_BEIJING,
    SUPPOSED,
    Off,
    Talk,
    offs,
)
from server.conversation.state import LEVEL
from server.kit.money import spoken

ONE_OF_TWO = "报道说两样只能选一样，正式文件没见到，2027年是否延续未知。"
_TIERS = (
    {LEVEL: "severe"},
    {"disability": [{"type": "视力", "level": 2}]},
    {"disability": [{"type": "听力", "level": 1}]},
)
"""Somebody for each amount of the care subsidy."""

_NAMED = re.compile(
    "(?P<n>[六四二246](?:百|00))(?:元|块)?钱?(?:的)?(?:护理|失能|那?个?档|呢?[,，。]?换|选|好|合|还是|和|跟|与|[,，。]|$)"
    "|(?:领|拿|还是|和|跟|与|比|选)(?:着|了|的)?(?P<m>[六四二246](?:百|00))"
)
_BUYS_NOTHING = re.compile(
    "没(?:有)?(?:请|雇|找)(?:过)?(?:人|保姆|护工|小时工)|不(?:请|雇|找)(?:人|保姆|护工)|不花钱|没花钱|没(?:有)?买(?:过)?服务|"
    "(?:闺女|女儿|儿子|儿媳妇?|老伴儿?|家里人?|孩子们?|自己人?|我)(?:自己|在家)?(?:伺候|照顾|照看|管)"
)
_CHANGES = re.compile(
    "(?:换|改|选|要)(?:成|领|用|了)?[^,，。]{0,5}(?:券|消费补贴)|券[^,，。]{0,4}换"
)
_THE_VOUCHER = re.compile("券|消费补贴")
_CASH = re.compile("现钱|现金|到手|(?:剩|余)(?:下)?(?:多少|几)|还(?:能)?(?:领|拿)(?:多少|几)")


def to_choose(known: Mapping[str, Any]) -> dict[str, Any]:
    """What is ``known`` of somebody, without that she has the voucher: who takes it in thought ("换成消费券呢")
    still has the choice."""
    got = known.get("receiving", [])
    return {**known, "receiving": [each for each in got if not _THE_VOUCHER.search(each)]}


def told_alone(text: str, known: Mapping[str, Any], talk: Talk) -> tuple[str, str] | None:
    """What is said of the two where no bill is named: the cash that is left, that nothing is bought, or
    from which bill on the voucher is more."""
    subsidy = care(text, known, talk)
    if _CHANGES.search(text) and _CASH.search(text) and (said := _left_in_cash(text, known, talk)):
        return said, CHOICE_ENTRY
    if subsidy and _BUYS_NOTHING.search(text) and re.search("券|消费补贴", text):
        return (
            "券要花钱买了服务才抵得出来，不提现；没请人、不花钱，就一分也抵不到。"
            f"{_supposed(known, talk)}护理补贴每月{spoken(subsidy)}，光比钱数，护理补贴多{spoken(subsidy)}。{ONE_OF_TWO}"
        ), CHOICE_ENTRY
    return _where_they_meet(text, known, talk) if bills.compares(text) else None


def beside_care(text: str, named: Sequence[Bill], known: Mapping[str, Any], talk: Talk) -> str:
    """The care subsidy of who is so beside what is taken off her bill."""
    subsidy = care(text, known, talk)
    if not subsidy:
        return _no_care(known, talk)
    said = f"{_supposed(known, talk)}失能护理补贴每月{spoken(subsidy)}，两样报道说只能选一样。"
    found = offs(named[0], known, talk) if len(named) == 1 else []
    more = [_which_is_more(off, subsidy, len(found) > 1) for off in found]
    return said + (f"光比钱数，{'；'.join(more)}。" if more else "")


def both_are_hers(known: Mapping[str, Any], talk: Talk) -> bool:
    """Whether somebody known may have the care subsidy as well as the voucher."""
    return bool(known.keys() & {*AGES, "hukou"}) and bool(_of_hers(known, talk))


def care(text: str, known: Mapping[str, Any], talk: Talk) -> int:
    """What the care subsidy is a month to who is so, in fen, or what of its amounts ``text`` names, or was
    told with the bill before."""
    return _of_hers(known, talk) or _named(text, talk) or talk.state.bill.get("care", 0)


def _of_hers(known: Mapping[str, Any], talk: Talk) -> int:
    return talk.fen_a_month(CARE, {**SUPPOSED, **known})


def _supposed(known: Mapping[str, Any], talk: Talk) -> str:
    """That the care subsidy is hers only if she is of Beijing, where it was reckoned and nobody told that."""
    return IF_OF_BEIJING if "hukou" not in known and _of_hers(known, talk) else ""


def _named(text: str, talk: Talk) -> int:
    """The amount of the subsidy that ``text`` names, where it is one of them."""
    found = _NAMED.search(text)
    if found is None or not re.search("券|抵|消费|护理|档|领", text):
        return 0
    sign = (found["n"] or found["m"])[0]
    fen = {"六": 6, "四": 4, "二": 2}.get(sign, 0) or int(sign)
    return fen * 10000 if fen * 10000 in _amounts(talk) else 0


def amounts_paid(talk: Talk) -> set[int]:
    """The amounts of the subsidy and the most that a voucher takes off, in fen: a sum with nothing beside
    it that is one of them is no bill."""
    caps = {found.cap_fen for place in CALLED if (found := talk.amount(place)) and found.cap_fen}
    return _amounts(talk) | caps


def _amounts(talk: Talk) -> set[int]:
    return {_of_hers(tier, talk) for tier in _TIERS} - {0}


def _left_in_cash(text: str, known: Mapping[str, Any], talk: Talk) -> str | None:
    """What is left in cash of what is got now, where the voucher takes the place of the care subsidy; for
    each amount that this may be, where it is not told which."""
    held = sum_held(text)
    if held is None:
        return None
    subsidy = _of_hers(known, talk)
    may_be = [subsidy] if subsidy else _parts_of(held, talk)
    left = [f"护理补贴是{spoken(fen)}的，现钱还剩{spoken(held - fen)}" for fen in may_be if fen <= held]  # fmt: skip
    caps = [found.cap_fen or 0 for place in CALLED if (found := talk.amount(place))]
    if not left or not caps:
        return None
    cap = spoken(max(caps))
    return (
        f"现在每月{spoken(held)}，换成券就没有护理补贴了：{'；'.join(left)}。"
        f"另有券，花了钱才抵，每月最多抵{cap}。{ONE_OF_TWO}"
    )


def _parts_of(held: int, talk: Talk) -> list[int]:
    """The amounts of the care subsidy that make a sum with one of the allowance by age."""
    ages = {talk.fen_a_month("age_allowance", {**SUPPOSED, "age": age}) for age in (80, 90, 100)}  # fmt: skip
    made = {two for one, two in product(ages, _amounts(talk)) if one + two == held}
    return sorted(made, reverse=True)


def _which_is_more(off: Off, subsidy: int, several: bool) -> str:
    """Whether ``off`` or the care subsidy is more, in words; of which service where there are ``several``."""
    of = f"{CALLED[off.place]}，" if several else ""
    if off.fen == subsidy:
        return f"{of}两样一样多"
    more = "券抵的多" if off.fen > subsidy else "护理补贴多"
    return f"{of}{more}{spoken(abs(off.fen - subsidy))}"


def _no_care(known: Mapping[str, Any], talk: Talk) -> str:
    """Why there is nothing to choose: the care subsidy is not hers, or how much it is nowhere told."""
    if known.get(LEVEL) == "total":
        return "完全失能的护理补贴发多少没有看到明文，这里比不了，请问街道民政窗口。"
    if talk.found(CARE, {**SUPPOSED, **known}).verdict == "not_eligible":
        return "护理补贴不够条件，用不着选，券可以用。"
    if known.get(LEVEL) == "moderate" and not known.get("disability"):
        return "光凭中度失能没有护理补贴（够等级的残疾证另算），不用选。"
    return _for_each_amount(talk)


def _for_each_amount(talk: Talk) -> str:
    """The amounts of the care subsidy, for who did not say which is hers."""
    listed = "、".join(spoken(fen) for fen in sorted(_amounts(talk), reverse=True))
    return f"失能护理补贴按情况每月{listed}，报道说和券只能选一样：抵的比您那一档多，才是券多。"


def _where_they_meet(text: str, known: Mapping[str, Any], talk: Talk) -> tuple[str, str] | None:
    """From which bill on the voucher is more than the care subsidy, to somebody who may have both."""
    subsidy = care(text, known, talk) if known.get(LEVEL) or known.get("disability") else 0
    if not subsidy or talk.found(CODE, {**SUPPOSED, **known}).verdict != "eligible":
        return None
    lives = known.get("lives")
    amounts = {place: talk.amount(place) for place in ([lives] if lives in CALLED else CALLED)}
    meets = "，".join(
        f"{CALLED[place]}每月花到{spoken(subsidy * 100 // amount.percent)}"
        for place, amount in amounts.items()
        if amount and amount.percent
    )
    caps = {spoken(amount.cap_fen) for amount in amounts.values() if amount and amount.cap_fen}
    return (
        f"{_supposed(known, talk)}失能护理补贴每月{spoken(subsidy)}，和消费券报道说只能选一样。光比钱数，{meets}，券抵的才和它一样多："
        f"花得比这少，护理补贴多；花得比这多，券多（每月最多抵{'、'.join(caps)}，当月有效、不提现）。您说说每月花多少，我再帮您比。"
    ), CHOICE_ENTRY
