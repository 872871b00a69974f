"""The marks that Chinese official documents number their parts with."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

_CHINESE = "〇零一二三四五六七八九十百两"
_DIGITS = {char: index for index, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}


class Level(IntEnum):
    """How deep a part stands; the customary order of official documents (GB/T 9704)."""

    TITLE = 0
    PART = 1
    CHAPTER = 2
    SECTION = 3
    HEADING = 4
    ARTICLE = 5
    MEASURE = 6
    POINT = 7
    SUBPOINT = 8
    CIRCLED = 9
    POINT_IN_WORDS = 10


class Marker(NamedTuple):
    """A mark at the start of a paragraph: ``length`` characters, among them decoration."""

    level: Level
    label: str
    number: int | None
    length: int


_N = rf"(?P<n>[{_CHINESE}]{{1,5}}|\d{{1,3}})"
_MARKS: tuple[tuple[Level, re.Pattern[str]], ...] = tuple(
    (level, re.compile(pattern))
    for level, pattern in (
        (Level.PART, rf"第{_N}(?:部分|编|篇)[、：]?"),
        (Level.CHAPTER, rf"第{_N}章"),
        (Level.SECTION, rf"第{_N}节"),
        # "第五条规定的" refers to an article; it starts none.
        (Level.ARTICLE, rf"第{_N}条(?!规定|第|款|项|所|的|、|和|至|中|）)"),
        (Level.HEADING, rf"(?P<n>[{_CHINESE}]{{1,4}})、"),
        (Level.MEASURE, rf"（(?P<n>[{_CHINESE}]{{1,4}})）"),
        (Level.SUBPOINT, r"（(?P<n>\d{1,2})）"),
        (Level.POINT, r"(?P<n>\d{1,2})(?:[.．](?!\d)|、)"),
        (Level.CIRCLED, r"(?P<sign>[①-⑳⑴-⒇㈠-㈩])"),
        (Level.POINT_IN_WORDS, rf"(?P<n>[{_CHINESE}]{{1,3}})是(?!否|指|为了)"),
        (Level.PART, r"附件(?P<n>\d{0,2})(?=[：:.、]|$)[：:.、]?"),
    )
)
_DECORATION = re.compile(r"(?P<hashes>#{1,6})?[*_＊]*")
_MARKDOWN_LEVELS = {1: Level.TITLE, 2: Level.HEADING, 3: Level.MEASURE, 4: Level.POINT}
_CIRCLED_STARTS = ((0x2460, 20), (0x2474, 20), (0x3220, 10))


def marker(text: str) -> Marker | None:
    """The mark that ``text`` (with even widths and no spaces) starts with, if any.

    A markdown heading without a number is a mark too, with an empty label.
    """
    decoration = _DECORATION.match(text)
    skip = decoration.end() if decoration else 0
    for level, pattern in _MARKS:
        found = pattern.match(text, skip)
        if found:
            return Marker(_circled(level, found), found[0], _number(found), found.end())
    if decoration and decoration["hashes"]:
        depth = len(decoration["hashes"])
        return Marker(_MARKDOWN_LEVELS.get(depth, Level.SUBPOINT), "", None, skip)
    return None


def styled_level(depth: int) -> Level:
    """The level of a heading that only a style marks, 1 being the highest."""
    return _MARKDOWN_LEVELS.get(depth, Level.SUBPOINT)


def chinese_number(text: str) -> int:
    """十二 → 12, 二十 → 20, 一百零三 → 103, 二〇二四 → 2024; digits pass through."""
    if text.isdigit() and text.isascii():
        return int(text)
    if not any(char in "十百" for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = digit = 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def _circled(level: Level, found: re.Match[str]) -> Level:
    """㈠ is one glyph for （一）, ⑴ for （1）; only ① is a level of its own."""
    sign = found.groupdict().get("sign")
    if not sign or sign <= "⑳":
        return level
    return Level.MEASURE if sign >= "㈠" else Level.SUBPOINT


def _number(found: re.Match[str]) -> int | None:
    groups = found.groupdict()
    if sign := groups.get("sign"):
        return next(
            ord(sign) - start + 1
            for start, size in _CIRCLED_STARTS
            if 0 <= ord(sign) - start < size
        )
    return chinese_number(groups["n"]) if groups.get("n") else None
