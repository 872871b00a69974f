"""What public funds bear of meals, on which day, by which document: ``subsidies.yaml``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from server.kit.money import divided

FILE = Path(__file__).parent / "subsidies.yaml"


class Rates(BaseModel):
    """The figures of one document, in fen; ``city_parts`` : ``district_parts`` is who bears them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    effective_from: date
    effective_to: date | None = None
    document: str
    number: str
    city_parts: int = Field(ge=0)
    district_parts: int = Field(ge=0)
    meal_fen_per_person_day: int = Field(gt=0)
    operating_fen_per_person_day: int = Field(gt=0)

    def in_force(self, day: date) -> bool:
        """Whether they hold on ``day``; the last day is one of theirs."""
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )

    def split(self, fen: int) -> tuple[int, int]:
        """(city, district) of a subsidy. No document says who bears a fen that is left over; the
        city does here, and neither of the documented sums leaves one."""
        parts = [Decimal(self.city_parts), Decimal(self.district_parts)]
        city, district = divided(fen, parts)
        return city, district


@cache
def _all() -> tuple[Rates, ...]:
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return TypeAdapter(tuple[Rates, ...]).validate_python(read)


def rates_on(day: date) -> Rates | None:
    """The figures in force on ``day``; None before there were any."""
    return next((rates for rates in _all() if rates.in_force(day)), None)


def documents(first: date, last: date) -> list[Rates]:
    """Every set of figures that held on some day from ``first`` to ``last``."""
    within = (r for r in _all() if r.effective_from <= last)
    return [r for r in within if r.effective_to is None or r.effective_to >= first]
