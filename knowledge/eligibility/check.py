"""Puts rules and facts together: verdict, amount, reasons, and the next question worth asking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from knowledge.eligibility.facts import Facts, birthday
from knowledge.eligibility.logic import Outcome, Truth, Verdict, judge
from knowledge.eligibility.rules import Amount, Exclusion, Question, Rule, RuleBook, Tier, Version
from knowledge.schema import Citation

_BIRTH = "birth_date"
"""What is missing where an age is not known exactly enough."""


@dataclass(frozen=True)
class Reason:
    """One condition, whether it holds, and why."""

    condition: str
    holds: Truth
    because: str
    citation: Citation | None


@dataclass(frozen=True)
class Result:
    """What a rule says of a person."""

    code: str
    name: str
    verdict: Verdict
    tier: str | None = None
    amount: Amount | None = None
    pay_from: str | None = None
    eligible_from: date | None = None
    not_with: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unrecorded: bool = False
    """It was paid by a rule that we do not have, so that no sum is all that was paid."""

    @property
    def fen_per_month(self) -> int | None:
        """The amount, where it is a fixed sum every month; what it would be while facts are missing."""
        amount = self.amount
        fixed = amount is not None and amount.kind == "fixed" and amount.per == "month"
        return amount.fen if amount is not None and fixed else None


@dataclass(frozen=True)
class Upcoming:
    """A benefit, or a higher tier of it, that comes with a birthday."""

    code: str
    from_day: date
    tier: str


@dataclass(frozen=True)
class Report:
    """Every benefit's result, the sum of the fixed monthly ones, and what to ask next."""

    results: tuple[Result, ...]
    ask_next: Question | None
    upcoming: tuple[Upcoming, ...]
    ignored: tuple[str, ...] = field(default=())

    @property
    def total_fen_per_month(self) -> int:
        """The sum of the fixed monthly amounts a person is eligible for."""
        return sum(r.fen_per_month or 0 for r in self.results if r.verdict == "eligible")

    @property
    def is_unrecorded(self) -> bool:
        """Whether something was paid on that day by a rule that we do not have."""
        return any(result.unrecorded for result in self.results)


def check(
    book: RuleBook,
    facts: Facts,
    ignored: Sequence[str] = (),
    skipped: Sequence[str] = (),
    first: str | None = None,
) -> Report:
    """Judge every benefit of ``book`` for ``facts``; ``skipped`` facts are not asked for again.

    What the benefit with the code ``first`` still needs is asked before all else.
    """
    results = tuple(judge_rule(rule, facts) for rule in book.rules)
    upcoming = tuple(u for rule in book.rules for u in _upcoming(rule, facts))
    ordered = sorted(results, key=lambda result: result.code != first)
    asked = _next_question(book, ordered[:1] if first else [], frozenset(skipped))
    asked = asked or _next_question(book, results, frozenset(skipped))
    return Report(results, asked, upcoming, tuple(ignored))


def judge_rule(rule: Rule, facts: Facts) -> Result:
    """What ``rule`` says on the day of the facts."""
    version = rule.version(facts.as_of)
    if version is None:
        return _out_of_force(rule, facts.as_of)
    requires = [(clause, judge(clause.when, facts)) for clause in version.requires]
    reasons = [
        Reason(c.condition, o.truth, _because(o, c.holds, c.fails), c.citation or version.citation)
        for c, o in requires
    ]
    excluded = [(e, judge(e.when, facts)) for e in version.excludes]
    reasons += [
        Reason(
            e.condition,
            None if e.doubt and o.truth else o.truth is not True,
            e.because if o.truth else e.assumed,
            e.citation or version.citation,
        )
        for e, o in excluded
    ]
    outcomes = [o for _, o in requires]
    outcomes += [_ruled_out(e) for e, o in excluded if o.truth]
    tier, tiers = _tier(version, facts)
    if tier is not None and facts.apply_date and facts.apply_date > facts.as_of:
        tier, tiers = _tier(version, facts.on(_last_of_the_month(facts.apply_date)))
    reasons.append(_tier_reason(version, tier, tiers, facts))
    return _result(rule, version, facts, tuple(reasons), [*outcomes, tiers], tier)


def _last_of_the_month(day: date) -> date:
    """The month in which an age is reached is paid in whole (京民养老发〔2019〕160号)."""
    return _months_later(day.replace(day=1), 1) - timedelta(days=1)


def _ruled_out(by: Exclusion) -> Outcome:
    """Not for her; where that is in doubt, open, and what settles it is missing."""
    return Outcome(None, frozenset(filter(None, [by.settled_by]))) if by.doubt else Outcome(False)


def _because(outcome: Outcome, holds: str, fails: str) -> str:
    if outcome.truth is None:
        return "还不知道"
    return holds if outcome.truth else fails


def _tier(version: Version, facts: Facts) -> tuple[Tier | None, Outcome]:
    """The tier that holds, and whether any does.

    A higher tier that is still open does not hold back a lower one that is sure: the person gets
    at least that, and what could raise it is named as missing. Between two tiers of age neither is
    sure: who may be old enough for the higher one is not told the sum of the lower one.
    """
    missing: frozenset[str] = frozenset()
    for tier in version.tiers:
        outcome = judge(tier.when, facts)
        if outcome.truth and _BIRTH not in missing:
            return tier, Outcome(True, missing)
        missing |= outcome.missing if outcome.truth is None else frozenset()
    return None, Outcome(None if missing else False, missing)


