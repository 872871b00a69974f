"""Finds the tables of a PDF page from the lines drawn around their cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

THIN = 3.0
"""Points. A rectangle thinner than this is a ruled line (Word draws borders so)."""

NEAR = 3.0
"""Points within which two lines count as one, or as touching."""


class Point(NamedTuple):
    """A place on the page, in points from the lower left corner."""

    x: float
    y: float

    def through(self, matrix: Sequence[float]) -> Point:
        """The point after the transformation ``matrix`` (six numbers, as PDF writes them)."""
        a, b, c, d, e, f = (float(value) for value in matrix)
        return Point(a * self.x + c * self.y + e, b * self.x + d * self.y + f)


class Stroke(NamedTuple):
    """A horizontal or vertical line: its fixed coordinate and its extent."""

    at: float
    low: float
    high: float


class Grid(NamedTuple):
    """A table: x of its vertical and y of its horizontal lines, both rising."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]

    @property
    def columns(self) -> int:
        """Columns between the vertical lines."""
        return len(self.xs) - 1

    @property
    def rows(self) -> int:
        """Rows between the horizontal lines."""
        return len(self.ys) - 1

    def cell_at(self, point: Point) -> tuple[int, int] | None:
        """Row (from the top) and column of ``point``, or None outside the table."""
        column = bisect_right(self.xs, point.x) - 1
        row = bisect_right(self.ys, point.y) - 1
        if not (0 <= column < self.columns and 0 <= row < self.rows):
            return None
        return self.rows - 1 - row, column


@dataclass
class Rulings:
    """Collects the straight lines that a page draws."""

    horizontal: list[Stroke] = field(default_factory=list)
    vertical: list[Stroke] = field(default_factory=list)
    pen: Point | None = None

    def draw(self, operator: bytes, operands: Any, matrix: Sequence[float]) -> None:
        """Takes one path operator of the page: move, line or rectangle."""
        if operator == b"m":
            self.pen = Point(float(operands[0]), float(operands[1])).through(matrix)
        elif operator == b"l" and self.pen is not None:
            end = Point(float(operands[0]), float(operands[1])).through(matrix)
            self._line(self.pen, end)
            self.pen = end
        elif operator == b"re":
            x, y, width, height = (float(value) for value in operands[:4])
            first = Point(x, y).through(matrix)
            self._rectangle(first, Point(x + width, y + height).through(matrix))

    def grids(self) -> list[Grid]:
        """One grid for each group of touching vertical lines that makes two columns or more."""
        return [grid for group in self._groups() if (grid := self._grid(group)) is not None]

    def _line(self, start: Point, end: Point) -> None:
        if abs(start.y - end.y) < THIN:
            self.horizontal.append(Stroke(start.y, min(start.x, end.x), max(start.x, end.x)))
        elif abs(start.x - end.x) < THIN:
            self.vertical.append(Stroke(start.x, min(start.y, end.y), max(start.y, end.y)))

    def _rectangle(self, one: Point, other: Point) -> None:
        if abs(one.x - other.x) < THIN or abs(one.y - other.y) < THIN:
            self._line(one, other)
            return
        corners = (one, Point(other.x, one.y), other, Point(one.x, other.y), one)
        for start, end in pairwise(corners):
            self._line(start, end)

    def _groups(self) -> list[list[Stroke]]:
        """Vertical lines whose heights overlap or touch belong to one table."""
        groups: list[list[Stroke]] = []
        top = 0.0
        for stroke in sorted(self.vertical, key=lambda s: s.low):
            if groups and stroke.low <= top + NEAR:
                groups[-1].append(stroke)
                top = max(top, stroke.high)
            else:
                groups.append([stroke])
                top = stroke.high
        return groups

    def _grid(self, group: list[Stroke]) -> Grid | None:
        low, high = min(s.low for s in group) - NEAR, max(s.high for s in group) + NEAR
        xs = _distinct(s.at for s in group)
        ys = _distinct(s.at for s in self.horizontal if low <= s.at <= high)
        return Grid(xs, ys) if len(xs) > 2 and len(ys) > 1 else None


def _distinct(values: Iterable[float]) -> tuple[float, ...]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > NEAR:
            kept.append(value)
    return tuple(kept)
