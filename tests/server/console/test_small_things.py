"""Numbers and words in forms, told as they are."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from server.activities.schemas import StreetActivityIn
from server.console.money import Yuan
from server.errors import field_errors

YUAN = TypeAdapter(Yuan)


@pytest.mark.parametrize(
    ("written", "amount"), [("12.50", "12.50"), ("10元", "10"), (" 3 元", "3"), ("１２", "12")]
)
def test_an_amount_is_read_as_people_write_it(written: str, amount: str) -> None:
    assert YUAN.validate_python(written) == Decimal(amount)


@pytest.mark.parametrize("written", ["1e1", "1E2", "1_000", "NaN", "Infinity", "0x10", "", "十元"])
def test_what_nobody_means_as_an_amount_is_none(written: str) -> None:
    with pytest.raises(ValidationError) as refused:
        YUAN.validate_python(written)
    assert "这一项要写数字" in field_errors(refused.value)[0]["message"]


@pytest.mark.parametrize(("title", "told"), [("唱", "这一项至少写 2 个字"), ("", "这一项不能空着")])
def test_a_word_that_is_too_short_is_not_called_missing(title: str, told: str) -> None:
    with pytest.raises(ValidationError) as refused:
        StreetActivityIn.model_validate({"title": title})
    said = {each["field"]: each["message"] for each in field_errors(refused.value)}
    assert said["title"] == told
