"""What WeChat Pay says of a trade or a refund, read field by field.

A signature says who wrote it, not that it is whole: a field may be missing or of another type. Whoever
reads here gets a value of the right kind or a MalformedError that names the field, never its content.
A field that is null is one that is missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wechat.pay.errors import Meaning, Outcome, PayError

MOST_FEN = 10**12
"""More than any order costs, and within what a database keeps."""
LONGEST = 2048
"""No text or address that is read here is longer."""

_NUMBER = re.compile(r"[0-9A-Za-z_\-|*@]{1,64}", re.ASCII)
"""Ours and WeChat Pay's: the signs that out_trade_no and out_refund_no may have."""
_YEARS = range(2000, 2200)
"""Any other can be neither turned into another zone everywhere nor meant."""


class MalformedError(PayError):
    """A field is missing or of another type. As an answer it says nothing about what happened."""

    def __init__(self, field: str) -> None:
        super().__init__("MALFORMED_ANSWER", None, Meaning(Outcome.UNKNOWN, repeat=True))
        self.field = field


def is_number(value: object) -> bool:
    """Whether this can be the number of an order, a transaction or a refund."""
    return isinstance(value, str) and _NUMBER.fullmatch(value) is not None


def number(told: Mapping[str, Any], field: str) -> str:
    """A number that has to be there. Raises MalformedError."""
    value = told.get(field)
    if not is_number(value):
        raise MalformedError(field)
    return str(value)


def number_if_any(told: Mapping[str, Any], field: str) -> str | None:
    """The same of one that may be missing."""
    return None if told.get(field) is None else number(told, field)


def text(told: Mapping[str, Any], field: str) -> str:
    """Words, a code or an address that have to be there. Raises MalformedError."""
    value = told.get(field)
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST:
        raise MalformedError(field)
    return value


def text_if_any(told: Mapping[str, Any], field: str) -> str | None:
    """The same of what may be missing or empty."""
    return None if told.get(field) in (None, "") else text(told, field)


def part(told: Mapping[str, Any], field: str) -> dict[str, Any]:
    """An object within; an empty one where there is none. Raises MalformedError."""
    value = told.get(field)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise MalformedError(field)
    return value


def fen(told: Mapping[str, Any], which: str) -> int:
    """A sum of ``amount`` that has to be there. JSON's true is no number here, nor is 1.0."""
    value = part(told, "amount").get(which)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= MOST_FEN:
        raise MalformedError(f"amount.{which}")
    return value


def fen_if_any(told: Mapping[str, Any], which: str) -> int | None:
    """The same of one that may be missing."""
    return None if part(told, "amount").get(which) is None else fen(told, which)


def moment(told: Mapping[str, Any], field: str) -> datetime:
    """A time with its zone that has to be there. Raises MalformedError."""
    try:
        found = datetime.fromisoformat(text(told, field))
    except ValueError:
        raise MalformedError(field) from None
    if found.tzinfo is None or found.year not in _YEARS:
        raise MalformedError(field)
    return found


def moment_if_any(told: Mapping[str, Any], field: str) -> datetime | None:
    """The same of one that may be missing or empty."""
    return None if told.get(field) in (None, "") else moment(told, field)
