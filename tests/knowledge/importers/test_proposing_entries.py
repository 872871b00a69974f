"""From a file to proposals: whole documents, in every format, and the YAML a person gets."""

from __future__ import annotations

import ast
from pathlib import Path

import docx
import pytest
import yaml

from knowledge import importers
from knowledge.importers.__main__ import main
from knowledge.importers.models import Proposals
from knowledge.importers.propose import propose, to_yaml
from knowledge.loader import ContentError, load

from .papers import (
    CHILD_NEWS,
    LIBRARY_HEADLINE,
    LIBRARY_NEWS,
    LUNCH_HEADLINE,
    LUNCH_NEWS,
    TASK_TABLE,
    bare,
    notice,
    spaced,
    wrapped,
    write,
)
from .pdfs import pdf, table_pdf


@pytest.fixture
def newspaper(tmp_path: Path) -> Proposals:
    """A page whose first headline belongs to its last report, and the other way round."""
    page = [LUNCH_HEADLINE, *LIBRARY_NEWS, *LUNCH_NEWS, LIBRARY_HEADLINE]
    return propose(write(tmp_path, wrapped(page)))


def test_only_the_report_about_elders_is_proposed(newspaper: Proposals) -> None:
    proposed = bare("".join(item.quote for item in newspaper.proposals))
    assert proposed == "".join(LUNCH_NEWS)
    assert "积分" not in proposed
    assert {item.reason for item in newspaper.set_apart} == {"没有提到老年人或养老服务"}


def test_headlines_go_to_the_reports_whose_words_they_share(newspaper: Proposals) -> None:
    assert [document.title for document in newspaper.documents] == [
        LIBRARY_HEADLINE,
        LUNCH_HEADLINE,
    ]
    assert newspaper.documents[1].issuers == ("青河市民政局",)
    assert newspaper.documents[0].effective_from == "2031-05-01"


def test_figures_of_a_report_are_listed(newspaper: Proposals) -> None:
    found = {(f.kind, f.unit, f.value) for item in newspaper.proposals for f in item.figures}
    assert {("count", "个", 120), ("money", "分", 1500), ("percent", "%", 30)} <= found


def test_tasks_of_one_report_are_kept_from_the_next(tmp_path: Path) -> None:
    elders = [
        "为了让老年人吃上热饭，青河市民政局日前印发《老年助餐方案》，提出以下任务。",
        "一是建设助餐点。每个社区至少建一个助餐点，统一使用“万联网+监管”系统。",
        "二是送餐上门。为失能老年人送餐，推动数据采集和信息分析完善”的",
        "三是公布价格。每份午餐不超过15元。",
        "其中要求，各区要加强沟通，及时报告老年助餐的进展情况。",
    ]
    lines = [
        "青河市推进老年助餐",
        "■ 本报记者 王小明",
        *(spaced(paragraph) for paragraph in elders),
        "青河市开放学校操场 丰富儿童暑期生活 ■ 本报记者 李小红",
        *(spaced(paragraph) for paragraph in CHILD_NEWS),
    ]
    found = propose(write(tmp_path, "\n\n".join(lines)))
    tasks = [item for item in found.proposals if item.kind == "measure"]
    assert [item.place.number for item in tasks] == ["一是", "二是", "三是"]
    assert any("互联网" in doubt for doubt in tasks[0].doubts)
    assert "万联网" in tasks[0].quote
    assert len(tasks[1].doubts) == 2
    assert "其中要求" not in tasks[2].quote
    assert {item.document for item in found.proposals} == {"d1"}
    assert [item.place.number for item in found.set_apart] == [None, "一是", "二是"]


def test_each_row_of_a_task_table_is_proposed_or_set_apart(tmp_path: Path) -> None:
    found = propose(write(tmp_path, TASK_TABLE))
    assert [item.place.number for item in found.proposals] == ["1", "3"]
    assert [item.place.number for item in found.set_apart] == ["2"]
    first = found.proposals[0]
    assert first.quote.startswith("1 | 新建老年助餐点120个,")
    assert first.place.lines == (2, 2)
    assert "任务内容" in first.place.columns


@pytest.mark.parametrize("text", [notice(21), TASK_TABLE, wrapped([LUNCH_HEADLINE, *LUNCH_NEWS])])
def test_quotes_are_the_characters_of_the_source(tmp_path: Path, text: str) -> None:
    found = propose(write(tmp_path, text))
    assert found.proposals
    assert all(bare(item.quote) in bare(text) for item in found.proposals)


def test_lines_of_a_text_file_lead_back_to_the_passage(tmp_path: Path) -> None:
    text = notice()
    for item in propose(write(tmp_path, text)).proposals:
        first, last = item.place.lines
        assert bare(item.quote) in bare("".join(text.splitlines()[first - 1 : last]))


def test_table_inside_a_measure_cuts_the_passage(tmp_path: Path) -> None:
    text = (
        "青河市老年人助餐办法\n\n（一）助餐补贴。老年人按下表领取补贴。\n\n"
        "年龄 | 每份补贴 |\n八十岁以上 | 5元 |\n\n补贴由助餐点直接减收，老年人不必申请。\n"
    )
    found = propose(write(tmp_path, text)).proposals
    assert [(item.kind, item.place.number) for item in found] == [
        ("measure", "（一）"),
        ("row", None),
        ("measure", "（一）"),
    ]
    assert found[1].place.headings == ("（一）助餐补贴",)
    assert found[1].figures[0].value == 500


