"""PDFs made in the test, with a font that every PDF reader has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
LEFT, TOP, STEP = 80, 760, 24


def pdf(path: Path, pages: Sequence[Sequence[str]], footers: bool = False) -> Path:
    """A PDF with the lines of each page; a line that starts with a space is printed indented."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), pagesize=A4)
    for number, lines in enumerate(pages, 1):
        canvas.setFont(FONT, 14)
        for row, line in enumerate(lines):
            x = LEFT + 28 * line.startswith(" ")
            canvas.drawString(x, TOP - row * STEP, line.strip())
        if footers:
            canvas.drawString(280, 40, f"— {number} —")
        canvas.showPage()
    canvas.save()
    return path


def table_pdf(path: Path, rows: Sequence[Sequence[str]], before: str, after: str) -> Path:
    """A PDF with one ruled table between two lines of text."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont(FONT, 12)
    canvas.drawString(LEFT, TOP, before)
    top = TOP - STEP
    edges = [LEFT, LEFT + 60, LEFT + 260, LEFT + 420]
    heights = [top - 40 * row for row in range(len(rows) + 1)]
    canvas.grid(edges, heights)
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            for number, line in enumerate(cell.split("\n")):
                canvas.drawString(edges[column] + 4, heights[row] - 14 - 15 * number, line)
    canvas.drawString(LEFT, heights[-1] - STEP, after)
    canvas.save()
    return path


def scanned_pdf(path: Path) -> Path:
    """A page that shows shapes only, as a scan does."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.rect(100, 100, 300, 500, fill=1)
    canvas.showPage()
    canvas.save()
    return path


def encrypted(source: Path, password: str) -> Path:
    """``source`` with a password to open it (an empty one only forbids changes)."""
    writer = PdfWriter(clone_from=PdfReader(source))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    target = source.with_name("locked.pdf")
    writer.write(target)
    return target
