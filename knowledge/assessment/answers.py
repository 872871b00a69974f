"""Answers to the items, and the one error that says in Chinese what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from knowledge.assessment.standard import Item, Standard

Answers = Mapping[str, int]
"""Item code (``B.1.1``) → score of the chosen option."""


class Reason(StrEnum):
    """Why an answer is refused."""

    UNKNOWN_ITEM = "unknown_item"
    MISSING_ITEM = "missing_item"
    NOT_AN_OPTION = "not_an_option"
    NOT_AN_INTEGER = "not_an_integer"
    NOT_YES_OR_NO = "not_yes_or_no"
    NOT_A_COUNT = "not_a_count"
    CONTRADICTION = "contradiction"


class InvalidScore(ValueError):
    """An answer that cannot be counted. ``str(error)`` is a Chinese sentence naming the item.

    ``field`` is the item's code, or the name of the fact in ``Circumstances``.
    """

    def __init__(self, field: str, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.reason = reason


def check_given(table: Standard, answers: Answers) -> None:
    """Raise InvalidScore for the first answer to an unknown item or with an impossible score."""
    for code, score in answers.items():
        item = table.items.get(code)
        if item is None:
            shown = str(code)[:20]
            raise InvalidScore(shown, Reason.UNKNOWN_ITEM, f"评估表里没有“{shown}”这一项。")
        _check_score(item, score)


def check_complete(table: Standard, answers: Answers) -> None:
    """Raise InvalidScore when an item has no answer; ``field`` is the first such item."""
    missing = [item for code, item in table.items.items() if code not in answers]
    if missing:
        message = f"还没有填：{_names(missing)}。"
        raise InvalidScore(missing[0].code, Reason.MISSING_ITEM, message)


def _names(items: Sequence[Item], most: int = 5) -> str:
    shown = "、".join(item.name for item in items[:most])
    return shown if len(items) <= most else f"{shown}等{len(items)}项"


def _check_score(item: Item, score: object) -> None:
    if type(score) is not int:  # a bool is an int to isinstance
        message = f"“{item.name}”的分数要是整数，可选{_listed(item)}。"
        raise InvalidScore(item.code, Reason.NOT_AN_INTEGER, message)
    if score not in item.scores:
        message = f"“{item.name}”没有{str(score)[:8]}分这一档，可选{_listed(item)}。"
        raise InvalidScore(item.code, Reason.NOT_AN_OPTION, message)


def _listed(item: Item) -> str:
    return "、".join(f"{score}分" for score in item.scores)
