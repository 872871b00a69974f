"""核实号: the number by which any desk can say whether a message came from us.

Nine digits, eight of them random and one check digit (Luhn, ISO/IEC 7812-1 annex B), so that one
digit misheard never names somebody else's message.
"""

from __future__ import annotations

import re
import secrets

LENGTH = 9


def draw() -> str:
    """A random number; that it is free, the caller finds out."""
    body = f"{secrets.randbelow(10 ** (LENGTH - 1)):0{LENGTH - 1}d}"
    return body + _check_digit(body)


def read(written: str) -> str | None:
    """The number that somebody typed, spaces and hyphens left out; None if it cannot be one."""
    digits = re.sub(r"[\s\-－—]", "", written)
    if not re.fullmatch(rf"[0-9]{{{LENGTH}}}", digits):
        return None
    return digits if _check_digit(digits[:-1]) == digits[-1] else None


def _check_digit(body: str) -> str:
    doubled = [sum(divmod(int(digit) * 2, 10)) for digit in body[::-1][0::2]]
    plain = [int(digit) for digit in body[::-1][1::2]]
    return str(-(sum(doubled) + sum(plain)) % 10)
