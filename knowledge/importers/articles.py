"""Tells the documents of one file apart: one official paper, or the reports of a newspaper page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.importers.formal import is_byline, is_formal, is_number_line
from knowledge.importers.numbering import Level, marker
from knowledge.importers.passage import Passage, joined
from knowledge.importers.structure import Block
from knowledge.importers.tables import Row

_LEAD = re.compile(r"^(近日|日前|昨日|今日|记者(昨|近|日|今|从|获)|本报讯|\d{1,2}月\d{1,2}日，)")
_SENTENCE_END = re.compile(r"[。！？；：，、]$")
_LONGEST_HEADLINE = 60
_LEAD_LENGTH = 400
_SURE_MATCH = 0.3
_OFFICIAL_LEVELS = (Level.PART, Level.CHAPTER, Level.HEADING, Level.ARTICLE, Level.MEASURE)


@dataclass
class Article:
    """One document of the file; ``headline`` is set for a newspaper report that has one."""

    blocks: list[Block] = field(default_factory=list)
    headline: Passage | None = None
    is_news: bool = False

    def opening(self) -> str:
        """The first few hundred characters, which a headline sums up."""
        return "".join(block.text for block in self.blocks)[:_LEAD_LENGTH]


def articles(blocks: Sequence[Block]) -> list[Article]:
    """The documents in ``blocks``.

    A newspaper page is known by bylines or by several opening formulas ("近日，"). Its headlines
    may stand anywhere on the page: each goes to the report whose opening shares most of its
    words, not to the one that happens to follow.
    """
    starts = _starts(blocks)
    if not starts:
        return [Article(list(blocks))]
    return _reports(blocks, starts)


def _starts(blocks: Sequence[Block]) -> list[int]:
    """Indices at which reports start; empty for anything but news."""
    texts = [block.text if isinstance(block, Passage) else "" for block in blocks]
    if any(is_number_line(text) for text in texts):
        return []
    bylines = [index for index, text in enumerate(texts) if is_byline(text)]
    if bylines:
        return bylines
    marks = (marker(text) for text in texts)
    if any(mark and mark.label and mark.level in _OFFICIAL_LEVELS for mark in marks):
        return []
    return [index for index, text in enumerate(texts) if _LEAD.match(text)]


def _reports(blocks: Sequence[Block], starts: list[int]) -> list[Article]:
    reports = [Article(is_news=True) for _ in starts]
    headlines: list[tuple[int, Passage]] = []
    for index, block in enumerate(blocks):
        following = next((n for n, start in enumerate(starts) if start >= index), len(starts) - 1)
        current = max(sum(start <= index for start in starts) - 1, 0)
        if isinstance(block, Passage) and _is_headline(block):
            _collect(headlines, following, block, blocks[index - 1] if index else None)
        else:
            reports[current].blocks.append(block)
    for following, headline in headlines:
        report = reports[_closest(headline.text, reports, following)]
        report.headline = report.headline or headline
    return [report for report in reports if report.blocks]


def _collect(
    headlines: list[tuple[int, Passage]], following: int, block: Passage, before: Block | None
) -> None:
    """Adds a headline; lines right after one another are one headline."""
    if headlines and isinstance(before, Passage) and headlines[-1][1].end == before.end:
        headlines[-1] = (headlines[-1][0], joined([headlines[-1][1], block]))
    else:
        headlines.append((following, block))


def _is_headline(block: Passage) -> bool:
    return (
        len(block) <= _LONGEST_HEADLINE
        and not _SENTENCE_END.search(block.text)
        and marker(block.text) is None
        and not is_formal(block)
    )


def _closest(headline: str, reports: Sequence[Article], following: int) -> int:
    """The report whose opening has most of the headline's pairs of characters."""
    scores = [_shared(headline, report.opening()) for report in reports]
    best = max(scores)
    return scores.index(best) if best >= _SURE_MATCH else following


def _shared(headline: str, text: str) -> float:
    pairs = {headline[i : i + 2] for i in range(len(headline) - 1)}
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


def paragraphs_of(article: Article) -> list[Passage]:
    """The running paragraphs of an article, without table rows."""
    return [block for block in article.blocks if not isinstance(block, Row)]
