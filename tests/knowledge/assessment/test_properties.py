"""What holds for all answers."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.assessment import Circumstances, bounds, score
from tests.knowledge.assessment.answering import (
    ITEMS,
    circumstances,
    partial_answers,
    whole_answers,
)

AWAKE = st.sampled_from([None, False])
unhurried = settings(deadline=None)


@unhurried
@given(whole_answers(), circumstances(AWAKE))
def test_total_is_the_sum_of_the_groups_and_of_the_answers(
    answers: dict[str, int], known: Circumstances
) -> None:
    result = score(answers, known)
    assert result.total == sum(group.total for group in result.groups) == sum(answers.values())
    assert all(0 <= group.total <= group.max for group in result.groups)


@unhurried
@given(whole_answers(), circumstances(AWAKE), st.sampled_from(sorted(ITEMS)), st.data())
def test_a_better_score_never_makes_the_level_heavier(
    answers: dict[str, int], known: Circumstances, code: str, data: st.DataObject
) -> None:
    better = data.draw(st.integers(answers[code], ITEMS[code].max))
    before, after = score(answers, known), score({**answers, code: better}, known)
    assert after.total >= before.total
    assert after.level.number <= before.level.number


@unhurried
@given(whole_answers(), circumstances())
def test_level_is_the_preliminary_one_or_one_heavier_or_4_by_coma(
    answers: dict[str, int], known: Circumstances
) -> None:
    result = score({**answers, "B.3.9": 0} if known.coma else answers, known)
    added = bool(known.diagnosis) or (known.care_risk_events or 0) >= 2
    expected = 4 if known.coma else min(result.preliminary.number + added, 4)
    assert result.level.number == expected


def completed(
    answers: dict[str, int], known: Circumstances, data: st.DataObject
) -> tuple[dict[str, int], Circumstances]:
    """Fill in what is open, in any way that does not contradict itself."""
    coma = known.coma
    if coma is None:
        coma = data.draw(st.booleans()) and answers.get("B.3.9", 0) == 0
    drawn = data.draw(whole_answers()) | ({"B.3.9": 0} if coma else {})
    diagnosis = data.draw(st.booleans()) if known.diagnosis is None else known.diagnosis
    events = known.care_risk_events
    events = data.draw(st.integers(0, 4)) if events is None else events
    return {**drawn, **answers}, Circumstances(coma, diagnosis, events)


def consistent(answers: dict[str, int], known: Circumstances) -> dict[str, int]:
    """Without a score for 意识水平 where a coma is known."""
    return {
        code: points for code, points in answers.items() if not (known.coma and code == "B.3.9")
    }


@unhurried
@given(partial_answers(), circumstances(), st.data())
def test_bounds_contain_every_completion(
    answers: dict[str, int], known: Circumstances, data: st.DataObject
) -> None:
    answers = consistent(answers, known)
    possible, result = bounds(answers, known), score(*completed(answers, known, data))
    assert possible.lowest_total <= result.total <= possible.highest_total
    assert possible.lightest.number <= result.level.number <= possible.heaviest.number


@unhurried
@given(partial_answers(), circumstances())
def test_both_ends_of_the_bounds_can_be_reached(
    answers: dict[str, int], known: Circumstances
) -> None:
    answers = consistent(answers, known)
    possible = bounds(answers, known)
    fixed = {"B.3.9": 0} if known.coma else {}
    best = {code: item.max for code, item in ITEMS.items()} | fixed | answers
    worst = dict.fromkeys(ITEMS, 0) | answers
    awake = worst["B.3.9"] > 0
    heaviest = Circumstances(
        coma=not awake if known.coma is None else known.coma,
        diagnosis=True if known.diagnosis is None else known.diagnosis,
        care_risk_events=2 if known.care_risk_events is None else known.care_risk_events,
    )
    lightest, heavy = score(best, known), score(worst, heaviest)
    assert (possible.highest_total, possible.lightest) == (lightest.total, lightest.level)
    assert (possible.lowest_total, possible.heaviest) == (heavy.total, heavy.level)


@unhurried
@given(whole_answers(), circumstances(AWAKE), st.data())
def test_one_more_answer_never_widens_the_bounds(
    answers: dict[str, int], known: Circumstances, data: st.DataObject
) -> None:
    kept = data.draw(st.sets(st.sampled_from(sorted(ITEMS))))
    more = kept | {data.draw(st.sampled_from(sorted(ITEMS)))}
    before = bounds({code: answers[code] for code in kept}, known)
    after = bounds({code: answers[code] for code in more}, known)
    assert before.lowest_total <= after.lowest_total <= after.highest_total <= before.highest_total
    assert before.lightest.number <= after.lightest.number
    assert after.heaviest.number <= before.heaviest.number
