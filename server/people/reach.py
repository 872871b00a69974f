"""How messages reach elders and those who may ask for them. What is read here is never shown."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from server.kit import masking
from server.oversight import audit
from server.oversight.actor import SYSTEM, Actor, Role
from server.people.access import acting_by_grants
from server.people.repository import elders, grants
from server.people.states import Scope


def masked_name(session: Session, elder_id: uuid.UUID) -> str | None:
    """The elder's name as it may stand in a message: 王*兰. None for a record that is erased."""
    elder = elders.by_id(session, elder_id)
    return None if elder is None else masking.name(elder.name)


def masked_names(session: Session, elder_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of elders as a list shows them, without those whose record is erased."""
    found = elders.by_ids(session, elder_ids)
    return {elder.id: masking.name(elder.name) for elder in found if elder.name}


def own_accounts(session: Session, elder_id: uuid.UUID) -> list[uuid.UUID]:
    """The accounts by which an elder acts for herself."""
    return grants.accounts_of_elder_herself(session, elder_id)


def residence(session: Session, elder_id: uuid.UUID) -> tuple[str | None, str | None]:
    """District and street where an elder lives, as codes."""
    elder = elders.by_id(session, elder_id)
    return (None, None) if elder is None else (elder.district, elder.street)


def phone(
    session: Session, elder_id: uuid.UUID, *, actor: Actor = SYSTEM, purpose: str = "发消息通知您"
) -> str | None:
    """The elder's telephone number, and an audit record that it was read."""
    elder = elders.by_id(session, elder_id)
    if elder is None or elder.phone is None:
        return None
    audit.record(session, actor, "contact.read", elder_id=elder_id, purpose=purpose)
    return elder.phone


def asked_for(session: Session, actor: Actor) -> list[uuid.UUID]:
    """The elders that an account may ask for now."""
    return [acting.elder_id for acting in acting_by_grants(session, actor, Scope.ASK)]


def living_in(
    actor: Actor, roles: Collection[Role], district: str | None, street: str | None,
    born_by: date | None,
) -> Select[Any]:  # fmt: skip
    """The ids of the elders whom an actor's posts cover, of one place and age if these are given:
    for counting, never for showing."""
    return elders.ids_in(elders.rows_of(actor.posts, roles), district, street, born_by)
