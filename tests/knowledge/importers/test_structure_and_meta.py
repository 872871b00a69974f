"""Headings, numbered measures, tables, and what a document says about itself."""

from __future__ import annotations

import pytest

from knowledge.importers.formal import document_number, iso_date, organs_in_lead
from knowledge.importers.models import Proposals
from knowledge.importers.numbering import Level, chinese_number, marker
from knowledge.importers.propose import propose_from
from knowledge.importers.raw import RawDocument
from knowledge.importers.tables import find_rows

from .papers import LUNCH_NEWS, TASK_TABLE, measure, notice, numeral


def imported(text: str, line_is_paragraph: bool = False) -> Proposals:
    return propose_from(RawDocument("paper.txt", text, line_is_paragraph=line_is_paragraph))


@pytest.mark.parametrize(
    ("text", "level", "number"),
    [
        ("第三部分主要任务", Level.PART, 3),
        ("第十二章附则", Level.CHAPTER, 12),
        ("第二十一条本办法自发布之日起施行", Level.ARTICLE, 21),
        ("##二、做好服务", Level.HEADING, 2),
        ("（二十）加大宣传", Level.MEASURE, 20),
        ("㈢送餐上门", Level.MEASURE, 3),
        ("3.送餐上门", Level.POINT, 3),
        ("12、送餐上门", Level.POINT, 12),
        ("（2）送餐上门", Level.SUBPOINT, 2),
        ("④送餐上门", Level.CIRCLED, 4),
        ("三是送餐上门", Level.POINT_IN_WORDS, 3),
        ("附件2：申请表", Level.PART, 2),
    ],
)
def test_marks_of_official_papers_are_known(text: str, level: Level, number: int) -> None:
    found = marker(text)
    assert found is not None
    assert (found.level, found.number) == (level, number)


@pytest.mark.parametrize(
    "text", ["第五条规定的老年人", "3.5万名老年人", "一是否需要", "老年人助餐", "2031年"]
)
def test_references_and_figures_are_no_marks(text: str) -> None:
    assert marker(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("二十", 20), ("十二", 12), ("一百零三", 103), ("二〇三一", 2031), ("7", 7)],
)
def test_chinese_numbers_are_read(text: str, number: int) -> None:
    assert chinese_number(text) == number


def test_all_numbered_measures_of_a_notice_are_found() -> None:
    found = imported(notice(22))
    measures = [item for item in found.proposals if item.kind == "measure"]
    assert [item.place.number for item in measures] == [f"（{numeral(n)}）" for n in range(1, 23)]
    assert measures[0].place.headings == ("一、做好基本服务",)
    assert measures[21].place.headings == ("二、加强组织保障",)
    assert measures[4].quote == measure(5)
    assert measures[4].responsible == ("市民政局", "市财政局", "各区政府")
    assert found.notes == ()


def test_notice_says_its_title_number_issuers_and_date() -> None:
    (document,) = imported(notice()).documents
    assert document.title == "关于改进老年人上门服务的若干措施"
    assert document.notice_title == "关于印发《关于改进老年人上门服务的若干措施》的通知"
    assert document.document_number == "青民养发〔2031〕15号"
    assert document.issuers == ("青河市民政局", "青河市财政局")
    assert document.issued_on == "2031-03-08"


def test_covering_letter_is_set_apart() -> None:
    (letter,) = imported(notice()).set_apart
    assert letter.reason == "转发文件的套话"


def test_left_out_measure_is_reported() -> None:
    text = notice(12).replace(measure(5), "")
    (note,) = imported(text).notes
    assert "（六）" in note
    assert "第 4 项" in note


def test_measure_that_starts_inside_a_line_is_cut_out() -> None:
    text = notice(12).replace(f"\n\n{measure(6)}", measure(6))
    found = [item.place.number for item in imported(text).proposals if item.kind == "measure"]
    assert found == [f"（{numeral(n)}）" for n in range(1, 13)]


def test_reference_to_a_measure_is_not_cut_out() -> None:
    text = "一、服务\n(一)送餐。为老年人送餐。\n(二)探访。探访老年人的办法同上。(一)中的规定一并适用。\n"
    assert len(imported(text).proposals) == 2


def test_articles_keep_their_small_points() -> None:
    text = (
        "青河市老年人助餐办法\n\n第一条 老年人可以到助餐点用餐：\n\n（一）年满六十周岁；\n\n（二）住在本市。\n\n"
        "第二条 每份午餐补贴3元。\n\n第三条 本办法自2031年5月1日起施行，有效期五年。\n"
    )
    found = imported(text)
    assert [item.place.number for item in found.proposals] == ["第一条", "第二条", "第三条"]
    assert "住在本市" in found.proposals[0].quote
    assert found.documents[0].title == "青河市老年人助餐办法"
    assert found.documents[0].effective_from == "2031-05-01"
    assert "有效期五年" in found.documents[0].effect


