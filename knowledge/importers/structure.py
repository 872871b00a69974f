"""Builds the outline of a document: headings, numbered measures, paragraphs and table rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.importers.numbering import Level, Marker, marker, styled_level
from knowledge.importers.passage import Passage
from knowledge.importers.tables import Row

Block = Passage | Row
"""What a document consists of, in its order."""

LONGEST_TITLE = 60
_TITLE_END = re.compile(r"[。；！？]")
_CLAUSE_END = re.compile(r"[，：]")
_DECORATION = re.compile(r"[*_#＊\s]+$")
_INLINE_MEASURE = re.compile(r"(?<=[。；）])（[一二三四五六七八九十]{1,3}）")
_CLOSING = re.compile(
    r"^(此外|另外|同时|其中|最后|通知|《[^》]{1,30}》|方案|意见|办法|，|还|也|并|特别)*(要求|强调|提出|指出|明确|提到)"
)
"""How a news report goes back from a list of tasks to the whole document."""


@dataclass
class Node:
    """A part of the outline: its mark, title, own paragraphs and rows, and the parts below."""

    level: Level
    label: str = ""
    number: int | None = None
    title: str = ""
    heading: Passage | None = None
    title_only: bool = False
    decorated: bool = False
    paragraphs: list[Passage] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Mark and title, as in "（三）发展助餐服务"."""
        return f"{self.label}{self.title}"

    def below(self) -> Iterator[Node]:
        """Every part below this one, in the order of the text."""
        for child in self.children:
            yield child
            yield from child.below()


def outline(blocks: Iterable[Block], styles: dict[int, int], is_news: bool = False) -> Node:
    """The tree of ``blocks``; ``styles`` gives the depth of paragraphs that a style makes headings.

    Keys of ``styles`` are raw offsets of line starts. In news a sentence such as "通知还要求"
    after a list of tasks belongs to the report again, not to the last task.
    """
    root = Node(Level.TITLE)
    path = [root]
    for block in _with_inline_measures(blocks):
        if isinstance(block, Row):
            path[-1].rows.append(block)
            continue
        mark = _mark(block, styles)
        if mark is None:
            _closed(path, block, is_news).paragraphs.append(block)
            continue
        node = _node(block, mark)
        while len(path) > 1 and path[-1].level >= node.level:
            path.pop()
        path[-1].children.append(node)
        path.append(node)
    return root


def numbering_gaps(root: Node) -> list[str]:
    """One Chinese sentence for each number that is left out where parts are numbered on."""
    last: dict[Level, int] = {}
    found = []
    for node in root.below():
        for level in [level for level in last if level > node.level]:
            # Measures may be numbered through all chapters; deeper points start anew.
            if level is not Level.MEASURE and level is not Level.ARTICLE:
                del last[level]
        if node.number is None:
            continue
        before = last.get(node.level, 0)
        if node.number not in (1, before + 1):
            found.append(_gap(node, before))
        last[node.level] = node.number
    return found


def _gap(node: Node, before: int) -> str:
    name = node.name[:20]
    if not before:
        return f"“{name}”之前没有找到第 1 项，请对照原件。"
    return f"“{name}”的前一项是第 {before} 项，编号不连续，请对照原件看是否漏读。"


def _mark(block: Passage, styles: dict[int, int]) -> Marker | None:
    mark = marker(block.text)
    if mark is None and block.start in styles:
        return Marker(styled_level(styles[block.start]), "", None, 0)
    return mark


def _closed(path: list[Node], block: Passage, is_news: bool) -> Node:
    """The part that ``block`` belongs to; in news a closing sentence ends a list of tasks."""
    if is_news and path[-1].level is Level.POINT_IN_WORDS and _CLOSING.match(block.text):
        path.pop()
    return path[-1]


def _node(block: Passage, mark: Marker) -> Node:
    title = _title(block.text[mark.length :])
    undecorated = _DECORATION.sub("", block.text)
    return Node(
        level=mark.level,
        label=mark.label.strip("#*_ "),
        number=mark.number,
        title=title,
        heading=block,
        title_only=len(undecorated) <= mark.length + len(title) + 1,
        decorated=block.text[:1] in "#*" or len(undecorated) < len(block),
    )


def _title(text: str) -> str:
    """The first sentence, or its first clause where the sentence is too long for a title."""
    text = _DECORATION.sub("", text)
    for end in (_TITLE_END, _CLAUSE_END):
        first = end.split(text, maxsplit=1)[0]
        if len(first) <= LONGEST_TITLE:
            return first
    return text[:LONGEST_TITLE]


def _with_inline_measures(blocks: Iterable[Block]) -> Iterator[Block]:
    """Cuts a paragraph where the next measure starts inside it, as OCR loses line breaks.

    Only the number that is due cuts: "按照（三）" is a reference, not a measure.
    """
    due = 0
    for block in blocks:
        if isinstance(block, Row):
            yield block
            continue
        for piece in _pieces(block, due):
            mark = marker(piece.text)
            if mark and mark.level is Level.MEASURE:
                due = mark.number or 0
            yield piece


def _pieces(block: Passage, last: int) -> Sequence[Passage]:
    own = marker(block.text)
    if own and own.level is Level.MEASURE:
        last = own.number or 0
    cuts = [0]
    for found in _INLINE_MEASURE.finditer(block.text):
        mark = marker(found[0])
        if mark and last and mark.number == last + 1:
            cuts.append(found.start())
            last = mark.number
    return [block[a:b] for a, b in zip(cuts, [*cuts[1:], len(block)], strict=True)]
