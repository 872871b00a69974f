"""What the knowledge says twice or in two ways is found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from server.editorial import conflicts
from server.editorial.models import KnowledgeItem
from server.transaction import transaction
from tests.conftest import publish
from tests.server.editorial.conftest import Colleague
from tests.small_knowledge import PHRASINGS, document, entry, small_base


def figure(fen: int, condition: str = "满80周岁") -> dict[str, Any]:
    return {"label": "每月补助", "fen": fen, "unit": "元/月", "condition": condition}


def page(target: str) -> dict[str, Any]:
    return {"type": "open_page", "label": "看看", "target": target}


def found(
    desk: Flask, editor: Colleague, folder: Path, *entries: dict[str, Any]
) -> list[tuple[str, tuple[str, ...]]]:
    with desk.app_context():
        publish(small_base(folder / "content", entries))
    items = editor.get("/conflicts").get_json()["items"]
    return [(item["kind"], tuple(item["entries"])) for item in items]


def test_a_good_base_has_no_conflicts(editor: Colleague) -> None:
    assert editor.get("/conflicts").get_json() == {"items": []}


@pytest.mark.parametrize(
    ("lunch", "bath", "kind", "entries"),
    [
        (
            {},
            {"phrasings": {"elder": [*PHRASINGS["bath"], "几点打饭"]}},
            "same_phrasing",
            ("lunch",),
        ),
        ({"full": "每月发100元。"}, {}, "amount_without_figure", ("lunch",)),
        ({"figures": [figure(100)]}, {"figures": [figure(200)]}, "two_amounts", ("bath", "lunch")),
        ({"title": "同一件事"}, {"title": "同一件事"}, "overlapping_dates", ("bath", "lunch")),
        (
            {"synonyms": ["食堂 饭堂"]},
            {"synonyms": ["助餐点 饭堂"]},
            "synonym_twice",
            ("bath", "lunch"),
        ),
        ({"actions": [page("/nothing-here")]}, {}, "dead_link", ("lunch",)),
        ({"actions": [page("https://example/lunch")]}, {}, "dead_link", ("lunch",)),
    ],
)
def test_each_kind_of_conflict_is_found(
    desk: Flask, editor: Colleague, tmp_path: Path,
    lunch: dict[str, Any], bath: dict[str, Any], kind: str, entries: tuple[str, ...],
) -> None:  # fmt: skip
    changed = (entry("lunch", **lunch), entry("bath", **bath))
    assert found(desk, editor, tmp_path, *changed) == [(kind, entries)]


@pytest.mark.parametrize(
    ("lunch", "bath"),
    [
        ({"figures": [figure(100)]}, {"figures": [figure(200, "满90周岁")]}),
        ({"figures": [figure(100)], "valid_until": "2026-06-30"},
         {"figures": [figure(200)], "valid_from": "2026-07-01"}),
        ({"title": "同一件事", "district": "110101"}, {"title": "同一件事", "district": "110102"}),
    ],
)  # fmt: skip
def test_what_differs_by_condition_time_or_district_is_no_conflict(
    desk: Flask, editor: Colleague, tmp_path: Path, lunch: dict[str, Any], bath: dict[str, Any]
) -> None:
    assert found(desk, editor, tmp_path, entry("lunch", **lunch), entry("bath", **bath)) == []


def test_a_page_of_ours_and_a_written_address_are_no_dead_links(
    desk: Flask, editor: Colleague, tmp_path: Path
) -> None:
    actions = [page("/?q=1"), page("https://mzj.beijing.gov.cn/a?b=1#c")]
    assert found(desk, editor, tmp_path, entry("lunch", actions=actions)) == []


def test_a_source_and_an_entry_that_are_gone_are_told(desk: Flask, tmp_path: Path) -> None:
    with desk.app_context():
        publish(small_base(tmp_path / "content", [entry("lunch", related=["bath"]), entry("bath")]))
        with transaction() as session:
            session.delete(session.get_one(KnowledgeItem, ("document", "notice")))
            session.delete(session.get_one(KnowledgeItem, ("entry", "bath")))
            session.flush()
            told = [(each.kind, each.message) for each in conflicts.find(session)]
    assert told == [
        ("dead_link", "引用的来源 notice 已经没有了"),
        ("dead_link", "相关条目 bath 已经没有了"),
    ]


def test_a_source_whose_address_was_copied_with_its_sentence_is_told(
    desk: Flask, tmp_path: Path
) -> None:
    source = document(url="https://mzj.beijing.gov.cn/a.html，详见附件")
    with desk.app_context():
        publish(small_base(tmp_path / "content", [entry("lunch")], [source]))
        with transaction(writes=False) as session:
            [told] = conflicts.find(session)
    assert (told.kind, told.entries) == ("dead_link", ("lunch",))


@pytest.mark.parametrize(
    ("url", "right"),
    [
        ("https://www.beijing.gov.cn/zhengce/1.html", True),
        ("http://北京市民政局.政务.cn/", True),
        ("https://mzj.beijing.gov.cn:8443/a", True),
        ("https://mzj.beijing.gov.cn:84430/a", False),
        ("https://localhost/a", False),
        ("https://a..cn/", False),
        ("https://-a.cn/", False),
        ("https://user@a.cn/", False),
        ("https:///a", False),
        ("ftp://a.cn/", False),
        ("https://[::1/", False),
    ],
)
def test_how_an_address_may_be_written(url: str, right: bool) -> None:
    assert conflicts.well_written(url) is right
