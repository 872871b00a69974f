"""What the consumption voucher takes off a bill that somebody names: a share of it, up to a cap a month.

Share and cap are those of the rules. Whoever is assessed as mildly disabled or not at all has no voucher.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from intents.told.facts import facts_in
from intents.words.relatives import ELDERS_AT_HOME
from intents.words.sums import FEN
from server.conversation.reckoned import bills, claims, voucher_or_care, voucher_spans
from server.conversation.reckoned.bills import Bill
from server.conversation.reckoned.voucher_terms import (
    AMOUNT_ENTRY,
    CALLED,
    CHOICE_ENTRY,
    CODE,
    MILD_ENTRY,
    SUPPOSED,
    Talk,
    offs,
)
from server.conversation.state import LEVEL
from server.kit.money import spoken

_WITHOUT = ("mild", "intact")
_HAVE_IT = ("moderate", "severe", "total")
_WHOSE = re.compile(f"{ELDERS_AT_HOME}|爸|妈|我(?![们妈爸老家])")
_TWO = re.compile("[俩两](?:个)?(?:人|口子|老)?都|两口子都|都(?:是)?[中重]度")
_SHARED = "券是按人发的，每人每月最多抵这么多；一笔账能不能用两个人的券一起抵，没有查到"


def told(text: str, talk: Talk) -> tuple[str, str] | None:
    """What is taken off the bill that ``text`` names, or that was named before, and the entry that goes
    with it; a bill that is named is kept."""
    known = voucher_or_care.to_choose({**talk.state.facts, **facts_in(text, of_somebody=True)})
    if found := voucher_spans.told(text, talk):
        return found
    if bills.asks_what_is_off(text) and (unclear := bills.unclear_in(text)):
        return unclear, AMOUNT_ENTRY
    named, asked = _bills(text, known, talk), bills.compares(text)
    if not named:
        return voucher_or_care.told_alone(text, known, talk)
    if known.get(LEVEL) in _WITHOUT and (without := _without(known, talk)):
        return without
    said = _reckoned(text, named, known, talk)
    if not said:
        return None
    said = f"{_if_right(text, named, known, talk)}按报道的说法，{said}。{_how_often(named)}"
    if not asked and not voucher_or_care.both_are_hers(known, talk):
        return said, AMOUNT_ENTRY
    return f"{said}{voucher_or_care.beside_care(text, named, known, talk)}", CHOICE_ENTRY


def _how_often(named: Sequence[Bill]) -> str:
    """What is to be asked of a bill for a time or an hour: how often that is a month."""
    counted = named[0].counted_by if len(named) == 1 else None
    return f"您说说一个月几{counted}，我再算一个月的。" if counted else ""


def _bills(text: str, known: Mapping[str, Any], talk: Talk) -> list[Bill]:
    """The bills that are to be reckoned: those of ``text``, else the one named before; they are kept."""
    before = talk.state.bill if "fen" in talk.state.bill else {}
    if pair := bills.side_by_side(text):
        of_it = talk.of_the_voucher or bills.place_in(text)
        return [Bill(yuan * FEN, text, "") for yuan in pair] if of_it else []
    asks = bills.asks_what_is_off(text) or bills.compares(text)
    has_it = talk.of_the_voucher or known.get(LEVEL) in _HAVE_IT
    named = bills.named_in(text)
    if not named and asks and (has_it or bills.place_in(text)):
        said = bills.named_in(text, of_a_bill=True)
        named = [bill for bill in said if bill.fen not in voucher_or_care.amounts_paid(talk)]
    if not talk.of_the_voucher and not bills.names_the_voucher(text):
        named = [bill for bill in named if not bill.is_of_meals]
    if before and (another := bills.another_in(text)):
        named, has_it = [another], True
    if named and not asks:
        told_alone = (bills.place_in(text) or has_it) and len(named) == 1
        if told_alone:
            _keep(named[0], text, known, talk)
            has_it = has_it or named[0].is_by_the_time
        return named if told_alone and has_it and bills.only_tells(text) else []
    if named:
        _keep(named[0], text, known, talk)
        return named
    again = asks and (bills.asks_only_what_is_off(text) or bills.asks_only_which(text))
    moved = talk.of_the_voucher and bills.asks_of_another_place(text)
    if not before or not (again or moved):
        return []
    kept = Bill(before["fen"], text if moved else "", "")
    _keep(kept, text, known, talk)
    return [kept]


def _keep(bill: Bill, text: str, known: Mapping[str, Any], talk: Talk) -> None:
    """Keep ``bill`` for what is asked of it later, with the place that was told before where it has none,
    and the care subsidy of whose it is."""
    place = bill.place or talk.state.bill.get("place")
    subsidy = voucher_or_care.care(text, known, talk)
    talk.state.bill = {"fen": bill.fen, "place": place, "care": subsidy}


def _reckoned(text: str, named: Sequence[Bill], known: Mapping[str, Any], talk: Talk) -> str | None:
    """What is taken off the bills, in words."""
    if bills.side_by_side(text):
        apart = (offs(bill, known, talk) for bill in named)
        return "；".join(off.told for found in apart for off in found)
    if len(named) > 1:
        return _of_each_person(named, known, talk) or _added_up(named, talk)
    said = "；".join(off.told for off in offs(named[0], known, talk))
    shared = said and _TWO.search(text)
    return f"{said}。{_SHARED}" if shared else said


def _of_each_person(named: Sequence[Bill], known: Mapping[str, Any], talk: Talk) -> str | None:
    """What is taken off the bills of several people, each by a cap of her own; None where they are not
    each somebody's."""
    whose = [_WHOSE.findall(bill.before)[-1:] for bill in named]
    found = [offs(bill, known, talk) for bill in named]
    if len({name for one in whose for name in one}) < len(named) or any(
        len(one) != 1 for one in found
    ):
        return None
    whole, spent = sum(off.fen for [off] in found), sum(bill.fen for bill in named)
    each = "；".join(f"{name}：{off.told}" for [name], [off] in zip(whose, found, strict=True))
    return f"{each}；合起来抵{spoken(whole)}，自己付{spoken(spent - whole)}"


