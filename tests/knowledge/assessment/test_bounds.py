"""What partial answers leave open, and when a self-check can stop."""

from __future__ import annotations

import pytest

from knowledge.assessment import Circumstances, bounds, score
from tests.knowledge.assessment.answering import BEST, ITEMS, NOTHING_ELSE, answers_with_total


def test_without_answers_all_is_open() -> None:
    possible = bounds({})
    assert (possible.lowest_total, possible.highest_total) == (0, 90)
    assert (possible.lightest.code, possible.heaviest.code) == ("intact", "total")
    assert [item.code for item in possible.open_items] == list(ITEMS)
    assert len(possible.open_changes) == 3
    assert not possible.settled


def test_whole_answers_leave_what_score_says() -> None:
    answers = answers_with_total(57)
    possible, result = bounds(answers, NOTHING_ELSE), score(answers, NOTHING_ELSE)
    assert possible.lowest_total == possible.highest_total == result.total
    assert possible.lightest is possible.heaviest is result.level
    assert possible.open_items == possible.open_changes == ()
    assert "26项答了26项，总分是57分。" in possible.text


def test_self_check_stops_before_the_last_item_when_nothing_can_change() -> None:
    """66 points are sure and 84 within reach: both are 轻度失能."""
    answers = {code: points for code, points in BEST.items() if code.startswith(("B.1", "B.3"))}
    answers = {**answers, "B.1.1": 0, "B.4.3": 4, "B.4.5": 4, "B.2.1": 2}
    possible = bounds(answers, NOTHING_ELSE)
    assert (possible.lowest_total, possible.highest_total) == (66, 84)
    assert possible.settled
    assert possible.open_items
    assert "没答的不管怎么答，估出来都是1级轻度失能。" in possible.text


def test_one_point_less_and_it_goes_on() -> None:
    answers = {code: points for code, points in BEST.items() if code.startswith(("B.1", "B.3"))}
    answers = {**answers, "B.1.1": 0, "B.4.3": 4, "B.4.5": 4, "B.2.1": 1}
    possible = bounds(answers, NOTHING_ELSE)
    assert (possible.lightest.code, possible.heaviest.code) == ("mild", "moderate")
    assert "等级最轻是1级轻度失能，最重是2级中度失能，要看没答的怎么答。" in possible.text


@pytest.mark.parametrize(
    ("known", "heaviest"),
    [
        (Circumstances(), "moderate"),
        (Circumstances(diagnosis=False), "moderate"),
        (Circumstances(care_risk_events=0), "moderate"),
        (Circumstances(diagnosis=False, care_risk_events=1), "mild"),
    ],
)
def test_unasked_aggravations_keep_the_level_open(known: Circumstances, heaviest: str) -> None:
    possible = bounds(answers_with_total(80), known)
    assert (possible.lightest.code, possible.heaviest.code) == ("mild", heaviest)
    assert ("还没问到" in possible.text) is not possible.settled


def test_known_aggravation_moves_both_ends() -> None:
    possible = bounds(answers_with_total(80), Circumstances(diagnosis=True))
    assert possible.lightest.code == possible.heaviest.code == "moderate"


def test_both_aggravations_say_that_the_assessor_decides() -> None:
    text = bounds(BEST, Circumstances(diagnosis=True, care_risk_events=2)).text
    assert "加一级还是加两级，没见到标准原文" in text


def test_known_coma_settles_the_level_at_once() -> None:
    possible = bounds({}, Circumstances(coma=True))
    assert possible.settled
    assert possible.heaviest.code == "total"
    assert possible.highest_total == 88  # 意识水平 has no points left


def test_unasked_coma_is_possible_until_the_elder_is_said_to_be_awake() -> None:
    asleep = bounds({**BEST, "B.3.9": 0}, Circumstances(diagnosis=False, care_risk_events=0))
    awake = bounds({**BEST, "B.3.9": 1}, Circumstances(diagnosis=False, care_risk_events=0))
    assert [change.fact for change in asleep.open_changes] == ["coma"]
    assert (asleep.lightest.code, asleep.heaviest.code) == ("mild", "total")
    assert awake.open_changes == ()
    assert awake.settled


def test_partial_result_also_ends_with_who_decides_and_where_to_go() -> None:
    ending = bounds({"B.1.1": 2}).text.split("\n")[-3:]
    assert ending == score(BEST).text.split("\n")[-3:]


def test_every_sentence_has_a_source() -> None:
    assert all(sentence.citations for sentence in bounds({"B.1.1": 2}).explanation)
