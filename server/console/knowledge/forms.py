"""The form of an entry: what a person writes into fields, and the content that it stands for.

What cannot be read as it should (an amount of "三百") is kept as it was written: the schema says
what is wrong with it, and nothing that was typed is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from werkzeug.datastructures import MultiDict

Form = MultiDict[str, str]
Content = dict[str, Any]

LISTED = ("figures", "citations", "actions")
SPARE_ROWS = 2
MOST_ROWS = 60
_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,2})?")


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
        "at_least": ages.get("at_least", ""),
        "at_most": ages.get("at_most", ""),
        "unknown": unsure.get("unknown", ""),
        "ask": unsure.get("ask", ""),
        "related": " ".join(content.get("related") or ()),
        "figures": [_figure_shown(each) for each in content.get("figures") or ()] + _spare(),
        "citations": [dict(each) for each in content.get("citations") or ()] + _spare(),
        "actions": [dict(each) for each in content.get("actions") or ()] + _spare(),
    }


PLAIN = (
    "title", "question", "short", "full", "last_checked", "district", "valid_from", "valid_until",
)  # fmt: skip


def _spare() -> list[dict[str, str]]:
    return [{} for _ in range(SPARE_ROWS)]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _rows(form: Form, name: str, fields: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The rows of a list in which anything was written besides a choice."""
    for place in range(MOST_ROWS):
        row = {field: form.get(f"{name}-{place}-{field}", "").strip() for field in fields}
        if any(value for field, value in row.items() if field not in CHOICES):
            yield row


CHOICES = ("in", "kind", "mark", "type")


def _without_empty(row: Mapping[str, str]) -> dict[str, str]:
    return {field: value for field, value in row.items() if value}


def _figure(row: Mapping[str, str]) -> Content:
    """Money is written in yuan and kept in fen."""
    kept = {field: row[field] for field in ("label", "unit", "kind", "condition") if row[field]}
    return kept | {row["in"] or "fen": _fen(row["value"]) if row["in"] == "fen" else row["value"]}


def _fen(text: str) -> int | str:
    return int(Decimal(text) * 100) if _AMOUNT.fullmatch(text) else text


def _figure_shown(figure: Mapping[str, Any]) -> dict[str, str]:
    kept = {field: str(figure.get(field) or "") for field in ("label", "unit", "kind", "condition")}
    name = next((n for n in ("fen", "percent", "number") if figure.get(n) is not None), "fen")
    value = figure.get(name, "")
    return kept | {"in": name, "value": yuan(value) if name == "fen" else str(value)}


def yuan(fen: Any) -> str:
    """An amount in fen as a person writes it in yuan; what is none as it was written."""
    try:
        amount = Decimal(str(fen)) / 100 if isinstance(fen, int) else None
    except InvalidOperation:
        amount = None
    return str(fen) if amount is None else f"{amount.normalize():f}"


def _ages(at_least: str, at_most: str) -> Content | None:
    given = {"at_least": at_least, "at_most": at_most}
    return {name: _whole(value) for name, value in given.items() if value} or None


def _whole(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else text
