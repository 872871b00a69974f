"""Request and response shapes of elders and of what is known about them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, field_validator

from knowledge import divisions
from server.kit import masking, phones
from server.kit.clock import to_beijing
from server.kit.columns import MOST
from server.kit.shapes import Shape, one_line
from server.people import fact_values, id_cards
from server.people.acting import Acting
from server.people.elders import Amendment, Identity
from server.people.models import Elder, Fact, Grant
from server.people.states import IN_FORCE, Relation, Scope, Source, Standing, Status

Name = Annotated[str, Field(min_length=1, max_length=32), AfterValidator(one_line)]
Words = Annotated[str, Field(min_length=2, max_length=200), AfterValidator(one_line)]
"""A purpose or a reason, in words."""


def is_id_card(value: str | None) -> str | None:
    """Normalise an ID card; ValueError in Chinese for one that is out of order."""
    return None if value is None else id_cards.read(value).number


def is_phone(value: str | None) -> str | None:
    """Normalise a telephone number; ValueError in Chinese for one that is none."""
    return None if value is None else phones.any_normalised(value)


def is_a_street(value: str | None) -> str | None:
    """The code of a street as it is; ValueError in Chinese for one that is none."""
    if value is not None and divisions.street(value) is None:
        raise ValueError("没有这个街道，请从列表里选")
    return value


class IdentityIn(Shape):
    """Who somebody is said to be."""

    name: Name
    id_card: str | None = None
    phone: str | None = None
    birth_date: date | None = None
    street: Annotated[str | None, Field(description="居住街道的9位代码")] = None

    _id_card = field_validator("id_card")(is_id_card)
    _phone = field_validator("phone")(is_phone)
    _birth_date = field_validator("birth_date")(id_cards.served)
    _street = field_validator("street")(is_a_street)

    def identity(self) -> Identity:
        """Who it is said to be."""
        return Identity(self.name, self.id_card, self.phone, self.birth_date, self.street)


class PersonIn(IdentityIn):
    """Whom the caller begins with: herself (the usual case), or somebody she cares for."""

    relation: Relation = Relation.SELF
    my_name: Annotated[Name | None, Field(description="老人怎么称呼您，如：大女儿")] = None

    @field_validator("relation")
    @classmethod
    def can_be_claimed(cls, value: Relation) -> Relation:
        if value in (Relation.INSTITUTION, Relation.STAFF_ASSISTED):
            raise ValueError("机构和工作人员请到街道办理")
        return value


class CounterIn(IdentityIn):
    """Whom a clerk registers at the counter, and how she agreed to it."""

    street: Annotated[str, Field(description="居住街道的9位代码")]
    agreed: Annotated[Literal["paper", "spoken"], Field(description="本人怎么同意登记的")]


class SignInCodeOut(Shape):
    """The code, shown this once."""

    code: str
    expires_at: str


class HeldOut(Shape):
    """Somebody the caller may act for, or has asked to; ``scopes`` is empty until it is in force."""

    grant_id: UUID
    elder_id: UUID | None
    name: str
    relation: Relation
    status: Status
    scopes: list[Scope]
    elder_status: Standing | None
    expires_at: str | None
    next_step: str | None

    @classmethod
    def of(cls, grant: Grant, elder: Elder | None) -> Self:
        """A claim shows the name that the claimant himself typed, never one that is known."""
        working = grant.status in IN_FORCE and elder is not None and elder.status == Standing.ACTIVE
        claimed = (grant.claim or {}).get("name", "")
        waiting = grant.status == Status.PENDING_STREET
        return cls(
            grant_id=grant.id,
            elder_id=None if elder is None else elder.id,
            name=masking.name(claimed if elder is None else elder.name),
            relation=Relation(grant.relation),
            status=Status(grant.status),
            scopes=[Scope(scope) for scope in grant.scopes] if working else [],
            elder_status=None if elder is None else Standing(elder.status),
            expires_at=None if grant.expires_at is None else to_beijing(grant.expires_at),
            next_step="请让老人本人邀请您，或到街道办理" if waiting else None,
        )


class HeldListOut(Shape):
    items: list[HeldOut]


class PersonOut(Shape):
    """An elder, masked. ``doubts`` are sentences on what does not fit together."""

    id: UUID
    name: str
    id_card: str | None
    phone: str | None
    birth_date: date | None
    status: Standing
    status_on: date | None
    district: str | None
    street: str | None
    hukou_district: str | None
    version: int
    my_scopes: list[Scope]
    my_relation: Relation | None
    doubts: list[str]

    @classmethod
    def of(cls, elder: Elder, acting: Acting, doubts: list[str]) -> Self:
        """The record as a list or a first screen shows it."""
        return cls(
            id=elder.id,
            name=masking.name(elder.name),
            id_card=masking.id_card(elder.id_card) if elder.id_card else None,
            phone=masking.phone(elder.phone) if elder.phone else None,
            birth_date=elder.birth_date,
            status=Standing(elder.status),
            status_on=elder.status_on,
            district=elder.district,
            street=elder.street,
            hukou_district=elder.hukou_district,
            version=elder.version,
            my_scopes=sorted(acting.scopes),
            my_relation=acting.relation,
            doubts=doubts,
        )


class PeopleOut(Shape):
    items: list[PersonOut]


class FullOut(Shape):
    """Name and numbers in full."""

    id: UUID
    name: str
    id_card: str | None
    phone: str | None
    version: int

    @classmethod
    def of(cls, elder: Elder) -> Self:
        """The record unmasked."""
        return cls(
            id=elder.id, name=elder.name, id_card=elder.id_card, phone=elder.phone,
            version=elder.version,
        )  # fmt: skip


class PurposeIn(Shape):
    """What something is done for; it is kept and shown to the elder."""

    purpose: Words


class AmendIn(Shape):
    """What is to be changed. ``version`` is the one that was read."""

    version: int
    name: Name | None = None
    id_card: str | None = None
    phone: str | None = None

    _id_card = field_validator("id_card")(is_id_card)
    _phone = field_validator("phone")(is_phone)

    def amendment(self) -> Amendment:
        """As the service takes it."""
        return Amendment(**self.model_dump())


class FactIn(Shape):
    """The value of a fact; its kind depends on the fact, see docs/api.md."""

    value: Any
    from_document: Annotated[bool, Field(description="工作人员看过材料原件")] = False


class FactOut(Shape):
    name: str
    label: str
    value: Any
    source: Source
    recorded_at: str
    superseded_at: str | None

    @classmethod
    def of(cls, fact: Fact) -> Self:
        """The fact as JSON."""
        ended = fact.superseded_at
        return cls(
            name=fact.name,
            label=fact_values.LABELS[fact.name],
            value=fact.value,
            source=Source(fact.source),
            recorded_at=to_beijing(fact.recorded_at),
            superseded_at=None if ended is None else to_beijing(ended),
        )


class FactsOut(Shape):
    items: list[FactOut]
    doubts: list[str] = []


class DoingOut(Shape):
    at: str
    who: str
    sentence: str
    purpose: str | None


class ActivityOut(Shape):
    items: list[DoingOut]
    next_cursor: int | None


class PageIn(Shape):
    """A page of a list, the newest first; ``cursor`` is the ``next_cursor`` of the one before."""

    written: ClassVar[bool] = True
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[int | None, Field(ge=1, le=MOST)] = None
