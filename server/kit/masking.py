"""How personal values are shown in lists and pages: enough to recognise, not enough to use.

For a value in a field of its own. Numbers inside what people type are hidden by
``intents.words.privacy.mask``, which has to find them first.
"""

from __future__ import annotations

HIDDEN = "*"


def phone(number: str) -> str:
    """``138****1234``; of a number shorter than a mobile's only the last two digits."""
    return _middle(number, 3, 4) if len(number) >= 11 else _middle(number, 0, 2)


def id_card(number: str) -> str:
    """``1101**********123X``: where it was issued, and the end that people know by heart."""
    return _middle(number, 4, 4) if len(number) >= 15 else HIDDEN * len(number)


def bank_card(number: str) -> str:
    """``****1234``; how many digits there are is not shown."""
    return HIDDEN * 4 + (number[-4:] if len(number) >= 8 else "")


def name(full: str) -> str:
    """``张*丽``, ``张*``: for people who know the person."""
    return _middle(full, 1, 1) if len(full) > 2 else surname(full)


def surname(full: str) -> str:
    """``张**``: for public lists."""
    return _middle(full, 1, 0)


def _middle(value: str, head: int, tail: int) -> str:
    """``value`` with everything but its ends hidden; all of it if the ends are the whole."""
    hidden = len(value) - head - tail
    if hidden < 1:
        return HIDDEN * len(value)
    return value[:head] + HIDDEN * hidden + value[len(value) - tail :]
