"""Outside checks: asked in a job, never waited for, and put in by hand where there is no answer.

A check that fails or finds nothing stops nobody: it says so in its row, and things go on on paper.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from server.errors import TITLES, Problem
from server.jobs.service import enqueue
from server.kit.clock import business_now
from server.kit.ids import new_key
from server.kit.worklist import Asked
from server.oversight import audit
from server.oversight.actor import SYSTEM, Actor, ActorKind, Role
from server.people import consents, elders, fact_values, facts
from server.people.access import job_for, office_of
from server.people.acting import Acting
from server.people.models import Elder, OutsideCheck
from server.people.registers import Answer, CheckFailedError, CheckKind
from server.people.repository import elders as records
from server.people.repository import rights, worklists
from server.people.states import Source, Standing

JOB = "people.check"
_FACTS: Mapping[CheckKind, tuple[str, ...]] = {
    CheckKind.HOUSEHOLD: ("hukou", "hukou_district"),
    CheckKind.LOW_INCOME: ("income_class",),
    CheckKind.DISABILITY: ("disability",),
    CheckKind.DEATH: (),
}
"""Which facts a register's answer may become."""


@dataclass(frozen=True)
class ByHand:
    """What a colleague found out by telephone or from a paper, and who told it."""

    kind: CheckKind
    found: bool
    value: dict[str, Any]
    as_of: date
    told_by: str


def ask(session: Session, acting: Acting, kind: CheckKind) -> OutsideCheck:
    """Have a register asked. A second request while one waits is the same request.

    Raises Problem 409 where the elder has not agreed to it, 403 for a death asked by family.
    """
    if kind is CheckKind.DEATH and acting.post is None:
        raise Problem(403, *TITLES[403])
    if not _agreed(session, acting.elder_id, kind):
        title = "要先由老人同意“向其他部门核实”。不同意也没关系，可以交纸质材料"
        raise Problem(409, "consent-missing", title)
    waiting = rights.waiting_check(session, acting, kind)
    if waiting is not None:
        return waiting
    made = _row(acting.actor, acting.elder_id, kind, how="register", status="waiting")
    session.add(made)
    session.flush()
    enqueue(session, JOB, {"check_id": str(made.id)}, key=f"{JOB}:{made.id}")
    about = ("check", made.id)
    audit.record(session, acting.actor, "check.asked", elder_id=acting.elder_id, about=about)
    return made


def _agreed(session: Session, elder_id: uuid.UUID, kind: CheckKind) -> bool:
    """The street learns of a death from whoever knows: the dead give no consent."""
    subject = consents.Subject(elder_id=elder_id)
    return kind is CheckKind.DEATH or consents.holds(session, subject, "outside_checks")


def _row(
    actor: Actor, elder_id: uuid.UUID, kind: CheckKind, *, how: str, status: str
) -> OutsideCheck:
    return OutsideCheck(
        id=new_key(),
        elder_id=elder_id,
        kind=kind.value,
        how=how,
        status=status,
        requested_by_kind=actor.kind.value,
        requested_by=actor.id,
        requested_at=business_now(),
    )


@dataclass(frozen=True)
class Question:
    """What a job asks a register."""

    kind: CheckKind
    id_card: str
    name: str


def question(session: Session, check_id: uuid.UUID) -> Question | None:
    """What is to be asked; None where there is nothing to ask any more, which the row then says."""
    check = rights.check(session, check_id)
    if check is None or check.status == "done":
        return None
    elder, kind = records.by_id(session, check.elder_id), CheckKind(check.kind)
    if elder is None or not _agreed(session, check.elder_id, kind):
        failed(session, check_id, CheckFailedError("consent_withdrawn"))
        return None
    if elder.id_card is None:
        failed(session, check_id, CheckFailedError("no_id_card"))
        return None
    return Question(kind, elder.id_card, elder.name)


def failed(session: Session, check_id: uuid.UUID, why: CheckFailedError) -> None:
    """There is no answer, and why; a later attempt may still bring one."""
    check = rights.check(session, check_id)
    if check is not None and check.status != "done":
        check.status, check.failure, check.finished_at = "failed", why.reason, business_now()


def answered(session: Session, check_id: uuid.UUID, answer: Answer) -> None:
    """Keep what a register said, and let it become facts. A death changes nothing by itself."""
    check = rights.check(session, check_id)
    if check is None or check.status == "done":
        return
    if records.by_id(session, check.elder_id) is None:  # erased while the register was asked
        failed(session, check_id, CheckFailedError("erased"))
        return
    try:
        _settle(session, job_for(check.elder_id), check, answer)
    except Problem:  # a value that is no fact of ours
        failed(session, check_id, CheckFailedError("unreadable"))
        return
    about = ("check", check.id)
    audit.record(session, SYSTEM, "check.answered", elder_id=check.elder_id, about=about)


