"""Proposes entries from a policy document, each with its passage word for word."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from knowledge.importers.articles import Article, articles, paragraphs_of
from knowledge.importers.clean import paragraphs
from knowledge.importers.figures import figures_in
from knowledge.importers.meta import describe
from knowledge.importers.models import FoundAt, Proposal, Proposals, SetApart, SourceDocument
from knowledge.importers.raw import RawDocument
from knowledge.importers.read import read_document
from knowledge.importers.relevance import Relevance, relevance
from knowledge.importers.slips import confused_spellings, doubts, spelling_doubts
from knowledge.importers.structure import Block, numbering_gaps, outline
from knowledge.importers.tables import find_rows, row_gaps
from knowledge.importers.units import Unit, units
from knowledge.importers.wording import draft_question, draft_title
from knowledge.importers.yaml_text import to_yaml

__all__ = ["propose", "propose_from", "to_yaml"]

_RESPONSIBLE = re.compile(r"（?(?:责任单位|牵头单位|责任部门|配合单位)：(?P<names>[^）。]+)[）。]?")
_CIRCULAR = re.compile(
    r"(现印发|现转发|印发|转发)给?你们|请(认真|遵照|结合实际)[^。]{0,12}(执行|落实)"
)
_LONGEST_CIRCULAR = 400
_OPENING = 60


def propose(path: Path) -> Proposals:
    """What the document at ``path`` proposes for the knowledge base, and what was set apart.

    Raises DocumentError when the file cannot be read.
    """
    raw = read_document(path)
    return propose_from(raw, hashlib.sha256(path.read_bytes()).hexdigest())


def propose_from(raw: RawDocument, sha256: str = "") -> Proposals:
    """The same for a document that was read already."""
    rows, taken = find_rows(raw)
    blocks: list[Block] = sorted([*paragraphs(raw, taken), *rows], key=lambda block: block.start)
    documents: list[SourceDocument] = []
    found: list[Proposal | SetApart] = []
    notes = list(raw.notes)
    notes += row_gaps(rows)
    for number, article in enumerate(articles(blocks), 1):
        document, items, remarks = _article(article, number, raw)
        documents.append(document)
        found += items
        notes += remarks
    return Proposals(
        file=raw.name,
        sha256=sha256,
        documents=tuple(documents),
        proposals=tuple(item for item in found if isinstance(item, Proposal)),
        set_apart=tuple(item for item in found if isinstance(item, SetApart)),
        notes=tuple(notes),
    )


def _article(
    article: Article, number: int, raw: RawDocument
) -> tuple[SourceDocument, list[Proposal | SetApart], list[str]]:
    document, titles = describe(article, number)
    root = outline(article.blocks, dict(raw.headings), article.is_news)
    text = "\n".join(paragraph.text for paragraph in paragraphs_of(article))
    spellings = confused_spellings(text)
    items: list[Proposal | SetApart] = []
    for unit in units(root, raw, titles.starts):
        judged = _judge(unit, document)
        if judged.concerns_elders:
            items.append(_proposal(unit, document, raw, judged, spellings))
        else:
            items.append(_set_apart(unit, document, raw, judged))
    name = document.title or raw.name
    notes = [f"《{name.strip('《》')}》：{remark}" for remark in numbering_gaps(root)]
    if document.title is None:
        notes.append(f"“{raw.name}”的第 {number} 篇没有找到标题，请补上。")
    return document, items, notes


def _judge(unit: Unit, document: SourceDocument) -> Relevance:
    is_letter = unit.kind == "paragraph" and len(unit.text) < _LONGEST_CIRCULAR
    if is_letter and _CIRCULAR.search(unit.text):
        return Relevance(False, ("转发文件的套话",))
    headings = [text for text in (document.title, *unit.path) if text]
    return relevance(unit.title, headings, unit.text)


def _proposal(
    unit: Unit,
    document: SourceDocument,
    raw: RawDocument,
    judged: Relevance,
    spellings: Sequence[tuple[str, ...]],
) -> Proposal:
    figures = [figure for passage in unit.passages for figure in figures_in(passage)]
    return Proposal(
        document=document.id,
        kind=unit.kind,
        title=draft_title(unit.title, unit.text),
        question=draft_question(unit.title, unit.text),
        quote=unit.quote,
        place=_place(unit, raw),
        figures=tuple(dict.fromkeys(figures)),
        responsible=_responsible(unit.text),
        why=judged.reasons,
        doubts=tuple(_doubts(unit, spellings)),
    )


def _set_apart(
    unit: Unit, document: SourceDocument, raw: RawDocument, judged: Relevance
) -> SetApart:
    return SetApart(
        document=document.id,
        kind=unit.kind,
        title=draft_title(unit.title, unit.text),
        opening=unit.quote[:_OPENING],
        place=_place(unit, raw),
        reason="；".join(judged.reasons),
    )


def _doubts(unit: Unit, spellings: Sequence[tuple[str, ...]]) -> list[str]:
    is_prose = unit.row is None
    found = [doubt for passage in unit.passages for doubt in doubts(passage.text, is_prose)]
    return found + spelling_doubts(unit.text, list(spellings))


def _place(unit: Unit, raw: RawDocument) -> FoundAt:
    return FoundAt(
        headings=unit.path,
        number=unit.number,
        columns=unit.row.columns if unit.row else (),
        lines=(raw.line_at(unit.start), raw.line_at(unit.end - 1)),
        page=raw.page_at(unit.start),
    )


def _responsible(text: str) -> tuple[str, ...]:
    """Offices named at the end of a measure, such as （责任单位：市民政局，各区政府）."""
    tails = (found["names"] for found in _RESPONSIBLE.finditer(text))
    names = [name.strip() for tail in tails for name in re.split(r"[、，]", tail)]
    return tuple(dict.fromkeys(name for name in names if name))
