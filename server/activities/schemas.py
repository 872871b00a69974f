"""Request and response shapes of activities."""

from __future__ import annotations

import uuid
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, Field, field_validator

from knowledge import divisions
from server.activities.models import Activity, SignUp
from server.activities.service import NewActivity
from server.kit.clock import to_beijing
from server.kit.shapes import Shape, one_line


class StreetActivityIn(Shape):
    """An activity as a clerk announces it; money in fen."""

    title: Annotated[str, Field(min_length=2, max_length=48), AfterValidator(one_line)]
    place: Annotated[str, Field(min_length=2, max_length=64), AfterValidator(one_line)]
    street: str
    starts_at: AwareDatetime
    closes_at: AwareDatetime
    fee_fen: Annotated[int, Field(ge=0, le=100_000)]
    places: Annotated[int, Field(ge=1, le=1000)]
    seller_id: uuid.UUID

    @field_validator("street")
    @classmethod
    def is_a_street(cls, value: str) -> str:
        """Nine digits that name one."""
        if divisions.street(value) is None:
            raise ValueError("没有这个街道，请从列表里选")
        return value

    def told(self) -> NewActivity:
        """As the service takes it."""
        return NewActivity(**dict(self))


class StreetActivityOut(Shape):
    id: uuid.UUID
    title: str
    place: str
    street: str
    starts_at: str
    closes_at: str
    fee_fen: int
    places_left: int

    @classmethod
    def of(cls, found: Activity) -> Self:
        """What anybody may see of an activity."""
        return cls(
            id=found.id,
            title=found.title,
            place=found.place,
            street=found.street,
            starts_at=to_beijing(found.starts_at),
            closes_at=to_beijing(found.closes_at),
            fee_fen=found.fee_fen,
            places_left=found.places_left,
        )


class StreetActivitiesOut(Shape):
    items: list[StreetActivityOut]


class DistrictIn(Shape):
    """Which district's activities."""

    district: Annotated[str, Field(description="区的名字或6位代码，如：朝阳")]


class SignUpIn(Shape):
    """For whom."""

    elder_id: uuid.UUID


class SignUpOut(Shape):
    """A place. While it waits, the fee is paid at ``/api/v1/payments/activity/{id}/pay``."""

    id: uuid.UUID
    activity: StreetActivityOut
    elder_id: uuid.UUID
    status: str
    fee_fen: int
    pay_until: str

    @classmethod
    def of(cls, found: SignUp, activity: Activity) -> Self:
        """A place with its activity."""
        return cls(
            id=found.id,
            activity=StreetActivityOut.of(activity),
            elder_id=found.elder_id,
            status=found.status,
            fee_fen=found.fee_fen,
            pay_until=to_beijing(found.pay_until),
        )
