"""Jobs of people: ask a register, erase, end grants, keep to the retention table."""

from __future__ import annotations

import uuid
from typing import Any

from server.jobs.service import enqueue
from server.kit.clock import business_now
from server.people import checks, grants, own_data, retention
from server.people.access import job_for
from server.people.registers import CheckFailedError
from server.people.registers import checks as registers
from server.people.registry import registry
from server.people.repository import elders
from server.people.states import Standing
from server.transaction import transaction


def check(payload: dict[str, Any]) -> None:
    """Ask a register, with no transaction open. Raises what may pass, so that it is tried again."""
    check_id = uuid.UUID(payload["check_id"])
    with transaction() as session:
        asked = checks.question(session, check_id)
    if asked is None:
        return
    try:
        answer = registers().ask(asked.kind, asked.id_card, asked.name)
    except CheckFailedError as why:
        with transaction() as session:
            checks.failed(session, check_id, why)
        if why.passes:
            raise
        return
    with transaction() as session:
        checks.answered(session, check_id, answer)


def erase(payload: dict[str, Any]) -> None:
    """Overwrite what is held about an elder, and say so to the accounts she used. What was begun
    while she asked for it is ended first: later nobody could."""
    elder_id = uuid.UUID(payload["elder_id"])
    for ender in registry().enders.values():
        ender(elder_id)
    with transaction() as session:
        own_data.erase(session, job_for(elder_id))
        if payload["to"]:
            told = {"event": "erasure_done", "elder_id": None, "to": payload["to"], "values": {}}
            enqueue(session, grants.ANNOUNCE, told, key=f"erasure_done:{payload['elder_id']}")


def end_of_the_dead(payload: dict[str, Any]) -> None:
    """End what somebody who has died has open, unless that was a mistake and was put right."""
    elder_id = uuid.UUID(payload["elder_id"])
    with transaction(writes=False) as session:
        elder = elders.by_id(session, elder_id)
        if elder is None or elder.status != Standing.DECEASED:
            return
    for ender in registry().enders.values():
        ender(elder_id)


def expire_grants() -> None:
    """End grants and invitations whose time is over."""
    with transaction() as session:
        grants.expire(session, business_now())


def remind_of_ends() -> None:
    """Tell people that a grant ends soon."""
    with transaction() as session:
        grants.remind(session, business_now())


def clean() -> None:
    """Remove what has been kept long enough."""
    with transaction() as session:
        retention.clean(session, business_now())
