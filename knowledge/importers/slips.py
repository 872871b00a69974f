"""Reports what recognition (OCR) probably got wrong. Nothing is ever corrected in a quote."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from knowledge.files import read_yaml

SLIPS = Path(__file__).with_name("ocr_slips.yaml")

_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("‘", "’"), ("〔", "〕"), ("【", "】"))
_COMPLETE = re.compile(r"[。！？；…：][”’）》\"]*$|[）)]$")
_AROUND = 6


class Slip(NamedTuple):
    """A known slip: where it stands, what was probably printed, and why it happens."""

    pattern: re.Pattern[str]
    likely: str
    why: str


class SlipTable(NamedTuple):
    """Known slips and groups of spellings that recognition confuses."""

    slips: tuple[Slip, ...]
    confused: tuple[tuple[str, ...], ...]


@cache
def slip_table(path: Path = SLIPS) -> SlipTable:
    """The table of a file of slips."""
    data = read_yaml(path)
    slips = (Slip(re.compile(row["pattern"]), row["likely"], row["why"]) for row in data["slips"])
    return SlipTable(tuple(slips), tuple(map(tuple, data["confused"])))


def doubts(text: str, is_prose: bool = True) -> list[str]:
    """Sentences for the clerk on what in ``text`` (with even widths) should be compared.

    ``is_prose`` is False for a table cell, which need not end with a full stop.
    """
    found = [
        _sentence(slip, match)
        for slip in slip_table().slips
        for match in slip.pattern.finditer(text)
    ]
    found += [f"“{a}{b}”不成对，可能漏了一半。" for a, b in _PAIRS if not _paired(text, a, b)]
    if text.count('"') % 2:
        found.append('英文引号（"）不成对，可能漏了一半。')
    if is_prose and text and not _COMPLETE.search(text):
        found.append(f"结尾“{text[-8:]}”没有句号，可能缺文字。")
    return list(dict.fromkeys(found))


def confused_spellings(text: str) -> list[tuple[str, ...]]:
    """Groups of spellings of which ``text`` has more than one in quotation marks."""
    groups = (tuple(w for w in group if f"“{w}”" in text) for group in slip_table().confused)
    return [group for group in groups if len(group) > 1]


def spelling_doubts(text: str, groups: list[tuple[str, ...]]) -> list[str]:
    """One sentence for each of ``groups`` that ``text`` has a member of."""
    return [
        f"全文有{'、'.join(f'“{word}”' for word in group)}几种写法，请对照原件统一。"
        for group in groups
        if any(f"“{word}”" in text for word in group)
    ]


def _sentence(slip: Slip, match: re.Match[str]) -> str:
    text = match.string
    around = text[max(match.start() - _AROUND, 0) : match.end() + _AROUND].replace("\n", "")
    return f"“{around}”中的“{match[0]}”疑为“{slip.likely}”（{slip.why}）。"


def _paired(text: str, left: str, right: str) -> bool:
    """Whether every opening sign is closed in turn."""
    depth = 0
    for char in text:
        depth += (char == left) - (char == right)
        if depth < 0:
            return False
    return depth == 0