def test_long_section_is_proposed_paragraph_by_paragraph(tmp_path: Path) -> None:
    paragraph = "助餐点应当方便老年人到达，饭菜软烂，价格公道。" * 20
    text = "\n".join(["一、基本原则", *[paragraph] * 3, "二、其他", "老年人可以提出意见。"])
    found = propose(write(tmp_path, text)).proposals
    assert [item.place.number for item in found] == ["一、", "一、", "一、", "二、"]
    assert {item.title for item in found} == {"基本原则", "其他"}


def test_list_of_conditions_stays_one_passage(tmp_path: Path) -> None:
    text = "青河市老年人助餐指南\n一、申请条件\n（一）年满六十周岁；\n（二）住在本市。\n二、申请方式\n拨打社区电话。\n"
    found = propose(write(tmp_path, text)).proposals
    assert [item.place.number for item in found] == ["一、", "二、"]
    assert bare(found[0].quote) == "一、申请条件（一）年满六十周岁；（二）住在本市。"
    assert found[0].question == "申请条件有哪些？"


def test_word_document_yields_measures_and_table_rows(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("青河市老年人助餐方案", level=1)
    document.add_heading("主要任务", level=2)
    document.add_paragraph("（一）建设助餐点。年内新建老年助餐点120个。")
    document.add_paragraph("（二）送餐上门。为失能老年人送餐。")
    table = document.add_table(rows=2, cols=2)
    for row, texts in zip(
        table.rows, [["序号", "任务"], ["1", "公布老年\n助餐点电话"]], strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(tmp_path / "plan.docx"))
    found = propose(tmp_path / "plan.docx")
    assert found.documents[0].title == "青河市老年人助餐方案"
    assert [(item.kind, item.place.number) for item in found.proposals] == [
        ("measure", "（一）"),
        ("measure", "（二）"),
        ("row", "1"),
    ]
    assert found.proposals[2].quote == "1 | 公布老年助餐点电话"


def test_pdf_measure_over_a_page_break_is_one_passage(tmp_path: Path) -> None:
    lines = wrapped(
        [
            "（一）建设助餐点。各街道应当统筹老年人的分布情况，在年内建成助餐点，方便老年人步行到达用餐。"
        ],
        18,
        "\n",
    ).split()
    more = wrapped(
        ["（二）送餐上门。为失能老年人送餐，每份另付2元，由助餐点在每月月底统一结算。"], 18, "\n"
    ).split()
    path = pdf(
        tmp_path / "a.pdf",
        [["青河市老年人助餐方案", *lines[:2]], [*lines[2:], *more]],
        footers=True,
    )
    found = propose(path)
    assert [bare(item.quote) for item in found.proposals] == ["".join(lines), "".join(more)]
    assert [item.place.page for item in found.proposals] == [1, 2]


def test_pdf_table_yields_rows(tmp_path: Path) -> None:
    rows = [
        ["序号", "任务内容", "进展"],
        ["1", "新建老年\n助餐点120个", "完成"],
        ["2", "修路", "完成"],
    ]
    found = propose(table_pdf(tmp_path / "t.pdf", rows, "任务进展情况如下：", "完。"))
    assert [item.quote for item in found.proposals] == ["1 | 新建老年助餐点120个 | 完成"]
    assert [item.place.number for item in found.set_apart if item.kind == "row"] == ["2"]


def test_yaml_keeps_everything_and_cannot_be_loaded_as_content(tmp_path: Path) -> None:
    found = propose(write(tmp_path, notice()))
    text = to_yaml(found)
    data = yaml.safe_load(text)
    assert [item["quote"] for item in data["proposals"]] == [item.quote for item in found.proposals]
    assert {item["status"] for item in data["proposals"]} == {"proposed"}
    assert data["imported"]["documents"][0]["document_number"] == "青民养发〔2031〕15号"
    content = tmp_path / "content"
    content.mkdir()
    write(content, text, "imported.yaml")
    with pytest.raises(ContentError):
        load(content)


def test_figures_are_whole_numbers_or_exact_text_in_yaml(tmp_path: Path) -> None:
    data = yaml.safe_load(to_yaml(propose(write(tmp_path, TASK_TABLE))))
    values = {figure["text"]: figure.get("value") for figure in data["proposals"][0]["figures"]}
    assert values["120个"] == 120
    assert values["完成71.7%"] == "71.7"


def test_command_prints_yaml_or_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(write(tmp_path, TASK_TABLE))]) == 0
    assert "proposals:" in capsys.readouterr().out
    assert main([str(tmp_path / "none.txt")]) == 1
    assert capsys.readouterr().err.endswith("。\n")
    assert main([]) == 2


def test_importers_know_nothing_of_the_server() -> None:
    allowed = {"knowledge", "docx", "pypdf", "yaml", "pydantic", "rapidfuzz"}
    forbidden = {"server", "intents", "wechat", "flask", "sqlalchemy"}
    names = set()
    for path in Path(importers.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.split(".")[0])
            elif isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
    assert names & forbidden == set()
    assert allowed <= names
