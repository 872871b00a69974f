"""Joins the broken lines and pages of a raw document into paragraphs.

Nothing is rewritten: a paragraph is a :class:`~knowledge.importers.passage.Passage` that knows
where each of its characters stands in the raw text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from knowledge.importers.numbering import Level, marker
from knowledge.importers.passage import Passage, passage
from knowledge.importers.raw import RawDocument, Span

_SENTENCE_END = re.compile(r"[。！？!?；;][”’\"』」）)》]*$|[”\"][。]$|：$|:$")
_RUNS_ON = re.compile(r"[，,、“‘（(《〈\-—]$")
_BYLINE = re.compile(r"^[■□●◆▲○\s]*(本报|特约)?(记者|通讯员)\s*\S{2,4}(\s+\S{2,4})*\s*$")
_BYLINE_AT_END = re.compile(r"[■□●◆▲]\s*(本报|特约)?(记者|通讯员).{0,12}$")
_DATE_LINE = re.compile(
    r"^[（(]?\s*(\d{4}|[〇○零一二三四五六七八九]{4})\s*年[^，。]{2,10}日\s*[）)]?(印发)?$"
)
_DOCUMENT_NUMBER = re.compile(r"[〔\[［【（(]\s*(19|20)\d\d\s*[〕\]］】）)]\s*第?\s*\d+\s*号$")
_SOURCE_LINE = re.compile(r"^[（(]?\s*(来源|稿件来源|供稿)\s*[:：].{1,30}$")
_OPEN_TITLE = re.compile(r"《[^》]*$")
_DRAWN_RULE = re.compile(r"^[-—–_=*~·.…|#\s]+$")

_SURE_LEVELS = (Level.PART, Level.CHAPTER, Level.SECTION, Level.MEASURE)
"""Marks that hardly ever start a line in the middle of a sentence (一、 does: "一、二级医院")."""

_HEADING_WIDTH = 60
_SHORT_LINE = 30
_SAME_WIDTH = 0.6
_NARROWEST_WRAP = 8
_WIDEST_WRAP = 60
_FEWEST_LINES = 6


class Line(NamedTuple):
    """A filled line: its text without outer space, its width in Chinese characters."""

    span: Span
    text: str
    indent: int
    width: float
    styled: bool = False


class Layout(NamedTuple):
    """How the whole document breaks its lines; None and False where it does not."""

    wrap: float | None
    indents: bool


def paragraphs(document: RawDocument, taken: Sequence[Span] = ()) -> list[Passage]:
    """The paragraphs of ``document``, without the stretches ``taken`` (its tables)."""
    lines = list(_lines(document, taken))
    layout = _layout(lines, document)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not _starts_paragraph(groups[-1], line, layout, document.text):
            groups[-1].append(line)
        else:
            groups.append([line])
    found = (passage(document.text, (line.span for line in group)) for group in groups)
    return [item for item in found if not _DRAWN_RULE.match(item.text)]


def _lines(document: RawDocument, taken: Sequence[Span]) -> Iterator[Line]:
    styled = {heading.start for heading in document.headings}
    inside = sorted(taken)
    start, cursor = 0, 0
    for raw_line in document.text.splitlines(keepends=True):
        end = start + len(raw_line)
        while cursor < len(inside) and inside[cursor].end <= start:
            cursor += 1
        is_taken = cursor < len(inside) and inside[cursor].start < end
        if raw_line.strip() and not is_taken:
            yield from _split(raw_line, start, start in styled)
        start = end


def _split(raw_line: str, start: int, styled: bool) -> Iterator[Line]:
    """A line; a headline that runs into its byline ("… ■ 本报记者 某某") makes two."""
    found = _BYLINE_AT_END.search(raw_line.rstrip())
    cut = found.start() if found and found.start() else len(raw_line)
    for low, high in ((0, cut), (cut, len(raw_line))):
        part = raw_line[low:high]
        text = part.strip()
        if text:
            indent = len(part) - len(part.lstrip())
            first = start + low + indent
            yield Line(Span(first, first + len(text)), text, indent, _width(text), styled)


def _width(text: str) -> float:
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _layout(lines: Sequence[Line], document: RawDocument) -> Layout:
    if document.line_is_paragraph or len(lines) < _FEWEST_LINES:
        return Layout(None, False)
    usual = median(line.width for line in lines)
    alike = sum(0.8 * usual <= line.width <= 1.25 * usual for line in lines)
    # A list of short lines is alike in width too, but its lines are whole sentences or headings.
    unfinished = sum(_is_unfinished(line, document.text) for line in lines)
    wrapped = (
        alike >= _SAME_WIDTH * len(lines)
        and unfinished * 2 >= len(lines)
        and _NARROWEST_WRAP <= usual <= _WIDEST_WRAP
    )
    indented = sum(line.indent > 0 for line in lines)
    # Where nearly every line is indented, the indent is a margin and says nothing.
    indents = max(2, 0.02 * len(lines)) <= indented <= 0.6 * len(lines)
    return Layout(usual if wrapped else None, indents)


def _is_unfinished(line: Line, raw: str) -> bool:
    return not _SENTENCE_END.search(line.text) and marker(_evened(line, raw)) is None


def _starts_paragraph(group: list[Line], line: Line, layout: Layout, raw: str) -> bool:
    last = group[-1]
    if _stands_alone(last) or _stands_alone(line):
        return True
    mark = marker(_evened(line, raw))
    if mark and (mark.level in _SURE_LEVELS or _ends(last, layout) or layout.wrap is None):
        return True
    if _RUNS_ON.search(last.text) or _OPEN_TITLE.search(last.text):
        return False
    if layout.wrap is None:
        return _ends_unwrapped(group, raw)
    return _starts_wrapped(last, line, layout)


def _starts_wrapped(last: Line, line: Line, layout: Layout) -> bool:
    if _is_outlier(last, layout) or _is_outlier(line, layout):
        return True
    if layout.indents:
        return line.indent > 0 or _is_far_too_short(last, layout)
    return bool(_SENTENCE_END.search(last.text)) or _is_short(last, layout)


def _ends_unwrapped(group: list[Line], raw: str) -> bool:
    """Without wrapping, only a page break in mid-sentence lets a paragraph go on."""
    last = group[-1]
    if _SENTENCE_END.search(last.text):
        return True
    has_sentence = "。" in "".join(line.text for line in group)
    if not has_sentence and last.width <= _HEADING_WIDTH and marker(_evened(group[0], raw)):
        return True
    return not has_sentence and last.width < _SHORT_LINE


def _ends(last: Line, layout: Layout) -> bool:
    return bool(_SENTENCE_END.search(last.text)) or _is_short(last, layout)


def _stands_alone(line: Line) -> bool:
    return line.styled or bool(
        line.text.startswith(("#", "■"))
        or _BYLINE.match(line.text)
        or _DATE_LINE.match(line.text)
        or _SOURCE_LINE.match(line.text)
        or (_DOCUMENT_NUMBER.search(line.text) and line.width < _SHORT_LINE)
        or _DRAWN_RULE.match(line.text)
    )


def _is_short(line: Line, layout: Layout) -> bool:
    """Shorter than wrapping explains: an indent and a sign pushed to the next line take four."""
    return layout.wrap is not None and line.width < min(layout.wrap - 4, 0.85 * layout.wrap)


def _is_far_too_short(line: Line, layout: Layout) -> bool:
    return layout.wrap is not None and line.width < 0.6 * layout.wrap


def _is_outlier(line: Line, layout: Layout) -> bool:
    """A line much wider than the column it stands in is a headline across columns."""
    return layout.wrap is not None and line.width > 1.5 * layout.wrap


def _evened(line: Line, raw: str) -> str:
    return passage(raw, [line.span])[:24].text
