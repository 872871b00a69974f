"""Workbooks in the words of the forms: the template passes, and nobody has to know a code."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from openpyxl import load_workbook

from knowledge.schema import Entry
from server.editorial import files
from tests.server.console.conftest import Browser
from tests.server.talk import words_of
from tests.small_knowledge import entry

FILES = "/console/knowledge/files"
MONEY = {"label": "样例津贴", "fen": 10050, "unit": "元/人·月", "condition": "80至89周岁"}


def read(**cells: str) -> dict[str, Any]:
    """What a row stands for that has these cells besides those of a whole entry."""
    row = dict(zip(files.COLUMNS, files.as_row(entry("lunch")), strict=True))
    return Entry.model_validate(files.content_of(row | cells)).model_dump(mode="json")


def test_the_sample_of_the_template_passes_its_own_import(editor: Browser) -> None:
    template = editor.get(f"{FILES}/template.xlsx").data
    answer = editor.send(f"{FILES}/import", file=(io.BytesIO(template), "模板.xlsx"))
    page = editor.get(answer.headers["Location"])
    assert "成了草稿" in words_of(page)
    [draft] = re.findall(r'href="(/console/knowledge/drafts/[0-9a-f-]{36})"', page.text)
    assert "处才能提交" not in editor.get(draft).text


def test_what_is_exported_is_in_words(editor: Browser) -> None:
    template = load_workbook(io.BytesIO(editor.get(f"{FILES}/template.xlsx").data))
    head, sample = template.worksheets[0].iter_rows(values_only=True)
    cells = dict(zip(head, sample, strict=True))
    assert cells["数字"] == "样例补贴 | 100 | 元 | 元/人·月 | 固定 | 年满80周岁"
    assert cells["说给谁"] == "老人\n家属"
    assert cells["按钮"] == "打电话 | 打电话问 | 12345"


@pytest.mark.parametrize(
    ("figure", "found"),
    [
        ("样例津贴 | 100.5 | 元 | 元/人·月 | 固定 | 80至89周岁", MONEY),
        ("样例津贴 | 100.5元 | | 元/人·月 | | 80至89周岁", MONEY),
        ("样例津贴 | 10050 | | | 元/人·月 | fixed | 80至89周岁", MONEY),  # as exported before
        ("比例 | 40% | | % | 比例 | 都", {"percent": "40", "kind": "share"}),
        ("点数 | 12 | 个数 | 个 | 数量 | 都", {"number": "12", "kind": "count"}),
    ],
)
def test_a_figure_is_read_in_the_words_of_the_form(figure: str, found: dict[str, Any]) -> None:
    [kept] = read(figures=figure)["figures"]
    assert found.items() <= kept.items()


def test_a_figure_that_says_nothing_of_its_kind_has_no_value() -> None:
    row = dict(zip(files.COLUMNS, files.as_row(entry("lunch")), strict=True))
    [figure] = files.content_of(row | {"figures": "样例 | 100 | | 元 | | 都"})["figures"]
    assert not {"fen", "percent", "number"} & figure.keys()


@pytest.mark.parametrize("said", ["老人、家属", "老人\n家属", "elder\nfamily", "老人，family"])
def test_whom_it_is_told_to_is_read_in_words(said: str) -> None:
    assert read(audience=said)["audience"] == ["elder", "family"]


@pytest.mark.parametrize("day", ["2026年11月20日", "2026/11/20", "2026-11-20", "2026.11.20"])
def test_a_day_is_read_as_people_write_it(day: str) -> None:
    assert read(last_checked=day, valid_from=day)["valid_from"] == "2026-11-20"


def test_a_district_is_read_by_its_name() -> None:
    assert read(district="西城区")["district"] == read(district="110102")["district"] == "110102"
