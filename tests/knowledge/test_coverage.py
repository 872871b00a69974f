"""The tables that say, fact by fact, which entry tells what a source says, or why none does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.loader import CONTENT, Base

TABLES = sorted((CONTENT.parent / "coverage").glob("*.yaml"))
SECTIONS = {
    "0", "1", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "2.1", "2.2", "2.3", "3", "5",
    *(f"4.{number}" for number in range(1, 16)),
}  # fmt: skip
"""Sections of the policy notes that hold facts for elders."""

MEASURES = [f"（{number}）" for number in ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六", "十七", "十八", "十九", "二十"]]  # fmt: skip
LIST_ITEMS = (
    "职工基本养老保险", "城乡居民基本养老保险", "能力综合评估", "高龄津贴", "养老服务补贴", "家庭适老化改造",
    "最低生活保障", "分散供养", "特困：集中供养", "护理补贴", "家庭养老支持服务", "探访服务", "两项补贴",
    "特殊贡献：集中供养", "优先享受机构养老", "社会救助",
)  # fmt: skip
"""The 16 items of 国家基本养老服务清单 (policy notes §5)."""

Table = dict[str, Any]


def tables() -> Iterator[tuple[Path, Table]]:
    for path in TABLES:
        for table in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield path, table


NAMED = {f"{path.stem}: {table['source']}": table for path, table in tables()}


def rows_of(source: str) -> list[dict[str, Any]]:
    return [row for _, table in tables() if table["source"] == source for row in table["rows"]]


@pytest.mark.parametrize("table", NAMED.values(), ids=NAMED)
def test_every_row_is_told_or_says_why_not(table: Table, base: Base) -> None:
    wrong = [
        row
        for row in table["rows"]
        if set(row) not in ({"ref", "says", "entries"}, {"ref", "says", "why_not"})
        or not row.get("entries", row.get("why_not"))
        or set(row.get("entries", ())) - set(base.entries)
    ]
    assert wrong == []


@pytest.mark.parametrize("table", NAMED.values(), ids=NAMED)
def test_the_rows_count_up_without_a_gap(table: Table) -> None:
    assert [row["ref"] for row in table["rows"]] == [
        str(number + 1) for number in range(len(table["rows"]))
    ]


def test_no_table_is_there_twice() -> None:
    assert len(NAMED) == sum(1 for _ in tables())


def test_every_section_of_the_policy_notes_has_a_table() -> None:
    found = {match[1] for source in NAMED if (match := re.search(r"政策底稿 §([\d.]+)", source))}
    assert found >= SECTIONS


def test_every_measure_of_document_87_has_a_row() -> None:
    said = [row["says"] for row in rows_of("种子 京民养老发〔2024〕87号")]
    assert [
        measure for measure in MEASURES if not any(text.startswith(measure) for text in said)
    ] == []


def test_every_measure_of_document_87_is_told_somewhere() -> None:
    told = [row["says"] for row in rows_of("种子 京民养老发〔2024〕87号") if row.get("entries")]
    assert [
        measure for measure in MEASURES if not any(text.startswith(measure) for text in told)
    ] == []


def test_all_16_items_of_the_national_list_are_told() -> None:
    told = [row["says"] for row in rows_of("政策底稿 §5") if row.get("entries")]
    assert [item for item in LIST_ITEMS if not any(item in text for text in told)] == []


def test_most_of_what_the_sources_say_is_told() -> None:
    rows = [row for _, table in tables() for row in table["rows"]]
    assert sum("entries" in row for row in rows) / len(rows) > 0.9
