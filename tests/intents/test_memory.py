"""What was found out about phrasings is used again for the next index, which is the same for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from intents.matching import memory as taking_apart
from intents.matching.index import Index
from intents.matching.matcher import Matcher
from intents.matching.memory import Memory
from intents.matching.model import Item

ITEMS = [
    Item(
        "lunch",
        "食堂几点开门",
        ("85岁去食堂要钱吗", "开饭时间", "不去食堂行吗"),
        "食堂",
        "十一点开门。",
    ),
    Item("bath", "洗澡有人帮吗", ("助浴怎么约", "高龄津贴怎么领"), "助浴", "可以预约。", 80, 99),
    Item("nothing", "", ("。", ""), "", ""),
]
OTHERS = [ITEMS[0], Item("bus", "坐公交要钱吗", ("老年卡坐车免费吗",), "公交", "不要钱。")]


def saved(folder: Path, items: list[Item], memory: Memory | None) -> dict[str, bytes]:
    Index.build(items, memory).save(folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def remembered(tmp_path: Path) -> Path:
    """The file of a memory of ``ITEMS``."""
    memory = Memory()
    Index.build(ITEMS, memory)
    memory.save(tmp_path / "known.json")
    return tmp_path / "known.json"


@pytest.mark.parametrize("items", [ITEMS, OTHERS], ids=["the same", "others"])
def test_an_index_made_from_memory_is_the_same_to_the_last_byte(
    tmp_path: Path, remembered: Path, items: list[Item]
) -> None:
    afresh = saved(tmp_path / "afresh", items, None)
    assert saved(tmp_path / "again", items, Memory.open(remembered)) == afresh


def test_only_what_is_new_is_taken_apart(remembered: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    monkeypatch.setattr(taking_apart, "cut", lambda text: looked_at.append(text) or [text])
    memory = Memory.open(remembered)
    Index.build(OTHERS, memory)
    assert looked_at == ["坐公交要钱吗", "老年卡坐车免费吗", "公交 不要钱"]
    assert memory.learned == 3


def test_what_is_not_used_any_more_is_forgotten(remembered: Path) -> None:
    memory = Memory.open(remembered)
    Index.build(OTHERS, memory)
    memory.save(remembered)
    again = Memory.open(remembered)
    Index.build(ITEMS, again)
    assert again.learned > 0


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"phrasings": {"a": [1]}, "bodies": {}}'])
def test_a_file_that_is_not_whole_is_as_good_as_none(remembered: Path, content: bytes) -> None:
    remembered.write_bytes(content)
    memory = Memory.open(remembered)
    Index.build(ITEMS, memory)
    assert memory.learned > 0


@pytest.mark.parametrize(
    ("asked", "without", "item"),
    [
        ("食堂几点开门", (), "lunch"),
        ("食堂 几点开门？", (), "lunch"),
        ("食堂几点开门", ("lunch",), None),
        ("助浴怎么约", (), "bath"),
        ("食堂几点关门", (), None),
        ("", (), None),
    ],
)
def test_an_exact_phrasing_is_told_without_measuring(
    asked: str, without: tuple[str, ...], item: str | None
) -> None:
    matcher = Matcher(Index.build(ITEMS))
    assert matcher.exactly(asked, without=without) == item
    first = next(iter(matcher.match(asked, without=without)), None)
    assert (item is not None) == (first is not None and first.confidence == 1.0)
    assert item is None or (first is not None and first.item_id == item)
