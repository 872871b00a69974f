"""Request and response shapes of messages."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from server.kit.shapes import Shape
from server.messages.calls import Heard

PAGE_LIMIT = 50
TemplateId = Annotated[str, Field(min_length=1, max_length=64)]


class PageIn(Shape):
    """A keyset page."""

    written: ClassVar[bool] = True
    limit: Annotated[int, Field(ge=1, le=PAGE_LIMIT)] = 20
    cursor: Annotated[str | None, Field(max_length=80)] = None


class NoticeOut(Shape):
    """A message to me, or about an elder I may ask for; then without its text."""

    id: str
    event: str
    title: str
    text: str | None
    verify_number: str | None
    elder_id: str | None
    to_me: bool
    status: str
    created_at: str


class NoticesOut(Shape):
    items: list[NoticeOut]
    next_cursor: str | None


class TemplateOut(Shape):
    """A WeChat template to ask consent for."""

    name: str
    template_id: str
    title: str
    long_term: bool
    remaining: int
    agreed: bool


class TemplatesOut(Shape):
    items: list[TemplateOut]


class AgreementsIn(Shape):
    """What ``wx.requestSubscribeMessage`` answered."""

    accepted: Annotated[list[TemplateId], Field(max_length=20)] = []
    rejected: Annotated[list[TemplateId], Field(max_length=20)] = []


class AgreementsOut(Shape):
    """``counted`` is false where WeChat itself tells us; the balances then follow in seconds."""

    counted: bool
    items: list[TemplateOut]


class VerifiedOut(Shape):
    """Whether we sent a message, and nothing else about it."""

    sent_by_us: bool
    title: str | None
    sent_on: str | None
    advice: str


class CallOut(Shape):
    """Somebody to ring up."""

    id: str
    message_id: str
    title: str
    elder_id: str | None
    account_id: str | None
    reason: str
    due_at: str
    tries: int
    status: str
    outcome: str | None


class CallsOut(Shape):
    items: list[CallOut]
    next_cursor: str | None


class CallSheetOut(CallOut):
    """What is needed to ring up: the number in full, and what to say."""

    phone: str | None
    say: str | None


class HeardIn(Shape):
    """What came of it."""

    outcome: Heard


class AttemptOut(Shape):
    channel: str
    outcome: str | None
    errcode: int | None
    started_at: str


class GivenUpOut(Shape):
    """A message that no gateway took."""

    id: str
    event: str
    title: str
    elder_id: str | None
    verify_number: str
    created_at: str
    changed_at: str
    attempts: list[AttemptOut]


class GivenUpListOut(Shape):
    items: list[GivenUpOut]
    next_cursor: str | None


class StatusOut(Shape):
    id: str
    status: str
