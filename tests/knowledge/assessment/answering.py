"""Answers for the tests: whole, partial, with a wished-for total."""

from __future__ import annotations

from hypothesis import strategies as st

from knowledge.assessment import Circumstances, standard

ITEMS = standard().items
BEST = {code: item.max for code, item in ITEMS.items()}
NOTHING_ELSE = Circumstances(coma=False, diagnosis=False, care_risk_events=0)


def answers_with_total(total: int) -> dict[str, int]:
    """Answers that add up to ``total``; points are lost item by item from the first on."""
    answers, to_lose = dict(BEST), sum(BEST.values()) - total
    for code, best in BEST.items():
        lost = min(best, to_lose)
        answers[code], to_lose = best - lost, to_lose - lost
    return answers


def whole_answers() -> st.SearchStrategy[dict[str, int]]:
    """Answers to all items; about as often nearly well as nearly helpless."""
    return st.fixed_dictionaries({code: st.sampled_from(i.scores) for code, i in ITEMS.items()}) | (
        st.integers(0, 90).map(answers_with_total)
    )


def partial_answers() -> st.SearchStrategy[dict[str, int]]:
    """Answers to some of the items."""
    codes = st.sets(st.sampled_from(sorted(ITEMS)))
    return st.builds(lambda whole, kept: {c: whole[c] for c in kept}, whole_answers(), codes)


def circumstances(
    coma: st.SearchStrategy[bool | None] | None = None,
) -> st.SearchStrategy[Circumstances]:
    """What is known beside the items, or not."""
    return st.builds(
        Circumstances,
        coma=st.none() | st.booleans() if coma is None else coma,
        diagnosis=st.none() | st.booleans(),
        care_risk_events=st.none() | st.integers(0, 4),
    )
