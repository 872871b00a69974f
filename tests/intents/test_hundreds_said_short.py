"""A last numeral behind a hundred counts tens, unless 零 stands before it."""

from __future__ import annotations

import pytest

from intents.words.normalise import unify


@pytest.mark.parametrize(
    ("said", "read"),
    [("六百五", "650"), ("一百零五岁", "105岁"), ("三百六十五", "365"), ("五百", "500")],
)
def test_six_hundred_and_fifty_may_be_said_in_three_words(said: str, read: str) -> None:
    assert unify(said) == read
