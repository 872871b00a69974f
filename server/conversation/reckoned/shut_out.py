"""Which of the allowances money that somebody receives already leaves out, or puts in doubt: said before what is
left of them, since who tells of that money asks whether the others go with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from server.benefits import service as benefits
from server.benefits.schemas import BenefitOut, CheckOut
from server.conversation.reckoned.benefit_names import MONTHLY
from server.editorial.live import LiveKnowledge
from server.kit.money import spoken

_HELD = "receiving"
_PAID = (*MONTHLY, "consumption_voucher")
_OF_THE_DISABLED = frozenset({"disability_living", "disability_care"})
"""What may be given up for ours: of the two only one is paid (京民养老发〔2019〕160号)."""


def told(
    facts: Mapping[str, Any],
    day: date,
    knowledge: LiveKnowledge,
    found: CheckOut,
    focus: str | None,
) -> str:
    """What is not paid beside the money that is received, and why; not what is said of ``focus`` already."""
    if not facts.get(_HELD):
        return ""
    because: dict[str, dict[str, str]] = {}
    for benefit, why in _left_out(facts, day, knowledge, found):
        because.setdefault(why, {})[benefit.code] = benefit.name
    return "".join(
        f"{'、'.join(names.values())}：{why if len(names) == 1 else why.replace('这项', '这几项')}。"
        for why, names in because.items()
        if focus not in names
    )


def instead(facts: Mapping[str, Any], day: date, knowledge: LiveKnowledge, found: CheckOut) -> str:
    """What it would be without the money for the disabled that is received, where that is more."""
    codes = benefits.names()
    held = [name for name in facts.get(_HELD) or [] if codes.get(name) in _OF_THE_DISABLED]
    if not held:
        return ""
    kept = [name for name in facts[_HELD] if name not in held]
    total = _without(facts, day, knowledge, kept).total_fen_per_month
    if total <= found.total_fen_per_month:
        return ""
    return f"要是不领{'、'.join(held)}，改领这边的，合起来每月是{spoken(total)}。先比好哪边多再改。"


def _left_out(
    facts: Mapping[str, Any], day: date, knowledge: LiveKnowledge, found: CheckOut
) -> Iterator[tuple[BenefitOut, str]]:
    """What could be had but for the money that is received, with the reason; not what is asked about next, nor
    a sum that is only in doubt (``certain`` tells that with its amount)."""
    apart = {b.code: b for b in _without(facts, day, knowledge, []).benefits}
    for benefit in found.benefits:
        other = apart[benefit.code]
        if benefit.code not in _PAID or other.verdict == "not_eligible":
            continue
        fails = {r.condition for r in other.reasons if r.holds is not True}
        new = [r for r in benefit.reasons if r.holds is not True and r.condition not in fails]
        doubted = benefit.verdict == "need_info" and benefit.code in MONTHLY and not benefit.missing
        if new and _HELD not in benefit.missing and not (doubted and benefit.amount_fen_per_month):
            yield benefit, new[0].because


def _without(
    facts: Mapping[str, Any], day: date, knowledge: LiveKnowledge, kept: list[str]
) -> CheckOut:
    """The verdicts where only what is ``kept`` is received."""
    return benefits.check({**facts, _HELD: kept}, day, knowledge.documents)