def _settle(session: Session, acting: Acting, check: OutsideCheck, answer: Answer) -> None:
    kind = CheckKind(check.kind)
    said = _facts(kind, answer.value) if answer.found else {}
    for name, value in said.items():
        facts.state(session, acting, name, value, Source.OUTSIDE_CHECK)
    check.status, check.failure, check.finished_at = "done", None, business_now()
    check.found, check.value, check.as_of = answer.found, answer.value, answer.as_of
    session.flush()


def _facts(kind: CheckKind, value: Any) -> dict[str, Any]:
    """The facts in a register's answer, all of them checked before one is written.

    Raises Problem 422 for what is no value of ours.
    """
    if kind is CheckKind.DEATH:
        _died_on(value)
        return {}
    given = {_FACTS[kind][0]: value} if isinstance(value, (list, str)) else value
    if not isinstance(given, dict):
        raise Problem(422, *TITLES[422])
    found = {name: given[name] for name in _FACTS[kind] if given.get(name) is not None}
    if not found:
        raise Problem(422, *TITLES[422])
    return {name: fact_values.read(name, each) for name, each in found.items()}


def _died_on(value: Any) -> date:
    try:
        return date.fromisoformat(value["died_on"])
    except (TypeError, KeyError, ValueError):
        raise Problem(422, *TITLES[422]) from None


def by_hand(session: Session, acting: Acting, found: ByHand) -> OutsideCheck:
    """人工登记核验结果: who told it, when, and what; ``acting`` is the clerk in her office."""
    made = _row(acting.actor, acting.elder_id, found.kind, how="by_hand", status="waiting")
    made.told_by = found.told_by
    session.add(made)
    session.flush()
    _settle(session, acting, made, Answer(found.found, found.value, found.as_of))
    about = ("check", made.id)
    audit.record(session, acting.actor, "check.by_hand", elder_id=acting.elder_id, about=about)
    return made


def deaths(session: Session, clerk: Actor) -> list[OutsideCheck]:
    """Deaths told of that wait for the clerk's confirmation."""
    rows = records.rows_of(clerk.posts, {Role.STREET_CLERK})
    return worklists.unconfirmed_deaths(session, rows)


def deaths_listed(session: Session, clerk: Actor, asked: Asked) -> list[tuple[OutsideCheck, Elder]]:
    """A page of them with their elders, each due when it was told."""
    rows = records.rows_of(clerk.posts, {Role.STREET_CLERK})
    return worklists.deaths(session, rows, asked)


@dataclass(frozen=True)
class Death:
    """A death that somebody told of; ``on`` is the day he named."""

    check: OutsideCheck
    elder: Elder
    on: date


def death_told_of(session: Session, clerk: Actor, check_id: uuid.UUID) -> Death:
    """One of them, to be asked about; that it was read is kept. Raises Problem 404."""
    check = worklists.death(session, check_id)
    if check is None:
        raise Problem(
            404, "not-waiting", "没有找到等确认的消息，可能已经有人确认，或不归您的街道管"
        )
    office = office_of(session, clerk, check.elder_id, Role.STREET_CLERK)
    about = ("check", check.id)
    audit.record(session, clerk, "check.read", elder_id=check.elder_id, about=about)
    return Death(check, records.one(session, office), _died_on(check.value))


def confirm_death(
    session: Session, clerk: Actor, check_id: uuid.UUID, so_it_is: bool, reason: str
) -> OutsideCheck:
    """The clerk has asked the family: only now does a death take effect, or is it put aside."""
    check = rights.check(session, check_id)
    if check is None or check.kind != CheckKind.DEATH or not check.found or check.confirmed_at:
        raise Problem(404, *TITLES[404])
    office = office_of(session, clerk, check.elder_id, Role.STREET_CLERK)
    check.confirmed_by, check.confirmed_at = clerk.id, business_now()
    session.flush()
    if so_it_is:
        source, died_on = Source.OUTSIDE_CHECK, _died_on(check.value)
        elders.set_standing(session, office, Standing.DECEASED, died_on, source, reason)
    else:
        audit.record(session, clerk, "check.death_refused", elder_id=check.elder_id, purpose=reason)
    return check


def of(session: Session, acting: Acting) -> list[OutsideCheck]:
    """The checks about an elder; deaths are shown to staff only."""
    found = rights.checks(session, acting)
    staff = acting.actor.kind is ActorKind.STAFF
    return [check for check in found if staff or check.kind != CheckKind.DEATH]
