"""Activities and who has signed up for them."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from server.activities.states import SIGN_UP
from server.extensions import Model
from server.kit.columns import UtcDateTime
from server.kit.ids import new_key


class Activity(Model):
    """Something a street does for its elders. ``places_left`` changes only by a guarded UPDATE."""

    __tablename__ = "activities_activities"
    __table_args__ = (
        CheckConstraint("places_left >= 0 AND places_left <= places", name="places_left"),
        CheckConstraint("fee_fen >= 0", name="fee_fen"),
        Index("ix_activities_activities_street_starts_at", "street", "starts_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    title: Mapped[str] = mapped_column(String(48))
    place: Mapped[str] = mapped_column(String(64))
    street: Mapped[str] = mapped_column(String(9))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """Until when one can sign up, and give back one's place with the whole fee."""
    fee_fen: Mapped[int] = mapped_column(BigInteger)
    places: Mapped[int] = mapped_column(Integer)
    places_left: Mapped[int] = mapped_column(Integer)
    seller_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)


class SignUp(Model):
    """An elder's place. One that is not paid in time is given back."""

    __tablename__ = "activities_sign_ups"
    __table_args__ = (
        CheckConstraint(SIGN_UP.check(), name="status"),
        Index(
            "uq_activities_sign_ups_activity_id_elder_id_held",
            "activity_id",
            "elder_id",
            unique=True,
            sqlite_where=text("status IN ('waiting', 'confirmed')"),
            postgresql_where=text("status IN ('waiting', 'confirmed')"),
        ),
        Index("ix_activities_sign_ups_elder_id", "elder_id", "created_at"),
        Index("ix_activities_sign_ups_created_at", "created_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    activity_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("activities_activities.id"))
    elder_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    account_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    """Who signed the elder up, and may pay."""
    fee_fen: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(String(16))
    pay_until: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
