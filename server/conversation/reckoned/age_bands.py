"""What the allowance by age is where two of its bands (高龄津贴各档) are possible by what is told of an age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from intents.told.ages import AGES
from intents.told.animals import animal_in, years_of_the_animal
from intents.told.feasts import feast_in
from intents.words.normalise import unify
from server.benefits import service as benefits
from server.benefits.schemas import CheckOut
from server.conversation.reckoned.birthdays import BEGINS_AT, BY_AGE, NAME
from server.conversation.reckoned.supposed import at_age, registered_here
from server.editorial.live import LiveKnowledge
from server.kit.clock import business_today
from server.kit.money import spoken


@dataclass(frozen=True)
class Least:
    """What is sure of the allowance by age, and what it is from the birthday on of which it is not known
    if it is over; in fen."""

    low: int
    high: int
    turns: int


def least_of(
    facts: dict[str, Any], day: date, knowledge: LiveKnowledge, found: CheckOut
) -> Least | None:
    """What is sure of the allowance by age where two ages of different bands are possible."""
    bands = _bands(facts, day, knowledge, found)
    return bands if bands and bands.low else None


def _bands(
    facts: dict[str, Any], day: date, knowledge: LiveKnowledge, found: CheckOut
) -> Least | None:
    """What the allowance by age is at the least of the ages that are possible, and at the next step."""
    open_ones = [b for b in found.benefits if b.code == BY_AGE and b.verdict == "need_info"]
    steps = _steps(facts)
    if not open_ones or not steps:
        return None
    least, turns = _ages_possible(facts)[0], steps[0]
    low, high = (_amount_at(facts, age, day, knowledge) for age in (least, turns))
    return Least(low, high, turns)


def _ages_possible(facts: dict[str, Any]) -> tuple[int, int]:
    """The fewest and the most full years where two are possible."""
    years = facts.get("age_xusui")
    span = (years - 2, years - 1) if years else facts.get("age_between") or (0, 0)
    return min(span), max(span)


def _steps(facts: dict[str, Any]) -> list[int]:
    """The ages at which it begins or rises that she may have reached or not."""
    least, most = _ages_possible(facts)
    return [age for age in BEGINS_AT if least < age <= most]


def _amount_at(facts: dict[str, Any], age: int, day: date, knowledge: LiveKnowledge) -> int:
    judged = benefits.check(registered_here(at_age(facts, age)), day, knowledge.documents).benefits
    amounts = (b.amount_fen_per_month for b in judged if b.code == BY_AGE)
    return next(amounts, None) or 0


def at_least(facts: dict[str, Any], day: date, knowledge: LiveKnowledge, found: CheckOut) -> str:
    """The same in a sentence; empty where no two bands are possible."""
    least = _bands(facts, day, knowledge, found)
    if least is None:
        return ""
    where = "" if "hukou" in facts else "如果是北京户口，"
    more = "".join(
        f"，满了{age}周岁是{spoken(_amount_at(facts, age, day, knowledge))}"
        for age in _steps(facts)[1:]
    )
    if not least.low:
        return (
            f"{where}{NAME}不满{least.turns}周岁还没有，满了{least.turns}周岁是每月{spoken(least.high)}{more}，"
            "说了出生年月日就能算准。"
        )
    return (
        f"{where}{NAME}每月至少能领{spoken(least.low)}：不满{least.turns}周岁是{spoken(least.low)}，"
        f"满了{least.turns}周岁是{spoken(least.high)}{more}，说了出生年月日就能算准。"
    )


def which_year(facts: dict[str, Any], text: str) -> str:
    """In which years somebody may be born of whom ``text`` tells only the animal, asked back; empty where
    more is known."""
    spoken_of = unify(text)
    years = years_of_the_animal(spoken_of, business_today()) if not facts.keys() & {*AGES} else []
    named = "、".join(
        f"{year}年" for year in sorted(years) if business_today().year - year <= _OLDEST
    )
    return f"属{animal_in(spoken_of)}的有{named}生的，说了是哪一年我就能算。" if named else ""


_OLDEST = 100


def of_a_feast(facts: dict[str, Any], text: str) -> str:
    """By which counts a great birthday is kept that ``text`` tells of; empty where her age is known."""
    feast = feast_in(unify(text), business_today())
    return "大寿有按虚岁过的，也有按周岁过的。" if feast and "age_between" in facts else ""
