"""What can be read, and what a clerk is told about a file that cannot."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement

from knowledge.importers import read, word
from knowledge.importers.pdf_tables import Point, Rulings
from knowledge.importers.raw import DocumentError
from knowledge.importers.read import read_document
from tests.damaged import damaged

from .papers import write
from .pdfs import encrypted, pdf, scanned_pdf, table_pdf

IDENTITY = (1, 0, 0, 1, 0, 0)


def refusal(path: Path) -> str:
    """The sentence with which ``path`` is refused."""
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_read_in_the_usual_chinese_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "paper.txt"
    path.write_bytes("老年人助餐\r\n每份15元\r\n".encode(encoding))
    assert read_document(path).text.split() == ["老年人助餐", "每份15元"]


def test_invisible_marks_do_not_reach_the_text(tmp_path: Path) -> None:
    assert read_document(write(tmp_path, "老\u200b年\ufeff人")).text == "老年人\n"


def test_dashed_page_numbers_and_form_feeds_are_dropped_but_figures_stay(tmp_path: Path) -> None:
    text = "第一页的话没有说\n— 1 —\n\f完，接着说。\n120\n共有\n2\n"
    assert read_document(write(tmp_path, text)).text.split() == [
        "第一页的话没有说",
        "完，接着说。",
        "120",
        "共有",
    ]


def test_header_repeated_on_every_page_is_dropped(tmp_path: Path) -> None:
    pages = [["青河市公报 2031年第3期", f"  第{n}段文字写在这里，各不相同。"] for n in "一二三四"]
    text = read_document(pdf(tmp_path / "a.pdf", pages)).text
    assert "公报" not in text
    assert text.count("段文字") == 4


def test_page_of_a_passage_is_known(tmp_path: Path) -> None:
    document = read_document(
        pdf(tmp_path / "a.pdf", [["前面一页。"], ["后面一页。"]], footers=True)
    )
    assert document.page_at(document.text.index("后面")) == 2
    assert "—" not in document.text


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("a.txt", b"", "空文件"),
        ("a.txt", b" \n\n ", "没有文字"),
        ("a.txt", b"\x00\x01\x02\x03", "UTF-8"),
        ("a.txt", b"\xff\xff\xff\xff\x80", "UTF-8"),
        ("a.xlsx", b"PK", "不认识"),
        ("noextension", b"text", "不认识"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "另存为 .docx"),
        ("a.wps", b"\xd0\xcf\x11\xe0", "WPS"),
        ("a.docx", b"\xd0\xcf\x11\xe0 encrypted", "密码"),
        ("a.docx", b"plain text", "不是真正的 .docx"),
        ("a.pdf", b"plain text", "不是真正的 PDF"),
        ("a.pdf", b"%PDF-1.7\nbroken off", "已损坏"),
    ],
)
def test_unreadable_file_is_refused_with_advice(
    tmp_path: Path, name: str, content: bytes, advice: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    sentence = refusal(path)
    assert advice in sentence
    assert re.fullmatch(r"[^。]+。", sentence)


def test_missing_file_is_named(tmp_path: Path) -> None:
    assert "没有的.txt" in refusal(tmp_path / "没有的.txt")


def test_too_large_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "老年人" * 100)
    monkeypatch.setattr(read, "LARGEST_TEXT", 200)
    assert "拆成" in refusal(path)
    monkeypatch.setattr(read, "LARGEST_FILE", 200)
    assert "MB" in refusal(path)


def test_scanned_pdf_asks_for_recognition(tmp_path: Path) -> None:
    assert "OCR" in refusal(scanned_pdf(tmp_path / "scan.pdf"))


def test_scanned_page_among_others_is_noted(tmp_path: Path) -> None:
    document = read_document(pdf(tmp_path / "a.pdf", [["有字的一页。"], []]))
    assert document.notes == ("第 2 页没有文字（可能是扫描图），没有读到。",)


def test_locked_pdf_asks_to_remove_the_password(tmp_path: Path) -> None:
    source = pdf(tmp_path / "a.pdf", [["老年人助餐。"]])
    assert "密码" in refusal(encrypted(source, "secret"))


def test_pdf_that_only_forbids_changes_is_read(tmp_path: Path) -> None:
    source = pdf(tmp_path / "a.pdf", [["老年人助餐。"]])
    assert read_document(encrypted(source, "")).text == "老年人助餐。\n"


def test_pdf_keeps_lines_and_their_indent(tmp_path: Path) -> None:
    lines = [" 首行缩进的一段话，写到行末", "接着写第二行，", "写完了。", " 又一段。", "完。"]
    text = read_document(pdf(tmp_path / "a.pdf", [lines])).text
    assert text.splitlines() == ["  首行缩进的一段话，写到行末", *lines[1:3], "  又一段。", "完。"]


def test_ruled_table_of_a_pdf_is_read_cell_by_cell(tmp_path: Path) -> None:
    rows = [["序号", "任务", "进展"], ["1", "新建老年\n助餐点", "完成"], ["2", "安装扶手", ""]]
    document = read_document(table_pdf(tmp_path / "t.pdf", rows, "表前的话。", "表后的话。"))
    (table,) = document.tables
    cells = [[document.text[a:b] for a, b in row] for row in table.rows]
    assert cells == [
        ["序号", "任务", "进展"],
        ["1", "新建老年 助餐点", "完成"],
        ["2", "安装扶手", ""],
    ]
    assert document.text.index("表前") < table.rows[0][0].start < document.text.index("表后")


def test_borders_drawn_as_thin_rectangles_make_a_table_too() -> None:
    rulings = Rulings()
    for x in (0, 50, 100):
        rulings.draw(b"re", [x, 0, 0.5, 60], IDENTITY)
    for y in (0, 30, 60):
        rulings.draw(b"re", [0, y, 100, 0.5], IDENTITY)
    (grid,) = rulings.grids()
    assert (grid.rows, grid.columns) == (2, 2)
    assert grid.cell_at(Point(60, 40)) == (0, 1)
    assert grid.cell_at(Point(160, 40)) is None


def test_frame_round_a_page_is_no_table() -> None:
    rulings = Rulings()
    rulings.draw(b"re", [0, 0, 500, 700], IDENTITY)
    assert rulings.grids() == []


def word_file(path: Path) -> Path:
    document = docx.Document()
    document.add_heading("老年人助餐办法", level=1)
    document.add_paragraph("第一段。")
    table = document.add_table(rows=2, cols=3)
    for row, texts in zip(
        table.rows, [["序号", "任务", "进展"], ["1", "送餐\n上门", "完成"]], strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("第二段。")
    document.save(str(path))
    return path


def test_word_document_keeps_the_order_of_paragraphs_and_tables(tmp_path: Path) -> None:
    document = read_document(word_file(tmp_path / "a.docx"))
    assert document.text.splitlines() == [
        "老年人助餐办法",
        "第一段。",
        "序号 | 任务 | 进展",
        "1 | 送餐 上门 | 完成",
        "第二段。",
    ]
    assert document.headings[0].level == 1
    assert document.line_is_paragraph


def test_merged_cell_of_a_word_table_is_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "合并"
    table.cell(0, 1).text, table.cell(1, 1).text = "上", "下"
    document.save(str(tmp_path / "a.docx"))
    assert read_document(tmp_path / "a.docx").text.count("合并") == 1


def test_word_document_with_open_revisions_is_refused(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("原文")._p.append(OxmlElement("w:ins"))
    document.save(str(tmp_path / "a.docx"))
    assert "修订" in refusal(tmp_path / "a.docx")


def test_word_numbering_that_is_no_text_is_noted(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("送餐上门").paragraph_format.element.get_or_add_pPr().get_or_add_numPr()
    document.save(str(tmp_path / "a.docx"))
    assert "自动编号" in read_document(tmp_path / "a.docx").notes[0]


def test_damaged_word_document_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", "<broken")
    assert "已损坏" in refusal(tmp_path / "a.docx")


def test_word_document_damaged_anywhere_is_read_or_refused_and_never_fails(tmp_path: Path) -> None:
    whole = word_file(tmp_path / "whole.docx").read_bytes()
    refused = 0
    for content in damaged(whole, 25):
        (tmp_path / "a.docx").write_bytes(content)
        try:
            read_document(tmp_path / "a.docx")
        except DocumentError:
            refused += 1
    assert refused > 20


def test_word_document_that_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word, "LARGEST_UNPACKED", 10)
    assert "太大" in refusal(word_file(tmp_path / "a.docx"))
