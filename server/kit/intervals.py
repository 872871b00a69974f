"""Counting and reading by intervals of time, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression, and_, case
from sqlalchemy.orm import InstrumentedAttribute, Session

Thing = TypeVar("Thing")

INTERVAL = "nth_interval"
"""What ``nth`` is called in a query: to group by."""


def between(edges: Sequence[datetime]) -> list[tuple[datetime, datetime]]:
    """The intervals that ``edges`` bound, in their order.

    Raises ValueError for less than one interval, and for edges that do not rise.
    """
    found = list(itertools.pairwise(edges))
    if not found or any(begins >= ends for begins, ends in found):
        raise ValueError("intervals need two rising edges or more")
    return found


def within(at: SQLColumnExpression[Any], edges: Sequence[datetime]) -> ColumnElement[bool]:
    """Whether ``at`` lies in one of the intervals that ``edges`` bound; the last edge is outside.
    Raises ValueError as ``between`` does."""
    return and_(at >= between(edges)[0][0], at < edges[-1])


def nth(at: SQLColumnExpression[Any], edges: Sequence[datetime]) -> ColumnElement[int]:
    """In which of the intervals ``at`` lies, from 0; of rows that are ``within`` them."""
    return case(*((at < edge, n) for n, edge in enumerate(edges[1:]))).label(INTERVAL)


def numbers(rows: Iterable[Row[int, int]], edges: Sequence[datetime]) -> list[int]:
    """One number for each interval, 0 where ``rows`` (interval, number) have none."""
    found = {row[0]: row[1] for row in rows}
    return [found.get(n, 0) for n in range(len(edges) - 1)]


def whole_instants(
    session: Session,
    some: Select[Thing],
    order: tuple[InstrumentedAttribute[Any], InstrumentedAttribute[Any]],
    limit: int,
) -> list[Thing]:
    """The first ``limit`` rows by time and id, and all others of the last one's instant: whoever
    goes on after that instant has missed none."""
    at = order[0]
    found = list(session.scalars(some.order_by(*order).limit(limit)))
    if len(found) < limit:
        return found
    last = getattr(found[-1], at.key)
    return list(session.scalars(some.where(at <= last).order_by(*order)))
