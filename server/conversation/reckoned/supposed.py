"""Facts as they would be if something else were true of a person, to tell what hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from intents.told.ages import AGES
from server.benefits import service as benefits
from server.benefits.schemas import CheckOut
from server.editorial.live import LiveKnowledge
from server.kit.money import spoken

OF_AN_ELDER: Mapping[str, Any] = {
    "age": 70,
    "hukou": "beijing",
    "assessment_level": "intact",
    "disability": [],
}
"""Somebody for whom nothing is paid but by what is supposed beside it."""


def registered_here(facts: Mapping[str, Any]) -> dict[str, Any]:
    """``facts`` with a Beijing registration, where none is known."""
    return {"hukou": "beijing", **facts}


def at_age(facts: Mapping[str, Any], years: int) -> dict[str, Any]:
    """``facts`` of somebody who is ``years`` old, however old she was told to be."""
    return {name: value for name, value in facts.items() if name not in AGES} | {"age": years}


def hangs_on_registration(found: CheckOut) -> bool:
    """Whether where somebody is registered can still change one of the verdicts."""
    return any("hukou" in benefit.missing for benefit in found.benefits)


def amount_of(code: str, facts: Mapping[str, Any], knowledge: LiveKnowledge, day: date) -> str:
    """What a benefit is a month to an elder of whom only ``facts`` are so; empty where it is none."""
    found = benefits.check({**OF_AN_ELDER, **facts}, day, knowledge.documents).benefits
    paid = [b.amount_fen_per_month for b in found if b.code == code and b.verdict == "eligible"]
    return spoken(paid[0]) if paid and paid[0] else ""
