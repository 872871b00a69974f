"""A stretch of the source without its white space, traceable to each raw character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from knowledge.importers.raw import Span

_FULL_WIDTH = {
    ",": "，",
    ";": "；",
    ":": "：",
    "?": "？",
    "!": "！",
    "(": "（",
    ")": "）",
}
_KEEP = frozenset("，；：？！（）～…")
"""Chinese punctuation that Unicode's compatibility mapping would turn into ASCII."""

_RADICALS = dict(
    zip(
        "⺠⻓⻔⻛⻚⻋⻅⻉⻄⻢⻩⻬⻰⻘⻆⻝⻥⻦⻣⻜",
        "民长门风页车见贝西马黄齐龙青角食鱼鸟骨飞",
        strict=True,
    )
)
"""Radicals that PDF fonts yield for whole characters and that Unicode does not map itself."""

_WORD = re.compile(r"[A-Za-z0-9.%]")


@dataclass(frozen=True)
class Passage:
    """Characters of ``raw`` at ``offsets``, in order; white space between words is one space.

    ``text`` is for analysis: widths of letters and punctuation are evened out, one character
    for one. ``quote`` has the characters of the source themselves.
    """

    raw: str
    offsets: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.offsets)

    def __getitem__(self, part: slice) -> Passage:
        return Passage(self.raw, self.offsets[part])

    @property
    def start(self) -> int:
        """Offset in the raw text of the first character."""
        return self.offsets[0]

    @property
    def end(self) -> int:
        """Offset in the raw text after the last character."""
        return self.offsets[-1] + 1

    @cached_property
    def quote(self) -> str:
        """The source's own characters; only white space and line breaks are gone."""
        chars = (self.raw[offset] for offset in self.offsets)
        return "".join(" " if char.isspace() else char for char in chars)

    @cached_property
    def text(self) -> str:
        """``quote`` with even widths, character for character."""
        chars = [_evened(char) for char in self.quote]
        for index, char in enumerate(chars):
            if char in _FULL_WIDTH and _beside_chinese(chars, index):
                chars[index] = _FULL_WIDTH[char]
        return "".join(chars)


def passage(raw: str, spans: Iterable[Span]) -> Passage:
    """The characters of ``spans`` without white space, but with one space between two words."""
    offsets: list[int] = []
    gap: int | None = None
    for start, end in spans:
        for offset in range(start, end):
            if raw[offset].isspace():
                gap = offset
                continue
            if gap is not None and offsets and _are_words(raw[offsets[-1]], raw[offset]):
                offsets.append(gap)
            offsets.append(offset)
            gap = None
        # The next span starts on another line.
        gap = end if end < len(raw) and raw[end].isspace() else gap
    return Passage(raw, tuple(offsets))


def joined(passages: Iterable[Passage]) -> Passage:
    """Passages of one source as one, without anything between them."""
    parts = list(passages)
    return Passage(parts[0].raw, tuple(offset for part in parts for offset in part.offsets))


def _are_words(before: str, after: str) -> bool:
    """Whether white space between the two parts words: "GB 42195", but not "2024 年"."""
    return bool(_WORD.match(before) and _WORD.match(after))


def _evened(char: str) -> str:
    if char in _KEEP:
        return char
    if char in _RADICALS:
        return _RADICALS[char]
    even = unicodedata.normalize("NFKC", char)
    return even if len(even) == 1 else char


def _beside_chinese(chars: list[str], index: int) -> bool:
    """A digit on both sides keeps its comma or colon: 1,000 and 8:30."""
    before, after = chars[index - 1 : index], chars[index + 1 : index + 2]
    if before and after and before[0].isdigit() and after[0].isdigit():
        return False
    return any(not char.isascii() for char in before + after)
