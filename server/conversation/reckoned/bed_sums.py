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
from server.conversation.state import LEVEL, State
from server.kit.money import spoken

WHO, FREE = "haidian-home-bed-who", "haidian-home-bed-free-quota"
PAID, CASH = "haidian-home-bed-paid-share", "haidian-home-bed-cash"
"""The entries on who may have it, the free hours, the share of what is bought, and cash."""

_THERE = "海淀"
_OLD_ENOUGH, _OLD = 65, 80
"""Full years from which on it is for who is mildly or moderately disabled, and for who looks after herself."""

_CALLED = {"mild": "轻度失能", "moderate": "中度失能"}
_BED = re.compile("家床|床位|养老床|家庭床")
_ASKS_HOW_MUCH = re.compile(rf"{HOW_MUCH}|额度|有啥|有什么|能补|补吗|有补")
_TOGETHER = re.compile("护理补贴.{0,12}(?:还能|能不能|一起|同时|冲突|也能|都)")


def told(
    text: str, state: State, entries: Mapping[str, Entry], *, of_a_bed: bool
) -> tuple[str, str] | None:
    """What is paid to who ``text`` tells of, or is known, and the entry that goes with it. ``of_a_bed``: the
    talk is of beds at home already."""
    known = {**state.facts, **facts_in(text, of_somebody=True)}
    there = _THERE in districts_in(unify(text)) or _THERE in state.districts
    if not there or not (of_a_bed or _BED.search(text)):
        return None
    if _is_of_two_districts(known):
        return "海淀的家庭养老床位要户口在海淀、人也在海淀居家，差一样就不符合海淀的细则。", WHO
    if _TOGETHER.search(text):
        return "海淀的说法是不重复：领着重度失能护理补贴的，不再给床位的补贴。", CASH
    bill = next(iter(bills.named_in(text)), None) or bills.another_in(text)
    if bill is not None:
        return _off(bill.fen, known, entries[PAID])
    return _free(known, entries) if _HOW_MUCH.search(text) else None


def _is_of_two_districts(known: Mapping[str, Any]) -> bool:
    """Whether somebody is registered or lives in another district."""
    places = [known.get(name) for name in ("hukou_district", "residence_district")]
    return any(place and _THERE not in place for place in places)


def _is_too_young(known: Mapping[str, Any]) -> bool:
    return isinstance(known.get("age"), int) and known["age"] < _OLD_ENOUGH


def _off(fen: int, known: Mapping[str, Any], paid: Entry) -> tuple[str, str] | None:
    """What is paid of ``yuan`` spent on services, by the level; by both levels where it is not known."""
    level = known.get(LEVEL)
    levels = [level] if level in _CALLED else [*_CALLED] if level is None else []
    if _is_too_young(known) or not levels:
        return None
    share = next(int(figure.percent) for figure in paid.figures if figure.percent is not None)
    caps = {figure.label[:4]: figure.fen for figure in paid.figures if figure.fen is not None}
    each = [_of_level(_CALLED[one], fen, share, caps[_CALLED[one]]) for one in levels]
    return f"海淀的说法：自己花钱买的服务按{share}%补，{'；'.join(each)}。", PAID


def _of_level(name: str, fen: int, share: int, cap: int) -> str:
    paid = min(fen * share // 100, cap)
    left = spoken(fen - paid)
    return f"花{spoken(fen)}，{name}最高补{spoken(cap)}，这样补{spoken(paid)}，自己付{left}"


def _free(known: Mapping[str, Any], entries: Mapping[str, Entry]) -> tuple[str, str] | None:
    """What there is by the level of who is known, where nothing is said of a bill."""
    free = {figure.label[:4]: figure.fen or 0 for figure in entries[FREE].figures}
    paid = {figure.label[:4]: figure.fen or 0 for figure in entries[PAID].figures}
    level, age = known.get(LEVEL), known.get("age")
    if _is_too_young(known):
        return None
    if level in _CALLED:
        name = _CALLED[level]
        hours = f"每月{spoken(free[name])}的免费服务" if name in free else "免费额度没查到"
        return (
            f"海淀的说法：{name}，{hours}；自己花钱买的服务另补一半，最高补{spoken(paid[name])}。",
            FREE,
        )
    alone_and_old = known.get("alone") and isinstance(age, int) and age >= _OLD
    if alone_and_old and level in (None, "intact"):
        return f"海淀的说法：高龄自理的老人，每月{spoken(free['高龄自理'])}的免费服务。", FREE
    return None
