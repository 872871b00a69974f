"""Facts about a person as somebody would say them on the telephone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from intents.words.numerals import SIGNS
from knowledge.assessment import standard

_INCOMES = {"dibao": "低保", "low_income": "低收入家庭", "none": "不是低保低收入"}


def _disability(held: list[Mapping[str, Any]]) -> str:
    cards = "、".join(f"{one['type']}残疾{SIGNS[one['level'] - 1]}级" for one in held)
    return cards or "没有残疾证"


PLACES = "places"
"""Stands for the districts of somebody, which are told together."""


def _places(facts: Mapping[str, Any]) -> str | None:
    """Where she is registered and where she lives; a district named alone is told only where neither
    says it."""
    hukou, home = facts.get("hukou_district"), facts.get("residence_district")
    if hukou is not None and hukou == home:
        return f"户口和住处都在{hukou}"
    said = [f"户口在{hukou}"] if hukou is not None else []
    said += [f"住在{home}"] if home is not None else []
    alone = facts.get("district")
    said += [f"在{alone}"] if alone not in (None, hukou, home) else []
    return "，".join(said) or None


_WORDS: dict[str, Callable[[Any], str]] = {
    # The day of birth is more than a call centre needs before it asks.
    "birth_date": lambda day: f"{day[:4]}年出生",
    "age": lambda years: f"{years}周岁",
    "age_xusui": lambda years: f"虚岁{years}",
    "age_between": lambda years: f"{years[0]}到{years[1]}周岁",
    "hukou": lambda place: "北京户口" if place == "beijing" else "外地户口",
    "residence_permit": lambda held: "有北京居住证" if held else "没有北京居住证",
    PLACES: lambda words: words,
    "lives": lambda where: "住养老院" if where == "institution" else "住在家里",
    "alone": lambda yes: "一个人住" if yes else "不是一个人住",
    "income_class": lambda kind: _INCOMES[kind],
    "family_planning_special": lambda yes: "计划生育特殊家庭" if yes else "",
    "disability": _disability,
    "multiple_disability": lambda yes: "多重残疾" if yes else "",
    "assessment_level": lambda level: standard().called(level).name,
    "insured_district": lambda name: f"医保在{name}",
    "receiving": lambda names: f"正在领{'、'.join(names)}" if names else "",
}
"""In the order in which they are said."""


def in_words(facts: Mapping[str, Any]) -> str:
    """``facts`` (names of the eligibility rules) as one phrase: ``85周岁，北京户口``; may be empty."""
    told = {**facts, PLACES: _places(facts)}
    said = [say(told[name]) for name, say in _WORDS.items() if told.get(name) is not None]
    return "，".join(filter(None, said))
