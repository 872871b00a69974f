"""Reading the files: every error names the file and the line to look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.__main__ import main
from knowledge.loader import ContentError, Problem, load
from tests.small_knowledge import document, entry, write

TOPIC = """\
topic: 试验
documents:
  - id: notice
    title: 试验通知
    issuer: 试验街道
    published_on: "2026-01-01"
entries:
  - id: lunch
    title: 食堂几点开门
    question: 食堂几点开门？
    phrasings:
      elder: [中午几点吃饭, 饭点是什么时候, 几点打饭, 食堂啥时候开, 开饭时间, 晚饭有没有]
    short: 中午十一点半开门。
    full: 食堂中午十一点半开门，晚上五点半开门。
    citations:
      - {document: notice, mark: 原文}
    last_checked: 2026-11-21
    audience: [elder]
"""


def problems(folder: Path, text: str | bytes, name: str = "meals.yaml") -> list[Problem]:
    """What reading a file with this text complains about."""
    content = folder / "content"
    content.mkdir(exist_ok=True)
    (content / name).write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(ContentError) as caught:
        load(content)
    return caught.value.problems


def the_problem(folder: Path, before: str, after: str) -> Problem:
    """The first complaint when ``before`` is written as ``after``."""
    assert TOPIC.count(before) == 1
    problem, *_ = problems(folder, TOPIC.replace(before, after))
    assert problem.file == "content/meals.yaml"
    return problem


def test_a_good_file_is_read_with_its_places(tmp_path: Path) -> None:
    (tmp_path / "meals.yaml").write_text(TOPIC, encoding="utf-8")
    base = load(tmp_path)
    place = base.places["entries:lunch"]
    assert (place.file, place.line, place.topic) == (f"{tmp_path.name}/meals.yaml", 8, "试验")
    assert base.entries["lunch"].short == "中午十一点半开门。"


WRONG = {
    "a YAML slip": ("    short: 中午十一点半开门。", '    short: "中午十一点半开门。', 19, "YAML 写法有误"),
    "a tab": ("    short: 中午", "\tshort: 中午", 13, "YAML 写法有误"),
    "an empty short answer": ("short: 中午十一点半开门。", "short: ''", 13, "entries.0.short"),
    "a short answer too long to hear": ("short: 中午十一点半开门。", f"short: {'长' * 121}", 13, "at most 120"),
    "an unknown mark": ("mark: 原文", "mark: 听说", 16, "entries.0.citations.0.mark"),
    "an impossible date": ("2026-11-21", "2026-02-30", 17, "entries.0.last_checked"),
    "no date at all": ("2026-11-21", "昨天", 17, "entries.0.last_checked"),
    "an unknown audience": ("[elder]\n", "[elder, cat]\n", 18, "entries.0.audience.1"),
    "an unknown field": ("    audience:", "    colour: red\n    audience:", 18, "entries.0.colour"),
    "a missing field": ("    question: 食堂几点开门？\n", "", 8, "entries.0.question"),
    "too few phrasings": (", 开饭时间, 晚饭有没有", "", 12, "问法至少 6 条，现在 4 条"),
    "an undated document": ('    published_on: "2026-01-01"\n', "", 3, "来源要有日期"),
    "a document date of no form": ('"2026-01-01"', '"2026年1月"', 6, "documents.0.published_on"),
    "an id with spaces": ("id: lunch", "id: my lunch", 8, "entries.0.id"),
    "an unknown document": ("document: notice", "document: nothing", 8, "lunch 引用了没有登记的文件 nothing"),
    "an unknown related entry": (
        "    audience:", "    related: [supper]\n    audience:", 8, "lunch 的 related 里没有 supper 这个条目"),
    "itself as related entry": (
        "    audience:", "    related: [lunch]\n    audience:", 8, "lunch 的 related 里没有 lunch 这个条目"),
    "a figure of two values": (
        "    audience:", "    figures:\n      - {label: 一, fen: 1, percent: 1, unit: 元, condition: 都}\n    audience:",
        19, "只能写一个"),
    "a figure of half a fen": (
        "    audience:", "    figures:\n      - {label: 一, fen: 0.5, unit: 元, condition: 都}\n    audience:",
        19, "entries.0.figures.0.fen"),
    "an age range upside down": (
        "    audience:", "    ages: {at_least: 90, at_most: 80}\n    audience:", 18, "“年龄从”不能大于“年龄到”"),
    "a validity upside down": (
        "    audience:", "    valid_from: 2027-01-01\n    valid_until: 2026-01-01\n    audience:",
        19, "到期日期不能早于生效日期"),
    "a district that is none": ("    audience:", "    district: '110199'\n    audience:", 18, "没有“110199”"),
    "a call to no number": (
        "    audience:", "    actions:\n      - {type: call, label: 打电话, target: 街道}\n    audience:", 19, "电话号码"),
    "a page without an address": (
        "    audience:", "    actions:\n      - {type: open_page, label: 打开, target: 'javascript:x'}\n    audience:",
        19, "地址"),
    "nothing but memory as source": ("mark: 原文", "mark: 记忆·未核", 8, "必须写还不能确定的是什么"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "line", "message"), WRONG.values(), ids=WRONG)
def test_a_fault_is_named_with_its_line(
    tmp_path: Path, before: str, after: str, line: int, message: str
) -> None:
    problem = the_problem(tmp_path, before, after)
    assert message in problem.message
    assert problem.line == line


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "文件应以 topic: 开头"),
        ("- 一\n- 二\n", 1, "文件应以 topic: 开头"),
        ("topic: 试验\nentries: 三条\n", 2, "entries"),
        ("topic: 试验\n\x07# 一\n", 2, "控制字符"),
        ("topic: 试验\n# 第二行\n".encode() + "# 国标".encode("gbk"), 3, "文件不是 UTF-8 编码"),
    ],
)
def test_a_file_that_is_no_topic_is_named(
    tmp_path: Path, text: str | bytes, line: int, message: str
) -> None:
    [problem] = problems(tmp_path, text)
    assert (problem.file, problem.line) == ("content/meals.yaml", line)
    assert message in problem.message


def test_the_same_id_twice_names_both_places(tmp_path: Path) -> None:
    problems(tmp_path, TOPIC.replace("lunch", "my lunch"), "a.yaml")
    (tmp_path / "content/a.yaml").write_text(
        TOPIC.replace("id: notice", "id: other").replace("document: notice", "document: other"),
        encoding="utf-8",
    )
    [problem] = problems(tmp_path, TOPIC, "b.yaml")
    assert str(problem) == "content/b.yaml:8: lunch 与 content/a.yaml:8 重复"


def test_every_problem_of_every_file_is_listed(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    write(folder, [entry("lunch", related=["nowhere"]), entry("bath", short="")])
    (folder / "zzz.yaml").write_text("topic: [", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load(folder)
    assert len(caught.value.problems) == 2
    assert "content/topic.yaml" in str(caught.value)
    assert "content/zzz.yaml:2" in str(caught.value)


def test_a_date_may_be_written_with_or_without_quotes(tmp_path: Path) -> None:
    plain = load(write(tmp_path / "plain", [entry("lunch")]))
    text = TOPIC.replace('"2026-01-01"', "2026-01-01").replace("2026-11-21", '"2026-11-21"')
    (tmp_path / "other").mkdir()
    (tmp_path / "other/meals.yaml").write_text(text, encoding="utf-8")
    assert load(tmp_path / "other").documents["notice"] == plain.documents["notice"]


def test_a_partial_date_stays_as_exact_as_its_source(tmp_path: Path) -> None:
    base = load(write(tmp_path, [entry("lunch")], [document(published_on="2023")]))
    assert base.documents["notice"].published_on == "2023"


def test_the_program_prints_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path / "content", [entry("lunch", short="每月发100元。")])
    assert main(["check", str(folder)]) == 1
    assert "content/topic.yaml:8: lunch: 文中的 100 元 不在“数字”里" in capsys.readouterr().out


def test_the_program_counts_what_is_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(write(tmp_path, [entry("lunch")]))]) == 0
    assert capsys.readouterr().out.startswith("1 entries, 1 documents")


@pytest.mark.parametrize("arguments", [[], ["load"], ["check", "a", "b"]])
def test_the_program_explains_a_wrong_call(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert "python -m knowledge check" in capsys.readouterr().err
