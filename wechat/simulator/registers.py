"""Registers of other offices: household, low income, disability, death. Sample rows only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

RegisterKind = Literal["household", "low_income", "disability", "death"]


class Check(BaseModel):
    """Who is asked about."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: RegisterKind
    id_card: str
    name: str


class Row(BaseModel):
    """What a register holds. ``value`` is the register's own shape; ``as_of`` a date."""

    model_config = ConfigDict(extra="forbid")

    kind: RegisterKind
    id_card: str
    name: str
    value: Any
    as_of: str


@dataclass
class Registers:
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)

    def put(self, row: Row) -> None:
        self.rows[row.kind, row.id_card.upper()] = row

    def check(self, asked: Check) -> dict[str, Any]:
        """Number and name have to belong together, as at a counter."""
        row = self.rows.get((asked.kind, asked.id_card.upper()))
        if row is None or row.name != asked.name:
            return {"found": False, "value": None, "as_of": None}
        return {"found": True, "value": row.value, "as_of": row.as_of}