def _if_right(text: str, named: Sequence[Bill], known: Mapping[str, Any], talk: Talk) -> str:
    """Whether what ``text`` says to be taken off its one bill is what is; empty where it says nothing."""
    if len(named) > 1:
        return ""
    found = offs(named[0], known, talk)
    if bills.says_what_is_paid(text):
        return claims.off_the_bill(text, (named[0].fen - off.fen for off in found), "自己付")
    return claims.off_the_bill(text, (off.fen for off in found))


def _without(known: Mapping[str, Any], talk: Talk) -> tuple[str, str] | None:
    """That there is no voucher, for who is not assessed as moderate and has no such disability."""
    if talk.found(CODE, {**SUPPOSED, **known}).verdict == "eligible":
        return None
    return "评估为轻度失能或能力完好的，这个券领不到，也就没有可抵的。", MILD_ENTRY


def _added_up(named: Sequence[Bill], talk: Talk) -> str | None:
    """What is taken off several bills, each by the share of its own kind of service, up to the one cap
    a month; None where it is not said what one of them is for."""
    spent: dict[str, list[Bill]] = {}
    for bill in named:
        if bill.place is None:
            return None
        spent.setdefault(bill.place, []).append(bill)
    shares, caps = [], []
    for place, paid in spent.items():
        amount = talk.amount(place)
        if amount is None or amount.percent is None:
            return None
        whole = sum(bill.fen for bill in paid)
        share = whole * amount.percent // 100
        how = "".join(bill.how for bill in paid)
        added = "+".join(spoken(bill.fen) for bill in paid) + "＝" if len(paid) > 1 else ""
        shares.append((share, f"{how}{CALLED[place]}花{added}{spoken(whole)}，抵{amount.percent}%是{spoken(share)}"))  # fmt: skip
        caps += [amount.cap_fen] if amount.cap_fen else []
    whole = sum(share for share, _ in shares)
    off = min([whole, *caps])
    added = f"，加起来是{spoken(whole)}" if len(shares) > 1 else ""
    capped = f"，每月最多抵{spoken(off)}" if off < whole else ""
    left = spoken(sum(bill.fen for bill in named) - off)
    return (
        f"{'；'.join(line for _, line in shares)}{added}{capped}，这样抵{spoken(off)}，自己付{left}"
    )
