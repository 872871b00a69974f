"""What a reader hands on: the text of a document as it stands, and where its tables are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

INVISIBLE = re.compile("[\ufeff\u00ad\u200b-\u200f\u2060\x00-\x08\x0e-\x1f]")
"""Marks without a glyph. They are no characters of the document and never reach a quote."""


class DocumentError(Exception):
    """A document that cannot be read; ``str(error)`` tells the clerk in one sentence what to do."""


class Span(NamedTuple):
    """Characters ``start`` to ``end`` (exclusive) of the raw text."""

    start: int
    end: int


class RawTable(NamedTuple):
    """Cells by row, each a span of the raw text. Rows may differ in length."""

    rows: tuple[tuple[Span, ...], ...]


class RawHeading(NamedTuple):
    """A line that the document itself styles as a heading (Word only); 1 is the highest."""

    start: int
    level: int


@dataclass(frozen=True)
class RawDocument:
    """The text of a file with its line breaks, before anything is mended.

    ``text`` differs from the file only by page numbers and repeated page headers, which are
    no part of what the document says, and by :data:`INVISIBLE` marks. ``pages`` holds the
    offset at which each page starts (empty where the file knows no pages). ``line_is_paragraph``
    is true where the format itself keeps paragraphs, so that no wrapping has to be guessed.
    """

    name: str
    text: str
    tables: tuple[RawTable, ...] = ()
    headings: tuple[RawHeading, ...] = ()
    pages: tuple[int, ...] = ()
    line_is_paragraph: bool = False
    notes: tuple[str, ...] = ()

    def line_at(self, offset: int) -> int:
        """The line of ``text`` in which ``offset`` stands, from 1."""
        return self.text.count("\n", 0, offset) + 1

    def page_at(self, offset: int) -> int | None:
        """The page in which ``offset`` stands, from 1, where the file knows pages."""
        return sum(start <= offset for start in self.pages) or None


@dataclass
class RawBuilder:
    """Collects lines and tables into one raw text and keeps their offsets."""

    parts: list[str] = field(default_factory=list)
    tables: list[RawTable] = field(default_factory=list)
    headings: list[RawHeading] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    length: int = 0

    def start_page(self) -> None:
        """Whatever is added next stands on a new page."""
        self.pages.append(self.length)

    def add_line(self, line: str, heading_level: int | None = None) -> None:
        """One line of running text."""
        if heading_level is not None:
            self.headings.append(RawHeading(self.length, heading_level))
        self._append(INVISIBLE.sub("", line))
        self._append("\n")

    def add_table(self, rows: Iterable[Sequence[str]]) -> None:
        """A table; every row becomes one line with its cells between ``|``."""
        self.tables.append(RawTable(tuple(self._add_row(row) for row in rows)))

    def document(
        self, name: str, line_is_paragraph: bool = False, notes: tuple[str, ...] = ()
    ) -> RawDocument:
        """What was collected, as a document."""
        return RawDocument(
            name=name,
            text="".join(self.parts),
            tables=tuple(self.tables),
            headings=tuple(self.headings),
            pages=tuple(self.pages),
            line_is_paragraph=line_is_paragraph,
            notes=notes,
        )

    def _add_row(self, row: Sequence[str]) -> tuple[Span, ...]:
        cells = []
        for index, cell in enumerate(row):
            if index:
                self._append(" | ")
            start = self.length
            # A cell keeps to its line, so that the raw text shows one row a line.
            self._append(" ".join(INVISIBLE.sub("", cell).split()))
            cells.append(Span(start, self.length))
        self._append("\n")
        return tuple(cells)

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
