"""Everything that was done in an elder's name, in sentences: who, what, when."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml
from sqlalchemy.orm import Session

from server.oversight import history
from server.oversight.actor import ActorKind
from server.oversight.models import AuditRecord
from server.people.acting import Acting
from server.people.models import Grant
from server.people.registry import registry
from server.people.repository import grants
from server.people.states import Relation

FILE = Path(__file__).parent / "activity.yaml"
RELATIONS = {
    Relation.SELF: "老人本人",
    Relation.CHILD: "子女",
    Relation.SPOUSE: "老伴",
    Relation.RELATIVE: "亲属",
    Relation.NEIGHBOUR: "邻居",
    Relation.GUARDIAN: "监护人",
    Relation.INSTITUTION: "养老服务机构",
    Relation.STAFF_ASSISTED: "街道工作人员",
}


@dataclass(frozen=True)
class Doing:
    """One line of the list. ``seq`` orders it and is the cursor to what is older."""

    seq: int
    at: datetime
    who: str
    sentence: str
    purpose: str | None


def sentences() -> dict[str, str]:
    """What the actions of this domain are called."""
    found: dict[str, str] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def of(session: Session, acting: Acting, before: int | None, limit: int) -> list[Doing]:
    """What was done for the elder, the newest first, older than ``before``."""
    holders = {
        grant.account_id: grant
        for grant in reversed(grants.of_elder(session, acting))
        if grant.account_id is not None
    }
    found = history.of_elder(session, acting.elder_id, before, limit)
    return [_doing(record, holders) for record in found]


def _doing(record: AuditRecord, holders: dict[uuid.UUID, Grant]) -> Doing:
    said = registry().sentences.get(record.action, "办了一件事")
    who = _who(record, holders)
    return Doing(record.seq, record.at, who, f"{who}{said}", record.purpose)


def _who(record: AuditRecord, holders: dict[uuid.UUID, Grant]) -> str:
    if record.actor_kind == ActorKind.STAFF:
        return "工作人员"
    if record.actor_kind == ActorKind.SYSTEM:
        return "系统"
    grant = None if record.actor_id is None else holders.get(record.actor_id)
    if grant is None:
        return "另一位用户"
    relation = RELATIONS[Relation(grant.relation)]
    named = grant.holder_name if grant.relation != Relation.SELF else None
    return f"{named}（{relation}）" if named else relation
