"""What the working copy says twice or in two ways: for editors to look through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TypeVar

from sqlalchemy.orm import Session

from knowledge import checks
from knowledge.loader import Base
from knowledge.schema import Entry, Figure
from server.editorial import drafts

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Conflict:
    """``kind`` is a stable code, ``message`` for people; the entries it is between."""

    kind: str
    entries: tuple[str, ...]
    message: str


def find(session: Session) -> list[Conflict]:
    """Every conflict in the working copy, by kind and entry."""
    base = drafts.working_base(session)
    entries = list(base.entries.values())
    found = [*_checked(base), *two_amounts(entries), *overlapping(entries)]
    return sorted(found, key=lambda one: (one.kind, one.entries, one.message))


def _checked(base: Base) -> Iterator[Conflict]:
    kinds = {
        "same_phrasing": checks.phrasings_on_two_entries,
        "amount_without_figure": checks.amounts_without_figures,
    }
    for kind, run in kinds.items():
        for problem in run(base):
            name = problem.file
            yield Conflict(kind, (name,), problem.message.removeprefix(f"{name}: "))


def two_amounts(entries: Iterable[Entry]) -> Iterator[Conflict]:
    """One item under one condition in one district, with two figures in entries in force at once."""
    told = [(entry, figure) for entry in entries for figure in entry.figures]
    for (first, one), (second, other) in _pairs(told, lambda pair: _item(*pair)):
        if first.id != second.id and _value(one) != _value(other) and _meet(first, second):
            message = f"“{one.label}”（{one.condition}）有两个数：请核对"
            yield Conflict("two_amounts", (first.id, second.id), message)


def overlapping(entries: Iterable[Entry]) -> Iterator[Conflict]:
    """Two entries of one title in one district, both in force on some day."""
    for first, second in _pairs(entries, lambda e: (checks.bare(e.title), e.district)):
        if _meet(first, second):
            message = f"“{first.title}”有两个条目，生效日期重叠"
            yield Conflict("overlapping_dates", (first.id, second.id), message)


def _pairs(
    items: Iterable[Thing], key: Callable[[Thing], Hashable]
) -> Iterator[tuple[Thing, Thing]]:
    groups: dict[Hashable, list[Thing]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    for group in groups.values():
        yield from combinations(group, 2)


def _item(entry: Entry, figure: Figure) -> Hashable:
    return (checks.bare(figure.label), checks.bare(figure.condition), figure.unit, entry.district)


def _value(figure: Figure) -> Hashable:
    return (figure.fen, figure.percent, figure.number)


def _meet(first: Entry, second: Entry) -> bool:
    begins = max(first.valid_from or date.min, second.valid_from or date.min)
    return begins <= min(first.valid_until or date.max, second.valid_until or date.max)
