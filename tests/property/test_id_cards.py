"""Numbers of identity cards: every one in order is accepted, every slip of a finger is noticed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.kit import phones
from server.people.id_cards import FIRST_BIRTH, LAST_BIRTH, check_digit, read

births = st.one_of(
    st.dates(FIRST_BIRTH, LAST_BIRTH),
    st.sampled_from([date(year, 2, 29) for year in range(1908, 1971, 4)]),
)


@st.composite
def numbers(draw: st.DrawFn) -> str:
    place = draw(st.integers(100000, 899999))
    first = f"{place}{draw(births):%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return first + check_digit(first)


def test_the_published_sample_is_in_order() -> None:
    assert read("11010519491231002X").birth_date == date(1949, 12, 31)


@given(numbers())
def test_every_number_in_order_is_accepted_however_it_is_typed(number: str) -> None:
    assert read(number).number == number
    assert read(number).birth_date == date.fromisoformat(
        f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    )
    spaced = f" {number[:6]} {number[6:14]}-{number[14:].lower()} "
    assert read(spaced).number == number
    wide = "".join(chr(ord(character) + 0xFEE0) for character in number)
    assert read(wide).number == number


@given(numbers(), st.data())
def test_one_wrong_character_is_always_noticed(number: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, 17))
    allowed = "0123456789X" if at == 17 else "0123456789"
    other = data.draw(st.sampled_from([c for c in allowed if c != number[at]]))
    with pytest.raises(ValueError):
        read(number[:at] + other + number[at + 1 :])


@given(numbers(), st.integers(0, 16))
def test_two_neighbours_that_changed_places_are_always_noticed(number: str, at: int) -> None:
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    if swapped != number:
        with pytest.raises(ValueError):
            read(swapped)


def test_digits_of_another_script_are_no_second_way_to_write_a_number() -> None:
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    with pytest.raises(ValueError, match="18位"):
        read("110102194305120021".translate(arabic))
    for of in (phones.any_normalised, phones.normalised):
        with pytest.raises(ValueError, match="手机号"):
            of("138٠٠٠٠١٢٣٤")


@given(numbers())
def test_an_old_number_becomes_the_one_that_replaced_it(number: str) -> None:
    if number[6:8] == "19":
        assert read(number[:6] + number[8:17]).number == number


@pytest.mark.parametrize("day", ["19430229", "19000229", "19431301", "19430631", "19430500"])
def test_a_birth_on_a_day_that_never_was_is_refused(day: str) -> None:
    first = f"110102{day}123"
    with pytest.raises(ValueError, match="出生日期"):
        read(first + check_digit(first))


@pytest.mark.parametrize("year", [1890, 1904, 1971, 2001])
def test_who_is_outside_the_service_is_told_so(year: int) -> None:
    first = f"110102{year}0512123"
    with pytest.raises(ValueError, match="服务范围"):
        read(first + check_digit(first))


@given(st.text(max_size=40).filter(lambda text: sum(c.isdigit() for c in text) < 15))
def test_any_other_text_is_refused_in_chinese(text: str) -> None:
    with pytest.raises(ValueError, match="身份证"):
        read(text)
