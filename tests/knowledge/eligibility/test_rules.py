"""Each rule against the cases that stand beside it, and what holds over all rules."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge.eligibility import check as checker
from knowledge.eligibility import facts, rules
from knowledge.eligibility.rules import Case, Rule
from knowledge.loader import Base

BOOK = rules.load()
NAMES = facts.names()
CASES = [(rule, case) for rule in BOOK.rules for case in rule.cases]


@pytest.mark.parametrize(("rule", "case"), CASES, ids=[f"{r.code}-{c.name}" for r, c in CASES])
def test_the_rule_says_what_its_case_expects(rule: Rule, case: Case) -> None:
    known, _ = facts.read(case.facts, case.as_of, NAMES)
    result = checker.judge_rule(rule, known)
    found = {
        "verdict": result.verdict,
        "amount_fen_per_month": result.fen_per_month,
        "tier": result.tier,
        "missing": tuple(result.missing),
        "pay_from": result.pay_from,
        "eligible_from": result.eligible_from,
    }
    expected = case.expect.model_dump(exclude_unset=True)
    assert {key: found[key] for key in expected} == expected, result


def report(as_of: str = "2026-11-21", **raw: Any) -> checker.Report:
    known, ignored = facts.read(raw, date.fromisoformat(as_of), NAMES)
    return checker.check(BOOK, known, ignored)


def test_one_sentence_with_all_facts_gives_the_sum_at_once() -> None:
    limb = [{"type": "肢体", "level": 2}]
    found = report(age=86, hukou="beijing", income_class="dibao", disability=limb)
    assert found.total_fen_per_month == 10000 + 30000 + 40000


def test_every_source_of_a_rule_is_registered(base: Base) -> None:
    cited = {
        citation.document
        for rule in BOOK.rules
        for version in rule.versions
        for part in (version, *version.requires, *version.excludes, *version.tiers)
        if (citation := part.citation) is not None
    }
    assert cited <= base.documents.keys()


def test_every_fact_that_can_be_missing_has_a_question() -> None:
    asked = {question.fact for question in BOOK.questions} | {"receiving", "moved_out", "status"}
    missing = {name for result in report().results for name in result.missing}
    assert missing <= asked


def test_a_fact_that_can_change_nothing_is_not_asked_for() -> None:
    found = report(
        age=70,
        hukou="other",
        residence_permit=False,
        insured_district="朝阳区",
        lives="institution",
    )
    assert found.ask_next is None


def test_unknown_keys_and_unknown_received_things_are_set_aside() -> None:
    found = report(age=85, hukou="beijing", shoe_size=42, receiving=["某某补贴"])
    assert set(found.ignored) == {"shoe_size", "receiving: 某某补贴"}


def test_upcoming_names_the_next_birthday_that_brings_more() -> None:
    found = report(birth_date="1937-03-01", hukou="beijing")
    assert [(u.code, u.from_day) for u in found.upcoming] == [("age_allowance", date(2027, 3, 1))]
