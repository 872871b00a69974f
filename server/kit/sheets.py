"""Tables as files that a spreadsheet opens: xlsx and CSV.

Cells are text, or numbers: counts (int) and sums of money (Decimal). Text that begins like a formula stays text (OWASP, CSV Injection): somebody's complaint
must not run on the clerk's computer.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
Cell = str | int | Decimal
_MONEY = "#,##0.00"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def xlsx(title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet; ``title`` names it (31 characters at most are kept)."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in (head, *rows):
        sheet.append([_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: Cell) -> WriteOnlyCell:
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, _printable(value))
        cell.data_type = "s"
        return cell
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, Decimal):
        cell.number_format = _MONEY
    return cell


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Comma-separated, with the mark by which Excel knows that it is UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file)
    for row in (head, *rows):
        writer.writerow([_plain(value) for value in row])
    return file.getvalue().encode("utf-8-sig")


def _plain(value: Cell) -> str:
    """A number stays one, also below zero."""
    if not isinstance(value, str):
        return str(value)
    return f"'{value}" if value.startswith(_FORMULA) else value


def _printable(value: str) -> str:
    """Without the control characters that a workbook cannot hold."""
    return "".join(c for c in value if c.isprintable() or c in "\n\t")
