"""The records of elders: begun, read, changed, ended."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from sqlalchemy.orm import Session

from server.errors import TITLES, Problem
from server.jobs.service import enqueue
from server.kit.clock import business_now, business_today
from server.kit.crypto import vault
from server.oversight import audit
from server.oversight.actor import Actor, Role
from server.people import facts, id_cards
from server.people.acting import Acting
from server.people.models import Elder, Fact
from server.people.repository import elders
from server.people.states import STANDINGS, Source, Standing

DIED_JOB = "people.end_of_the_dead"

ID_CARD_PLACE = "people_elders.id_card_index"
PHONE_PLACE = "people_elders.phone_index"
_FOUND_AT_MOST = 20


@dataclass(frozen=True)
class Identity:
    """Who somebody is said to be. Numbers are normalised, the street is a code."""

    name: str
    id_card: str | None = None
    phone: str | None = None
    birth_date: date | None = None
    street: str | None = None

    def as_json(self) -> dict[str, Any]:
        """For keeping, encrypted, until the street has looked at it."""
        born = self.birth_date.isoformat() if self.birth_date else None
        return {**asdict(self), "birth_date": born}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        """What ``as_json`` made."""
        born = kept["birth_date"]
        return cls(**{**kept, "birth_date": date.fromisoformat(born) if born else None})


def create(session: Session, acting: Acting, said: Identity) -> Elder:
    """Begin a record. ``acting`` names the elder's new id. Raises Problem 409 for a duplicate."""
    elder = Elder(
        id=acting.elder_id,
        name=said.name,
        status=Standing.ACTIVE.value,
        version=1,
        created_at=business_now(),
        created_by_kind=acting.actor.kind.value,
        created_by=acting.actor.id,
    )
    _set_phone(elder, said.phone)
    if said.id_card is not None:
        _set_id_card(session, elder, said.id_card)
    session.add(elder)
    session.flush()
    audit.record(session, acting.actor, "elder.created", elder_id=elder.id)
    born = said.birth_date or (id_cards.read(said.id_card).birth_date if said.id_card else None)
    if born is not None:
        facts.state(session, acting, "birth_date", born.isoformat())
    if said.street is not None:
        facts.state(session, acting, "residence_street", said.street)
    return elder


def with_id_card(session: Session, id_card: str) -> Elder | None:
    """Whoever is known with this ID card; its existence is told to nobody but the street."""
    return elders.with_id_card(session, vault().searches(id_card, ID_CARD_PLACE))


def _set_phone(elder: Elder, phone: str | None) -> None:
    elder.phone = phone
    elder.phone_index = None if phone is None else vault().index(phone, PHONE_PLACE)


def _set_id_card(session: Session, elder: Elder, id_card: str) -> None:
    found = with_id_card(session, id_card)
    if found is not None and found.id != elder.id:
        raise Problem(
            409, "record-exists", "这份资料要核实后才能用。请让老人本人邀请您，或到街道办理"
        )
    elder.id_card = id_card
    elder.id_card_index = vault().index(id_card, ID_CARD_PLACE)


@dataclass(frozen=True)
class Amendment:
    """What is to be changed; None leaves it. ``version`` is the one that was read."""

    version: int
    name: str | None = None
    id_card: str | None = None
    phone: str | None = None


def amend(session: Session, acting: Acting, asked: Amendment) -> Elder:
    """Change name or numbers. Raises Problem 409 if somebody else has changed the record since."""
    elder = elders.locked(session, acting)
    if elder.version != asked.version:
        raise Problem(409, "changed-meanwhile", "这份资料刚被别人改过，请刷新后再改")
    if asked.name is not None:
        elder.name = asked.name
    if asked.phone is not None:
        _set_phone(elder, asked.phone)
    if asked.id_card is not None and asked.id_card != elder.id_card:
        _replace_id_card(session, acting, elder, asked.id_card)
    elder.version += 1
    session.flush()
    changed = [field for field in ("name", "id_card", "phone") if getattr(asked, field) is not None]
    audit.record(session, acting.actor, "elder.changed", elder_id=elder.id, fields=changed)
    return elder


