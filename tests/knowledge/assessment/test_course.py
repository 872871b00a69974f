"""A self-check one question at a time ends with what the library says of the same answers."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.assessment import (
    Assessment,
    Bounds,
    Course,
    InvalidScore,
    bounds,
    score,
    standard,
    step,
    steps,
)
from tests.knowledge.assessment.answering import BEST, NOTHING_ELSE

ITEMS = 26
known = st.lists(st.integers(0, 4), min_size=ITEMS + 3, max_size=ITEMS + 3)
alike = st.integers(0, 4).map(lambda choice: [choice] * (ITEMS + 3))
doubtful = st.lists(st.none() | st.integers(0, 4), min_size=ITEMS + 3, max_size=ITEMS + 3)
choices = known | alike | doubtful
"""For each question the number of an answer (taken modulo how many there are), or 不知道."""


def value_of(key: str, choice: int | None) -> int | None:
    values = step(key).values
    return None if choice is None else values[choice % len(values)]


def run(course: Course, picked: Iterable[int | None]) -> tuple[Course, int]:
    """Answers until there is a result; how many questions that took."""
    count = 0
    for choice in picked:
        if course.current is None:
            break
        course = course.answered(course.current.key, value_of(course.current.key, choice))
        count += 1
    return course, count


@given(choices)
def test_any_answers_end_within_26_questions_with_the_librarys_own_result(
    picked: list[int | None],
) -> None:
    course, count = run(Course(), picked)
    assert course.current is None
    assert count <= ITEMS
    complete = len(course.answers) == ITEMS
    assert course.result() == (score if complete else bounds)(course.answers, NOTHING_ELSE)


@given(choices)
def test_stopping_early_never_hides_another_level(picked: list[int | None]) -> None:
    early, _ = run(Course(), picked)
    whole, count = run(Course(whole=True), picked)
    assert count == ITEMS
    if early.left:
        stopped, gone_on = early.result(), whole.result()
        assert isinstance(stopped, Bounds)
        assert stopped.settled
        level = gone_on.level if isinstance(gone_on, Assessment) else gone_on.lightest
        assert level == stopped.lightest


@given(choices, choices, st.data())
def test_going_back_and_answering_anew_is_the_same_as_answering_so_at_once(
    picked: list[int | None], anew: list[int | None], data: st.DataObject
) -> None:
    course, count = run(Course(whole=True), picked[: data.draw(st.integers(1, ITEMS))])
    back = data.draw(st.integers(1, count))
    for _ in range(back):
        before = course.previous
        assert before is not None
        course = course.asking_again(before)
    asked = course.current
    assert asked is not None
    place = steps().index(asked)
    assert place == count - back
    changed = course.answered(asked.key, value_of(asked.key, anew[0]))
    at_once, _ = run(Course(whole=True), [*picked[:place], anew[0], *picked[place + 1 : count]])
    assert changed == at_once


@given(choices)
def test_a_course_comes_back_from_what_is_kept(picked: list[int | None]) -> None:
    course, _ = run(Course(more=True), picked)
    assert Course.of(course.kept()) == course


@given(choices, st.integers(0, 1), st.integers(0, 1), st.integers(0, 2))
def test_the_supplements_count_as_the_library_counts_them(
    picked: list[int | None], coma: int, diagnosis: int, events: int
) -> None:
    course, _ = run(Course(), picked)
    told = {"coma": coma, "diagnosis": diagnosis, "care_risk_events": events}
    course = course.going_on() if not course.left else Course(course.values, more=True)
    asked = []
    while course.current is not None and len(asked) <= ITEMS + 3:
        key = course.current.key
        asked.append(key)
        course = course.answered(key, told.get(key))
    assert {"coma", "diagnosis", "care_risk_events"} >= set(asked)
    level = course.result()
    heaviest = level.level if isinstance(level, Assessment) else level.heaviest
    taken = course.circumstances
    if taken.coma or heaviest is standard().levels[-1]:
        assert heaviest is standard().levels[-1]
    assert taken.diagnosis in (None, bool(diagnosis))
    assert taken.care_risk_events in (None, events)


def test_a_coma_is_asked_about_only_where_the_answers_leave_it_possible() -> None:
    awake, asleep = Course(BEST), Course(BEST | {"B.3.9": 0})
    assert [s.key for s in awake.supplements] == ["diagnosis", "care_risk_events"]
    assert [s.key for s in asleep.supplements] == ["coma", "diagnosis", "care_risk_events"]


def test_a_coma_that_an_answer_rules_out_later_is_forgotten() -> None:
    course = Course(BEST | {"B.3.9": 0, "coma": 1}).answered("B.3.9", 2)
    assert course.circumstances.coma is None
    assert course.result() == score(BEST, NOTHING_ELSE)


def test_nothing_more_is_asked_where_nothing_is_heavier() -> None:
    assert Course(dict.fromkeys(BEST, 0)).supplements == ()


@pytest.mark.parametrize(("key", "value"), [("B.1.1", 5), ("B.3.7", 2), ("coma", 2), ("B.1.1", -1)])
def test_what_is_no_answer_is_refused(key: str, value: int) -> None:
    with pytest.raises(ValueError, match="has no answer"):
        Course().answered(key, value)


def test_kept_answers_that_the_table_does_not_know_are_refused() -> None:
    with pytest.raises(InvalidScore):
        Course.of({"values": {"B.1.1": 9}})


def test_before_the_first_question_there_is_nothing_to_go_back_to() -> None:
    assert Course().previous is None
