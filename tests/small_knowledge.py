"""A knowledge base of a few entries, written as files like the real ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from knowledge.loader import Base, load

PHRASINGS = {
    "lunch": (
        "食堂几点开门",
        "食堂中午几点能吃上饭",
        "饭点是什么时候",
        "几点打饭",
        "食堂啥时候开",
        "开饭时间",
    ),
    "bath": (
        "洗澡有人帮吗",
        "助浴怎么约",
        "想找人给老人洗个澡",
        "上门助浴要等几天",
        "谁来帮着洗澡",
        "预约助浴",
    ),
    "bus": (
        "坐公交要钱吗",
        "老年卡坐车免费吗",
        "公交车收不收老人钱",
        "刷卡坐公交",
        "出门坐车花钱不",
        "公交优待",
    ),
}


def document(name: str = "notice", **changes: Any) -> dict[str, Any]:
    """A document as a file writes it."""
    return {
        "id": name,
        "title": "试验通知",
        "issuer": "试验街道",
        "published_on": "2026-01-01",
    } | changes


def entry(name: str = "lunch", **changes: Any) -> dict[str, Any]:
    """An entry as a file writes it, asked about in the ways of ``PHRASINGS``."""
    asked = PHRASINGS[name]
    return {
        "id": name,
        "title": f"{asked[0]}的答案",
        "question": f"请说明{asked[0]}",
        "phrasings": {"elder": list(asked)},
        "short": f"{asked[0]}，有人回答您。",
        "full": "详细的说明写在这里。",
        "citations": [{"document": "notice", "mark": "原文"}],
        "last_checked": "2026-11-21",
        "audience": ["elder"],
    } | changes


def write(folder: Path, entries: Sequence[Any], documents: Sequence[Any] | None = None) -> Path:
    """Write one topic file into ``folder``; the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    topic = {
        "topic": "试验",
        "documents": [document()] if documents is None else list(documents),
        "entries": list(entries),
    }
    text = yaml.safe_dump(topic, allow_unicode=True, sort_keys=False)
    (folder / "topic.yaml").write_text(text, encoding="utf-8")
    return folder


def small_base(
    folder: Path, entries: Sequence[Any], documents: Sequence[Any] | None = None
) -> Base:
    """The base that these entries make."""
    return load(write(folder, entries, documents))
