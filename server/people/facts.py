"""What is known about a person: each fact with where it came from, and its history."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from knowledge import divisions
from server.errors import Problem
from server.kit.clock import business_now
from server.oversight import audit
from server.people import consents, fact_values
from server.people.acting import Acting
from server.people.models import Elder, Fact
from server.people.registry import registry
from server.people.repository import elders
from server.people.states import PROVEN, Scope, Source, Standing

_SAID = frozenset({Source.SELF, Source.FAMILY})


def current(session: Session, acting: Acting) -> list[Fact]:
    """What is known now, without what the actor may not see."""
    return _visible(acting, elders.current_facts(session, acting))


def history(session: Session, acting: Acting, name: str | None = None) -> list[Fact]:
    """What was known when, the newest first, without what the actor may not see."""
    return _visible(acting, elders.history(session, acting, name))


def _visible(acting: Acting, found: list[Fact]) -> list[Fact]:
    hidden = frozenset() if Scope.SEE_ASSESSMENT in acting.scopes else fact_values.ASSESSMENT
    return [fact for fact in found if fact.name not in hidden]


def state(
    session: Session, acting: Acting, name: str, value: object, source: Source | None = None
) -> Fact:
    """Write down a fact; what was known before becomes history.

    Raises Problem 422 for a value of the wrong kind, 409 for saying something else than what an
    office or a document has proven, which is put right at the street, and for health or income
    told in the app without the elder's consent.
    """
    source = source or acting.source
    kept = fact_values.read(name, value)
    if name in fact_values.SENSITIVE and source in _SAID and not _agreed(session, acting):
        title = "要先由老人同意“健康、残疾和收入情况”的说明，才能登记这一项"
        raise Problem(409, "consent-missing", title)
    elder = elders.locked(session, acting)
    known = elders.current_fact(session, acting, name)
    if known is not None and known.value == kept and known.source == source:
        return known
    if known is not None and known.source in PROVEN and source not in PROVEN | {Source.STAFF}:
        raise Problem(409, "fact-proven", "这一项是核实过的。要改，请带材料到街道办理")
    return _write(session, acting, elder, name, kept, source, known)


def _agreed(session: Session, acting: Acting) -> bool:
    return consents.holds(session, consents.of(acting), "sensitive_facts")


def _write(
    session: Session, acting: Acting, elder: Elder, name: str, kept: Any, source: Source,
    known: Fact | None,
) -> Fact:  # fmt: skip
    now = business_now()
    elders.supersede(session, known, now)
    fact = Fact(
        elder_id=elder.id,
        name=name,
        value=kept,
        source=source.value,
        recorded_by_kind=acting.actor.kind.value,
        recorded_by=acting.actor.id,
        recorded_at=now,
    )
    session.add(fact)
    lived = elder.district, elder.street
    _keep_in_step(elder, name, kept)
    session.flush()
    about = ("fact", name)
    audit.record(
        session, acting.actor, "fact.stated", elder_id=elder.id, about=about, source=source
    )
    if (elder.district, elder.street) != lived:
        for moved in registry().movers.values():
            moved(session, acting)
    return fact


def _keep_in_step(elder: Elder, name: str, kept: Any) -> None:
    """The columns that row scope and statistics read follow the facts."""
    if name == "birth_date":
        elder.birth_date = date.fromisoformat(kept)
    elif name == "hukou_district":
        elder.hukou_district = divisions.district_code(kept)
    elif name == "residence_street":
        elder.street, elder.district = kept, kept[:6]
    elif name == "residence_district":
        elder.district = divisions.district_code(kept)
        if elder.street is not None and elder.street[:6] != elder.district:
            elder.street = None


def eligibility_facts(session: Session, acting: Acting) -> dict[str, Any]:
    """What benefits are judged by, ready for the benefits check and for the chat.

    Names and values are those of ``knowledge.eligibility.facts``; what is not known is absent, as
    is what the actor may not see and what the elder no longer agrees to have used.
    """
    kept_back = frozenset[str]() if _agreed(session, acting) else fact_values.SENSITIVE
    found = {
        fact.name: fact.value
        for fact in current(session, acting)
        if fact.name in fact_values.ELIGIBILITY
        and not (fact.name in kept_back and fact.source in _SAID)
    }
    elder = elders.one(session, acting)
    if elder.district is not None:
        found["residence_district"] = divisions.district_name(elder.district)
    if elder.status == Standing.DECEASED:
        found["status"] = "deceased"
    return found
