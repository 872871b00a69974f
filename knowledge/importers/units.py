"""Cuts the outline of a document into the passages that one entry can be made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.importers.formal import is_formal
from knowledge.importers.models import UnitKind
from knowledge.importers.numbering import Level
from knowledge.importers.passage import Passage, joined
from knowledge.importers.raw import RawDocument
from knowledge.importers.structure import Node
from knowledge.importers.tables import Row

LONGEST_SECTION = 1200
"""Characters up to which small points stay with the measure that they belong to."""

LONGEST_PARAGRAPH = 600
"""Characters up to which unnumbered paragraphs stay together."""

_TOO_SHORT_ALONE = 60

IsDropped = Callable[[Passage], bool]


@dataclass(frozen=True)
class Unit:
    """A passage with its place: paragraphs that follow one another in the source, or one row."""

    kind: UnitKind
    path: tuple[str, ...]
    number: str | None
    title: str
    paragraphs: tuple[Passage, ...] = ()
    row: Row | None = None

    @property
    def quote(self) -> str:
        """The words of the source, a line for each paragraph."""
        return self.row.quote if self.row else "\n".join(p.quote for p in self.paragraphs)

    @property
    def text(self) -> str:
        """The quote with even widths, for analysis."""
        return self.row.text if self.row else "\n".join(p.text for p in self.paragraphs)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """What figures are looked for in: the paragraphs as one, or each cell."""
        if self.row:
            return tuple(cell for cell in self.row.cells if cell)
        return (joined(self.paragraphs),)

    @property
    def start(self) -> int:
        """Offset in the raw text of the first character."""
        return self.row.span.start if self.row else self.paragraphs[0].start

    @property
    def end(self) -> int:
        """Offset in the raw text after the last character."""
        return self.row.span.end if self.row else self.paragraphs[-1].end


def units(root: Node, document: RawDocument, titles: set[int]) -> list[Unit]:
    """The passages below ``root`` in the order of the source.

    Formal lines and the titles that start at the offsets ``titles`` are no passages.
    """

    def is_dropped(paragraph: Passage) -> bool:
        return paragraph.start in titles or is_formal(paragraph)

    found = list(_units(root, (), is_dropped))
    # A gap between two paragraphs (a table, a formal line) would make the quote untrue.
    parts = [unit for whole in found for unit in _unbroken(whole, document.text)]
    return sorted(parts, key=lambda unit: unit.start)


def _units(node: Node, path: tuple[str, ...], is_dropped: IsDropped) -> Iterator[Unit]:
    here = path if node.heading is None or is_dropped(node.heading) else (*path, node.name)
    if node.heading is not None and _stays_whole(node):
        yield from _whole(node, path, is_dropped)
    else:
        yield from _own(node, here, is_dropped)
        for child in node.children:
            yield from _units(child, here, is_dropped)
    for row in node.rows:
        title = row.subject.text if row.subject else ""
        yield Unit("row", here, row.number, title, row=row)


def _stays_whole(node: Node) -> bool:
    """A numbered measure keeps its small points while it is short enough to rewrite at once."""
    if not node.label:
        return False
    if not node.children:
        return True
    # Points of one sentence each (conditions, papers to bring) are a list, not measures.
    is_list = all(child.title_only and not child.paragraphs for child in node.below())
    small = all(child.level >= Level.SUBPOINT for child in node.below())
    is_measure = node.level >= Level.ARTICLE
    return (is_list or (small and is_measure)) and _length(node) <= LONGEST_SECTION


def _length(node: Node) -> int:
    own = sum(map(len, node.paragraphs)) + len(node.heading or ())
    return own + sum(_length(child) for child in node.children)


def _whole(node: Node, path: tuple[str, ...], is_dropped: IsDropped) -> Iterator[Unit]:
    paragraphs = [p for part in (node, *node.below()) for p in _parts(part) if not is_dropped(p)]
    # Markdown signs round a heading are no words of the document.
    if node.decorated:
        paragraphs = [p for p in paragraphs if p is not node.heading]
    if not paragraphs:
        return
    if node.level >= Level.ARTICLE:
        yield Unit("measure", path, node.label, node.title, tuple(paragraphs))
        return
    # A heading without a word below it says nothing; a measure of one sentence does.
    if node.title_only and paragraphs == [node.heading]:
        return
    for group in _groups(paragraphs, LONGEST_SECTION):
        yield Unit("section", path, node.label, node.title, tuple(group))


def _parts(node: Node) -> Iterator[Passage]:
    if node.heading is not None:
        yield node.heading
    yield from node.paragraphs


def _own(node: Node, path: tuple[str, ...], is_dropped: IsDropped) -> Iterator[Unit]:
    """What stands between a heading and the first part below it."""
    paragraphs = [p for p in node.paragraphs if not is_dropped(p)]
    if node.heading is not None and not node.title_only and not is_dropped(node.heading):
        paragraphs.insert(0, node.heading)
    for group in _groups(paragraphs, LONGEST_PARAGRAPH):
        yield Unit("paragraph", path, None, "", tuple(group))


def _groups(paragraphs: Sequence[Passage], longest: int) -> Iterator[list[Passage]]:
    """All together while short enough, else one by one; a lone line goes with the next."""
    if sum(map(len, paragraphs)) <= longest:
        if paragraphs:
            yield list(paragraphs)
        return
    group: list[Passage] = []
    for paragraph in paragraphs:
        group.append(paragraph)
        if sum(map(len, group)) >= _TOO_SHORT_ALONE:
            yield group
            group = []
    if group:
        yield group


def _unbroken(unit: Unit, raw: str) -> Iterator[Unit]:
    """The unit, cut wherever its paragraphs do not follow one another in the source."""
    runs: list[list[Passage]] = []
    for paragraph in unit.paragraphs:
        if runs and not raw[runs[-1][-1].end : paragraph.start].strip():
            runs[-1].append(paragraph)
        else:
            runs.append([paragraph])
    if len(runs) < 2:
        yield unit
        return
    for run in runs:
        yield Unit(unit.kind, unit.path, unit.number, unit.title, tuple(run))
