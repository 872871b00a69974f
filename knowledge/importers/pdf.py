"""Reads a PDF that holds text: lines with their indent, and tables drawn with ruled lines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdf
from pypdf.errors import DependencyError

from knowledge.importers.page_furniture import without_furniture
from knowledge.importers.pdf_tables import Grid, Point, Rulings
from knowledge.importers.raw import DocumentError, RawBuilder, RawDocument

MOST_PAGES = 500
INDENT = 10.0
"""Points to the right of the usual line start from which a line begins a paragraph."""

_GARBLED = re.compile("[\ufffd\ue000-\uf8ff]|\\(cid:\\d+\\)")


@dataclass
class Line:
    """One printed line, the grid cell it stands in if any, and where it starts."""

    text: str = ""
    x: float | None = None
    cell: tuple[int, int, int] | None = None


@dataclass
class Page:
    """What one page shows: lines in the order of drawing and the grids of its tables."""

    lines: list[Line] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)


def read_pdf(path: Path) -> RawDocument:
    """Text and ruled tables; raises DocumentError for an encrypted, damaged or scanned PDF."""
    try:
        pages = [_page(page) for page in _opened(path).pages]
    except DocumentError:
        raise
    # A damaged PDF makes pypdf raise nearly anything, from KeyError to RecursionError.
    except Exception as error:
        raise DocumentError(f"“{path.name}”已损坏，请重新下载或重新导出 PDF。") from error
    _refuse_unreadable(path, "".join(line.text for page in pages for line in page.lines))
    return _assembled(pages).document(path.name, notes=_notes(pages))


def _opened(path: Path) -> pypdf.PdfReader:
    with path.open("rb") as file:
        if b"%PDF-" not in file.read(1024):
            raise DocumentError(f"“{path.name}”不是真正的 PDF，请重新下载或重新导出。")
    reader = pypdf.PdfReader(path)
    try:
        # Many official PDFs only forbid printing: they open with an empty password.
        locked = reader.is_encrypted and not reader.decrypt("")
    except DependencyError:
        locked = True
    if locked:
        raise DocumentError(f"“{path.name}”加了密码，请去掉密码后再导入。")
    if len(reader.pages) > MOST_PAGES:
        raise DocumentError(f"“{path.name}”超过 {MOST_PAGES} 页，请拆成几个文件再导入。")
    return reader


def _refuse_unreadable(path: Path, text: str) -> None:
    letters = len("".join(text.split()))
    if letters == 0:
        raise DocumentError(f"“{path.name}”是扫描件，没有文字，请先做文字识别（OCR）或换文字版。")
    if len(_GARBLED.findall(text)) * 10 > letters:
        raise DocumentError(f"“{path.name}”读出来是乱码，请换文字版，或打印后重新识别（OCR）。")


def _notes(pages: list[Page]) -> tuple[str, ...]:
    blank = [
        str(n) for n, page in enumerate(pages, 1) if not any(x.text.strip() for x in page.lines)
    ]
    return (f"第 {'、'.join(blank)} 页没有文字（可能是扫描图），没有读到。",) if blank else ()


def _page(page: pypdf.PageObject) -> Page:
    rulings, fragments = Rulings(), []

    def on_operator(operator: bytes, operands: Any, cm: Any, tm: Any) -> None:
        rulings.draw(operator, operands, cm)

    def on_text(text: str, cm: Any, tm: Any, font: Any, size: Any) -> None:
        fragments.append((text, Point(tm[4], tm[5]).through(cm)))

    page.extract_text(visitor_operand_before=on_operator, visitor_text=on_text)
    result = Page(grids=rulings.grids())
    for text, point in fragments:
        _add_fragment(result, text, point)
    return result


def _add_fragment(page: Page, text: str, point: Point) -> None:
    """Appends ``text`` to the open line, or opens one where a line ended or the cell changes."""
    cell = _cell(page.grids, point)
    for part in text.splitlines(keepends=True):
        last = page.lines[-1] if page.lines else None
        if last is None or last.text.endswith("\n") or (part.strip() and last.cell != cell):
            last = Line(cell=cell)
            page.lines.append(last)
        if part.strip() and last.x is None:
            last.x, last.cell = point.x, cell
        last.text += part


def _cell(grids: list[Grid], point: Point) -> tuple[int, int, int] | None:
    for number, grid in enumerate(grids):
        place = grid.cell_at(point)
        if place is not None:
            return number, *place
    return None


def _assembled(pages: list[Page]) -> RawBuilder:
    builder = RawBuilder()
    left = _usual_left(pages)
    running = [
        [_indented(line, left) for line in page.lines if line.cell is None] for page in pages
    ]
    for page, lines in zip(pages, without_furniture(running), strict=True):
        builder.start_page()
        _add_page(builder, page, lines, left)
    return builder


def _add_page(builder: RawBuilder, page: Page, kept: list[str], left: float) -> None:
    """Running lines that were kept, with each table where its first cell was drawn."""
    done: set[int] = set()
    remaining = iter(kept)
    upcoming = next(remaining, None)
    for line in page.lines:
        if line.cell is None:
            if upcoming == _indented(line, left):
                builder.add_line(upcoming)
                upcoming = next(remaining, None)
        elif line.cell[0] not in done and line.text.strip():
            done.add(line.cell[0])
            builder.add_table(_table(page, line.cell[0]))


def _table(page: Page, number: int) -> list[list[str]]:
    grid = page.grids[number]
    cells = [[""] * grid.columns for _ in range(grid.rows)]
    for line in page.lines:
        if line.cell and line.cell[0] == number:
            cells[line.cell[1]][line.cell[2]] += line.text
    return [row for row in cells if any(cell.strip() for cell in row)]


def _usual_left(pages: list[Page]) -> float:
    """Where most running lines start, in points from the left edge."""
    starts = Counter(
        round(line.x)
        for page in pages
        for line in page.lines
        if line.x is not None and not line.cell
    )
    return float(starts.most_common(1)[0][0]) if starts else 0.0


def _indented(line: Line, left: float) -> str:
    """The line with two spaces before it where it is printed further right than most."""
    indent = "  " if line.x is not None and line.x - left >= INDENT else ""
    return indent + line.text.strip()
