"""What is certain of the sum, said first: by itself, or with a Beijing registration or an age that are not known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from intents.told.ages import AGES
from server.benefits import service as benefits
from server.benefits.schemas import BenefitOut, CheckOut
from server.conversation.reckoned import shut_out
from server.conversation.reckoned.age_bands import at_least
from server.conversation.reckoned.benefit_names import CARE, MONTHLY, name_of
from server.conversation.reckoned.birthdays import (
    A_YEAR,
    BEGINS_AT,
    BY_AGE,
    OLD_ENOUGH,
    SOON,
    turns_old_enough,
    turns_soon,
)
from server.conversation.reckoned.supposed import at_age, hangs_on_registration, registered_here
from server.conversation.reckoned.verdict_lines import grant, refused, still_open
from server.conversation.state import State
from server.conversation.told import money_held
from server.editorial.live import LiveKnowledge
from server.kit.money import spoken

MORE_WANTED = "还差几样情况，说了我就能算。"
_NOT_WRITTEN = "没有看到明文"
"""So the rules say of an amount that no document names."""


def told(
    state: State,
    facts: dict[str, Any],
    day: date,
    knowledge: LiveKnowledge,
    found: CheckOut,
    focus: str | None,
) -> str:
    """What is certain, with what a birthday leaves open or will bring."""
    head = _headline(found, focus) or _if_beijing(facts, day, knowledge, found)
    head = head if focus else f"{_in_doubt(found)}{head}"
    head = f"{head}{_received_apart(state, found)}"
    shut = shut_out.told(facts, day, knowledge, found, focus)
    # What was asked for comes first; where that is a sum and there is none, what was shut out is the answer.
    head = head + shut if found.total_fen_per_month or focus else shut + head
    young = "" if focus or shut else _not_yet(state, facts, day, knowledge, found)
    near = A_YEAR if young else SOON
    soon = turns_soon(state, facts, day, knowledge, asked=focus == BY_AGE, near=near)
    sure = at_least(facts, day, knowledge, found) if focus in (None, BY_AGE) and not soon else ""
    if sure and found.total_fen_per_month and not focus:
        head += sure
    elif sure:
        head = f"{sure}金额以最新公布为准。"
    if elder := turns_old_enough(state, day, knowledge, asked=focus == BY_AGE):
        return elder + head
    if focus == BY_AGE and not soon:
        head += _within_a_year(facts, day, knowledge)
    first = young or (not found.total_fen_per_month and not focus)
    return f"{soon or young}{head}" if first else head + soon


def _received_apart(state: State, found: CheckOut) -> str:
    """That the care subsidy is received and not in the sum, where it is open which tier of it is hers; with
    what both come to where its amount was told."""
    name = received_apart(state.received, found)
    if not name:
        return ""
    if state.care_paid is None:
        return f"您说在领的{name}没有算在里面，领多少要另加上。"
    total = found.total_fen_per_month
    both = f"，加上一共每月{spoken(total + state.care_paid)}" if total else ""
    return f"您说在领的{name}每月{spoken(state.care_paid)}没有算在里面{both}。"


def received_apart(held: Sequence[str], found: CheckOut) -> str:
    """The name of the care subsidy where it is among what is ``held`` and its tier is open; empty otherwise."""
    care = next((b for b in found.benefits if b.code == CARE), None)
    if care is None or not money_held.receives_care(held):
        return ""
    is_open = care.verdict == "need_info" and not care.amount_fen_per_month
    return care.name if is_open else ""


def _not_yet(
    state: State, facts: dict[str, Any], day: date, knowledge: LiveKnowledge, found: CheckOut
) -> str:
    """From which age on the allowance by age is paid, to who is too young for it and gets no money yet."""
    by_age = next((b for b in found.benefits if b.code == BY_AGE), None)
    failed = (
        [reason.condition for reason in by_age.reasons if reason.holds is False] if by_age else []
    )
    if failed != [f"年满{BEGINS_AT[0]}周岁"]:
        return ""
    local = benefits.check(registered_here(facts), day, knowledge.documents)
    if local.total_fen_per_month:
        return ""
    then = "" if state.born_in else _within_a_year(facts, day, knowledge)
    return f"{name_of(BY_AGE)}要满{BEGINS_AT[0]}周岁才有。{then}"


def _within_a_year(facts: dict[str, Any], day: date, knowledge: LiveKnowledge) -> str:
    """What who is a year too young at the most gets from the month of her birthday on."""
    if facts.get("age") != BEGINS_AT[0] - 1:
        return ""
    then = registered_here(at_age(facts, BEGINS_AT[0]))
    found = benefits.check(then, day, knowledge.documents).benefits
    paid = next((b.amount_fen_per_month for b in found if b.code == BY_AGE), None)
    return f"从满的那个月起每月{spoken(paid)}，说了哪年哪月出生就能算准从哪个月起。" if paid else ""


def certain_sum(found: CheckOut) -> int | None:
    """The sum that is certain; None, not 0, while nothing is and something is still open."""
    pending = any(benefit.verdict == "need_info" for benefit in found.benefits)
    return found.total_fen_per_month or (None if pending else 0)


def of_no_written_amount(found: CheckOut) -> bool:
    """Whether a benefit is due every month of which no amount is written, so that no sum is all of them."""
    return any(map(is_of_no_written_amount, found.benefits))


def is_of_no_written_amount(benefit: BenefitOut) -> bool:
    """Whether ``benefit`` is one that is due every month, and how much it is, or how much more than is sure
    it may be, is not written."""
    monthly = benefit.code in MONTHLY and benefit.verdict == "eligible"
    unwritten = any(_NOT_WRITTEN in note for note in benefit.notes)
    return monthly and (unwritten or not benefit.amount_fen_per_month)


def _headline(found: CheckOut, focus: str | None) -> str | None:
    """What is certain, in a sentence; None where nothing is and the registration is not known."""
    eligible = [b for b in found.benefits if b.verdict == "eligible"]
    total = found.total_fen_per_month
    if asked := next((b for b in found.benefits if b.code == focus), None):
        more = total > (asked.amount_fen_per_month or 0)
        unknown = asked.verdict == "eligible" and asked.code in MONTHLY
        apart = "，这一样没有算在里面" if unknown and not asked.amount_fen_per_month else ""
        return f"{_of_one(asked, eligible)}。" + (
            f"各项合起来每月固定能领{spoken(total)}{apart}。" if more else ""
        )
    if total:
        names = "、".join(b.name for b in eligible if b.amount_fen_per_month)
        return f"按您说的情况，每月固定能领{spoken(total)}：{names}。金额以最新公布为准。"
    if eligible:
        return f"按您说的情况，符合：{'、'.join(b.name for b in eligible)}。"
    if any(b.verdict == "need_info" for b in found.benefits):
        return None
    return "按您说的情况，目前收录的补贴都不符合。"


def _in_doubt(found: CheckOut) -> str:
    """The monthly sums of which everything is known but whether they are paid beside other money, and why;
    nobody should take what is certain for all there is."""
    doubted = [
        b
        for b in found.benefits
        if b.verdict == "need_info"
        and b.amount_fen_per_month
        and b.code in MONTHLY
        and not b.missing
    ]
    if not doubted:
        return ""
    sums = "、".join(f"{b.name}每月{spoken(b.amount_fen_per_month or 0)}" for b in doubted)
    open_ones = (r.because for b in doubted for r in b.reasons if r.holds is None)
    return f"{sums}，领不领得到还定不下来：{'；'.join(dict.fromkeys(open_ones))}。"


def _of_one(benefit: BenefitOut, eligible: Sequence[BenefitOut]) -> str:
    """The verdict on one benefit, beside those that are ``eligible``."""
    if benefit.verdict == "eligible":
        return grant(benefit, {b.code: b.name for b in eligible}, asked=True)
    return still_open(benefit, asked=True) if benefit.verdict == "need_info" else refused(benefit)


def _not_for(found: CheckOut) -> str:
    """That none of the monthly allowances can be had, while something else is still open."""
    judged = [b for b in found.benefits if b.code in MONTHLY]
    if len(judged) < len(MONTHLY) or any(b.verdict != "not_eligible" for b in judged):
        return ""
    return f"{'、'.join(name_of(b.code) for b in judged)}目前都不符合。"


def _wants_more(facts: dict[str, Any], day: date, knowledge: LiveKnowledge, found: CheckOut) -> str:
    """That the sum hangs on what is not known, with what is certain all the same."""
    certain = _not_for(found) or _if_old_enough(facts, day, knowledge)
    return f"{certain}别的{MORE_WANTED}" if certain else MORE_WANTED


def _if_beijing(facts: dict[str, Any], day: date, knowledge: LiveKnowledge, found: CheckOut) -> str:
    """What the sum would be with a Beijing registration, while that is not known."""
    if not hangs_on_registration(found):
        return _wants_more(facts, day, knowledge, found)
    local = benefits.check(registered_here(facts), day, knowledge.documents)
    granted = [b for b in local.benefits if b.verdict == "eligible"]
    paid = [b for b in granted if b.amount_fen_per_month]
    if granted and not paid:
        return f"如果是北京户口，可以享受：{'、'.join(b.name for b in granted)}。别的{MORE_WANTED}"
    if not paid:
        return _wants_more(facts, day, knowledge, found)
    names = "、".join(f"{b.name}{spoken(b.amount_fen_per_month or 0)}" for b in paid)
    total = spoken(local.total_fen_per_month)
    return (
        f"如果是北京户口，每月固定能领{total}：{names}。不是北京户口就领不了，金额以最新公布为准。"
    )


def _if_old_enough(facts: dict[str, Any], day: date, knowledge: LiveKnowledge) -> str:
    """What is paid at any age of an elder with a Beijing registration, while the age is not known; no
    sum, for what hangs on a higher age is not in it."""
    if facts.keys() & {*AGES} or facts.get("hukou", "beijing") != "beijing":
        return ""
    supposed = registered_here(at_age(facts, OLD_ENOUGH))
    found = benefits.check(supposed, day, knowledge.documents).benefits
    paid = [b for b in found if b.verdict == "eligible" and b.amount_fen_per_month]
    told = "、".join(f"{b.name}每月{spoken(b.amount_fen_per_month or 0)}" for b in paid)
    where = "" if "hukou" in facts else "是北京户口、"
    return f"如果{where}年满{OLD_ENOUGH}周岁：{told}，金额以最新公布为准。" if told else ""
