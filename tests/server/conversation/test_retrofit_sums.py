"""What was paid of fitting out a home in 2024 goes by the age of that year, not of today."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.loader import load
from server.conversation.reckoned import retrofit_sums
from server.conversation.state import State

_ENTRY = load().entries[retrofit_sums.ENTRY]


def _told(text: str) -> str | None:
    return retrofit_sums.told(text, State(), _ENTRY, date(2026, 11, 30))


@pytest.mark.parametrize(
    ("text", "of_age"),
    [
        ("2024年装扶手花了3000，我妈现在85岁，那时候补多少", "80周岁及以上"),
        ("2024年装扶手花了3000，我妈现在75岁，那时候补多少", "60到79周岁"),
    ],
)
def test_the_share_is_that_of_the_age_in_2024(text: str, of_age: str) -> None:
    assert of_age in (_told(text) or "")


@pytest.mark.parametrize("age", [61, 62, 80, 81, 82])
def test_on_the_edge_nothing_is_reckoned(age: int) -> None:
    assert _told(f"2024年装扶手花了3000，我妈现在{age}岁，那时候补多少") is None
