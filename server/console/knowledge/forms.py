"""The form of an entry: what a person writes into fields, and the content that it stands for.

What cannot be read as it should (an amount of "三百") is kept as it was written: the schema says
what is wrong with it, and nothing that was typed is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from server.editorial.words import fen_of, value_of

Form = MultiDict[str, str]
Content = dict[str, Any]

LISTED = ("figures", "citations", "actions")
SPARE_ROWS = 2
_PLACE = {name: re.compile(rf"{name}-(\d{{1,4}})-[a-z]+") for name in LISTED}


def content_of(form: Form, entry_id: str) -> Content:
    """The content that a form stands for."""

    def text(name: str) -> str:
        return form.get(name, "").strip()

    content: Content = {
        "id": entry_id,
        "title": text("title"),
        "question": text("question"),
        "phrasings": {who: _lines(text(f"phrasings-{who}")) for who in SPEAKERS},
        "synonyms": [" ".join(line.split()) for line in _lines(text("synonyms"))],
        "short": text("short"),
        "full": text("full").replace("\r\n", "\n"),
        "figures": [_figure(row) for row in _rows(form, "figures", FIGURE)],
        "citations": [_without_empty(row) for row in _rows(form, "citations", CITATION)],
        "last_checked": text("last_checked"),
        "audience": form.getlist("audience"),
        "district": text("district"),
        "ages": _ages(text("at_least"), text("at_most")),
        "valid_from": text("valid_from"),
        "valid_until": text("valid_until"),
        "actions": list(_rows(form, "actions", ACTION)),
        "related": text("related").split(),
        "needs_confirmation": _without_empty({"unknown": text("unknown"), "ask": text("ask")}),
    }
    return {
        name: value for name, value in content.items() if value not in OPTIONAL_EMPTY.get(name, ())
    }


SPEAKERS = ("elder", "family", "clerk")
FIGURE = ("label", "value", "in", "unit", "kind", "condition")
CITATION = ("document", "mark", "clause")
ACTION = ("type", "label", "target")
OPTIONAL_EMPTY: Mapping[str, tuple[Any, ...]] = {
    name: ("", None, {}, []) for name in
    ("synonyms", "district", "ages", "valid_from", "valid_until", "needs_confirmation")
}  # fmt: skip


def shown(content: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a form that stand for a content, with spare rows to write into."""
    asked = content.get("phrasings") or {}
    ages = content.get("ages") or {}
    unsure = content.get("needs_confirmation") or {}
    return {
        **{name: content.get(name) or "" for name in PLAIN},
        **{f"phrasings-{who}": "\n".join(asked.get(who) or ()) for who in SPEAKERS},
        "synonyms": "\n".join(content.get("synonyms") or ()),
        "audience": content.get("audience") or [],
        **{name: _written(ages.get(name)) for name in ("at_least", "at_most")},
        **{name: _written(unsure.get(name)) for name in ("unknown", "ask")},
        "related": " ".join(content.get("related") or ()),
        "figures": [_figure_shown(each) for each in content.get("figures") or ()] + _spare(),
        "citations": _listed(content.get("citations")),
        "actions": _listed(content.get("actions")),
    }


PLAIN = (
    "title", "question", "short", "full", "last_checked", "district", "valid_from", "valid_until",
)  # fmt: skip


def _written(value: Any) -> str:
    """A value as it stands in a field: one that is kept as open is an empty field."""
    return "" if value is None else str(value)


def _listed(rows: Iterable[Mapping[str, Any]] | None) -> list[dict[str, str]]:
    return [{field: _written(v) for field, v in row.items()} for row in rows or ()] + _spare()


def _spare() -> list[dict[str, str]]:
    return [{} for _ in range(SPARE_ROWS)]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _rows(form: Form, name: str, fields: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The rows of a list in which anything was written besides a choice."""
    places = {int(found[1]) for key in form if (found := _PLACE[name].fullmatch(key))}
    for place in sorted(places):
        row = {field: form.get(f"{name}-{place}-{field}", "").strip() for field in fields}
        if any(value for field, value in row.items() if field not in CHOICES):
            yield row


CHOICES = ("in", "kind", "mark", "type")


def _without_empty(row: Mapping[str, str]) -> dict[str, str]:
    return {field: value for field, value in row.items() if value}


def _figure(row: Mapping[str, str]) -> Content:
    """Money is written in yuan and kept in fen."""
    kept = {field: row[field] for field in ("label", "unit", "kind", "condition") if row[field]}
    return kept | {row["in"] or "fen": fen_of(row["value"]) if row["in"] == "fen" else row["value"]}


def _figure_shown(figure: Mapping[str, Any]) -> dict[str, str]:
    kept = {field: _written(figure.get(field)) for field in ("label", "unit", "kind", "condition")}
    name, value = value_of(figure)
    return kept | {"in": name, "value": value}


def _ages(at_least: str, at_most: str) -> Content | None:
    given = {"at_least": at_least, "at_most": at_most}
    return {name: _whole(value) for name, value in given.items() if value} or None


def _whole(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else text
