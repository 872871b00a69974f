"""What a knowledge file may hold: documents, entries, figures, citations.

The same models describe an entry in a file, in the database and in a release,
so a round trip loses nothing. Money is integer fen; rates are percent strings.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

DISTRICTS = {
    "110101": "东城区",
    "110102": "西城区",
    "110105": "朝阳区",
    "110106": "丰台区",
    "110107": "石景山区",
    "110108": "海淀区",
    "110109": "门头沟区",
    "110111": "房山区",
    "110112": "通州区",
    "110113": "顺义区",
    "110114": "昌平区",
    "110115": "大兴区",
    "110116": "怀柔区",
    "110117": "平谷区",
    "110118": "密云区",
    "110119": "延庆区",
}
"""Division codes of the 16 districts (GB/T 2260), as listed in the policy notes §6."""

SHORT_ANSWER_LIMIT = 120

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^[^\n\r\t]+$")
]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""A date as exact as the source gives it: 2019, 2026-03 or 2019-10-01."""


class Strict(BaseModel):
    """Base of every model here: unknown keys are errors, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Mark(StrEnum):
    """How well a fact is established; the marks of the policy notes."""

    SEED = "种子"
    ORIGINAL = "原文"
    WEB = "网页"
    UNVERIFIED = "记忆·未核"


class Audience(StrEnum):
    ELDER = "elder"
    FAMILY = "family"
    CLERK = "clerk"
    PROVIDER = "provider"


class Document(Strict):
    """A source that entries cite. At least one date says how old it is."""

    id: Slug
    title: Line
    document_number: Line | None = None
    issuer: Line
    issued_on: PartialDate | None = None
    published_on: PartialDate | None = None
    effective_from: PartialDate | None = None
    effective_until: PartialDate | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    note: Line | None = None

    @model_validator(mode="after")
    def is_dated(self) -> Self:
        if not (self.effective_from or self.published_on or self.issued_on):
            raise ValueError("来源要有日期：生效日期、公布日期、发文日期至少写一个")
        return self


class Citation(Strict):
    """Where a fact comes from: a document and the mark of the fact it supports."""

    document: Slug
    mark: Mark
    clause: Line | None = None


class Figure(Strict):
    """One figure the answer speaks. Exactly one of fen, percent, number is given."""

    label: Line
    fen: Annotated[int, Field(ge=0, strict=True)] | None = None
    percent: Annotated[Decimal, Field(ge=0, le=1000)] | None = None
    number: Decimal | None = None
    unit: Line
    kind: Literal["fixed", "up_to", "at_least", "share", "price", "target", "count"] = "fixed"
    condition: Line

    @model_validator(mode="after")
    def has_one_value(self) -> Self:
        if sum(value is not None for value in (self.fen, self.percent, self.number)) != 1:
            raise ValueError("钱数、百分比、个数只能写一个，也必须写一个")
        return self


class Phrasings(Strict):
    """How people ask it, by who speaks."""

    elder: tuple[Line, ...] = ()
    family: tuple[Line, ...] = ()
    clerk: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def are_enough(self) -> Self:
        if len(self.all()) < 6:
            raise ValueError(f"问法至少 6 条，现在 {len(self.all())} 条")
        return self

    def all(self) -> tuple[str, ...]:
        """Every phrasing, elders' first."""
        return self.elder + self.family + self.clerk


class AgeRange(Strict):
    """Full years for which an entry is right; a question with another age never gets it."""

    at_least: Annotated[int, Field(ge=0, le=130)] | None = None
    at_most: Annotated[int, Field(ge=0, le=130)] | None = None

    @model_validator(mode="after")
    def is_ordered(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError("适用年龄至少写“从”或“到”")
        if None not in (self.at_least, self.at_most) and self.at_least > self.at_most:  # type: ignore[operator]
            raise ValueError("“年龄从”不能大于“年龄到”")
        return self


class Action(Strict):
    """The next button. Only what works today: a call or a page."""

    type: Literal["call", "open_page"]
    label: Annotated[str, StringConstraints(min_length=2, max_length=16)]
    target: Line

    @model_validator(mode="after")
    def target_fits_type(self) -> Self:
        pattern = r"^\d[\d-]{2,}$" if self.type == "call" else r"^(https://\S+|/\S*)$"
        if not re.match(pattern, self.target):
            raise ValueError(
                "打电话的按钮要写电话号码，打开网页的按钮要写 https:// 或 / 开头的地址"
            )
        return self


class NeedsConfirmation(Strict):
    """What is not known, and who can tell."""

    unknown: Line
    ask: Line


class Entry(Strict):
    """One question with its answer, as staff keep it."""

    id: Slug
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=24)]
    question: Line
    phrasings: Phrasings
    synonyms: tuple[Line, ...] = ()
    """A line each: words that mean the same in any question, parted by spaces, the plainest first."""
    short: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=4, max_length=SHORT_ANSWER_LIMIT),
    ]
    full: Prose
    figures: tuple[Figure, ...] = ()
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]
    last_checked: date
    audience: Annotated[tuple[Audience, ...], Field(min_length=1)]
    district: str | None = None
    ages: AgeRange | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    actions: tuple[Action, ...] = ()
    related: tuple[Slug, ...] = ()
    needs_confirmation: Annotated[NeedsConfirmation | None, Field(validate_default=True)] = None

    # What holds between fields is judged at the last of them, and of the others as far as they hold:
    # so everything that is wrong is told at once, each at its field.

    @field_validator("district")
    @classmethod
    def is_known(cls, district: str | None) -> str | None:
        if district is not None and district not in DISTRICTS:
            raise ValueError(f"没有“{district}”这个区，请写 6 位区划代码")
        return district

    @field_validator("synonyms")
    @classmethod
    def are_groups(cls, synonyms: tuple[str, ...]) -> tuple[str, ...]:
        for line in synonyms:
            _check_synonyms(line)
        return synonyms

    @field_validator("valid_until")
    @classmethod
    def follows(cls, valid_until: date | None, others: ValidationInfo) -> date | None:
        begins = others.data.get("valid_from")
        if begins and valid_until and begins > valid_until:
            raise ValueError("到期日期不能早于生效日期")
        return valid_until

    @field_validator("needs_confirmation")
    @classmethod
    def says_who_knows(
        cls, told: NeedsConfirmation | None, others: ValidationInfo
    ) -> NeedsConfirmation | None:
        cited = others.data.get("citations", ())
        if cited and not told and all(c.mark is Mark.UNVERIFIED for c in cited):
            raise ValueError("依据都没有核对过，必须写还不能确定的是什么、请老人去问谁")
        return told

    def synonym_groups(self) -> tuple[tuple[str, ...], ...]:
        """The words of each line of ``synonyms``."""
        return tuple(tuple(line.split()) for line in self.synonyms)

    def in_force(self, day: date) -> bool:
        """Whether the entry may be told on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


def _check_synonyms(line: str) -> None:
    """Raises ValueError. A single character stands in too many other words to be one."""
    words = line.split()
    if len(words) < 2 or len(set(words)) < len(words):
        raise ValueError(f"同义词一行一组，至少两个词，用空格分开，不能重复：{line}")
    if any(not _WORD.fullmatch(word) for word in words):
        raise ValueError(f"同义词每个 2 到 12 个字，只写汉字、字母和数字：{line}")


_WORD = re.compile(r"[^\W_]{2,12}")


class TopicFile(Strict):
    """One file of ``knowledge/content/``."""

    topic: Line
    documents: tuple[Document, ...] = ()
    entries: tuple[Entry, ...] = ()
