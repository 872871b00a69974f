"""Request and response shapes of the chat, as docs/api.md describes them."""

from __future__ import annotations

import uuid
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StrictBool, ValidationInfo, field_validator

from intents.words.repeats import as_read, length_spelt_out
from server.benefits.schemas import BenefitOut, CitationOut
from server.kit.shapes import Shape, plain_text

Kind = Literal[
    "answer",
    "clarify",
    "eligibility",
    "handoff",
    "emergency",
    "fraud_warning",
    "smalltalk",
    "staff",
]

TEXT_LIMIT = 500

SPELT_OUT_LIMIT = 600
"""Signs that stand for several letters are counted as these: so much is left for "……" in a long question."""

PAGE_LIMIT = 50

COMMENT_LIMIT = 200

Why = Literal["wrong", "unclear", "not_my_question", "outdated", "other"]
"""Why an answer did not help."""


class MessageIn(Shape):
    """A question."""

    text: Annotated[
        str, Field(description="问题，1–500 个字", json_schema_extra={"maxLength": TEXT_LIMIT})
    ]
    conversation_id: Annotated[str | None, Field(max_length=64)] = None
    input_mode: Literal["text", "voice"] = "text"
    elder_id: Annotated[
        uuid.UUID | None, Field(description="为谁问：登录后能代办的老人，不写就是随便问问")
    ] = None

    @field_validator("text")
    @classmethod
    def is_a_question(cls, value: str) -> str:
        """What is left of it without control characters has 1–500."""
        text = plain_text(value)
        if not text:
            raise ValueError("请先写下您的问题")
        if len(text) > TEXT_LIMIT:
            raise ValueError(f"问题最多 {TEXT_LIMIT} 个字，现在有 {len(text)} 个字，请写短一点")
        if length_spelt_out(as_read(text)) > SPELT_OUT_LIMIT:
            raise ValueError("里面的特殊符号太多，一个要占好几个字，请改成普通的字再发")
        return text


class ChoiceOut(Shape):
    label: str
    text: str


class ActionOut(Shape):
    type: Literal["call", "open_page"]
    label: str
    target: str


class ReplyOut(Shape):
    """What is told. The first paragraph of ``text`` is the short answer."""

    kind: Kind
    text: str
    speech_text: str
    confidence: float
    entry_id: str | None = None
    release: int | None = None
    last_checked: str | None = None
    citations: list[CitationOut] = []
    choices: list[ChoiceOut] = []
    actions: list[ActionOut] = []
    cards: list[dict[str, str]] = []
    total_fen_per_month: int | None = None
    total_is_open: bool = Field(False, exclude_if=lambda is_open: not is_open)
    """Whether of several people's sum a part is open: then ``total_fen_per_month`` is what is certain so far, or null."""
    benefits: list[BenefitOut] = []


class MessageOut(Shape):
    conversation_id: str
    message_id: str
    reply: ReplyOut


class TurnOut(Shape):
    message_id: str
    text: str
    input_mode: Literal["text", "voice"]
    created_at: str
    reply: ReplyOut


class PageIn(Shape):
    written: ClassVar[bool] = True
    cursor: Annotated[str | None, Field(pattern=r"^\d{1,18}$")] = None
    limit: Annotated[int, Field(ge=1, le=PAGE_LIMIT)] = PAGE_LIMIT


class ConversationOut(Shape):
    conversation_id: str
    created_at: str
    expires_at: str
    items: list[TurnOut]
    next_cursor: str | None


class FeedbackIn(Shape):
    """What somebody thought of an answer."""

    conversation_id: Annotated[str, Field(max_length=64)]
    useful: StrictBool
    reason: Why | None = None
    comment: Annotated[
        str | None, Field(description="可不写，最多 200 个字", max_length=COMMENT_LIMIT)
    ] = None

    @field_validator("comment")
    @classmethod
    def says_something(cls, value: str | None) -> str | None:
        return plain_text(value) or None if value is not None else None

    @field_validator("reason")
    @classmethod
    def is_given_only_where_it_did_not_help(
        cls, value: Why | None, told: ValidationInfo
    ) -> Why | None:
        if value is not None and told.data.get("useful"):
            raise ValueError("说了有用，就不用再选没用的原因")
        return value


class FeedbackOut(Shape):
    """The word that is kept on an answer, with the entry and release that were told."""

    message_id: str
    useful: bool
    reason: Why | None
    comment: str | None
    given_at: str
    entry_id: str | None
    release: int | None
