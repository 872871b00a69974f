"""Rows of tables: those the file format knows, and those a text draws with ``|``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from knowledge.importers.numbering import chinese_number
from knowledge.importers.passage import Passage, passage
from knowledge.importers.raw import RawDocument, RawTable, Span

_SEPARATOR = re.compile(r"[|｜]")
_RULE = re.compile(r"^[\s|｜:+=-]+$")
_NUMBER = re.compile(r"^(\d{1,3}|[一二三四五六七八九十百]{1,4})[.、．]?$")
_SUBJECT = re.compile(r"任务|内容|事项|项目|名称|措施|服务|标准|问题")
_LONGEST_HEADING = 20


@dataclass(frozen=True)
class Row:
    """One row of a table below its heading row; ``columns`` is empty where there is none."""

    raw: str
    cells: tuple[Passage | None, ...]
    columns: tuple[str, ...]
    span: Span

    @property
    def start(self) -> int:
        """Offset in the raw text of the row's first character."""
        return self.span.start

    @cached_property
    def number(self) -> str | None:
        """What a numbering first cell says."""
        first = self.cells[0]
        found = _NUMBER.match(first.text) if first else None
        return found[1] if found else None

    @cached_property
    def subject(self) -> Passage | None:
        """The cell that says what the row is about: by its heading, else the first with words."""
        named = [
            c for c, name in zip(self.cells, self.columns, strict=False) if _SUBJECT.search(name)
        ]
        others = self.cells[1:] if self.number else self.cells
        return next((cell for cell in (*named, *others) if cell), None)

    @cached_property
    def quote(self) -> str:
        """The cells word for word, between the table's own separators."""
        found = _SEPARATOR.search(self.raw, self.span.start, self.span.end)
        between = f" {found[0]} " if found else " "
        return between.join(cell.quote if cell else "" for cell in self.cells).strip()

    @cached_property
    def text(self) -> str:
        """The cells with even widths, for analysis."""
        return "\n".join(cell.text for cell in self.cells if cell)


def find_rows(document: RawDocument) -> tuple[list[Row], list[Span]]:
    """All rows in the order of the text, and the spans that tables take up."""
    taken = [_extent(row) for table in document.tables for row in table.rows]
    drawn = list(_drawn_tables(document.text, taken))
    tables = sorted([*document.tables, *drawn], key=lambda table: table.rows[0][0].start)
    rows: list[Row] = []
    taken += [_extent(row) for table in drawn for row in table.rows]
    columns: tuple[str, ...] = ()
    for table in tables:
        heading = _heading(document.text, table)
        width = max(len(cells) for cells in table.rows)
        # A table that goes on after a page break repeats no heading.
        columns = heading or (columns if len(columns) == width else ())
        body = table.rows[1:] if heading else table.rows
        rows += [
            _row(document.text, cells, columns)
            for cells in body
            if not _is_rule(document.text, cells)
        ]
    return [row for row in rows if any(row.cells)], taken


def row_gaps(rows: Sequence[Row]) -> list[str]:
    """One Chinese sentence for each number that a numbered table leaves out."""
    numbers = [chinese_number(row.number) for row in rows if row.number]
    return [
        f"表格序号 {before} 之后是 {after}，请对照原件看是否漏读。"
        for before, after in pairwise(numbers)
        if after not in (1, before, before + 1)
    ]


def _extent(cells: Sequence[Span]) -> Span:
    return Span(cells[0].start, max(cells[-1].end, cells[0].start + 1))


def _row(raw: str, cells: Sequence[Span], columns: tuple[str, ...]) -> Row:
    passages = (passage(raw, [cell]) for cell in cells)
    return Row(raw, tuple(p if len(p) else None for p in passages), columns, _extent(cells))


def _is_rule(raw: str, cells: Sequence[Span]) -> bool:
    return bool(_RULE.match(raw[cells[0].start : cells[-1].end]))


def _heading(raw: str, table: RawTable) -> tuple[str, ...]:
    """Texts of the first row, when it names columns: short, and not numbered itself."""
    texts = tuple("".join(raw[cell.start : cell.end].split()) for cell in table.rows[0])
    is_heading = not _NUMBER.match(texts[0]) and all(len(t) <= _LONGEST_HEADING for t in texts)
    return texts if is_heading and len(table.rows) > 1 else ()


def _drawn_tables(text: str, taken: Sequence[Span]) -> Iterator[RawTable]:
    """Runs of two or more lines with ``|``; a row broken over lines is taken together."""
    known = {span.start for span in taken}
    rows: list[tuple[Span, ...]] = []
    buffer: Span | None = None
    for line in _line_spans(text):
        content = text[line.start : line.end]
        if not content.strip():
            continue
        open_row = buffer is not None and rows and len(_cells(text, buffer)) < len(rows[0])
        if buffer is not None and open_row:
            buffer = Span(buffer.start, line.end)
            continue
        if buffer is not None:
            rows.append(_cells(text, buffer))
        buffer = line if line.start not in known and _is_table_line(content) else None
        if buffer is None:
            yield from _finished(rows)
            rows = []
    if buffer is not None:
        rows.append(_cells(text, buffer))
    yield from _finished(rows)


def _finished(rows: list[tuple[Span, ...]]) -> Iterator[RawTable]:
    if len(rows) > 1:
        yield RawTable(tuple(rows))


def _is_table_line(content: str) -> bool:
    return len(_SEPARATOR.findall(content)) >= 2 or bool(re.search(r"\S\s*[|｜]\s*\S", content))


def _line_spans(text: str) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield Span(start, start + len(line.rstrip()))
        start += len(line)


def _cells(text: str, line: Span) -> tuple[Span, ...]:
    """Cells between the separators; an outer separator opens and closes no cell."""
    start, end = line
    while start < end and text[start].isspace():
        start += 1
    # One outer separator on each side; further ones enclose empty cells.
    if start < end and text[start] in "|｜":
        start += 1
    if end > start and text[end - 1] in "|｜":
        end -= 1
    cuts = [found.start() for found in _SEPARATOR.finditer(text, start, end)]
    return tuple(
        Span(a, b) for a, b in zip([start, *(c + 1 for c in cuts)], [*cuts, end], strict=True)
    )
