"""A policy as docx or PDF, taken in by the page of imports: every row and measure, word for word.

The documents are written here in the shape of two real ones: a progress table of 15 tasks and a
notice of 20 measures. ``POLICY_SEEDS`` may name a folder that has the real ones as text
(``002_….txt``, ``003_….txt``): then they are turned into files and taken in as well.
"""

from __future__ import annotations

import io
import os
import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document
from flask import Flask
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from server.editorial import importing
from server.transaction import transaction
from tests.knowledge.importers.papers import bare, notice
from tests.server.console.conftest import Browser

SEEDS = os.environ.get("POLICY_SEEDS")
TASKS, MEASURES = 15, 20
FONT, SIZE, LINE = "STSong-Light", 9, 12
EDGES = (40, 75, 250, 555)
"""Of the columns of a table, in points."""
FILES = "/console/knowledge/files"

Row = list[str]


@dataclass(frozen=True)
class Paper:
    """A policy: a table, or paragraphs."""

    rows: tuple[Row, ...] = ()
    paragraphs: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Everything it says, without white space."""
        return bare("".join((*self.paragraphs, *("".join(row) for row in self.rows))))


def own_tasks() -> Paper:
    head = ["序号", "任务内容", "二季度进展情况"]
    rows = [
        [
            str(n),
            f"为第{n}类老年人增加助餐点{n * 10}个,方便居家老年人就近用餐,给予每人每月{n * 100}元补贴。",
            (
                f"1.一是完成{n}个街道的摸底,形成老年人需求清单。二是截至5月底,已建成{n * 6}个助餐点,"
                f"完成{n + 50}%。三是为失能老年人送餐上门,每餐不超过{n + 9}元。"
            ),
        ]
        for n in range(1, TASKS + 1)
    ]
    return Paper(rows=(head, *rows))


def own_measures() -> Paper:
    text = re.sub(r"^#+ |\*\*", "", notice(MEASURES), flags=re.MULTILINE)
    return Paper(paragraphs=tuple(line.strip() for line in text.splitlines() if line.strip()))


def seed(number: str) -> str:
    [path] = Path(str(SEEDS)).glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8")


def seed_tasks() -> Paper:
    lines = [line for line in seed("002").splitlines() if line.count("|") >= 3]
    return Paper(rows=tuple([cell.strip() for cell in line.split("|")[:3]] for line in lines))


def seed_measures() -> Paper:
    text = re.sub(r"^#+ |\*\*", "", seed("003"), flags=re.MULTILINE)
    return Paper(paragraphs=tuple(line.strip() for line in text.splitlines() if line.strip()))


def as_docx(paper: Paper) -> bytes:
    document, content = Document(), io.BytesIO()
    for paragraph in paper.paragraphs:
        document.add_paragraph(paragraph)
    if paper.rows:
        table = document.add_table(rows=0, cols=3, style="Table Grid")
        for row in paper.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.save(content)
    return content.getvalue()


def as_pdf(paper: Paper) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=A4)
    page = _Page(canvas)
    for paragraph in paper.paragraphs:
        for number, line in enumerate(broken("　　" + paragraph, 500)):
            page.line(line, first=not number)
    for row in paper.rows:
        page.row([broken(text, EDGES[n + 1] - EDGES[n] - 8) for n, text in enumerate(row)])
    canvas.showPage()
    canvas.save()
    return content.getvalue()


class _Page:
    """Draws from the top of a page to its foot, then on the next."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas, self.y = canvas, 800
        canvas.setFont(FONT, SIZE)

    def _room(self, height: int) -> None:
        if self.y - height < 40:
            self.canvas.showPage()
            self.canvas.setFont(FONT, SIZE)
            self.y = 800

    def line(self, text: str, *, first: bool) -> None:
        gap = 10 if first else 0
        self._room(LINE + gap)
        self.y -= LINE + gap
        indent = 2 * SIZE if text.startswith("　　") else 0
        self.canvas.drawString(EDGES[0] + indent, self.y, text.strip("　"))

    def row(self, cells: Sequence[Sequence[str]]) -> None:
        height = LINE * max(map(len, cells)) + 8
        self._room(height)
        self.canvas.grid(list(EDGES), [self.y, self.y - height])
        for column, lines in enumerate(cells):
            for number, line in enumerate(lines, 1):
                self.canvas.drawString(EDGES[column] + 4, self.y - LINE * number, line)
        self.y -= height


def broken(text: str, width: int) -> list[str]:
    """Lines as wide as a column."""
    lines, line = [], ""
    for char in text:
        if pdfmetrics.stringWidth(line + char, FONT, SIZE) > width:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]


@dataclass(frozen=True)
class TakenIn:
    """What a file became: the passages proposed, and what was set apart."""

    quotes: list[str]
    numbers: list[str]
    set_apart: list[str]


@pytest.fixture
def take_in(site: Flask, editor: Browser) -> Callable[[str, bytes], TakenIn]:
    """Sends a file through the page, as an editor does, and looks at what came of it."""

    def take(name: str, content: bytes) -> TakenIn:
        answer = editor.send(f"{FILES}/import", file=(io.BytesIO(content), name))
        assert answer.status_code == 303, answer.get_data(as_text=True)
        page = editor.get(answer.location)
        assert page.status_code == 200
        import_id = answer.location.rsplit("/", 1)[1]
        with site.app_context(), transaction(writes=False) as session:
            found, proposals = importing.find(session, uuid.UUID(import_id))
            apart = found.report["set_apart"]
            shown = page.get_data(as_text=True)
            for each in proposals:
                assert _escaped(each.content["quote"][:12]) in shown
            return TakenIn(
                [each.content["quote"] for each in proposals],
                [str(each.content["place"]["number"]) for each in proposals],
                [str(each["place"]["number"]) for each in apart if each["kind"] == "row"],
            )

    return take


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&#34;")


FORMS = {"docx": as_docx, "pdf": as_pdf}
WRITTEN = ["own", *(["seed"] if SEEDS else [])]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("written", WRITTEN)
def test_every_task_of_a_table_is_found_word_for_word(
    take_in: Callable[[str, bytes], TakenIn], form: str, written: str
) -> None:
    paper = own_tasks() if written == "own" else seed_tasks()
    assert len(paper.rows) == TASKS + 1
    found = take_in(f"进展.{form}", FORMS[form](paper))
    assert sorted(map(int, found.numbers + found.set_apart)) == [*range(1, TASKS + 1)]
    assert found.numbers
    for quote in found.quotes:
        for cell in quote.split(" | "):
            assert bare(cell) in paper.words


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("written", WRITTEN)
def test_every_measure_of_a_notice_is_found_word_for_word(
    take_in: Callable[[str, bytes], TakenIn], form: str, written: str
) -> None:
    paper = own_measures() if written == "own" else seed_measures()
    found = take_in(f"通知.{form}", FORMS[form](paper))
    measures = [p for p in paper.paragraphs if re.match(r"[(（][一二三四五六七八九十]+[)）]", p)]
    assert len(measures) == MEASURES
    quoted = bare("".join(found.quotes))
    for measure in measures:
        assert bare(measure) in quoted
    for quote in found.quotes:
        assert bare(quote) in paper.words
