"""What was reached on the development questions may not be lost again."""

from __future__ import annotations

import json

import pytest

from intents.decide import IN_SCOPE
from intents.ranking import MODEL
from tests.evaluation import benefits, matching
from tests.evaluation.matching import asked, hits, refused, share

UNSEEN = "utterances_fresh"
"""Nothing was fitted on these, and their writers saw no phrasing."""


def test_enough_questions_are_labelled() -> None:
    assert len(asked(UNSEEN)) + len(asked("utterances")) >= 1000
    assert len(refused()) >= 300


@pytest.mark.parametrize(
    ("name", "noisy", "first", "among_3"),
    [
        (UNSEEN, "", 0.92, 0.97),
        (UNSEEN, "homophones", 0.89, 0.95),
        ("utterances", "", 0.935, 0.985),
        ("utterances", "homophones", 0.91, 0.97),
    ],
)
def test_the_right_entry_comes_first(name: str, noisy: str, first: float, among_3: float) -> None:
    found = hits(asked(name, noisy))
    assert found["first"] >= first
    assert found["among 3"] >= among_3


def test_few_questions_are_answered_wrongly() -> None:
    assert hits(asked(UNSEEN))["wrongly"] <= 0.05


def test_what_is_not_ours_is_refused_while_what_is_ours_stays_answered() -> None:
    assert share(sure < IN_SCOPE for _, sure in refused()) >= 0.95
    assert share(row.confidence >= IN_SCOPE for row in asked(UNSEEN)) >= 0.925


def test_refusal_holds_for_topics_that_were_left_out_of_fitting() -> None:
    measured = json.loads(MODEL.read_text(encoding="utf-8"))["measured"]["written, topics left out"]
    assert measured["auroc"] >= 0.985
    assert measured["hit_at_1_at_95_rejected"] >= 0.89


@pytest.mark.parametrize(("name", "most"), [("everyday", 0.01), ("patients", 0.025)])
def test_a_base_of_another_kind_loses_little_by_not_being_fitted_on(name: str, most: float) -> None:
    measured = json.loads(MODEL.read_text(encoding="utf-8"))["measured"][f"{name}, left out"]
    assert measured["seen"]["hit_at_1"] - measured["unseen"]["hit_at_1"] <= most


@pytest.mark.parametrize("kind", ["far", "near", "elsewhere"])
def test_every_kind_of_question_that_is_not_ours_is_mostly_refused(kind: str) -> None:
    assert share(sure < IN_SCOPE for found, sure in refused() if found == kind) >= 0.93


def test_facts_are_heard_and_every_rule_does_what_its_cases_say() -> None:
    assert benefits.facts_heard() >= 0.98
    assert benefits.facts_heard("eligibility_new") >= 0.98
    assert benefits.rule_cases()[1] == 1.0


def test_the_curve_falls_on_one_side_and_rises_on_the_other() -> None:
    steps = matching.curve(asked(UNSEEN))
    kept, gone = [s["kept"] for s in steps], [s["refused"] for s in steps]
    assert kept == sorted(kept, reverse=True)
    assert gone == sorted(gone)
