"""An elder's rights over her data: a copy of everything held, and erasure."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from server.errors import TITLES, Problem
from server.jobs.service import enqueue
from server.kit.clock import business_now, to_beijing
from server.oversight import audit
from server.oversight.actor import SYSTEM
from server.people import activity, checks, consents
from server.people import grants as service
from server.people.acting import Acting
from server.people.models import Elder
from server.people.registry import Unfinished, registry
from server.people.repository import elders as records
from server.people.repository import grants, rights
from server.people.retention import Rule, table
from server.people.states import OPEN, Change, Relation

JOB = "people.erase"
_LINES = 10_000


def export(session: Session, acting: Acting) -> dict[str, Any]:
    """Everything that is held about an elder, by domain; that it was exported is kept."""
    audit.record(session, acting.actor, "elder.exported", elder_id=acting.elder_id)
    exporters = registry().exporters
    return {"exported_at": to_beijing(business_now())} | {
        domain: exporter(session, acting) for domain, exporter in exporters.items()
    }


def unfinished(session: Session, acting: Acting) -> list[Unfinished]:
    """What erasing an elder's data would cut off."""
    return [each for opening in registry().openings.values() for each in opening(session, acting)]


def ask_erasure(session: Session, acting: Acting) -> tuple[list[Rule], list[Rule]]:
    """Have an elder's data erased; what goes, and what has to stay and why.

    From this moment no grant works; the job overwrites what is to go. Raises Problem 403 for a
    guardian: what she wants erased, the street looks at with her; 409 while something is open that
    nobody could end afterwards.
    """
    if acting.relation is Relation.GUARDIAN:
        raise Problem(403, "scope-missing", "监护人要求删除资料，请带证件到街道办理")
    for each in unfinished(session, acting):
        if each.hinders:
            raise Problem(409, "still-open", f"还不能删除：{each.sentence}")
    herself = grants.accounts_of_elder_herself(session, acting.elder_id)
    for grant in grants.of_elder(session, acting):
        if grant.status in OPEN:
            service.change(session, acting.actor, grant, Change.REVOKE, None)
    audit.record(session, acting.actor, "elder.erasure_asked", elder_id=acting.elder_id)
    payload = {"elder_id": str(acting.elder_id), "to": [str(account) for account in herself]}
    enqueue(session, JOB, payload, key=f"{JOB}:{acting.elder_id}")
    return rules()


def rules() -> tuple[list[Rule], list[Rule]]:
    """What goes when erasure is asked for, and what has to stay and why."""
    found = table().values()
    return (
        [rule for rule in found if rule.on_request == "erased"],
        [rule for rule in found if rule.on_request == "kept"],
    )


def erase(session: Session, acting: Acting) -> None:
    """Let every domain overwrite what it holds, this one last. Doing it twice is doing it once."""
    for eraser in registry().erasers.values():
        eraser(session, acting)
    rights.erase(session, acting, business_now())
    audit.record(session, SYSTEM, "elder.erased", elder_id=acting.elder_id)


def held_here(session: Session, acting: Acting) -> dict[str, Any]:
    """What this domain holds about an elder."""
    elder = records.one(session, acting)
    if elder.erased_at is not None:
        raise Problem(404, *TITLES[404])
    return {
        "elder": _elder(elder),
        "facts": [
            {
                "name": fact.name, "value": fact.value, "source": fact.source,
                "recorded_at": to_beijing(fact.recorded_at),
                "superseded_at": _time(fact.superseded_at),
            }
            for fact in records.history(session, acting)
        ],
        "grants": [
            {
                "id": str(grant.id), "relation": grant.relation, "scopes": grant.scopes,
                "status": grant.status, "holder_name": grant.holder_name,
                "made_how": grant.made_how, "created_at": to_beijing(grant.created_at),
                "expires_at": _time(grant.expires_at), "ended_at": _time(grant.ended_at),
            }
            for grant in grants.of_elder(session, acting)
        ],
        "consents": [
            {
                "purpose": each.purpose, "version": each.text_version, "how": each.how,
                "given_at": to_beijing(each.given_at), "withdrawn_at": _time(each.withdrawn_at),
            }
            for each in consents.history(session, consents.of(acting))
        ],
        "outside_checks": [
            {
                "kind": each.kind, "how": each.how, "status": each.status, "found": each.found,
                "value": each.value, "as_of": each.as_of.isoformat() if each.as_of else None,
                "requested_at": to_beijing(each.requested_at),
            }
            for each in checks.of(session, acting)
        ],
        "activity": [
            {"at": to_beijing(each.at), "sentence": each.sentence, "purpose": each.purpose}
            for each in activity.of(session, acting, None, _LINES)
        ],
    }  # fmt: skip


def _elder(elder: Elder) -> dict[str, Any]:
    return {
        "name": elder.name,
        "id_card": elder.id_card,
        "phone": elder.phone,
        "birth_date": elder.birth_date.isoformat() if elder.birth_date else None,
        "status": elder.status,
        "district": elder.district,
        "street": elder.street,
        "hukou_district": elder.hukou_district,
        "created_at": to_beijing(elder.created_at),
    }


def _time(moment: Any) -> str | None:
    return None if moment is None else to_beijing(moment)
