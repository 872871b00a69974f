"""What the knowledge says twice or in two ways is found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.conftest import publish
from tests.server.editorial.conftest import Colleague
from tests.small_knowledge import PHRASINGS, entry, small_base


def figure(fen: int, condition: str = "满80周岁") -> dict[str, Any]:
    return {"label": "每月补助", "fen": fen, "unit": "元/月", "condition": condition}


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