def _replace_id_card(session: Session, acting: Acting, elder: Elder, id_card: str) -> None:
    if elder.id_card is not None and acting.post is None:
        raise Problem(409, "id-card-set", "身份证号已经登记过。要改，请带身份证到街道办理")
    _set_id_card(session, elder, id_card)
    if elders.current_fact(session, acting, "birth_date") is None:
        born = id_cards.read(id_card).birth_date
        facts.state(session, acting, "birth_date", born.isoformat())


def doubts(elder: Elder, known: Sequence[Fact]) -> list[str]:
    """What does not fit together, in words; nothing is overwritten because of it."""
    stated = next((fact.value for fact in known if fact.name == "birth_date"), None)
    if elder.id_card is None or stated is None:
        return []
    born = id_cards.read(elder.id_card).birth_date.isoformat()
    if born == stated:
        return []
    return [f"身份证上的出生日期是{born}，登记的是{stated}，两个不一样。请带身份证到街道核实"]


def one(session: Session, acting: Acting) -> Elder:
    """The elder whom the actor acts for, to be shown masked."""
    return elders.one(session, acting)


def look(session: Session, acting: Acting) -> Elder:
    """The same; where it is a member of staff who looks, the elder can read that she did."""
    if acting.post is not None:
        about = ("elder", acting.elder_id)
        audit.look(session, acting.actor, "elder.looked_at", elder_id=acting.elder_id, about=about)
    return elders.one(session, acting)


def homes(session: Session, elder_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    """District and street, empty where not known: for counting by place, never for showing."""
    return elders.homes(session, elder_ids)


def read_in_full(session: Session, acting: Acting, purpose: str) -> Elder:
    """The record for showing unmasked; that it was read, and what for, is kept.

    Raises Problem 403 for staff who see masked records only.
    """
    if acting.masked_only:
        raise Problem(403, *TITLES[403])
    audit.record(
        session, acting.actor, "elder.read_in_full", elder_id=acting.elder_id, purpose=purpose
    )
    return elders.one(session, acting)


def find(
    session: Session, actor: Actor, roles: frozenset[Role],
    id_card: str | None, phone: str | None, purpose: str,
) -> list[Elder]:  # fmt: skip
    """Elders of the actor's streets and districts with an ID card or a telephone number."""
    cards = vault().searches(id_card, ID_CARD_PLACE) if id_card else []
    numbers = vault().searches(phone, PHONE_PLACE) if phone else []
    found = elders.search(
        session, elders.rows_of(actor.posts, roles), cards, numbers, _FOUND_AT_MOST
    )
    audit.record(session, actor, "people.searched", purpose=purpose, found=len(found))
    return found


def set_standing(
    session: Session, acting: Acting, to: Standing, on: date, source: Source, reason: str
) -> Elder:
    """Write down that an elder has died, moved away, or is alive after all. ``acting`` is her clerk.

    From then on nobody writes to her, no grant works, and her history stays. What somebody who has died
    has open is ended by a job: nobody else could. Raises Problem 409
    for a change that makes no sense, 422 for a day that has not come.
    """
    elder = elders.locked(session, acting)
    if to not in STANDINGS[Standing(elder.status)]:
        raise Problem(409, "standing-same", "老人的状态已经是这样了，请刷新后再看")
    if on > business_today():
        raise Problem(422, "invalid-input", "日期不能晚于今天")
    elder.status, elder.status_on, elder.status_source = to.value, on, source.value
    elder.version += 1
    session.flush()
    audit.record(
        session, acting.actor, f"elder.{to.value}", elder_id=elder.id, purpose=reason, source=source
    )
    if to is Standing.DECEASED:
        payload = {"elder_id": str(elder.id)}
        enqueue(session, DIED_JOB, payload, key=f"{DIED_JOB}:{elder.id}:{elder.version}")
    return elder


def may_be_contacted(session: Session, elder_id: uuid.UUID) -> bool:
    """Whether messages, meals and money may still go to an elder."""
    elder = elders.by_id(session, elder_id)
    return elder is not None and elder.status == Standing.ACTIVE
