"""What the consumption voucher takes off a bill that somebody names: a share of it, up to a cap a month.

Share and cap are those of the rules. Whoever is assessed as mildly disabled or not at all has no voucher.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from intents.told.claimed import claim_in
from intents.told.facts import facts_in
from intents.words.normalise import unify
from intents.words.numerals import COUNTS, SIGNS, number
from knowledge.schema import Document
from server.benefits import service as benefits
from server.benefits.schemas import AmountOut, BenefitOut
from server.conversation.reckoned import claims
from server.kit.money import spoken

AMOUNT_ENTRY, CHOICE_ENTRY = "voucher-amount", "voucher-or-care-subsidy"
"""The entries that say how it is taken off, and that it excludes the care subsidy."""

_CODE, _CARE = "consumption_voucher", "care_subsidy"
_FEN = 100
_WITHOUT = ("mild", "intact")
_INSTITUTION = re.compile(
    "养老院|敬老院|福利院|养老机构|机构|老年公寓|护理院|托养|日间照料|日托|喘息"
)
_AT_HOME = re.compile(
    "上门|居家|住家|在家|家里|洗澡|助浴|做饭|助餐|打扫|助洁|康复|请人|小时工|护工|辅具|轮椅"
)
_SPENT = re.compile(
    r"(?:(?<!\d)(?=\d{3,5}(?:元|块)?钱?(?:能|可以|该|就|应该)*抵)|花|交|付|收|要|用|账单|费用?|费是|总共|[1一]?个月|每月|住[^,，。\d]{0,6}?|"
    rf"(?:{_INSTITUTION.pattern}|{_AT_HOME.pattern})(?:服务)?)(?:了|掉|着|大概|差不多|得|是)*"
    rf"(?P<n>[{COUNTS}\d]千(?:零?\d{{1,3}}|[两{SIGNS}](?![百十万]))?|\d{{3,5}})"
    r"(?!\d|%|[年月号日分]|[元块]?钱?的?(?:消费)?券)"
)
"""A bill: "花了两千四", "一个月五千", "助餐300"."""

_INCOME = re.compile("(?:退休金|养老金|工资|收入|低保|补贴|津贴|存款|挣|领|拿)[^,，。;；]{0,8}$")
"""What stands before an amount that is no bill."""

_VOUCHER = re.compile("券|消费补贴|抵(?!押)|自己[掏付出交]|自[付费掏]")
_HOW_MUCH = re.compile("多少|几[百千]?|合算|划算|哪[个样]多|省|顶|够")
_COMPARES = re.compile("合算|划算|哪[个样]多|还是选|还是[领拿要]")
_PLACES = {"institution": _INSTITUTION, "home": _AT_HOME}
_CALLED = {"institution": "养老机构的服务", "home": "居家社区服务"}
_SUPPOSED = {"hukou": "beijing", "age": 80, "assessment_level": "moderate"}
"""Somebody who has the voucher: what it takes off is the same for everybody."""


_MARKS = re.compile("[,，、;；。 ]")


@dataclass(frozen=True)
class _Bill:
    """What was spent, and what is said of it: up to the bill before it, and to the next one."""

    spent: int
    before: str
    behind: str

    @property
    def place(self) -> str | None:
        """Where the service is given, by its name, first in the same clause."""
        clause = _MARKS.split(self.before)[-1], _MARKS.split(self.behind)[0]
        named = (
            place
            for said in (*clause, self.before, self.behind)
            for place, words in _PLACES.items()
            if words.search(said)
        )
        return next(named, None)


@dataclass(frozen=True)
class _Off:
    """What is taken off a bill, in fen, and how it is reckoned."""

    fen: int
    told: str


def bills_in(text: str) -> list[_Bill]:
    """The bills in 元 that ``text`` names and asks what the voucher takes off, none in anything else."""
    plain = unify(text)
    if not (_VOUCHER.search(plain) and (_HOW_MUCH.search(plain) or claim_in(text))):
        return []
    found = [*_SPENT.finditer(plain)]
    begins = [0, *(match.end() for match in found)]
    ends = [*(match.start() for match in found[1:]), len(plain)]
    return [
        _Bill(number(match["n"]), plain[begin : match.end()], plain[match.end() : end])
        for match, begin, end in zip(found, begins, ends, strict=False)
        if not _INCOME.search(plain[begin : match.start()])
    ]


def told(
    text: str, facts: Mapping[str, Any], day: date, documents: Mapping[str, Document]
) -> tuple[str, str] | None:
    """What is taken off the bill that ``text`` names, and the entry that goes with it."""
    bills, known = bills_in(text), {**facts, **facts_in(text, of_somebody=True)}
    if not bills or known.get("assessment_level") in _WITHOUT:
        return None
    if len(bills) > 1:
        said, right = _added_up(bills, day, documents), ""
    else:
        places = _places(text, known)
        found = [_off(place, bills[0].spent, day, documents) for place in places]
        offs = [*filter(None, found)]
        said = "；".join(off.told for off in offs)
        right = claims.off_the_bill(text, (off.fen for off in offs))
    if not said:
        return None
    said = f"{right}按报道的说法，{said}。"
    if not _COMPARES.search(unify(text)):
        return said, AMOUNT_ENTRY
    care = _found(_CARE, {**_SUPPOSED, **known}, day, documents).amount_fen_per_month
    if care:
        said += f"失能护理补贴每月{spoken(care)}，两样报道说只能选一样。"
    return said, CHOICE_ENTRY


def _places(text: str, known: Mapping[str, Any]) -> list[str]:
    """Where the service is given, by what is said of it or where she lives; both where neither tells."""
    named = [place for place, words in _PLACES.items() if words.search(unify(text))]
    lives = [place for place in _PLACES if place == known.get("lives")]
    return named[:1] or lives or [*_PLACES]


def _added_up(bills: Sequence[_Bill], day: date, documents: Mapping[str, Document]) -> str | None:
    """What is taken off several bills, each by the share of its own kind of service, up to the one cap
    a month; None where it is not said what one of them is for."""
    spent: dict[str, int] = {}
    for bill in bills:
        if bill.place is None:
            return None
        spent[bill.place] = spent.get(bill.place, 0) + bill.spent
    shares, caps = [], []
    for place, yuan in spent.items():
        amount = _amount(place, day, documents)
        if amount is None or amount.percent is None:
            return None
        share = yuan * amount.percent * _FEN // 100
        shares.append((share, f"{_CALLED[place]}花{yuan}元，抵{amount.percent}%是{spoken(share)}"))
        caps += [amount.cap_fen] if amount.cap_fen else []
    whole = sum(share for share, _ in shares)
    off = min([whole, *caps])
    added = f"，加起来是{spoken(whole)}" if len(shares) > 1 else ""
    capped = f"，每月最多抵{spoken(off)}" if off < whole else ""
    left = spoken(sum(spent.values()) * _FEN - off)
    return (
        f"{'；'.join(line for _, line in shares)}{added}{capped}，这样抵{spoken(off)}，自己付{left}"
    )


def _amount(place: str, day: date, documents: Mapping[str, Document]) -> AmountOut | None:
    """Share and cap of the voucher for services given at ``place``."""
    return _found(_CODE, {**_SUPPOSED, "lives": place}, day, documents).amount


def _off(place: str, spent: int, day: date, documents: Mapping[str, Document]) -> _Off | None:
    """What is taken off ``spent`` for services given at ``place``."""
    amount = _amount(place, day, documents)
    if amount is None or amount.percent is None:
        return None
    share = spent * amount.percent * _FEN // 100
    off = min(share, amount.cap_fen or share)
    capped = f"，每月最多抵{spoken(off)}" if off < share else ""
    return _Off(
        off,
        f"{_CALLED[place]}一个月花{spent}元，券抵{amount.percent}%是{spoken(share)}{capped}，"
        f"这样抵{spoken(off)}，自己付{spoken(spent * _FEN - off)}",
    )


def _found(
    code: str, facts: dict[str, Any], day: date, documents: Mapping[str, Document]
) -> BenefitOut:
    return next(b for b in benefits.check(facts, day, documents).benefits if b.code == code)
