"""What an import yields: proposals for a person to rewrite, never final content."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

FigureKind = Literal["money", "percent", "count", "date"]
UnitKind = Literal["measure", "row", "section", "paragraph"]


class Strict(BaseModel):
    """Base of every model here: unknown keys are errors, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceDocument(Strict):
    """A document found in the file; one file may hold several (a newspaper page).

    Dates are as exact as the text gives them (2025, 2025-03, 2025-03-01). ``notice_title`` is
    the title of the letter that circulates the document; ``effect`` quotes how it takes effect.
    """

    id: str
    title: str | None = None
    notice_title: str | None = None
    document_number: str | None = None
    issuers: tuple[str, ...] = ()
    issued_on: str | None = None
    published_on: str | None = None
    effective_from: str | None = None
    effective_until: str | None = None
    effect: tuple[str, ...] = ()


class FoundFigure(Strict):
    """A figure in a passage: ``text`` quotes it, ``value`` is fen, percent, a count or a date.

    ``value`` is None for a date without a year ("5月底").
    """

    kind: FigureKind
    text: str
    value: Decimal | str | None
    unit: str


class FoundAt(Strict):
    """Where a passage stands: headings from the top, the number as printed, lines, page.

    Lines count in the text as read; for a plain text file without page numbers, in the file.
    """

    headings: tuple[str, ...] = ()
    number: str | None = None
    columns: tuple[str, ...] = ()
    lines: tuple[int, int]
    page: int | None = None


class Proposal(Strict):
    """An entry that a person may make of one passage; everything but ``quote`` is a draft."""

    status: Literal["proposed"] = "proposed"
    document: str
    kind: UnitKind
    title: str
    question: str
    quote: str
    place: FoundAt
    figures: tuple[FoundFigure, ...] = ()
    responsible: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


class SetApart(Strict):
    """A passage that is not proposed, with the reason; ``opening`` quotes how it starts."""

    document: str
    kind: UnitKind
    title: str
    opening: str
    place: FoundAt
    reason: str


class Proposals(Strict):
    """All that was found in one file. ``sha256`` tells which version of the file it was."""

    file: str
    sha256: str
    documents: tuple[SourceDocument, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    set_apart: tuple[SetApart, ...] = ()
    notes: tuple[str, ...] = Field(default=())
