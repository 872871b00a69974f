"""What a sentence says about a person: age, household registration, income, disability, level.

Only what is said; nothing is inferred. The names are those of the eligibility rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from intents.told.ages import AGES, age_of
from intents.told.corrections import of_which_fact
from intents.told.disabilities import bare_grade, held_in
from intents.told.districts import as_named_today, places_in, registered_in
from intents.told.in_place import first_clause, in_place
from intents.told.named import speaks_of_somebody
from intents.told.of_the_elder import EDGES, of_the_elder
from intents.told.papers import by_the_papers
from intents.told.points import points_in, without_points
from intents.told.received import no_longer_received
from intents.told.received import received as received_by_name
from intents.told.receiving import over_in
from intents.told.stance import CHANGED, Clauses
from intents.told.status import status_in
from intents.words.normalise import unify

DATA = Path(__file__).parents[1] / "data" / "facts.yaml"

INCOMES = re.compile("低保|低收入")
"""Classes of which each clause denies or affirms its own ("低收入，不是低保")."""

_READ_APART = {
    "income_class": INCOMES,
    "hukou": re.compile("户口|户籍|京籍|北京人"),
    "assessment_level": re.compile("视力|听力|言语|肢体|智力|精神|残[疾联]"),
}
"""Facts whose patterns would take what stands in the clause before or after for theirs ("重度，肢体二级")."""

_OF_A_KIND = re.compile(
    r"(?<!失)能(?!力)|可以|有没有(?!没)|有什么|有啥|怎么|咋|多少|谁|(?:吗|么)$|(?:是|叫|算|指).{0,2}(?:什么|啥)"
)
_A_KIND = re.compile("^.{2,6}的$")
_KINDS_OF_PEOPLE = {"income_class", "assessment_level", "disability", "hukou"}
_CHANGES = ("income_class", "assessment_level")
_NOT_ASSESSED = re.compile(
    "(?:还没|没有?|未)(?:做|去|申请|办|参加)?过?(?:能力|失能)?评(?:估|过|呢)"
)
_ASSESSED_AS = re.compile("评[上的成为定]|评估(?:的?结果)?(?:是|为|成|出来|完)|定[的为]")
"""A level is one only where it was assessed."""

_OF_A_CARD = re.compile("残|视力|听力|言语|肢体|智力|精神|[眼耳腿]")
"""What a grade is of whose number could be that of a level."""

_LEVEL_ASKED = re.compile(
    "(?:几|多少)分[^,]{0,4}[轻中重]度|(?:是|算|够)[^,]{0,3}[轻中重]度(?:失能)?(?:了|的)*(?:吧|吗|么|嘛|不|对)"
)
"""A level that is only asked about, where points say which it is ("得了68,是中度吧")."""

_DENIAL_MEANS = {
    ("hukou", "beijing"): "other", ("residence_permit", True): False, ("family_planning_special", True): False,
    ("multiple_disability", True): False,
    ("alone", True): False, ("basic_service_elder", "yes"): "no",
}  # fmt: skip
"""What is true of a fact with two values where one of them is denied."""

_ITSELF_A_DENIAL = ("none", "no", False)
_SAYS_NO = re.compile("[不没无非未]")


def facts_in(
    text: str,
    received: dict[str, str] | None = None,
    today: date | None = None,
    *,
    of_somebody: bool = False,
    of_one: bool = False,
) -> dict[str, Any]:
    """The facts that ``text`` states, as ``{"hukou": "beijing", …}``.

    ``received`` maps the names of things people may be receiving to the words to report. ``today`` makes
    an age of a year of birth. ``of_somebody``: the talk is of a certain person, not of people of a kind.
    ``of_one``: all of it is told of one person already, whomever it names.
    """
    told, before = in_place(text), {}
    if told:
        before = facts_in(told[0], received, today, of_somebody=True)
        text = told[1]
    found = _stated(text, received or {}, today, of_one=of_one)
    if told and not found and not before:  # "户口也说错了，是河北的": the name stands before
        found = _stated("".join(told), received or {}, today)
    if told:
        before = _without_what_is_void(before, found, text)
    found = merged(before, _regraded(before, found, text) if told else found)
    of_a_kind = len(found) == 1 and not of_somebody and _speaks_of_a_kind(text, found)
    return {} if of_a_kind else found


def _without_what_is_void(
    before: dict[str, Any], found: dict[str, Any], text: str
) -> dict[str, Any]:
    """What was said ``before`` without what ``text``, which puts it right, tells of somebody else, or replaces by what
    is no fact ("是我弟低保", "离休，不对，退休")."""
    name = of_which_fact(first_clause(text))
    if name not in before or name in found:
        return before
    return {kept: value for kept, value in before.items() if kept != name}


def _stated(
    text: str, received: dict[str, str], today: date | None, *, of_one: bool = False
) -> dict[str, Any]:
    return deepcopy(_read(text, (*received.items(),), today, of_one=of_one))


@lru_cache(maxsize=512)
def _read(
    text: str, received: tuple[tuple[str, str], ...], today: date | None, *, of_one: bool
) -> dict[str, Any]:
    """What :func:`_stated` finds; one reader of a message after another asks for it."""
    spoken = as_named_today(of_the_elder(text, of_one=of_one))
    said, clauses = Clauses.of(spoken), EDGES.sub(",", spoken)
    found: dict[str, Any] = {}
    found |= age_of(by_the_papers(without_points(spoken)), today)
    for name, values in _table().items():
        about = said.broken_at(_READ_APART[name]) if name in _READ_APART else said
        told = (_told(name, value, pattern, about) for value, pattern in values)
        value = _since(values, about) if name in _CHANGES else None
        if value is None:
            value = next((v for v in told if v is not None), None)
        if value is not None:
            found[name] = value
    if "income_class" not in found and _neither(said):
        found["income_class"] = "none"
    found |= places_in(clauses)
    found |= registered_in(clauses, found)
    found |= held_in(said)
    found |= received_by_name(said, dict(received))
    if _NOT_ASSESSED.search(clauses) and not _ASSESSED_AS.search(said.plain):
        found.pop("assessment_level", None)  # "还没评估，医生说重度失能"
    if _LEVEL_ASKED.search(clauses) and points_in(clauses) is not None:
        found.pop("assessment_level", None)
    return found | status_in(said, text)


def _neither(said: Clauses) -> bool:
    """Whether both classes of income are denied, each in clauses of its own."""
    classes = [[*re.finditer(word, said.plain)] for word in ("低保", "低收入")]
    stances = [{said.stance(match) for match in named} for named in classes]
    apart = {said.clause(m.start()) for m in classes[0]}.isdisjoint(
        said.clause(m.start()) for m in classes[1]
    )
    return apart and all("not so" in found and "so" not in found for found in stances)


def _since(values: list[tuple[Any, re.Pattern[str]]], said: Clauses) -> Any:
    """The value that holds since something changed, where another one is named before ("去年低保，今年低收入")."""
    named = sorted(
        (match.start(), match.end(), value, said.stance(match))
        for value, pattern in values
        if value not in _ITSELF_A_DENIAL
        for match in pattern.finditer(said.plain)
    )
    for change in reversed([*CHANGED.finditer(said.plain)]):
        before = {value for _, end, value, _ in named if end <= change.start()}
        after = [row for row in named if row[0] >= change.end()]
        if before and after and after[0][3] == "so" and after[0][2] not in before:
            return after[0][2]
    return None


def not_so(text: str) -> set[tuple[str, Any]]:
    """The facts, by name and value, whose value ``text`` denies without naming another."""
    said = Clauses.of(of_the_elder(text))
    return {
        (name, value)
        for name, values in _table().items()
        for value, pattern in values
        if value not in _ITSELF_A_DENIAL and (name, value) not in _DENIAL_MEANS
        for match in pattern.finditer(said.plain)
        if not _SAYS_NO.match(match[0]) and said.stance(match) == "not so"
    }


def values_in(text: str, name: str) -> set[Any]:
    """The values of a fact that ``text`` names, of whomever, without those that it denies."""
    said = Clauses.of(unify(text))
    return {
        value
        for value, pattern in _table()[name]
        if value not in _ITSELF_A_DENIAL
        for match in pattern.finditer(said.plain)
        if said.stance(match) != "not so"
    }


def not_received(text: str, held: Iterable[str] = ()) -> list[str]:
    """What ``text`` says somebody is not, where being it is receiving it ("不是离休"), or receives
    no more; ``held`` are the names of what she received until now."""
    said = Clauses.of(of_the_elder(text))
    return no_longer_received(said) + over_in(said, held)


def _told(name: str, value: Any, pattern: re.Pattern[str], said: Clauses) -> Any:
    """What the words for ``value`` say of the fact ``name`` where they stand; None if nothing."""
    for match in pattern.finditer(said.plain):
        stance = said.stance(match)
        if match[0].endswith("级") and _OF_A_CARD.search(said.before(match)):
            continue  # "残疾证评了4级" is no level of an assessment
        if value in _ITSELF_A_DENIAL or _SAYS_NO.match(match[0]) or stance == "so":
            return value
        if stance == "not so" and (name, value) in _DENIAL_MEANS:
            return _DENIAL_MEANS[name, value]
    return None


def _speaks_of_a_kind(text: str, found: dict[str, Any]) -> bool:
    """Whether ``text`` asks about people of a kind ("低保老人能领多少"), not about somebody."""
    if speaks_of_somebody(text) or not found.keys() & _KINDS_OF_PEOPLE:
        return False
    plain = EDGES.sub("", unify(text))
    bare_kind = _A_KIND.match(plain) and not found.keys() & {"hukou"}
    return bool(bare_kind or _OF_A_KIND.search(plain))


def merged(known: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """``known`` with ``found`` over it; an age in whatever form replaces every other one."""
    if any(name in found for name in AGES):
        known = {name: value for name, value in known.items() if name not in AGES}
    return known | found


@cache
def _table() -> dict[str, list[tuple[Any, re.Pattern[str]]]]:
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return {
        name: [(row["value"], re.compile(row["any"])) for row in rows]
        for name, rows in data.items()
    }


def _regraded(before: dict[str, Any], found: dict[str, Any], told: str) -> dict[str, Any]:
    """``found`` with the disability told ``before`` in the grade that puts it right ("肢体一级，不对，是三级")."""
    held, level = before.get("disability"), bare_grade(EDGES.sub("", unify(told)))
    if not held or level is None or "disability" in found:
        return found
    return found | {"disability": [*held[:-1], {**held[-1], "level": level}]}
