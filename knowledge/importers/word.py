"""Reads a Word document (.docx): paragraphs and tables in the order of the body."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from knowledge.importers.raw import DocumentError, RawBuilder, RawDocument

LARGEST_UNPACKED = 200 * 1024 * 1024
"""Bytes. A docx is a zip archive; a small one can be made to unpack without end."""

_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_HEADING = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)
_AUTO_NUMBERED = "文件用了 Word 自动编号，读出的文字里没有这些编号，请对照原件补上。"


def read_word(path: Path) -> RawDocument:
    """Text and tables of a docx; raises DocumentError for a damaged, encrypted or marked-up one."""
    try:
        return _read(path)
    except DocumentError:
        raise
    # python-docx lets through whatever a damaged part makes lxml, zipfile or itself raise, at the
    # first paragraph as well as at the door.
    except Exception as error:
        raise DocumentError(f"“{path.name}”已损坏，请用 Word 打开后重新另存为 .docx。") from error


def _read(path: Path) -> RawDocument:
    _refuse_bad_archive(path)
    document = docx.Document(str(path))
    if _has_tracked_changes(document):
        raise DocumentError(
            f"“{path.name}”里有未处理的修订，请在 Word 里接受或拒绝全部修订后再导入。"
        )
    builder = RawBuilder()
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            builder.add_table(_rows(block))
        else:
            _add_paragraph(builder, block)
    notes = (_AUTO_NUMBERED,) if _has_automatic_numbers(document) else ()
    return builder.document(path.name, line_is_paragraph=True, notes=notes)


def _refuse_bad_archive(path: Path) -> None:
    with path.open("rb") as file:
        magic = file.read(4)
    if magic == _OLE_MAGIC:  # Word wraps an encrypted docx in the old container format.
        raise DocumentError(f"“{path.name}”加了密码或是旧版 Word，请去掉密码并另存为 .docx。")
    if not zipfile.is_zipfile(path):
        raise DocumentError(f"“{path.name}”不是真正的 .docx 文件，请用 Word 打开后另存为 .docx。")
    with zipfile.ZipFile(path) as archive:
        if sum(item.file_size for item in archive.infolist()) > LARGEST_UNPACKED:
            raise DocumentError(f"“{path.name}”解开后太大，请去掉图片后再导入。")


def _add_paragraph(builder: RawBuilder, paragraph: Paragraph) -> None:
    style = paragraph.style.name if paragraph.style is not None else None
    heading = _HEADING.match(style or "")
    if style == "Title":
        level: int | None = 1
    else:
        level = int(heading[1]) if heading else None
    first, *rest = paragraph.text.split("\n")
    builder.add_line(first, level if first.strip() else None)
    for line in rest:
        builder.add_line(line)


def _rows(table: Table) -> list[list[str]]:
    """Cell texts by row; a merged cell is named once, where it begins."""
    rows, seen = [], set()
    for row in table.rows:
        texts = []
        for cell in row.cells:
            texts.append("" if cell._tc in seen else cell.text)
            seen.add(cell._tc)
        rows.append(texts)
    return rows


def _has_tracked_changes(document: Document) -> bool:
    body = document.element.body
    return any(next(body.iter(qn(tag)), None) is not None for tag in ("w:ins", "w:del"))


def _has_automatic_numbers(document: Document) -> bool:
    return next(document.element.body.iter(qn("w:numPr")), None) is not None
