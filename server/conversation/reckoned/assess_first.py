"""What is said to who needs care and has no level: an assessment decides it, and what it would bring."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from intents.told.ages import AGES
from server.benefits import service as benefits
from server.benefits.schemas import BenefitOut
from server.conversation.reckoned.supposed import OF_AN_ELDER, registered_here
from server.conversation.state import LEVEL
from server.editorial.live import LiveKnowledge
from server.kit.money import spoken

_FIRST = (
    "老人身体不能自理的，先申请老年人能力综合评估：护理补贴、消费补贴、家庭养老床位都要看评估结果。"
)
"""京民养老发〔2019〕160号 asks for the assessment before the care subsidy."""

_WHERE = "在“民政通”上或者户籍地街道（乡镇）窗口申请。"
_SEVERE, _MODERATE = "severe", "moderate"


def told(facts: Mapping[str, Any], day: date, knowledge: LiveKnowledge) -> str:
    """That the level decides, where it is asked for, and what the rules would then pay with ``facts``;
    not where a disability may give it without one."""
    care = _granted("care_subsidy", _SEVERE, facts, day, knowledge)
    voucher = _granted("consumption_voucher", _MODERATE, facts, day, knowledge)
    if not care and (not voucher or facts.get("disability")):
        return ""  # what shuts her out, or her age, is not changed by a level
    if facts.get("disability"):
        return f"{_FIRST}{_WHERE}"
    here = "" if "hukou" in facts else "北京户口、"
    brings = []
    if care and care.amount_fen_per_month:
        brings.append(f"要是{here}评为重度失能，护理补贴每月{spoken(care.amount_fen_per_month)}")
    if voucher and voucher.tier:
        besides = "，和护理补贴只能选一样" if care else ""
        brings.append(f"要是评为中度或更重，够条件的话，消费补贴{voucher.tier}{besides}")
    return f"{_FIRST}{_WHERE}" + ("；".join(brings) + "。" if brings else "")


def would_be_paid(code: str, facts: Mapping[str, Any], day: date, knowledge: LiveKnowledge) -> bool:
    """Whether the benefit ``code`` would be had with a severe level."""
    return _granted(code, _SEVERE, facts, day, knowledge) is not None


def _granted(
    code: str, level: str, facts: Mapping[str, Any], day: date, knowledge: LiveKnowledge
) -> BenefitOut | None:
    """The benefit as it would be with ``level``, None where it could not be had."""
    aged = {} if facts.keys() & {*AGES} else {"age": OF_AN_ELDER["age"]}
    supposed = registered_here({**facts, **aged, LEVEL: level})
    found = benefits.check(supposed, day, knowledge.documents).benefits
    return next((b for b in found if b.code == code and b.verdict != "not_eligible"), None)
