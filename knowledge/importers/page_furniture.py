"""Page numbers and running headers: printed on every page, said by no document."""

from __future__ import annotations

import re
from collections import Counter

_DASHED = re.compile(r"\s*[-—–―－·•]+\s*\d{1,4}\s*[-—–―－·•]+\s*")
_SPOKEN = re.compile(r"\s*第\s*\d{1,4}\s*页(\s*[,，/]?\s*共\s*\d{1,4}\s*页)?\s*")
_BARE = re.compile(r"\s*\d{1,4}(\s*/\s*\d{1,4})?\s*")
_DIGITS = re.compile(r"\d+")
_ENOUGH_PAGES = 3


def without_furniture(pages: list[list[str]]) -> list[list[str]]:
    """The lines of each page without page numbers and without headers repeated on most pages.

    A dashed (— 3 —) or spoken (第3页) number is dropped wherever it fills a line; a bare number
    only as the first or last line of one of several pages, as elsewhere it may be a figure.
    """
    pages = [[line for line in page if not _is_page_number(line)] for page in pages]
    if len(pages) < 2:
        return pages
    pages = [_without_bare_number(page) for page in pages]
    return _without_repeated(_without_repeated(pages, 0), -1)


def _is_page_number(line: str) -> bool:
    return bool(_DASHED.fullmatch(line) or _SPOKEN.fullmatch(line))


def _without_bare_number(page: list[str]) -> list[str]:
    filled = [index for index, line in enumerate(page) if line.strip()]
    edges = {filled[0], filled[-1]} if filled else set()
    return [x for i, x in enumerate(page) if not (i in edges and _BARE.fullmatch(x))]


def _without_repeated(pages: list[list[str]], side: int) -> list[list[str]]:
    """Drops the outermost line on ``side`` (0 top, -1 bottom) where most pages share it."""
    edges = [_edge(page, side) for page in pages]
    counts = Counter(_DIGITS.sub("#", edge) for edge in edges if edge)
    common, times = counts.most_common(1)[0] if counts else ("", 0)
    if times < _ENOUGH_PAGES or times * 2 <= len(pages):
        return pages
    return [
        _drop(page, edge, side) if _DIGITS.sub("#", edge) == common else page
        for page, edge in zip(pages, edges, strict=True)
    ]


def _edge(page: list[str], side: int) -> str:
    filled = [line.strip() for line in page if line.strip()]
    return filled[side] if filled else ""


def _drop(page: list[str], edge: str, side: int) -> list[str]:
    positions = [i for i, line in enumerate(page) if line.strip() == edge]
    return [line for i, line in enumerate(page) if i != positions[side]]
