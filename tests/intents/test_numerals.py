"""Numerals are worth the same wherever they are said."""

from __future__ import annotations

import pytest

from intents.words.numerals import digit, number, times


@pytest.mark.parametrize(
    ("said", "worth"),
    [
        ("三", 3), ("两", 2), ("十", 10), ("十五", 15), ("八十五", 85), ("一百零二", 102), ("2400", 2400),
        ("两千四", 2400), ("两千400", 2400), ("3千5", 3500), ("3千5百", 3500), ("三千零五", 3005),
        ("1万2千", 12000), ("1万2", 12000), ("1.5万", 15000), ("2千零50", 2050), ("三千", 3000),
    ],
)  # fmt: skip
def test_a_number_in_signs_and_figures(said: str, worth: int) -> None:
    assert number(said) == worth


def test_a_sign_and_what_is_said_of_several() -> None:
    assert [digit(sign) for sign in ("4", "四", "俩", "十")] == [4, 4, 2, 10]
    assert [times(sign) for sign in ("三", "几", "好几", "多")] == [3, 2, 2, 2]
