"""Reads a policy document from a file: plain text, Word (docx), PDF or a saved web page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from knowledge.importers.html import read_html
from knowledge.importers.page_furniture import without_furniture
from knowledge.importers.pdf import read_pdf
from knowledge.importers.raw import DocumentError, RawBuilder, RawDocument
from knowledge.importers.word import read_word

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes. A policy document is far smaller; a larger file is a scan or a mistake."""

LARGEST_TEXT = 2_000_000
"""Characters, about ten times a long five-year plan."""

_OLD_FORMATS = {".doc": "Word", ".wps": "WPS", ".rtf": "Word"}


def read_document(path: Path) -> RawDocument:
    """The raw text and tables of ``path`` (.txt, .md, .docx, .pdf or .html).

    Raises DocumentError, with one Chinese sentence a clerk can act on, when the file is missing,
    empty, too large, of another type, damaged, encrypted, or a scan without text.
    """
    _refuse_bad_size(path)
    document = _reader_for(path)(path)
    if not document.text.strip():
        raise DocumentError(f"“{path.name}”里没有文字，请检查是否选错了文件。")
    if len(document.text) > LARGEST_TEXT:
        raise DocumentError(f"“{path.name}”的文字太多，请按章拆成几个文件再导入。")
    return document


def _refuse_bad_size(path: Path) -> None:
    if not path.is_file():
        raise DocumentError(f"找不到文件“{path.name}”，请检查文件名和位置。")
    size = path.stat().st_size
    if size == 0:
        raise DocumentError(f"“{path.name}”是空文件，请重新下载或另存一份。")
    if size > LARGEST_FILE:
        limit = LARGEST_FILE // 1024 // 1024
        raise DocumentError(f"“{path.name}”超过 {limit} MB，请去掉图片或拆成几个文件再导入。")


def _reader_for(path: Path) -> Callable[[Path], RawDocument]:
    readers = {
        ".txt": read_text,
        ".md": read_text,
        ".docx": read_word,
        ".pdf": read_pdf,
        ".html": read_html,
        ".htm": read_html,
    }
    suffix = path.suffix.lower()
    if suffix in _OLD_FORMATS:
        program = _OLD_FORMATS[suffix]
        raise DocumentError(f"“{path.name}”是旧格式，请用 {program} 打开后另存为 .docx 再导入。")
    if suffix not in readers:
        raise DocumentError(f"不认识“{path.name}”的类型，请提供 .txt、.docx、.pdf 或 .html 文件。")
    return readers[suffix]


def read_text(path: Path) -> RawDocument:
    """A plain text file in UTF-8, UTF-16 with a byte order mark, or GB18030."""
    text = _decoded(path).replace("\r\n", "\n").replace("\r", "\n")
    builder = RawBuilder()
    pages = without_furniture([page.split("\n") for page in text.split("\f")])
    for page in pages:
        if len(pages) > 1:
            builder.start_page()
        for line in page:
            builder.add_line(line)
    return builder.document(path.name)


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = [] if b"\x00" in data else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DocumentError(f"“{path.name}”不是文本文件或编码无法识别，请另存为 UTF-8 编码的 .txt。")
