"""Tables of public money beside what is paid: operating subsidies, and what was clawed back."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import Model
from server.kit.columns import UtcDateTime
from server.kit.ids import new_key
from server.payments.models import Fen


class OperatingSubsidy(Model):
    """What a point gets for one person served on one day, whatever number of meals it was."""

    __tablename__ = "payments_operating_subsidies"
    __table_args__ = (
        UniqueConstraint("point_id", "elder_id", "day"),
        CheckConstraint("city_fen >= 0 AND district_fen >= 0 AND city_fen + district_fen > 0", name="parts"),
        Index("ix_payments_operating_subsidies_payment_id", "payment_id"),
    )  # fmt: skip

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    payment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payments_payments.id"))
    """The first payment of that day, which names seller, point and district."""
    point_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    elder_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    day: Mapped[date] = mapped_column(Date)
    city_fen: Mapped[int] = mapped_column(Fen)
    district_fen: Mapped[int] = mapped_column(Fen)
    document: Mapped[str] = mapped_column(String(32))
    """By which document it is due, as the knowledge base calls it."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ClawBack(Model):
    """Subsidy that a seller has to give back, decided by staff; immutable, each with its reason."""

    __tablename__ = "payments_claw_backs"
    __table_args__ = (
        CheckConstraint(
            "city_fen >= 0 AND district_fen >= 0 AND operating_city_fen >= 0 "
            "AND operating_district_fen >= 0 "
            "AND city_fen + district_fen + operating_city_fen + operating_district_fen > 0",
            name="parts",
        ),
        Index("ix_payments_claw_backs_payment_id", "payment_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    payment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payments_payments.id"))
    city_fen: Mapped[int] = mapped_column(Fen)
    district_fen: Mapped[int] = mapped_column(Fen)
    operating_city_fen: Mapped[int] = mapped_column(Fen)
    operating_district_fen: Mapped[int] = mapped_column(Fen)
    reason: Mapped[str] = mapped_column(String(200))
    staff_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def whole_fen(self) -> int:
        """All of it together."""
        meals = self.city_fen + self.district_fen
        return meals + self.operating_city_fen + self.operating_district_fen
