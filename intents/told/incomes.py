"""What somebody has a month, as people tell it: "退休金三千", "每月拿七百"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.told.lengths import YEAR
from intents.told.quantities import plainly
from intents.words.sums import SUM, fen

_OWN = "退休金|养老金|退休工资|工资"
_NAMES = f"{_OWN}|高龄津贴|高龄补[贴助]|高龄|护理补贴|护理|低保|困难补[贴助]|困境[^,，。;；\\d]{{0,12}}?|补助|补贴|津贴|抚恤金"
_A_YEAR = "(?:[一1每]|全)年"
_NAMED = re.compile(
    rf"(?P<name>{_NAMES})(?:金|费|钱|{_A_YEAR}|每?个?月|我|他|她|有|是|拿|领|发|给|能|才|就|只|大概|差不多|的|了|着)*(?P<n>{SUM})"
)
_NAMED_OWN = re.compile(rf"(?P<name>{_OWN})[^,，。;；]*?(?:\d|{SUM})")
_GETS = re.compile(rf"(?:领|拿|发|到账)(?:着|了|的|到|我|是|有)*(?P<n>{SUM})(?!的?券)")
_LEAST = 10000
"""Less than so many fen is an age, or a count."""

_NO_MONEY = re.compile("多?(?:周?岁|[年月天日人位级号次倍%]|个(?!钱)|口人)")
_YEAR_BEFORE = re.compile(rf"{_A_YEAR}[^,，。;；\d]{{0,6}}$")
_YEAR_BEHIND = re.compile(rf"[元块钱的]*(?:/|{_A_YEAR})")


@dataclass(frozen=True)
class Income:
    """What it is called, and how much a month, in fen."""

    name: str
    fen: int


def incomes_in(text: str) -> list[Income]:
    """What ``text`` says to come in, each by its name."""
    plain = plainly(text)
    read = ((match["name"], _a_month(plain, match)) for match in _NAMED.finditer(plain))
    return [Income(name, fen) for name, fen in read if fen is not None]


def is_left_unread(text: str) -> bool:
    """Whether ``text`` tells a pension or a wage of which it is not plain what it is a month."""
    told = list(_NAMED_OWN.finditer(plainly(text)))
    read = [income for income in incomes_in(text) if re.fullmatch(_OWN, income.name)]
    return len(told) > len(read)


def sum_held(text: str) -> int | None:
    """What ``text`` says to be got a month, in fen."""
    plain = plainly(text)
    match = _GETS.search(plain)
    return _a_month(plain, match) if match else None


def _a_month(plain: str, match: re.Match[str]) -> int | None:
    """The sum of ``match`` by the month; None where it is none, or no even one."""
    whole, behind = fen(match["n"]), match.end("n")
    if whole < _LEAST or _NO_MONEY.match(plain, behind):
        return None
    if not (_YEAR_BEFORE.search(plain[: match.start("n")]) or _YEAR_BEHIND.match(plain, behind)):
        return whole
    return None if whole % YEAR else whole // YEAR
