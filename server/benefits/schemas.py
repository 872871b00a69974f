"""Request and response shapes of eligibility; the chat returns the same objects."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_serializer, field_validator

from knowledge.eligibility.check import Reason, Report, Result
from knowledge.eligibility.rules import Amount
from knowledge.schema import Document
from server.kit.shapes import Shape

EARLIEST_DAY = date(1900, 1, 1)
LATEST_DAY = date(2100, 12, 31)


class CitationOut(Shape):
    """A source, with its dates as exact as it gives them."""

    title: str
    document_number: str | None
    issuer: str
    effective_from: str | None
    effective_until: str | None
    published_on: str | None
    url: str | None
    quote: str | None = None

    @classmethod
    def of(cls, document: Document) -> Self:
        """The citation of a whole document."""
        return cls(
            title=document.title,
            document_number=document.document_number,
            issuer=document.issuer,
            effective_from=document.effective_from,
            effective_until=document.effective_until,
            published_on=document.published_on or document.issued_on,
            url=document.url,
        )


class AmountOut(Shape):
    kind: Literal["fixed", "up_to", "share"]
    fen: int | None
    per: Literal["day", "month", "year", "once"]
    percent: int | None
    cap_fen: int | None

    @classmethod
    def of(cls, amount: Amount) -> Self:
        """The amount as JSON; percentages in the rules are whole numbers."""
        percent = None if amount.percent is None else int(amount.percent)
        return cls(**amount.model_dump(exclude={"percent"}), percent=percent)


class ReasonOut(Shape):
    condition: str
    holds: bool | None
    because: str
    citation: CitationOut | None


class BenefitOut(Shape):
    """What a rule says of a person.

    ``amount_fen_per_month`` only for a fixed monthly sum; with ``need_info`` what it would be.
    """

    code: str
    name: str
    verdict: Literal["eligible", "not_eligible", "need_info"]
    tier: str | None
    amount_fen_per_month: int | None
    amount: AmountOut | None
    pay_from: str | None
    eligible_from: str | None
    not_with: list[str]
    reasons: list[ReasonOut]
    missing: list[str]
    notes: list[str]

    @classmethod
    def of(cls, result: Result, documents: Mapping[str, Document]) -> Self:
        """The result with the documents that its reasons rest on."""
        return cls(
            code=result.code,
            name=result.name,
            verdict=result.verdict,
            tier=result.tier,
            amount_fen_per_month=result.fen_per_month,
            amount=AmountOut.of(result.amount) if result.amount else None,
            pay_from=result.pay_from,
            eligible_from=result.eligible_from.isoformat() if result.eligible_from else None,
            not_with=list(result.not_with),
            reasons=[_reason(reason, documents) for reason in result.reasons],
            missing=list(result.missing),
            notes=list(result.notes),
        )


def _reason(reason: Reason, documents: Mapping[str, Document]) -> ReasonOut:
    document = documents.get(reason.citation.document) if reason.citation else None
    return ReasonOut(
        condition=reason.condition,
        holds=reason.holds,
        because=reason.because,
        citation=CitationOut.of(document) if document else None,
    )


class QuestionOut(Shape):
    fact: str
    question: str
    choices: list[str]


class UpcomingOut(Shape):
    code: str
    from_: Annotated[str, Field(alias="from", serialization_alias="from")]
    tier: str


class CheckIn(Shape):
    """Facts about a person, each of which may be absent; see docs/api.md for their names."""

    as_of: str | None = None
    facts: dict[str, Any]

    @field_validator("as_of")
    @classmethod
    def is_a_day(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = None
        if day is None or day.isoformat() != value:
            raise ValueError("请写成 2026-11-21 这样的日期")
        if not EARLIEST_DAY <= day <= LATEST_DAY:
            raise ValueError("这一天离得太远了，请检查")
        return value


class CheckOut(Shape):
    as_of: str
    benefits: list[BenefitOut]
    total_fen_per_month: int
    ask_next: QuestionOut | None
    upcoming: list[UpcomingOut]
    ignored: list[str]
    unrecorded: bool = Field(default=False, exclude=True)
    """Something was paid on that day by a rule that we do not have: then the sum is not told."""

    @field_serializer("total_fen_per_month")
    def told_where_it_is_all(self, total: int) -> int | None:
        return None if self.unrecorded else total

    @classmethod
    def of(cls, report: Report, day: date, documents: Mapping[str, Document]) -> Self:
        """The report as JSON."""
        asked = report.ask_next
        return cls(
            as_of=day.isoformat(),
            benefits=[BenefitOut.of(result, documents) for result in report.results],
            total_fen_per_month=report.total_fen_per_month,
            ask_next=QuestionOut(
                fact=asked.fact, question=asked.question, choices=list(asked.choices)
            )
            if asked
            else None,
            upcoming=[
                UpcomingOut.model_validate(
                    {"code": u.code, "from": u.from_day.isoformat(), "tier": u.tier}
                )
                for u in report.upcoming
            ],
            ignored=list(report.ignored),
            unrecorded=report.is_unrecorded,
        )
