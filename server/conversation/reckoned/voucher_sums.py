"""What the consumption voucher takes off a bill that somebody names: a share of it, up to a cap a month.

Share and cap are those of the rules. Whoever is assessed as mildly disabled or not at all has no voucher.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from intents.told.ages import AGES
from intents.told.facts import facts_in
from knowledge.schema import Document
from server.benefits import service as benefits
from server.benefits.schemas import AmountOut, BenefitOut
from server.conversation.reckoned import bills, claims
from server.conversation.reckoned.bills import Bill
from server.conversation.state import LEVEL, State
from server.kit.money import spoken

AMOUNT_ENTRY, CHOICE_ENTRY, MILD_ENTRY = "voucher-amount", "voucher-or-care-subsidy", "voucher-mild"
"""The entries that say how it is taken off, that it excludes the care subsidy, and who has none."""

_CODE, _CARE = "consumption_voucher", "care_subsidy"
_FEN = 100
_MONTHS = 12
_WITHOUT = ("mild", "intact")
_CALLED = {"institution": "养老机构的服务", "home": "居家社区服务"}
_SUPPOSED = {"hukou": "beijing", "age": 80, "assessment_level": "moderate"}
"""Somebody who has the voucher: what it takes off is the same for everybody."""


@dataclass(frozen=True)
class _Off:
    """What is taken off a bill, in fen, where the service is given, and how it is reckoned."""

    fen: int
    place: str
    told: str


@dataclass(frozen=True)
class Talk:
    """What is known when a bill is named: of whom, whether of the voucher, and by which rules."""

    state: State
    of_the_voucher: bool
    day: date
    documents: Mapping[str, Document]

    def found(self, code: str, facts: Mapping[str, Any]) -> BenefitOut:
        """The verdict on a benefit for ``facts``."""
        return _found(code, dict(facts), self.day, self.documents)


def told(text: str, talk: Talk) -> tuple[str, str] | None:
    """What is taken off the bill that ``text`` names, or that was named before, and the entry that goes
    with it; a bill that is named is kept."""
    known = {**talk.state.facts, **facts_in(text, of_somebody=True)}
    if bills.asks_when_it_is_full(text):
        return _when_full(talk), AMOUNT_ENTRY
    if bills.asks_of_a_year(text) and not bills.named_in(text):
        return _in_a_year(talk), AMOUNT_ENTRY
    named, asked = _bills(text, known, talk), bills.compares(text)
    if not named:
        return _where_they_meet(known, talk) if asked else None
    if known.get(LEVEL) in _WITHOUT and (without := _without(known, talk)):
        return without
    said = _reckoned(text, named, known, talk)
    if not said:
        return None
    if not asked and not _both_are_hers(known, talk):
        return f"按报道的说法，{said}。", AMOUNT_ENTRY
    return f"按报道的说法，{said}。{_beside_care(named, known, talk)}", CHOICE_ENTRY


def _bills(text: str, known: Mapping[str, Any], talk: Talk) -> list[Bill]:
    """The bills that are to be reckoned: those of ``text``, else the one named before; they are kept."""
    before = talk.state.bill
    if pair := bills.side_by_side(text):
        return (
            [Bill(yuan, text, "") for yuan in pair]
            if talk.of_the_voucher or bills.place_in(text)
            else []
        )
    named = bills.named_in(text)
    has_it = talk.of_the_voucher or known.get(LEVEL) in ("moderate", "severe", "total")
    if before and (another := bills.another_in(text)):
        named, has_it = [another], True
    if named and not (bills.asks_what_is_off(text) or bills.compares(text)):
        told_alone = (bills.place_in(text) or has_it) and len(named) == 1
        if told_alone:
            _keep(named[0], talk)
        return named if told_alone and has_it and bills.only_tells(text) else []
    if named:
        _keep(named[0], talk)
        return named
    again = bills.asks_only_what_is_off(text) or bills.asks_only_which(text)
    moved = talk.of_the_voucher and bills.asks_of_another_place(text)
    if not before or not (again or moved):
        return []
    kept = Bill(before["yuan"], text if moved else "", "")
    _keep(kept, talk)
    return [kept]


def _keep(bill: Bill, talk: Talk) -> None:
    """Keep ``bill`` for what is asked of it later, with the place that was told before where it has none."""
    place = bill.place or talk.state.bill.get("place")
    talk.state.bill = {"yuan": bill.spent, "place": place}


def _reckoned(text: str, named: Sequence[Bill], known: Mapping[str, Any], talk: Talk) -> str | None:
    """What is taken off the bills, in words."""
    day, documents = talk.day, talk.documents
    if bills.side_by_side(text):
        apart = (_offs(bill, known, talk) for bill in named)
        return "；".join(off.told for offs in apart for off in offs)
    if len(named) > 1:
        return _added_up(named, day, documents)
    offs = _offs(named[0], known, talk)
    right = claims.off_the_bill(text, (off.fen for off in offs))
    return right + "；".join(off.told for off in offs)


def _offs(bill: Bill, known: Mapping[str, Any], talk: Talk) -> list[_Off]:
    """What is taken off ``bill``, for each place where the service may be given."""
    places = _places(bill, known, talk)
    found = (_off(place, bill, talk.day, talk.documents) for place in places)
    return [*filter(None, found)]


def _places(bill: Bill, known: Mapping[str, Any], talk: Talk) -> list[str]:
    """Where the service is given, by what is said of it now or before, or where she lives; both where
    nothing tells."""
    lives = known.get("lives")
    named = bill.place or talk.state.bill.get("place") or (lives if lives in _CALLED else None)
    return [named] if named else [*_CALLED]


def _care(known: Mapping[str, Any], talk: Talk) -> int:
    """What the care subsidy is a month to who is so, in fen."""
    return talk.found(_CARE, {**_SUPPOSED, **known}).amount_fen_per_month or 0


def _both_are_hers(known: Mapping[str, Any], talk: Talk) -> bool:
    """Whether somebody known may have the care subsidy as well as the voucher."""
    return bool(known.keys() & {*AGES, "hukou"}) and bool(_care(known, talk))


def _beside_care(named: Sequence[Bill], known: Mapping[str, Any], talk: Talk) -> str:
    """The care subsidy of who is so beside what is taken off her bill."""
    care = _care(known, talk)
    if not care:
        return _no_care(known, talk)
    said = f"失能护理补贴每月{spoken(care)}，两样报道说只能选一样。"
    offs = _offs(named[0], known, talk) if len(named) == 1 else []
    more = [_which_is_more(off, care, len(offs) > 1) for off in offs]
    return said + (f"光比钱数，{'；'.join(more)}。" if more else "")


def _which_is_more(off: _Off, care: int, several: bool) -> str:
    """Whether ``off`` or the care subsidy is more, in words; of which service where there are ``several``."""
    of = f"{_CALLED[off.place]}，" if several else ""
    if off.fen == care:
        return f"{of}两样一样多"
    more = "券抵的多" if off.fen > care else "护理补贴多"
    return f"{of}{more}{spoken(abs(off.fen - care))}"


def _no_care(known: Mapping[str, Any], talk: Talk) -> str:
    """Why there is nothing to choose: the care subsidy is not hers, or how much it is nowhere told."""
    if known.get(LEVEL) == "total":
        return "完全失能的护理补贴发多少没有看到明文，这里比不了，请问街道民政窗口。"
    care = talk.found(_CARE, {**_SUPPOSED, **known})
    if care.verdict == "not_eligible":
        return "护理补贴不够条件，用不着选，券可以用。"
    if known.get(LEVEL) == "moderate" and not known.get("disability"):
        return "光凭中度失能没有护理补贴（够等级的残疾证另算），不用选。"
    return ""


def _where_they_meet(known: Mapping[str, Any], talk: Talk) -> tuple[str, str] | None:
    """From which bill on the voucher is more than the care subsidy, to somebody who may have both."""
    care = _care(known, talk) if known.get(LEVEL) or known.get("disability") else 0
    if not care or talk.found(_CODE, {**_SUPPOSED, **known}).verdict != "eligible":
        return None
    lives = known.get("lives")
    places = [lives] if lives in _CALLED else [*_CALLED]
    amounts = {place: _amount(place, talk.day, talk.documents) for place in places}
    meets = "，".join(
        f"{_CALLED[place]}每月花到{spoken(care * 100 // amount.percent)}"
        for place, amount in amounts.items()
        if amount and amount.percent
    )
    caps = {spoken(amount.cap_fen) for amount in amounts.values() if amount and amount.cap_fen}
    said = (
        f"失能护理补贴每月{spoken(care)}，和消费券报道说只能选一样。光比钱数，{meets}，券抵的才和它一样多："
        f"花得比这少，护理补贴多；花得比这多，券多（每月最多抵{'、'.join(caps)}）。您说说每月花多少，我再帮您比。"
    )
    return said, CHOICE_ENTRY


def _without(known: Mapping[str, Any], talk: Talk) -> tuple[str, str] | None:
    """That there is no voucher, for who is not assessed as moderate and has no such disability."""
    if talk.found(_CODE, {**_SUPPOSED, **known}).verdict == "eligible":
        return None
    return "评估为轻度失能或能力完好的，这个券领不到，也就没有可抵的。", MILD_ENTRY


def _when_full(talk: Talk) -> str:
    """What has to be spent for all of the voucher to be used."""
    amounts = ((place, _amount(place, talk.day, talk.documents)) for place in reversed(_CALLED))
    said = "；".join(
        f"{_CALLED[place]}每月花到{spoken(found.cap_fen * 100 // found.percent)}，"
        f"抵{found.percent}%，正好抵满{spoken(found.cap_fen)}"
        for place, found in amounts
        if found and found.percent and found.cap_fen
    )
    return f"按报道的说法，{said}。"


def _in_a_year(talk: Talk) -> str:
    """What the voucher takes off in twelve months at most."""
    amount = _amount("home", talk.day, talk.documents)
    cap = amount.cap_fen or 0 if amount else 0
    return (
        f"按报道的说法，每月最多抵{spoken(cap)}，{_MONTHS}个月都用满，一年最多抵{spoken(cap * _MONTHS)}；"
        "当月有效，用不完的不留到下个月。"
    )


def _added_up(named: Sequence[Bill], day: date, documents: Mapping[str, Document]) -> str | None:
    """What is taken off several bills, each by the share of its own kind of service, up to the one cap
    a month; None where it is not said what one of them is for."""
    spent: dict[str, int] = {}
    for bill in named:
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


def _off(place: str, bill: Bill, day: date, documents: Mapping[str, Document]) -> _Off | None:
    """What is taken off ``bill`` for services given at ``place``."""
    spent, amount = bill.spent, _amount(place, day, documents)
    if amount is None or amount.percent is None:
        return None
    share = spent * amount.percent * _FEN // 100
    off = min(share, amount.cap_fen or share)
    capped = f"，每月最多抵{spoken(off)}" if off < share else ""
    when = "一次" if bill.is_of_one_time else "一个月"
    return _Off(
        off,
        place,
        f"{_CALLED[place]}{when}花{spent}元，券抵{amount.percent}%是{spoken(share)}{capped}，"
        f"这样抵{spoken(off)}，自己付{spoken(spent * _FEN - off)}",
    )


def _found(
    code: str, facts: dict[str, Any], day: date, documents: Mapping[str, Document]
) -> BenefitOut:
    return next(b for b in benefits.check(facts, day, documents).benefits if b.code == code)
