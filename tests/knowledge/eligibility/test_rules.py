"""Each rule against the cases that stand beside it, and what holds over all rules."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge.eligibility import check as checker
from knowledge.eligibility import facts, rules
from knowledge.eligibility.names import names, plain_name
from knowledge.eligibility.rules import Case, Rule
from knowledge.loader import Base

BOOK = rules.load()
NAMES = names()
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


def test_a_name_that_nobody_knows_leaves_every_sum_open_that_it_may_shut_out() -> None:
    found = report(
        age=85, hukou="beijing", income_class="dibao", assessment_level="severe",
        receiving=["某某补贴"],
    )  # fmt: skip
    assert found.total_fen_per_month == 0
    assert found.ask_next
    assert found.ask_next.fact == "receiving"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("困残", "disability_living"), ("困残生活补贴", "disability_living"), ("护残", "disability_care"),
        ("重残补贴", "disability_care"), ("重残的护理补助", "disability_care"), ("残疾人两项补贴", "disability_care"),
        ("特困供养", "destitute_support"), ("离休 护理费", "retired_cadre"), ("工伤保险护理费", "work_injury_care"),
        ("返城知青护理费", "returned_youth_care"), ("重残", "unclear"), ("护理费", "unclear"), ("", "unclear"),
    ],
)  # fmt: skip
def test_money_is_known_by_the_names_that_people_have_for_it(name: str, code: str) -> None:
    assert NAMES.received([name])[0] == {code}


def test_money_that_shuts_out_nothing_is_no_matter() -> None:
    assert NAMES.received(["退休金", "养老金", "ltci_shijingshan"]) == (frozenset(), [])


def test_every_benefit_is_known_by_its_code_and_no_plain_name_means_two_things() -> None:
    assert not NAMES.received([rule.code for rule in BOOK.rules])[1]
    told = [(plain_name(name), code) for name, code in NAMES.codes.items()]
    assert len(dict(told)) == len({*told})
    assert not {plain_name(name) for name in NAMES.harmless} & dict(told).keys()


@pytest.mark.parametrize(
    "more", [{"status": "deceased"}, {"moved_out": True}, {"receiving": ["离休"]}]
)
def test_nothing_is_upcoming_for_whom_it_is_refused(more: dict[str, Any]) -> None:
    assert report(birth_date="1947-05-05", hukou="beijing").upcoming
    assert report(birth_date="1947-05-05", hukou="beijing", **more).upcoming == ()


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ({"birth_date": "9999-01-01", "birth_lunar": True, "hukou": "beijing"}, "hukou"),
        ({"hukou": "other", "hukou_district": "朝阳区"}, "hukou"),
        ({"birth_date": "1966-05-05", "age": 90}, "birth_date"),
    ],
)
def test_of_kept_facts_one_that_cannot_be_so_is_unknown(raw: dict[str, Any], kept: str) -> None:
    assert facts.what_fits(raw, date(2026, 11, 21), NAMES).keys() - {"birth_lunar"} == {kept}


def test_upcoming_names_the_next_birthday_that_brings_more() -> None:
    found = report(birth_date="1937-03-01", hukou="beijing")
    assert [(u.code, u.from_day) for u in found.upcoming] == [("age_allowance", date(2027, 3, 1))]
