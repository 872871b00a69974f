"""A verdict of the rules on each benefit in a line: granted, still open, refused, to come."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date

from server.benefits.schemas import BenefitOut, CheckOut, CitationOut
from server.conversation.reckoned.benefit_names import CARE, DIFFICULTY
from server.conversation.reckoned.birthdays import BY_AGE
from server.kit.money import spoken

IN_FORCE = "政策在有效期内"
"""The condition that fails where a rule is not in force (``knowledge.eligibility.check``)."""

_SAID_ONCE = ("金额以最新公布为准",)
"""Notes that the headline has said for all benefits."""


_LEVEL = "assessment_level"

_LONG = 25
"""So many characters has a tier that is told by how much it is alone, unless all is to be told."""

_ON_THE_CARD = "senior_card"
"""Of this is told what it is for only where all is."""

_EXPECTED = (BY_AGE, CARE, DIFFICULTY)
"""Who is refused one of these is told so, for she may have counted on it."""

_THIS_ONE = re.compile("这项(?:津贴|补贴)")
_OF_A_DISTRICT = {"ltci_shijingshan": "石景山", "home_care_bed": "海淀"}
"""What is tried out in one district, or goes further there: to others it is named where a tier fits them."""


def granted_in(found: Sequence[BenefitOut], *, whole: bool = True) -> str:
    """One line for each benefit the person may have; a short one, unless the ``whole`` is to be told."""
    return "\n".join(grants_in(found, whole=whole).values())


def grants_in(found: Sequence[BenefitOut], *, whole: bool = True) -> dict[str, str]:
    """The lines of :func:`granted_in`, by the benefits' codes."""
    granted = {b.code: b.name for b in found if b.verdict == "eligible"}
    told = (b if whole else _in_short(b) for b in found if b.code in granted)
    return {b.code: f"- {grant(b, granted)}" for b in told}


def _in_short(benefit: BenefitOut) -> BenefitOut:
    """``benefit`` with a long tier told by how much it is."""
    tier = benefit.tier if len(benefit.tier or "") < _LONG else _how_much(benefit)
    notes = [] if benefit.code == _ON_THE_CARD else benefit.notes
    return benefit.model_copy(update={"tier": tier, "notes": notes})


def left_in(found: Sequence[BenefitOut], head: str, places: Collection[str]) -> str:
    """In a line by name alone what is still open, and what is refused and was expected, of which the ``head``
    says nothing. ``places``: the districts that the person is known to be of."""
    still = [
        _named(b)
        for b in found
        if b.verdict == "need_info" and _may_be_hers(b, places) and b.name not in head
    ]
    because: dict[str, list[str]] = {}
    for benefit in found:
        why = _THIS_ONE.sub("这项", refused(benefit).split("：不符合，", 1)[-1])
        if benefit.verdict == "not_eligible" and benefit.code in _EXPECTED and why not in head:
            because.setdefault(why, []).append(benefit.name)
    failed = "；".join(
        f"{'、'.join(names)}：不符合，{why if len(names) == 1 else why.replace('这项', '这几项')}"
        for why, names in because.items()
    )
    is_open = f"还要看没说到的情况：{'、'.join(still)}" if still else ""
    return "".join(f"{part}。" for part in (failed, is_open) if part)


def _named(benefit: BenefitOut) -> str:
    """The name of what is still open, with what opens it where few would guess it."""
    hangs_on_a_level = benefit.code == CARE and _LEVEL in benefit.missing
    return f"{benefit.name}（看能力评估或残疾证）" if hangs_on_a_level else benefit.name


def _may_be_hers(benefit: BenefitOut, places: Collection[str]) -> bool:
    district = _OF_A_DISTRICT.get(benefit.code)
    fits = benefit.tier is not None and benefit.code != "ltci_shijingshan"
    return district is None or district in places or fits


def grant(benefit: BenefitOut, granted: dict[str, str], *, asked: bool = False) -> str:
    """What is granted of one benefit, beside those of ``granted``, by their codes; where it was ``asked`` about,
    how much it is comes first."""
    parts = [f"{benefit.name}：符合，{_how_much(benefit) if asked else benefit.tier}"]
    if benefit.pay_from:
        year, month = benefit.pay_from.split("-")
        parts.append(f"从{year}年{int(month)}月起算")
    rivals = [granted[code] for code in benefit.not_with if code in granted]
    if rivals:
        parts.append(f"和{'、'.join(rivals)}只能选一样")
    notes = [note for note in benefit.notes if note not in _SAID_ONCE]
    return "，".join(parts) + (f"（{'；'.join(notes)}）" if notes else "")


def coming_in(found: CheckOut) -> str:
    """What a birthday will bring to somebody who may have the benefit already."""
    names = {b.code: b.name for b in found.benefits if b.verdict == "eligible"}
    return "\n".join(
        f"- 到{said_day(date.fromisoformat(coming.from_))}：{names[coming.code]}变成{coming.tier}"
        for coming in found.upcoming
        if coming.code in names
    )


def others_in(found: Sequence[BenefitOut]) -> str:
    """What is still open, and what the person may not have and why."""
    order = {"need_info": 0, "not_eligible": 1}
    rest = sorted((b for b in found if b.verdict in order), key=lambda b: order[b.verdict])
    return "\n".join(f"- {still_open(b) if b.verdict == 'need_info' else refused(b)}" for b in rest)


def _how_much(benefit: BenefitOut) -> str | None:
    """How much a benefit is a month, by which tier; the tier alone where no amount is fixed."""
    fen = benefit.amount_fen_per_month
    return f"每月{spoken(fen)}" if fen else benefit.tier


def is_before_the_rules(benefit: BenefitOut) -> bool:
    """Whether nothing is said of ``benefit`` but that its rule was not in force then."""
    return [reason.condition for reason in benefit.reasons] == [IN_FORCE]


def still_open(benefit: BenefitOut, *, asked: bool = False) -> str:
    """What is not known yet of one benefit; where it was ``asked`` about, how much it is comes first."""
    open_ones = [reason for reason in benefit.reasons if reason.holds is None]
    if [reason.condition for reason in open_ones] == [IN_FORCE]:
        return f"{benefit.name}：{open_ones[0].because}"
    # A doubt of the rules is told in its own words, a missing fact by its condition.
    because = [r.because if r.because != "还不知道" else r.condition for r in open_ones]
    would = f"够条件的话，{_how_much(benefit) if asked else benefit.tier}；" if benefit.tier else ""
    return f"{benefit.name}：{would}还差这些信息：{'；'.join(dict.fromkeys(because))}"


def refused(benefit: BenefitOut) -> str:
    """Why one benefit may not be had, and from when on it may."""
    failed = next(
        (reason.because for reason in benefit.reasons if reason.holds is False), "条件不够"
    )
    soon = (
        f"；{said_day(date.fromisoformat(benefit.eligible_from))}起就符合了"
        if benefit.eligible_from
        else ""
    )
    return f"{benefit.name}：不符合，{failed}{soon}"


def said_day(day: date) -> str:
    """A day as it is told."""
    return f"{day.year}年{day.month}月{day.day}日"


def citations(found: list[BenefitOut]) -> list[CitationOut]:
    """The sources of what was judged, each once, those of what is granted first."""
    ordered = sorted(found, key=lambda b: b.verdict != "eligible")
    cited = {
        r.citation.title: r.citation
        for b in ordered
        if b.verdict != "not_eligible"
        for r in b.reasons
        if r.citation
    }
    return list(cited.values())[:4]
