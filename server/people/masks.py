"""Names and numbers as lists show them."""

from __future__ import annotations


def name(full: str) -> str:
    """王小样 becomes 王*样, 王样 becomes 王*: enough to know whom one means."""
    if len(full) <= 2:
        return full[:1] + "*" * (len(full) - 1)
    return full[0] + "*" * (len(full) - 2) + full[-1]


def id_card(number: str | None) -> str | None:
    """The first and the last of 18 characters."""
    return None if number is None else f"{number[0]}{'*' * 16}{number[-1]}"


def phone(number: str | None) -> str | None:
    """138****1234."""
    return None if number is None else f"{number[:3]}****{number[-4:]}"
