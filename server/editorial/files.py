"""The working copy as files: YAML as the repository keeps it, JSON and a workbook for people."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.orm import Session

from knowledge.loader import Base
from knowledge.schema import Document, Entry
from server.editorial import repository, words
from server.editorial.models import KnowledgeItem

FROM_STAFF = "from_staff.yaml"
"""What no file has yet is written here."""
PLURAL = {"document": "documents", "entry": "entries"}
NO_FOLDING = 1_000_000
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
"""libyaml where the package has it, as the loader does."""


@dataclass(frozen=True)
class Written:
    """How many files were written and how many documents and entries they hold."""

    files: int
    items: int


def export(session: Session, folder: Path, like: Base) -> Written:
    """Write the working copy into ``folder``, each item into the file where ``like`` has it.

    Files of ``like`` that hold nothing any more are written without items, so that loading what
    was written gives exactly the working copy. From then on the files say what staff wrote, and
    what is changed in them is a change of theirs.
    """
    rows = repository.working_items(session)
    topics: dict[str, str] = {}
    by_file: dict[str, list[KnowledgeItem]] = defaultdict(list)
    for known in like.places.values():
        topics.setdefault(_name(known.file), known.topic)
        by_file[_name(known.file)]
    for (kind, item_id), row in rows.items():
        place = like.places.get(f"{PLURAL[kind]}:{item_id}")
        by_file[_name(place.file) if place else FROM_STAFF].append(row)
    for name, items in by_file.items():
        _write(folder / name, topics.get(name, "工作人员新写的"), items, like)
        for row in items:
            row.file_digest = row.digest
    return Written(len(by_file), len(rows))


def _name(file: str) -> str:
    """``content/meals.yaml`` → ``meals.yaml``: places are told from the folder above."""
    return file.split("/", 1)[1]


def _write(path: Path, topic: str, items: list[KnowledgeItem], like: Base) -> None:
    ordered = sorted(items, key=lambda row: _place(row, like))
    text = yaml.dump(
        {
            "topic": topic,
            "documents": [_plain(r) for r in ordered if r.kind == "document"],
            "entries": [_plain(r) for r in ordered if r.kind == "entry"],
        },
        Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=NO_FOLDING,
    )  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _place(row: KnowledgeItem, like: Base) -> tuple[bool, int, str]:
    place = like.places.get(f"{PLURAL[row.kind]}:{row.id}")
    return place is None, place.line if place else 0, row.id


def _plain(row: KnowledgeItem) -> dict[str, Any]:
    """The content without what is empty anyway."""
    model = Document if row.kind == "document" else Entry
    found: dict[str, Any] = model.model_validate(row.content).model_dump(
        mode="json", exclude_defaults=True
    )
    return found


def as_json(session: Session) -> bytes:
    """The whole working copy with its stable ids: ``{"documents": […], "entries": […]}``."""
    found: dict[str, list[Any]] = {"documents": [], "entries": []}
    for (kind, _), row in repository.working_items(session).items():
        found[PLURAL[kind]].append(row.content)
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


COLUMNS: Mapping[str, str] = {
    "id": "编号", "title": "标题", "question": "标准问题", "elder": "老人的问法", "family": "家属的问法",
    "clerk": "工作人员的问法", "synonyms": "同义词", "short": "短答案", "full": "详细说明", "figures": "数字", "citations": "依据",
    "last_checked": "核对日期", "audience": "说给谁", "district": "适用的区", "valid_from": "生效日期",
    "valid_until": "到期日期", "actions": "按钮", "related": "相关条目", "unknown": "还不能确定的",
    "ask": "去问谁", "at_least": "年龄从", "at_most": "年龄到",
}  # fmt: skip
"""The columns of the workbook: field → its head. Several values of a cell stand a line each; the
parts of a figure, citation or button are parted by ``|``. Codes stand in the words of the forms."""

PARTS: Mapping[str, tuple[str, ...]] = {
    "figures": ("label", "value", "in", "unit", "kind", "condition"),
    "citations": ("document", "mark", "clause"),
    "actions": ("type", "label", "target"),
}
FIGURE_BEFORE = ("label", "fen", "percent", "number", "unit", "kind", "condition")
"""The parts of a figure in workbooks that were exported before: seven of them, money in fen."""
_APART = re.compile(r"[\s、，,；;]+")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def rows(session: Session) -> Iterator[list[str]]:
    """Each entry of the working copy as a row of the workbook."""
    for (kind, _), row in repository.working_items(session).items():
        if kind == "entry":
            yield as_row(row.content)


def as_row(content: Mapping[str, Any]) -> list[str]:
    """A content as the cells of ``COLUMNS``."""
    asked, ages = content.get("phrasings") or {}, content.get("ages") or {}
    flat = dict(content) | asked | ages | dict(content.get("needs_confirmation") or {})
    return [_cell(field, flat.get(field)) for field in COLUMNS]


def _cell(field: str, value: Any) -> str:
    if field in PARTS:
        return "\n".join(
            " | ".join(_told(part.get(n), n) for n in PARTS[field])
            for part in map(_with_value, value or ())
        )
    if isinstance(value, list | tuple):
        return "\n".join(_told(each, field) for each in value)
    return _told(value, field)


def _with_value(part: Mapping[str, Any]) -> Mapping[str, Any]:
    counted, value = words.value_of(part)
    return {**part, "in": counted, "value": value}


def _told(value: Any, field: str) -> str:
    text = _text(value)
    return words.in_words(field, text) if field in CODED else text


CODED = ("audience", "kind", "type", "in", "district")
"""Codes that have words of their own in the workbook; a mark is its own word."""


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def content_of(cells: Mapping[str, str]) -> dict[str, Any]:
    """The content that a row stands for, by field; what cannot be read stays as it was written."""
    given = {field: (cells.get(field) or "").strip() for field in COLUMNS}
    content: dict[str, Any] = {
        field: given[field]
        for field in ("id", "title", "question", "short", "full", "last_checked", "district",
                      "valid_from", "valid_until")
    }  # fmt: skip
    content |= {name: day(content[name]) for name in ("last_checked", "valid_from", "valid_until")}
    content["district"] = words.code_of("district", content["district"])
    content["phrasings"] = {who: _lines(given[who]) for who in ("elder", "family", "clerk")}
    content |= {field: _lines(given[field]) for field in ("related", "synonyms")}
    said_to = filter(None, _APART.split(given["audience"]))
    content["audience"] = [words.code_of("audience", each) for each in said_to]
    content |= {field: [_parted(field, line) for line in _lines(given[field])] for field in PARTS}
    content["ages"] = _grouped(given, "at_least", "at_most", read=_whole)
    content["needs_confirmation"] = _grouped(given, "unknown", "ask", read=str)
    empty = ("synonyms", "district", "valid_from", "valid_until", "ages", "needs_confirmation")
    return {field: value for field, value in content.items() if value or field not in empty}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _parted(field: str, line: str) -> dict[str, Any]:
    values = [part.strip() for part in line.split("|")]
    before = field == "figures" and len(values) == len(FIGURE_BEFORE)
    names = FIGURE_BEFORE if before else PARTS[field]
    found: dict[str, Any] = {n: v for n, v in zip(names, values, strict=False) if v}
    found |= {name: words.code_of(name, found[name]) for name in CODED if name in found}
    if before:
        return found | ({"fen": _whole(found["fen"])} if "fen" in found else {})
    return _counted(found) if field == "figures" else found


def _counted(found: dict[str, Any]) -> dict[str, Any]:
    """A figure with its value where it is kept; without the word for what it is counted in, and
    without a sign that says it, it has none."""
    value = found.pop("value", "")
    signs = {"元": "fen", "%": "percent"}
    counted = str(found.pop("in", "")) or signs.get(value[-1:], "")
    if not value or counted not in words.VALUES:
        return found
    return found | {counted: words.fen_of(value) if counted == "fen" else value.removesuffix("%")}


def day(text: str) -> str:
    """``2026年11月20日``, ``2026/11/20`` as it is kept."""
    found = _DAY.fullmatch(text)
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}" if found else text


def _grouped(given: Mapping[str, str], *names: str, read: Any) -> dict[str, Any]:
    return {name: read(given[name]) for name in names if given[name]}


def _whole(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else text
