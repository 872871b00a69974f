"""Request and response shapes of consents, erasure, outside checks and a changed standing."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, field_validator, model_validator

from server.kit.clock import to_beijing
from server.kit.shapes import Shape
from server.people.checks import ByHand
from server.people.consents import ConsentText, How
from server.people.models import Consent, OutsideCheck
from server.people.moving import Move
from server.people.registers import CheckKind
from server.people.retention import Rule
from server.people.schemas import Words, is_a_street, is_id_card, is_phone
from server.people.states import Source, Standing


class ConsentTextOut(Shape):
    purpose: str
    title: str
    version: int
    text: str

    @classmethod
    def of(cls, found: ConsentText) -> Self:
        """The text as JSON."""
        return cls(purpose=found.purpose, title=found.title, version=found.version, text=found.text)


class ConsentTextsOut(Shape):
    items: list[ConsentTextOut]


class ConsentIn(Shape):
    """``version`` is the one that was shown. ``how`` other than online only for staff."""

    purpose: str
    version: int
    how: How = "online"


class ConsentOut(Shape):
    purpose: str
    version: int
    how: How
    given_at: str
    withdrawn_at: str | None

    @classmethod
    def of(cls, held: Consent) -> Self:
        """The consent as JSON."""
        ended = held.withdrawn_at
        return cls(
            purpose=held.purpose,
            version=held.text_version,
            how=held.how,
            given_at=to_beijing(held.given_at),
            withdrawn_at=None if ended is None else to_beijing(ended),
        )


class ConsentsOut(Shape):
    items: list[ConsentOut]


class KeptOut(Shape):
    what: str
    why: str

    @classmethod
    def of(cls, rule: Rule) -> Self:
        """A row of the retention table."""
        return cls(what=rule.what, why=rule.why)


class ErasureOut(Shape):
    """What is erased now, and what has to stay and why."""

    erased: list[KeptOut]
    kept: list[KeptOut]


class OutsideCheckIn(Shape):
    kind: CheckKind


class OutsideCheckOut(Shape):
    id: UUID
    kind: CheckKind
    how: Literal["register", "by_hand"]
    status: Literal["waiting", "done", "failed"]
    found: bool | None
    value: Any
    as_of: date | None
    failure: str | None
    told_by: str | None
    requested_at: str
    finished_at: str | None

    @classmethod
    def of(cls, check: OutsideCheck) -> Self:
        """The check as JSON."""
        done = check.finished_at
        return cls(
            id=check.id,
            kind=CheckKind(check.kind),
            how=check.how,
            status=check.status,
            found=check.found,
            value=check.value,
            as_of=check.as_of,
            failure=check.failure,
            told_by=check.told_by,
            requested_at=to_beijing(check.requested_at),
            finished_at=None if done is None else to_beijing(done),
        )


class OutsideChecksOut(Shape):
    items: list[OutsideCheckOut]


class ByHandIn(Shape):
    """What a colleague found out, and from whom."""

    kind: CheckKind
    found: bool
    value: Annotated[dict[str, Any], Field(description="如 {“income_class”: “dibao”}")] = {}
    as_of: date
    told_by: Words

    def found_out(self) -> ByHand:
        """As the service takes it."""
        return ByHand(self.kind, self.found, self.value, self.as_of, self.told_by)


class DeathIn(Shape):
    """``so_it_is``: the family confirmed it; else it was a mistake."""

    so_it_is: bool
    reason: Words


class StandingIn(Shape):
    """What became of the elder, since when, and who said so."""

    status: Standing
    on: date
    source: Literal[Source.FAMILY, Source.STAFF, Source.DOCUMENT]
    reason: Words


class MoveIn(Shape):
    """To which street an elder has moved, since when, and who said so."""

    street: Annotated[str, Field(description="居住街道的9位代码"), AfterValidator(is_a_street)]
    on: date
    source: Literal[Source.FAMILY, Source.STAFF, Source.DOCUMENT]
    reason: Words

    def move(self) -> Move:
        """As the service takes it."""
        return Move(self.street, self.on, self.source, self.reason)


class SearchIn(Shape):
    """An ID card or a telephone number, and what the search is for."""

    id_card: str | None = None
    phone: str | None = None
    purpose: Words

    _id_card = field_validator("id_card")(is_id_card)
    _phone = field_validator("phone")(is_phone)

    @model_validator(mode="after")
    def names_one(self) -> Self:
        if (self.id_card is None) == (self.phone is None):
            raise ValueError("请写身份证号或者电话，只写一样")
        return self
