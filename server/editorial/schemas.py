"""Request and response shapes of the editors' desk."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field

from knowledge.schema import Slug
from server.kit.shapes import Shape

Reason = Annotated[str, Field(min_length=2, max_length=200)]
Note = Annotated[str, Field(max_length=200)]
Version = Annotated[int, Field(ge=1)]


class PageIn(Shape):
    """A keyset page."""

    written: ClassVar[bool] = True
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[str | None, Field(max_length=40)] = None


class BeginIn(Shape):
    """A new draft; without ``content``, of the entry as it stands."""

    entry_id: Slug
    content: dict[str, Any] | None = None
    note: Note = ""


class WriteIn(Shape):
    version: Version
    content: dict[str, Any]
    note: Note = ""


class VersionIn(Shape):
    """Which version of the draft the caller has seen."""

    version: Version


class GiveBackIn(VersionIn):
    reason: Reason


class ErrorOut(Shape):
    field: str
    message: str


class DifferenceOut(Shape):
    field: str
    live: Any
    draft: Any


class EventOut(Shape):
    at: str
    from_status: str | None
    to_status: str
    reason: str
    actor_id: str | None


class DraftLineOut(Shape):
    id: str
    entry_id: str
    title: str
    status: str
    note: str
    author_id: str
    changed_at: str
    version: int


class DraftOut(DraftLineOut):
    """A draft with what is wrong with it and how it differs from the newest release."""

    content: dict[str, Any]
    problems: list[ErrorOut]
    differences: list[DifferenceOut]
    phrasings_only: bool
    stale: bool
    events: list[EventOut]


class DraftsOut(Shape):
    items: list[DraftLineOut]
    next_cursor: str | None


class OverrideIn(Shape):
    reason: Reason


class WinnerOut(Shape):
    """A candidate as the matcher ranked it, with the strongest of what it measured."""

    entry_id: str
    phrasing: str
    confidence: float
    share: float
    reasons: dict[str, Any]


class LostOut(Shape):
    """A regression question that does not come out as expected, and what wins instead."""

    question: str
    expected: str | None
    kind: str
    because: str
    wins: list[WinnerOut]


class CandidateOut(Shape):
    id: str
    draft_id: str
    status: str
    requested_by: str
    by_its_author: bool
    asked: int
    lost: list[LostOut]
    override_by: str | None
    override_reason: str | None
    failure: str | None
    release: int | None
    changed_at: str


class ReleaseOut(Shape):
    number: int
    published_at: str
    note: str


class ReleasesOut(Shape):
    items: list[ReleaseOut]
    next_cursor: str | None


class RegressionQuestionIn(Shape):
    """``entry_id`` null: the question has to be refused."""

    question: Annotated[str, Field(min_length=1, max_length=200)]
    entry_id: Slug | None


class ExpectIn(VersionIn):
    entry_id: Slug | None


class RegressionQuestionOut(Shape):
    id: str
    question: str
    entry_id: str | None
    version: int


class RegressionQuestionsOut(Shape):
    items: list[RegressionQuestionOut]
    next_cursor: str | None


class ConflictOut(Shape):
    """``kind``: same_phrasing, amount_without_figure, two_amounts, overlapping_dates."""

    kind: str
    entries: list[str]
    message: str


class ConflictsOut(Shape):
    items: list[ConflictOut]
