"""Reads a saved web page (.html): headings, paragraphs and tables in the order of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

from knowledge.importers.raw import DocumentError, RawBuilder, RawDocument

NOT_READ = ("script", "style", "nav", "footer", "header", "form", "noscript", "template", "svg")
_BLOCKS = (
    "p", "li", "dd", "dt", "div", "section", "article", "blockquote", "pre", "td", "th", "br",
    "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr",
)  # fmt: skip
_HEADING = re.compile(r"h([1-6])")
_SPACES = re.compile(r"[ \t\r\n\xa0]+")


def read_html(path: Path) -> RawDocument:
    """Text and tables of a page; raises DocumentError where it is none."""
    try:
        # A stray encoding declaration is lxml's to resolve: it reads bytes, as browsers do.
        page = html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding=_encoding(path)))
    except (etree.LxmlError, ValueError):
        raise DocumentError(f"“{path.name}”不是能打开的网页，请另存一份再试。") from None
    etree.strip_elements(page, *NOT_READ, etree.Comment, with_tail=False)
    builder = RawBuilder()
    body = page.find("body")
    _read(page if body is None else body, builder)
    return builder.document(path.name, line_is_paragraph=True)


def _encoding(path: Path) -> str | None:
    """UTF-8 where it is; else what the page says of itself, GB18030 if it says nothing."""
    data = path.read_bytes()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None if b"charset" in data[:2048].lower() else "gb18030"
    return "utf-8"


def _read(element: html.HtmlElement, builder: RawBuilder) -> None:
    for piece in _pieces(element):
        if isinstance(piece, str):
            for line in piece.split("\n"):
                if text := _SPACES.sub(" ", line).strip():
                    builder.add_line(text)
        elif piece.tag == "table":
            builder.add_table([_cells(row) for row in piece.iter("tr")])
        elif level := _HEADING.fullmatch(piece.tag):
            builder.add_line(_text(piece), int(level[1]))
        else:
            _read(piece, builder)


def _pieces(element: html.HtmlElement) -> Iterator[str | html.HtmlElement]:
    """Runs of text between blocks, and the blocks."""
    run = [element.text or ""]
    for child in element:
        if child.tag == "br":
            run.append("\n")
        elif child.tag in _BLOCKS or any(inner.tag in _BLOCKS for inner in child.iterdescendants()):
            yield "".join(run)
            run = []
            yield child
        else:
            run.append(child.text_content())
        run.append(child.tail or "")
    yield "".join(run)


def _cells(row: html.HtmlElement) -> list[str]:
    return [_text(cell) for cell in row if cell.tag in ("td", "th")]


def _text(element: html.HtmlElement) -> str:
    return _SPACES.sub(" ", element.text_content()).strip()
