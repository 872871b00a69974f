"""What Haidian pays for a bed at home: the free hours by level, and the share of what is bought beside them.

The figures are those of the entries; they hold in that one district, for who is registered and lives there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from intents.told.districts import districts_in
from intents.told.facts import facts_in
from intents.words.normalise import unify
from knowledge.schema import Entry
from server.conversation.asked.wishes import HOW_MUCH
from server.conversation.reckoned import bills
from server.conversation.reckoned.bills import Bill
from server.conversation.state import LEVEL, State
from server.kit.money import spoken

WHO, FREE = "haidian-home-bed-who", "haidian-home-bed-free-quota"
PAID, CASH = "haidian-home-bed-paid-share", "haidian-home-bed-cash"
"""The entries on who may have it, the free hours, the share of what is bought, and cash."""

_THERE = "海淀"
_OLD_ENOUGH, _OLD = 65, 80
"""Full years from which on it is for who is mildly or moderately disabled, and for who looks after herself."""

_CALLED = {"mild": "轻度失能", "moderate": "中度失能"}
_BED = re.compile("家床|床位|养老床|家庭床|有偿|无偿|额度")
_IN_A_HOME = re.compile("养老院|敬老院|护理院|机构|老年公寓|床位费")
_ASKS_HOW_MUCH = re.compile(
    f"{HOW_MUCH}|几个(?!月)|额度|有啥|有什么|能补|补吗|有补|能?给|能有|能领|能拿|能办"
)
_CARE = "护理补贴|护理的?(?:钱|那?[六6](?:百|00))"
_TOGETHER = re.compile(
    f"(?:{_CARE}).{{0,12}}(?:还能|能不能|一起|同时|冲突|也能|都|选|还给)|(?:还能|能不能|一起|同时|冲突|也能|都能|选).{{0,8}}(?:{_CARE})"
)
_PAID_FOR = re.compile("有偿|自费|自己花|花|买")
_FREE_TOO = re.compile("无偿|免费|白给|一共|总共|两样")
_ALONE = re.compile("独居|空巢|孤寡|一个人(?:住|过)|计生特殊|失独")
_IN_CASH = re.compile("发钱|现金|现钱|提现|打卡|到账")
_CANNOT = "(?:不|没|难|无)[^,，。;；]{0,5}"
_LOOKS_AFTER_HERSELF = re.compile("自理(?!不|有?困难|障碍|没)")
_DOES_NOT = re.compile(f"{_CANNOT}自理")
_NO_CASH = "给的是服务，不发现金。"
_BOUGHT_UNKNOWN = "自己花钱买的服务，能自理的补多少没有查到。"


def told(
    text: str, state: State, entries: Mapping[str, Entry], *, of_a_bed: bool
) -> tuple[str, str] | None:
    """What is paid to who ``text`` tells of, or is known, and the entry that goes with it. ``of_a_bed``: the
    talk is of beds at home already."""
    known = {**state.facts, **facts_in(text, of_somebody=True)}
    named = districts_in(unify(text))
    there = _THERE in named or _THERE in state.districts
    if not there or not (of_a_bed or _BED.search(text)) or _IN_A_HOME.search(text):
        return None
    if _is_of_two_districts(known) or {*named} - {_THERE}:
        return (
            "海淀的家庭养老床位只给海淀的老人：要户口在海淀、人也在海淀居家，差一样就不符合海淀的细则。",
            WHO,
        )
    if _TOGETHER.search(text):
        return (
            "海淀的说法是不重复：领着重度失能护理补贴的，不再给床位的补贴，两样只能选一样。",
            CASH,
        )
    if (young := _too_young(known)) is not None:
        return young
    bills_named = bills.named_in(text, of_a_bill=bool(_PAID_FOR.search(text)))
    bill = next(iter(bills_named), None) or bills.another_in(text)
    if bill is not None and (off := _off(text, bill, known, entries)):
        return off
    return _free(text, known, entries) if _ASKS_HOW_MUCH.search(text) or of_a_bed else None


def _is_of_two_districts(known: Mapping[str, Any]) -> bool:
    """Whether somebody is registered or lives in another district."""
    places = [known.get(name) for name in ("hukou_district", "residence_district")]
    return any(place and _THERE not in place for place in places)


def _too_young(known: Mapping[str, Any]) -> tuple[str, str] | None:
    """That somebody whose level asks for more years is too young."""
    age, level = known.get("age"), known.get(LEVEL)
    if level not in _CALLED or not isinstance(age, int) or age >= _OLD_ENOUGH:
        return None
    return f"海淀的说法：{_CALLED[level]}要满{_OLD_ENOUGH}周岁，{age}岁还不够。", WHO


def _off(
    text: str, bill: Bill, known: Mapping[str, Any], entries: Mapping[str, Entry]
) -> tuple[str, str] | None:
    """What is paid of what is spent on services, by the level; by both levels where it is not known."""
    level, paid = known.get(LEVEL), entries[PAID]
    if (level == "intact" or (level is None and _does_alone(text))) and (
        free := _alone_and_old(text, known, entries)
    ):
        return f"{free}{_BOUGHT_UNKNOWN}", PAID
    levels = [level] if level in _CALLED else [*_CALLED] if level is None else []
    if not levels:
        return None
    share = next(int(figure.percent) for figure in paid.figures if figure.percent is not None)
    caps = {figure.label[:4]: figure.fen for figure in paid.figures if figure.fen is not None}
    each = [_of_level(_CALLED[one], bill.fen, share, caps[_CALLED[one]]) for one in levels]
    free = (
        _hours(_CALLED[levels[0]], entries) if len(levels) == 1 and _FREE_TOO.search(text) else ""
    )
    also = f"另有{free}。" if free else ""
    return f"海淀的说法：{bill.how}自己花钱买的服务按{share}%补，{'；'.join(each)}。{also}", PAID


def _does_alone(text: str) -> bool:
    """Whether ``text`` says that somebody looks after herself, and not that she cannot."""
    return bool(_LOOKS_AFTER_HERSELF.search(text)) and not _DOES_NOT.search(text)


def _of_level(name: str, fen: int, share: int, cap: int) -> str:
    paid = min(fen * share // 100, cap)
    left = spoken(fen - paid)
    return f"花{spoken(fen)}，{name}最高补{spoken(cap)}，这样补{spoken(paid)}，自己付{left}"


def _amounts(entry: Entry) -> dict[str, int]:
    """The amounts of ``entry`` in fen, by the level that their names begin with."""
    return {figure.label[:4]: figure.fen for figure in entry.figures if figure.fen}


def _hours(name: str, entries: Mapping[str, Entry]) -> str:
    """The free services of the level ``name``, in words; empty where they are not known."""
    free = _amounts(entries[FREE])
    return f"每月{spoken(free[name])}的免费服务" if name in free else ""


def _free(
    text: str, known: Mapping[str, Any], entries: Mapping[str, Entry]
) -> tuple[str, str] | None:
    """What there is by the level of who is known, where nothing is said of a bill."""
    level = known.get(LEVEL)
    cash = _NO_CASH if _IN_CASH.search(text) else ""
    if level in _CALLED:
        name, most = _CALLED[level], _amounts(entries[PAID])[_CALLED[level]]
        hours = _hours(name, entries)
        both = _amounts(entries[FREE]).get(name, 0) + most
        added = f"两样合起来最多{spoken(both)}。" if hours and _FREE_TOO.search(text) else ""
        return (
            f"海淀的说法：{name}，{hours or '免费额度没查到'}；自己花钱买的服务另补一半，最高补{spoken(most)}。{added}{cash}",
            FREE,
        )
    if level in ("severe", "total"):
        return (
            "海淀的说法：重度失能可以办，免费额度是多少没有查到；已经领着重度失能护理补贴的，不再给床位的补贴，两样不重复。",
            CASH,
        )
    alone = _alone_and_old(text, known, entries) if level in (None, "intact") else None
    if alone and _PAID_FOR.search(text) and not _FREE_TOO.search(text):
        return f"{alone}{_BOUGHT_UNKNOWN}", PAID
    return (f"{alone}{cash}", FREE) if alone else None


def _alone_and_old(text: str, known: Mapping[str, Any], entries: Mapping[str, Entry]) -> str | None:
    """What there is for an elder who looks after herself, and lives alone."""
    age = known.get("age")
    alone = known.get("alone") or _ALONE.search(text)
    if not alone or not isinstance(age, int) or age < _OLD or _DOES_NOT.search(text):
        return None
    return f"海淀的说法：高龄自理的老人，{_hours('高龄自理', entries)}。"
