"""Tables as files that a spreadsheet opens: xlsx and CSV.

Cells are text. What begins like a formula stays text (OWASP, CSV Injection): somebody's complaint
must not run on the clerk's computer.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def xlsx(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of one sheet; ``title`` names it (31 characters at most are kept)."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in (head, *rows):
        cells = [WriteOnlyCell(sheet, _printable(value)) for value in row]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Comma-separated, with the mark by which Excel knows that it is UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file)
    for row in (head, *rows):
        writer.writerow([_plain(value) for value in row])
    return file.getvalue().encode("utf-8-sig")


def _plain(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value


def _printable(value: str) -> str:
    """Without the control characters that a workbook cannot hold."""
    return "".join(c for c in value if c.isprintable() or c in "\n\t")
