"""Reads ``knowledge/content/*.yaml`` into a :class:`Base`, with file and line in every error."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge.files import SafeLoader
from knowledge.schema import Document, Entry, TopicFile

CONTENT = Path(__file__).parent / "content"


class _Loader(SafeLoader):  # type: ignore[misc]
    """Dates stay text: the schema reads them, and can say where one is impossible."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in rules if not tag.endswith(":timestamp")]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file, with the line to look at."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class ContentError(Exception):
    """The content does not hold; ``problems`` lists every reason found."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@dataclass(frozen=True)
class Place:
    """Where an entry or document stands."""

    file: str
    line: int
    topic: str = ""

    def problem(self, message: str) -> Problem:
        return Problem(self.file, self.line, message)


@dataclass(frozen=True)
class Base:
    """All documents and entries, by id, and where each stands."""

    documents: dict[str, Document] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the whole content, independent of file layout and order."""
        parts = [digest(self.documents[key]) for key in sorted(self.documents)]
        parts += [digest(self.entries[key]) for key in sorted(self.entries)]
        return hashlib.sha256("".join(parts).encode()).hexdigest()


def digest(item: Document | Entry) -> str:
    """SHA-256 of one document or entry in canonical JSON.

    Without ``synonyms`` where there are none: what was kept before there was such a field stays
    the same content.
    """
    content = item.model_dump(mode="json")
    if not content.get("synonyms", True):
        del content["synonyms"]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def load(folder: Path = CONTENT) -> Base:
    """Read every topic file below ``folder``.

    Raises ContentError with all problems found: YAML errors, schema errors, the same id
    twice, a citation of an unknown document, a related entry that does not exist.
    """
    base, problems = Base(), []
    for path in sorted(folder.rglob("*.yaml")):
        problems += _read_into(base, path, path.relative_to(folder.parent).as_posix())
    problems += _broken_references(base)
    if problems:
        raise ContentError(problems)
    return base


def _read_into(base: Base, path: Path, name: str) -> list[Problem]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
        node, data = _parse(text)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return [Problem(name, line, "文件不是 UTF-8 编码")]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, int(error.position)) + 1
        return [Problem(name, line, "文件里有不能用的控制字符")]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return [Problem(name, mark.line + 1 if mark else 1, f"YAML 写法有误：{error.problem}")]
    if not isinstance(data, dict):
        return [Problem(name, 1, "文件应以 topic: 开头")]
    try:
        topic = TopicFile.model_validate(data)
    except ValidationError as error:
        return [_located(name, node, e["loc"], e["msg"]) for e in error.errors()]
    return list(_add(base, topic, node, name))


def _parse(text: str) -> tuple[yaml.Node | None, Any]:
    """The tree, which knows its lines, and the data it stands for."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        return node, loader.construct_document(node) if node is not None else None
    finally:
        loader.dispose()


def _add(base: Base, topic: TopicFile, node: yaml.Node | None, name: str) -> Iterator[Problem]:
    collections: Iterable[tuple[str, Any, dict[str, Any]]] = (
        ("documents", topic.documents, base.documents),
        ("entries", topic.entries, base.entries),
    )
    for key, items, known in collections:
        for index, item in enumerate(items):
            place = Place(name, _line(node, (key, index)), topic.topic)
            if item.id in known:
                first = base.places[f"{key}:{item.id}"]
                yield place.problem(f"{item.id} 与 {first.file}:{first.line} 重复")
                continue
            known[item.id] = item
            base.places[f"{key}:{item.id}"] = place


def _broken_references(base: Base) -> list[Problem]:
    problems = []
    for entry in base.entries.values():
        place = base.places[f"entries:{entry.id}"]
        for citation in entry.citations:
            if citation.document not in base.documents:
                problems.append(
                    place.problem(f"{entry.id} 引用了没有登记的文件 {citation.document}")
                )
        for other in entry.related:
            if other not in base.entries or other == entry.id:
                problems.append(place.problem(f"{entry.id} 的 related 里没有 {other} 这个条目"))
    return problems


def _located(name: str, node: yaml.Node | None, loc: tuple[Any, ...], message: str) -> Problem:
    path = ".".join(map(str, loc))
    return Problem(name, _line(node, loc), f"{path}: {message}")


def _line(node: yaml.Node | None, loc: tuple[Any, ...]) -> int:
    """The line of the innermost node that ``loc`` reaches; YAML marks count from zero."""
    line = node.start_mark.line if node else 0
    for step in loc:
        child = _child(node, step)
        if child is None:
            break
        node, line = child, child.start_mark.line
    return line + 1


def _child(node: yaml.Node | None, step: Any) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child: yaml.Node = node.value[step]
        return child
    return None
