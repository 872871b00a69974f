"""Everything that was done in an elder's name, in sentences: who, what, when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml
from sqlalchemy.orm import Session

from server.oversight import history
from server.oversight.actor import ActorKind
from server.oversight.models import AuditRecord
from server.people import consents, fact_values
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
    held = grants.of_elder(session, acting)
    found = history.of_elder(session, acting.elder_id, before, limit)
    return [_doing(record, held) for record in found]


def _doing(record: AuditRecord, held: Sequence[Grant]) -> Doing:
    who, what = _who(record, held), _what(record, held)
    sentence = who + registry().sentences.get(record.action, "办了一件事")
    sentence += f"：{what}" if what else ""
    return Doing(record.seq, record.at, who, sentence, record.purpose)


def _who(record: AuditRecord, held: Sequence[Grant]) -> str:
    if record.actor_kind == ActorKind.STAFF:
        return "工作人员"
    if record.actor_kind == ActorKind.SYSTEM:
        return "系统"
    actor = record.actor_id
    grant = next((grant for grant in held if actor and grant.account_id == actor), None)
    return "另一位用户" if grant is None else _holder(grant)


def _what(record: AuditRecord, held: Sequence[Grant]) -> str | None:
    """Which fact, which text, whose grant: none where the sentence says it all."""
    about = record.object_id or ""
    if record.object_kind == "fact":
        return fact_values.LABELS.get(about)
    if record.object_kind == "consent":
        return next((text.title for text in consents.texts() if text.purpose == about), None)
    if record.object_kind == "grant":
        grant = next((grant for grant in held if str(grant.id) == about), None)
        own = grant is None or (record.actor_id and grant.account_id == record.actor_id)
        return None if grant is None or own else _holder(grant)
    return None


def _holder(grant: Grant) -> str:
    relation = RELATIONS[Relation(grant.relation)]
    named = grant.holder_name if grant.relation != Relation.SELF else None
    return f"{named}（{relation}）" if named else relation
