"""The rules of each benefit as dated data: ``knowledge/rules/<code>.yaml``.

A version of a rule holds from its first to its last day. ``requires`` all have to hold;
``excludes`` each rule a person out (or, with ``doubt``, leave the matter open until ``settled_by`` is known); ``tiers`` are in
order of preference, the first that holds gives the amount. Test cases stand beside the rule.
"""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from knowledge.eligibility.logic import Condition, Verdict
from knowledge.files import read_yaml
from knowledge.schema import Citation, Line, Slug, Strict

RULES = Path(__file__).parent.parent / "rules"
Code = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$")]


class Amount(Strict):
    """How much. ``fixed`` and ``up_to`` in fen; ``share`` a percentage, perhaps with a cap."""

    kind: Literal["fixed", "up_to", "share"]
    fen: Annotated[int, Field(ge=0)] | None = None
    per: Literal["day", "month", "year", "once"]
    percent: Decimal | None = None
    cap_fen: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def fits_its_kind(self) -> Self:
        if (self.percent is None) if self.kind == "share" else (self.fen is None):
            raise ValueError("fixed、up_to 要写 fen，share 要写 percent")
        return self


class Clause(Strict):
    """One condition with its wording and source."""

    id: Slug
    condition: Line
    when: Condition
    holds: Line
    fails: Line
    citation: Citation | None = None


class Exclusion(Strict):
    """What rules a person out. Where nothing is known of it, it is assumed not to be so, and said."""

    id: Slug
    condition: Line
    when: Condition
    because: Line
    assumed: Line
    doubt: bool = False
    settled_by: Line | None = None
    """The fact that settles the doubt, and is asked for."""

    citation: Citation | None = None


class Tier(Strict):
    """A class of recipients and what they get; no amount means that none is established."""

    label: Line
    when: Condition
    amount: Amount | None = None
    from_age: int | None = None
    note: Line | None = None
    citation: Citation | None = None


class Version(Strict):
    """A benefit's rule between two days."""

    effective_from: date
    effective_until: date | None = None
    citation: Citation
    requires: tuple[Clause, ...] = ()
    excludes: tuple[Exclusion, ...] = ()
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]
    not_with: tuple[Code, ...] = ()
    notes: tuple[Line, ...] = ()
    back_pay_months: int | None = None
    paid_from_application: bool = False

    @property
    def required_age(self) -> int | None:
        """The age in full years that every recipient must have, None where the rule asks for none."""
        return max((c.when.at_least for c in self.requires if c.when.at_least), default=None)

    def in_force(self, day: date) -> bool:
        """Whether this version is the rule on ``day``."""
        return self.effective_from <= day and (
            self.effective_until is None or day <= self.effective_until
        )


class Expected(Strict):
    """What a test case expects; only what is written is compared."""

    verdict: Verdict
    amount_fen_per_month: int | None = None
    tier: Line | None = None
    missing: tuple[str, ...] | None = None
    pay_from: str | None = None
    eligible_from: date | None = None


class Case(Strict):
    """A person and what the rule has to say of her."""

    name: Line
    as_of: date
    facts: dict[str, Any]
    expect: Expected


class Rule(Strict):
    """A benefit with its versions and test cases."""

    code: Code
    name: Line
    before_force: Line = "这一天还没有这项政策"
    unknown_before: bool = False
    """Something of the kind held before the first version, by a rule that we do not have."""

    after_force: Line = "这一天之后是否延续，目前没有查到文件，请拨打12345核实"
    versions: Annotated[tuple[Version, ...], Field(min_length=1)]
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]

    def version(self, day: date) -> Version | None:
        """The version in force on ``day``."""
        return next((v for v in self.versions if v.in_force(day)), None)

    @property
    def is_paid_monthly(self) -> bool:
        """Whether a sum of it counts into what somebody gets every month."""
        amounts = [tier.amount for version in self.versions for tier in version.tiers]
        return any(a is not None and a.kind == "fixed" and a.per == "month" for a in amounts)

    def ended_before(self, day: date) -> bool:
        """Whether every version had ended by ``day``."""
        return all(v.effective_until is not None and v.effective_until < day for v in self.versions)


class Question(Strict):
    """How a missing fact is asked for."""

    fact: str
    question: Line
    choices: tuple[Line, ...] = ()


class RuleBook(Strict):
    """Every rule, and the questions in the order in which they are asked."""

    rules: tuple[Rule, ...]
    questions: tuple[Question, ...]


def load(folder: Path = RULES) -> RuleBook:
    """Read the rules. Raises pydantic.ValidationError or yaml.YAMLError for a file that is wrong."""
    rules = tuple(
        Rule.model_validate(read_yaml(path))
        for path in sorted((folder / "benefits").glob("*.yaml"))
    )
    questions = read_yaml(folder / "questions.yaml")
    return RuleBook(rules=rules, questions=tuple(Question.model_validate(q) for q in questions))


def edition(folder: Path = RULES) -> str:
    """A short name for exactly these rules, another one as soon as a file differs."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
