"""How old somebody is, where a message tells it only together with what is known."""

from __future__ import annotations

import re
from typing import Any

from intents.told.ages import AGES
from intents.told.births import born_in, of_that_year, year_put_right
from intents.told.corrections import puts_right
from intents.told.feasts import feast_in
from intents.told.named import person_in
from intents.told.young import of_the_young
from intents.words.normalise import bare, unify
from intents.words.slots import YOUNGEST
from server.conversation.state import State
from server.conversation.told.facts_told import heard
from server.kit.clock import business_today

HUNDRED = 100
"""The only age that is a sum of the allowances as well."""

_OLD_COUNT = re.compile(r"(?:说的?|讲的?|报的?|那|这|按)(?:都|也|就)?(?:是|的)*虚岁(?!吗|么|还是)")

_COUNT = re.compile(
    "(?:她|他|我|我们|那|都|就|是|过|按|照|算|说|用|应该|的)*(?:(?P<old>虚岁?)|周岁|实岁)(?:的|过的|算的|呢|吧|啊|了)*"
)

_A_HUNDRED = re.compile(r"(?<![\d.])100(?![\d.])")
_OF_AN_AGE = re.compile(r"岁|100了|[满过到活]\w{0,2}100|老[人伴]|爸|妈|爷|奶|生日")


def without_a_sum(state: State, text: str, found: dict[str, Any]) -> dict[str, Any]:
    """``found`` without a round hundred that is the sum of the talk: how old she is, who is another age, is known
    already, and is not put right ("那就100?")."""
    plain, known = unify(text), state.facts.keys() & {*AGES}
    hundred = found.get("age") == HUNDRED and _A_HUNDRED.search(plain)
    if not (known and hundred) or _OF_AN_AGE.search(plain) or puts_right(plain):
        return found
    return {name: value for name, value in found.items() if name != "age"}


def birthday_told(state: State, text: str) -> dict[str, Any]:
    """The day of birth of which ``text`` tells only the year or the month, or how old a child is."""
    return _year_put_right(state, text) or _month_of_birth(state, text) or _age_of_a_child(text)


def by_the_old_count(state: State, text: str, found: dict[str, Any]) -> dict[str, Any]:
    """The age that is known as 虚岁, where ``text`` says that it was counted so ("我说的是虚岁"); by which count
    a great birthday was kept."""
    if state.of_a_feast and "age_between" in state.facts:
        return _of_the_feast(state.facts["age_between"], unify(text))
    age = state.facts.get("age")
    if age is None or found.keys() & {*AGES} or not _OLD_COUNT.search(unify(text)):
        return {}
    return {"age_xusui": age}


def with_the_known_age(state: State, text: str) -> str:
    """``text`` with the age that is known of her before the great birthday that it tells of: together they
    say by which count it is kept."""
    age, feast = state.facts.get("age"), feast_in(unify(text), business_today())
    hers = feast is not None and age is not None and feast[0] <= age <= feast[1]
    return f"{age}岁，{text}" if hers and person_in(text) is None else text


def _of_the_feast(between: list[int], plain: str) -> dict[str, Any]:
    """The full years of who kept a great birthday, by the count that is said."""
    count = _COUNT.fullmatch(bare(plain))
    if count is None:
        return {}
    least, most = min(between), max(between)
    span = [least, most - 1] if count["old"] else [least + 1, most]
    return {"age": span[0]} if span[0] == span[1] else {"age_between": span}


def note_birthday(state: State, text: str, found: dict[str, Any]) -> None:
    """Keep the year, or the year and month of birth, behind an age that was told."""
    if found.keys() & {*AGES}:
        feast = feast_in(unify(text), business_today())
        state.of_a_feast = feast is not None
        known = state.born_in if _month_of_birth(state, text) else None
        told = born_in(unify(text), business_today())
        state.born_in = told if told and _goes_with(told, found) else known


def _goes_with(born: str, found: dict[str, Any]) -> bool:
    """Whether who was born then can be as old as is told: else it is the birthday of another of whom the message
    tells ("我爸88我妈89，我妈1月满90")."""
    age, years = found.get("age"), business_today().year - int(born[:4])
    return age is None or years - age in (0, 1)


def _year_put_right(state: State, text: str) -> dict[str, Any]:
    """The day of birth that is known with the year that ``text`` puts right."""
    year, known = year_put_right(unify(text)), state.facts.get("birth_date")
    if year is None or not (known or state.facts.keys() & {*AGES}):
        return {}
    return {"birth_date": f"{year}{known[4:]}"} if known else heard(f"{year}年出生")


def _month_of_birth(state: State, text: str) -> dict[str, Any]:
    """What the month of a birthday, told by itself, makes of the year of birth that is known."""
    year = int(state.born_in[:4]) if state.born_in else None
    return {} if year is None else of_that_year(unify(text), year, business_today())


def _age_of_a_child(text: str) -> dict[str, Any]:
    """The age of who is too young for ``AGES`` to be heard of: a sum hangs on it all the same."""
    young = of_the_young(unify(text))
    return {"age": young[1]} if young and young[1] < YOUNGEST else {}
