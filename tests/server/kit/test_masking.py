"""Masked values: enough to recognise, not enough to use."""

from __future__ import annotations

import pytest

from server.kit import masking


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (masking.phone, "13812341234", "138****1234"),
        (masking.phone, "62345678", "******78"),
        (masking.phone, "01062345678", "010****5678"),
        (masking.id_card, "11010119430101123X", "1101**********123X"),
        (masking.id_card, "110101430101123", "1101*******1123"),
        (masking.id_card, "110101", "******"),
        (masking.bank_card, "6222020200012341234", "****1234"),
        (masking.bank_card, "1234", "****"),
        (masking.name, "张美丽", "张*丽"),
        (masking.name, "张丽", "张*"),
        (masking.name, "欧阳美丽", "欧**丽"),
        (masking.name, "张", "*"),
        (masking.surname, "张美丽", "张**"),
        (masking.surname, "", ""),
    ],
)
def test_only_the_ends_are_shown(mask, value: str, shown: str) -> None:
    assert mask(value) == shown


@pytest.mark.parametrize("mask", [masking.phone, masking.id_card, masking.bank_card, masking.name])
@pytest.mark.parametrize("length", range(1, 25))
def test_whatever_its_length_a_value_is_never_shown_whole(mask, length: int) -> None:
    value = "123456789012345678901234567890"[:length]
    assert mask(value) != value
    assert masking.HIDDEN in mask(value)