def test_chapters_points_and_lead_of_a_plan_keep_their_place() -> None:
    text = (
        "第三部分主要任务\n\n一、保障民生\n\n（二）完善养老服务体系。\n\n坚持就近就便，为老年人提供服务，让他们住得安心。\n\n"
        "1.健全基本制度。到2035年，建设床位不少于1万张。\n\n2.补齐短板。每个区至少建成1所养老机构。\n"
    )
    found = imported(text, line_is_paragraph=True).proposals
    path = ("第三部分主要任务", "一、保障民生", "（二）完善养老服务体系")
    assert [(item.kind, item.place.number) for item in found] == [
        ("paragraph", None),
        ("measure", "1."),
        ("measure", "2."),
    ]
    assert all(item.place.headings == path for item in found)


@pytest.mark.parametrize(
    "printed",
    [
        "青民养发〔2031〕15号",
        "青民养发[2031]15号",
        "青民养发【2031】15 号",
        "青民养发(2031)15号",
        "青民养发（2031）第15号",
    ],
)
def test_brackets_of_document_numbers_vary(printed: str) -> None:
    assert document_number(printed.replace(" ", "")) == "青民养发〔2031〕15号"


def test_number_of_a_cited_paper_is_not_the_papers_own() -> None:
    text = "青河市老年人助餐办法\n\n根据《通知》（青政发〔2030〕8号）的要求，为了方便老年人，制定本办法。\n"
    assert imported(text).documents[0].document_number is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2031年3月8日", "2031-03-08"),
        ("二〇三一年十二月二十日", "2031-12-20"),
        ("2031年3月", "2031-03"),
        ("2031年13月1日", None),
    ],
)
def test_dates_are_read_in_digits_and_in_words(text: str, date: str | None) -> None:
    assert iso_date(text) == date


def test_spread_out_issuer_is_one_name() -> None:
    text = "青 河 市 民 政 局\n关于老年人助餐的通知\n为老年人送餐上门，方便老年人生活。\n二〇三一年三月八日\n"
    (document,) = imported(text).documents
    assert document.issuers == ("青河市民政局",)
    assert document.issued_on == "2031-03-08"


def test_labels_of_a_web_page_give_the_dates() -> None:
    text = (
        "青河市老年人助餐办法\n发文字号：青民养发〔2031〕15号\n成文日期：2031-03-08\n发布日期：2031年3月10日\n"
        "实施日期：2031年4月1日\n助餐点为老年人供应午餐。有效期至2035年12月31日。\n"
    )
    (document,) = imported(text).documents
    assert document.document_number == "青民养发〔2031〕15号"
    assert (document.issued_on, document.published_on) == ("2031-03-08", "2031-03-10")
    assert (document.effective_from, document.effective_until) == ("2031-04-01", "2035-12-31")


def test_issuer_before_the_title_counts_where_no_line_names_one() -> None:
    text = "青河市民政局关于改进老年人助餐的通知\n\n助餐点为老年人供应午餐，方便他们生活。\n"
    assert imported(text).documents[0].issuers == ("青河市民政局",)


def test_first_number_that_is_missing_is_reported() -> None:
    (note, *_) = imported("一、服务\n（二）送餐。为老年人送餐。\n（三）探访。探访老年人。\n").notes
    assert "第 1 项" in note


def test_title_over_two_lines_is_taken_together() -> None:
    text = "关于改进老年人\n上门服务的通知\n\n为老年人送餐上门，方便老年人生活。\n"
    assert imported(text).documents[0].title == "关于改进老年人上门服务的通知"


def test_issuers_of_a_reported_paper_are_read_from_the_lead() -> None:
    assert organs_in_lead(LUNCH_NEWS[0]) == ["青河市民政局"]
    assert organs_in_lead("为了老人，市民政厅、团委等五部门近日联合印发《意见》") == [
        "市民政厅",
        "团委",
    ]


def test_every_row_of_a_drawn_table_is_found() -> None:
    rows, _ = find_rows(RawDocument("paper.txt", TASK_TABLE))
    assert [row.number for row in rows] == ["1", "2", "3"]
    assert rows[0].columns[:3] == ("序号", "任务内容", "二季度进展情况")
    assert rows[2].subject is not None
    assert rows[2].subject.quote == "为失能老年人家庭安装扶手2000套。"


def test_row_broken_over_lines_is_one_row() -> None:
    text = TASK_TABLE.replace("方便老年人就近用餐", "方便老年\n人就近用餐")
    rows, _ = find_rows(RawDocument("paper.txt", text))
    assert [row.number for row in rows] == ["1", "2", "3"]
    assert "方便老年人就近用餐" in rows[0].quote


def test_markdown_rule_under_the_heading_is_no_row() -> None:
    text = "| 序号 | 任务 |\n|---|---|\n| 1 | 为老年人送餐 |\n"
    rows, _ = find_rows(RawDocument("paper.txt", text))
    assert [row.quote for row in rows] == ["1 | 为老年人送餐"]


def test_left_out_row_is_reported() -> None:
    text = "\n".join(line for line in TASK_TABLE.splitlines() if not line.startswith("2"))
    assert any("1 之后是 3" in note for note in imported(text).notes)
