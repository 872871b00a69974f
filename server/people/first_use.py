"""A first use: an elder begins her own record, or somebody claims to care for one.

Whoever claims learns nothing about what is known here: the answer is the same whether there is
a record with that ID card or not, and only the street or the elder herself makes it work.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from server.errors import TITLES, Problem
from server.identity.contacts import contact_of
from server.kit import masking
from server.kit.clock import business_now
from server.kit.worklist import Asked
from server.oversight import audit
from server.oversight.actor import Actor, Role
from server.people import elders as records
from server.people import grants as service
from server.people.access import beginning, office_of
from server.people.acting import account_id
from server.people.elders import Identity
from server.people.models import Elder, Grant
from server.people.repository import grants
from server.people.states import GIVEN_BY_CLAIM, Change, Made, Relation, Scope, Status

CLAIM_LASTS = timedelta(days=30)

NO_STREET = "这位老人还没有登记街道。请老人用自己的手机登录，点“补填或改资料”选好街道，再来核实"


@dataclass(frozen=True)
class Registration:
    """Who begins, what he is to the elder, and who that is."""

    relation: Relation
    identity: Identity
    holder_name: str | None = None


def begin(session: Session, account: Actor, asked: Registration) -> tuple[Grant, Elder | None]:
    """An active grant for an elder herself; for anybody else a claim for the street to confirm.

    Raises Problem 409 for a second record of one's own, 422 where the street is needed.
    """
    said, own = asked.identity, asked.relation is Relation.SELF
    if said.street is None and (said.id_card is not None or not own):
        raise Problem(422, "invalid-input", "请选老人住在哪个街道，街道要核实")
    if own and grants.own_record_of(session, account_id(account)) is not None:
        raise Problem(409, "self-exists", "您已经登记过本人的资料，不用再登记")
    known = records.with_id_card(session, said.id_card) if said.id_card else None
    if own and known is None:
        return _own(session, account, said)
    return _claim(session, account, asked), None


def _own(session: Session, account: Actor, said: Identity) -> tuple[Grant, Elder]:
    elder = records.create(session, beginning(account), said)
    grant = Grant(
        elder_id=elder.id,
        account_id=account.id,
        relation=Relation.SELF.value,
        scopes=sorted(Scope),
        status=Status.ACTIVE.value,
        made_how=Made.FIRST_USE.value,
    )
    return service.begin(session, account, grant), elder


def _claim(session: Session, account: Actor, asked: Registration) -> Grant:
    own = asked.relation is Relation.SELF
    grant = Grant(
        account_id=account.id,
        relation=asked.relation.value,
        scopes=sorted(Scope if own else GIVEN_BY_CLAIM),
        status=Status.PENDING_STREET.value,
        made_how=Made.CLAIM.value,
        holder_name=asked.holder_name,
        claim=asked.identity.as_json(),
        claim_street=asked.identity.street,
        expires_at=business_now() + CLAIM_LASTS,
    )
    return service.begin(session, account, grant)


def confirm(
    session: Session, clerk: Actor, grant_id: uuid.UUID, paper_reference: str, days: int,
    more: frozenset[Scope] = frozenset(),
) -> Grant:  # fmt: skip
    """The clerk has seen the papers: the claim becomes a grant for the record it names.

    A record with the same ID card is found; else one is begun. ``more`` of
    ``MORE_BY_CLAIM`` is what the papers ask for beyond what a claim gives. Raises Problem 404 for a
    claim of another street, 409 where the record itself belongs to another street.
    """
    grant = _claim_of(session, clerk, grant_id)
    said = Identity.of(grant.claim or {})
    elder = _record(session, clerk, said)
    if grant.account_id is not None:  # before this grant stands in the same place
        service.make_room(session, clerk, elder.id, grant, grant.account_id)
    grant.elder_id, grant.claim = elder.id, None
    grant.paper_reference = paper_reference
    own = grant.relation == Relation.SELF
    grant.scopes = sorted(Scope if own else GIVEN_BY_CLAIM | more)
    grant.expires_at = None if own else business_now() + min(timedelta(days=days), service.LONGEST)
    service.change(session, clerk, grant, Change.CONFIRM)
    return grant


def refuse(session: Session, clerk: Actor, grant_id: uuid.UUID, reason: str) -> Grant:
    """The papers do not bear the claim out."""
    grant = _claim_of(session, clerk, grant_id)
    service.change(session, clerk, grant, Change.REFUSE, reason)
    return grant


def withdraw(session: Session, account: Actor, grant_id: uuid.UUID) -> Grant:
    """Whoever claimed gives the claim up."""
    grant = grants.claimed_by(session, account_id(account), grant_id)
    if grant is None:
        raise Problem(404, *TITLES[404])
    service.change(session, account, grant, Change.REVOKE)
    return grant


def waiting(session: Session, clerk: Actor) -> list[Grant]:
    """The claims of the clerk's street; that their details were read is kept."""
    found = grants.claims(session, clerk.posts)
    audit.record(session, clerk, "claims.read", count=len(found))
    return found


def listed(session: Session, clerk: Actor, asked: Asked) -> list[Grant]:
    """A page of the claims of the clerk's street; who is named in them stays unread."""
    return grants.claims_asked_for(session, clerk.posts, asked)


def claim_in_full(session: Session, clerk: Actor, grant_id: uuid.UUID) -> Grant:
    """One claim of the clerk's street with what it says; that it was read is kept. Raises Problem
    404."""
    found = _claim_of(session, clerk, grant_id)
    audit.record(session, clerk, "claims.read", about=("grant", found.id), count=1)
    return found


def applicants_phone(session: Session, clerk: Actor, grant: Grant) -> str | None:
    """The masked telephone of whoever claims, to be held against the person at the counter; that it
    was read is kept. None for an account without one."""
    if grant.account_id is None:
        return None
    contact = contact_of(session, grant.account_id, actor=clerk, purpose="核实授权申请")
    return masking.phone(contact.phone) if contact and contact.phone else None


def _claim_of(session: Session, clerk: Actor, grant_id: uuid.UUID) -> Grant:
    grant = grants.claim(session, grant_id, clerk.posts)
    if grant is None:
        raise Problem(404, *TITLES[404])
    return grant


def _record(session: Session, clerk: Actor, said: Identity) -> Elder:
    known = records.with_id_card(session, said.id_card) if said.id_card else None
    if known is None:
        post = next(post for post in clerk.posts if post.role is Role.STREET_CLERK)
        return records.create(session, beginning(clerk, post), said)
    try:
        office_of(session, clerk, known.id, Role.STREET_CLERK)
    except Problem:
        title = (
            NO_STREET if known.street is None else "这位老人登记在别的街道，请先和那个街道核对住址"
        )
        raise Problem(409, "other-street", title) from None
    return known
