"""What somebody has a month, as people tell it: "退休金三千", "每月拿七百"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.told.quantities import plainly
from intents.words.sums import SUM, fen

_NAMES = "退休金|养老金|退休工资|工资|高龄津贴|高龄|护理补贴|护理|低保|困境[^,，。;；\\d]{0,12}?|补助|补贴|津贴|抚恤金"
_NAMED = re.compile(
    rf"(?P<name>{_NAMES})(?:金|费|的?钱|每?个?月|月|我|他|她|有|是|拿|领|发|给|能|才|就|只|大概|差不多|的|了|着)*(?P<n>{SUM})"
)
_GETS = re.compile(rf"(?:领|拿|发|到账)(?:着|了|的|到|我|是|有)*(?P<n>{SUM})(?!的?券)")


@dataclass(frozen=True)
class Income:
    """What it is called, and how much, in fen."""

    name: str
    fen: int


def incomes_in(text: str) -> list[Income]:
    """What ``text`` says to come in, each by its name."""
    return [Income(match["name"], fen(match["n"])) for match in _NAMED.finditer(plainly(text))]


def sum_held(text: str) -> int | None:
    """What ``text`` says to be got a month, in fen."""
    match = _GETS.search(plainly(text))
    return fen(match["n"]) if match else None