def _tier_reason(version: Version, tier: Tier | None, outcome: Outcome, facts: Facts) -> Reason:
    if tier is not None:
        return Reason("符合的一档", True, tier.label, tier.citation or version.citation)
    years, span = _first_age(version), facts.age_span
    if years is not None and span is not None and span.most < years:
        because = f"要满{years}周岁，到了岁数就可以申请"
        return Reason(f"年满{years}周岁", False, because, version.citation)
    labels = "；".join(dict.fromkeys(t.label for t in version.tiers))
    if outcome.truth is None and years is not None and span is not None:
        because = f"可能{span.least}周岁，也可能{span.most}周岁，差一档，要知道出生年月日才说得准"
        return Reason("符合其中一档", None, because, version.citation)
    because = "还不知道符合哪一档" if outcome.truth is None else f"这几档都不符合：{labels}"
    return Reason("符合其中一档", outcome.truth, because, version.citation)


def _result(
    rule: Rule,
    version: Version,
    facts: Facts,
    reasons: tuple[Reason, ...],
    outcomes: Sequence[Outcome],
    tier: Tier | None,
) -> Result:
    if any(o.truth is False for o in outcomes):
        soon = _eligible_from(version, facts, outcomes)
        return Result(rule.code, rule.name, "not_eligible", reasons=reasons, eligible_from=soon)
    missing = tuple(sorted({name for o in outcomes for name in o.missing}))
    sure = all(o.truth for o in outcomes)
    notes = version.notes + ((tier.note,) if tier and tier.note else ())
    return Result(
        rule.code,
        rule.name,
        "eligible" if sure else "need_info",
        tier=tier.label if tier else None,
        amount=tier.amount if tier else None,
        pay_from=_pay_from(version, tier, facts) if sure else None,
        not_with=version.not_with,
        reasons=reasons,
        missing=missing,
        notes=notes,
    )


def _out_of_force(rule: Rule, day: date) -> Result:
    ended = rule.ended_before(day)
    because = rule.after_force if ended else rule.before_force
    version = rule.versions[-1] if ended else rule.versions[0]
    unknown = ended or rule.unknown_before
    unrecorded = rule.unknown_before and rule.is_paid_monthly and not ended
    reason = Reason("政策在有效期内", None if unknown else False, because, version.citation)
    verdict: Verdict = "need_info" if unknown else "not_eligible"
    return Result(rule.code, rule.name, verdict, reasons=(reason,), unrecorded=unrecorded)


def _first_age(version: Version) -> int | None:
    """The youngest age at which a tier begins, for benefits that come with age."""
    ages = [tier.from_age for tier in version.tiers if tier.from_age is not None]
    return min(ages) if ages else None


def _eligible_from(version: Version, facts: Facts, outcomes: Sequence[Outcome]) -> date | None:
    """The birthday on which someone qualifies, if age is all that stands in the way."""
    years, birth = _first_age(version), facts.exact_birth_date
    if years is None or birth is None or sum(o.truth is False for o in outcomes) != 1:
        return None
    day = birthday(birth, years)
    return day if outcomes[-1].truth is False and day > facts.as_of else None


def _pay_from(version: Version, tier: Tier | None, facts: Facts) -> str | None:
    """The first month paid: that of the application, or earlier within the time for back pay; never before
    the rule was in force, nor before the age for it was reached."""
    if not version.paid_from_application:
        return None
    applied = facts.apply_date or facts.as_of
    first = _first_age(version) or version.required_age
    begun = facts.turned((tier and tier.from_age) or first) if first is not None else None
    months = [applied, version.effective_from, *filter(None, [begun])]
    if first is not None and facts.exact_birth_date and version.back_pay_months is not None:
        due = max(birthday(facts.exact_birth_date, first), version.effective_from)
        if due <= applied <= _months_later(due, version.back_pay_months):
            months[0] = due
    return f"{max(months):%Y-%m}"


def _months_later(day: date, months: int) -> date:
    """The same day some months on; the first of the month after where there is no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    try:
        return date(day.year + year, month + 1, day.day)
    except ValueError:
        year, month = divmod(day.month + months, 12)
        return date(day.year + year, month + 1, 1)


def _upcoming(rule: Rule, facts: Facts) -> list[Upcoming]:
    """The next birthday that brings this benefit or a higher tier of it."""
    version, birth = rule.version(facts.as_of), facts.exact_birth_date
    if version is None or birth is None:
        return []
    if any(judge(c.when, facts).truth is False for c in version.requires):
        return []
    if any(judge(e.when, facts).truth for e in version.excludes):
        return []
    days = [
        Upcoming(rule.code, birthday(birth, tier.from_age), tier.label)
        for tier in version.tiers
        if tier.from_age is not None and birthday(birth, tier.from_age) > facts.as_of
    ]
    return [min(days, key=lambda u: u.from_day)] if days else []


def _next_question(
    book: RuleBook, results: Sequence[Result], skipped: frozenset[str]
) -> Question | None:
    """The question that can still change a result, those of undecided benefits first.

    A benefit that hangs on something the person does not know is left: no other answer settles it.
    """
    open_ones = [r for r in results if not skipped & set(r.missing)]
    for verdict in ("need_info", "eligible"):
        wanted = {fact for r in open_ones if r.verdict == verdict for fact in r.missing}
        for question in book.questions:
            if question.fact in wanted:
                return question
    return None
