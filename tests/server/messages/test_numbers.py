"""核实号: random, said over the phone, and never mistaken for another one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.messages import numbers

DRAWN = st.builds(numbers.draw)


@given(DRAWN)
def test_a_number_is_read_as_it_was_drawn(number: str) -> None:
    assert numbers.read(number) == number
    assert numbers.read(f"{number[:3]} {number[3:6]}-{number[6:]}") == number


@given(DRAWN, st.integers(0, numbers.LENGTH - 1), st.integers(1, 9))
def test_one_digit_misheard_is_no_number(number: str, place: int, off: int) -> None:
    wrong = str((int(number[place]) + off) % 10)
    assert numbers.read(number[:place] + wrong + number[place + 1 :]) is None


def test_known_check_digits() -> None:
    """The worked example of ISO/IEC 7812-1: 7992739871 has the check digit 3."""
    assert numbers._check_digit("7992739871") == "3"


@given(st.text(max_size=12))
def test_anything_else_is_refused_without_an_error(text: str) -> None:
    found = numbers.read(text)
    assert found is None or (len(found) == numbers.LENGTH and found.isascii())


def test_numbers_do_not_count_up() -> None:
    drawn = [int(numbers.draw()) for _ in range(50)]
    assert drawn != sorted(drawn)
