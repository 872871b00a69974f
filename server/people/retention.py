"""One retention table, as data; a clock job that keeps to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from server.people.registry import registry
from server.people.repository import rights

FILE = Path(__file__).parent / "retention.yaml"

CLEANERS = {
    "people.invitations": rights.drop_used_invitations,
    "people.claims": rights.drop_old_claims,
    "people.superseded_facts": rights.drop_superseded_facts,
    "people.grant_names": rights.drop_ended_grants_names,
    "people.check_values": rights.drop_check_values,
}


class Rule(BaseModel):
    """How long something is kept, what happens when the elder asks for its erasure, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    what: str
    days: int | None = None
    on_request: Literal["erased", "kept"]
    why: str


@cache
def table() -> dict[str, Rule]:
    """The rules by ``domain.what``."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {name: Rule.model_validate(row) for name, row in rows.items()}


def clean(session: Session, now: datetime) -> None:
    """Remove what has been kept long enough."""
    for name, cleaner in registry().cleaners.items():
        days = table()[name].days
        if days is not None:
            cleaner(session, now - timedelta(days=days))
