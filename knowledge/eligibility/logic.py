"""Conditions over facts with three values: True, False, and None for "not known"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from knowledge.eligibility.facts import AgeSpan, Facts
from knowledge.schema import Strict

Truth = bool | None


class Has(Strict):
    """A disability of one of these kinds and grades; ``others`` counts further disabilities."""

    types: tuple[str, ...]
    grades: tuple[int, ...]
    others: Annotated[int, Field(ge=0)] = 0


class Condition(Strict):
    """One node: exactly one of ``all``, ``any``, ``no`` or a test of ``fact``.

    ``is_``: the fact is one of these. ``at_least``: years of age. ``has``: a disability.
    ``receives``: one of these is being received (by code).
    """

    all: tuple[Condition, ...] | None = None
    any: tuple[Condition, ...] | None = None
    no: Condition | None = None
    fact: str | None = None
    is_: Annotated[tuple[str | bool, ...] | None, Field(alias="is")] = None
    at_least: int | None = None
    has: Has | None = None
    receives: tuple[str, ...] | None = None

    @model_validator(mode="after")
    def is_one_thing(self) -> Self:
        kinds = (self.all, self.any, self.no, self.is_, self.at_least, self.has, self.receives)
        if sum(kind is not None for kind in kinds) != 1:
            raise ValueError("一个条件只能写 all、any、no、is、at_least、has、receives 中的一种")
        if (self.is_ is None) != (self.fact is None):
            raise ValueError("is 和 fact 要一起写")
        return self


@dataclass(frozen=True)
class Outcome:
    """The truth of a condition, and the unknown facts it hangs on where it is not known."""

    truth: Truth
    missing: frozenset[str] = frozenset()


def judge(condition: Condition, facts: Facts) -> Outcome:
    """Whether ``condition`` holds for ``facts``."""
    if condition.all is not None:
        return _joined((judge(part, facts) for part in condition.all), decisive=False)
    if condition.any is not None:
        return _joined((judge(part, facts) for part in condition.any), decisive=True)
    if condition.no is not None:
        inner = judge(condition.no, facts)
        return Outcome(None if inner.truth is None else not inner.truth, inner.missing)
    return _leaf(condition, facts)


def _joined(outcomes: Iterable[Outcome], *, decisive: bool) -> Outcome:
    """Kleene's and (decisive False) or or (decisive True)."""
    listed = list(outcomes)
    if any(o.truth is decisive for o in listed):
        return Outcome(decisive)
    open_ones = [o for o in listed if o.truth is None]
    if open_ones:
        return Outcome(None, frozenset().union(*(o.missing for o in open_ones)))
    return Outcome(not decisive)


def _leaf(condition: Condition, facts: Facts) -> Outcome:
    if condition.at_least is not None:
        return _age(facts.age_span, condition.at_least)
    if condition.has is not None:
        return _disabled(facts, condition.has)
    if condition.receives is not None:
        return _receives(facts, condition.receives)
    value = facts.value(condition.fact or "")
    if value is None:
        return Outcome(None, frozenset({condition.fact or ""}))
    return Outcome(value in (condition.is_ or ()))


def _age(span: AgeSpan | None, years: int) -> Outcome:
    if span is None:
        return Outcome(None, frozenset({"birth_date"}))
    if span.least >= years:
        return Outcome(True)
    if span.most < years:
        return Outcome(False)
    return Outcome(None, frozenset({"birth_date"}))


def _disabled(facts: Facts, wanted: Has) -> Outcome:
    """Whether a kind and grade ``wanted`` is held, and as many other kinds beside it."""
    if facts.disability is None:
        return Outcome(None, frozenset({"disability"}))
    fitting = any(d.type in wanted.types and d.level in wanted.grades for d in facts.disability)
    told, several = len({d.type for d in facts.disability}), facts.multiple_disability
    known = max(told, 2 if several else 0)
    contradicted = several is False and told > 1 and wanted.others > 0
    if fitting and known > wanted.others and not contradicted:
        return Outcome(True)
    open_ = known > told or (fitting and contradicted)
    return Outcome(None, frozenset({"disability"})) if open_ else Outcome(False)


def _receives(facts: Facts, codes: tuple[str, ...]) -> Outcome:
    if facts.receiving is None:
        return Outcome(None, frozenset({"receiving"}))
    return Outcome(any(code in facts.receiving for code in codes))


Verdict = Literal["eligible", "not_eligible", "need_info"]
