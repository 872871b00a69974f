"""Writes proposals as YAML that a person reads and that no loader takes for final content."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import yaml

from knowledge.importers.models import Proposals

_HEAD = """\
# 导入草稿：等待人工改写，不是正式内容。
# quote 是原文，一字不改；title、question 只是初稿。doubts 列出要与原件核对的地方。
# 改写后写进 knowledge/content/ 的主题文件（entries），不要直接复制本文件。
"""
_NO_FOLDING = 1_000_000
_SHORT = 60
_EMPTY: tuple[Any, ...] = (None, [], ())


class _Dumper(yaml.SafeDumper):
    """Quotes with several lines stand as blocks, without folding."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _list(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.SequenceNode:
    """Short lists stand on one line, so that the quotes keep the page."""
    is_short = (
        all(isinstance(i, str | int) for i in items) and sum(len(str(i)) for i in items) <= _SHORT
    )
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=is_short)


def _mapping(dumper: yaml.SafeDumper, data: dict[str, Any]) -> yaml.MappingNode:
    is_figure = "unit" in data
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=is_figure)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)
_Dumper.add_representer(dict, _mapping)


def to_yaml(proposals: Proposals) -> str:
    """The YAML text of ``proposals``, with the top-level keys ``proposals`` and ``imported``.

    It has neither ``topic`` nor ``entries``: the loader of final content refuses it.
    """
    data = _plain(proposals.model_dump())
    imported = {key: data[key] for key in ("file", "sha256", "documents", "notes") if key in data}
    content = {"imported": imported, "proposals": data.get("proposals", [])}
    if "set_apart" in data:
        content["set_apart"] = data["set_apart"]
    text = yaml.dump(
        content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_NO_FOLDING
    )
    return f"{_HEAD}{text}"


def _plain(value: Any) -> Any:
    """Without empty fields; whole numbers as integers, others as text, so that none is rounded."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if item not in _EMPTY}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else f"{value.normalize():f}"
    return value
