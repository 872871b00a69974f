"""Invitations: the elder reads out eight characters, somebody types them in, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from server.errors import Problem
from server.kit.clock import business_now
from server.kit.crypto import vault
from server.kit.ids import heard_code, new_spoken_code
from server.oversight.actor import Actor
from server.people import grants as service
from server.people.acting import Acting, account_id
from server.people.models import Elder, Grant, Invitation
from server.people.repository import elders, grants
from server.people.states import MANAGERS, Change, Relation, Scope, Standing, Status

LASTS = timedelta(hours=48)
_PLACE = "people_invitations.code_index"


@dataclass(frozen=True)
class Offer:
    """What an invitation would allow: to whom is decided by who accepts it."""

    relation: Relation
    scopes: frozenset[Scope]
    days: int = 365
    holder_name: str | None = None
    paper_reference: str | None = None


def invite(session: Session, acting: Acting, offer: Offer) -> tuple[str, Grant, datetime]:
    """Offer a grant; the code that accepts it, which is kept nowhere, and until when it is good.

    Raises Problem 403 for a relation that only the street can establish with a paper.
    """
    by_street = acting.post is not None and offer.paper_reference is not None
    if offer.relation in MANAGERS and not by_street:
        raise Problem(403, "scope-missing", "本人和监护人要带证件到街道办理")
    grant = Grant(
        elder_id=acting.elder_id,
        relation=offer.relation.value,
        status=Status.OFFERED.value,
        holder_name=offer.holder_name,
        paper_reference=offer.paper_reference,
        **_terms(acting, offer),
    )
    service.begin(session, acting.actor, grant)
    code, now = new_spoken_code(), business_now()
    made = Invitation(
        grant_id=grant.id,
        code_index=vault().index(code, _PLACE),
        created_at=now,
        expires_at=now + LASTS,
    )
    session.add(made)
    session.flush()
    return code, grant, made.expires_at


def _terms(acting: Acting, offer: Offer) -> dict[str, object]:
    terms = service.terms(acting, offer.scopes, offer.days)
    if offer.relation in MANAGERS:
        terms["scopes"] = sorted({*offer.scopes, Scope.MANAGE})
    if offer.relation is Relation.SELF:
        terms |= {"scopes": sorted(Scope), "expires_at": None}
    return terms


def look(session: Session, code: str) -> tuple[Grant, Elder]:
    """What a code would allow, and for whom, before it is accepted.

    Raises Problem 404 for a code that is wrong, used, withdrawn or too old, always the same.
    """
    _, grant, elder = _find(session, code)
    return grant, elder


def accept(session: Session, account: Actor, code: str, holder_name: str | None) -> Grant:
    """Let ``account`` hold what the code offers. The first of two wins, the other gets the 404."""
    invitation, grant, elder = _find(session, code)
    if not grants.use(session, invitation.id, business_now()):
        raise _unknown()
    session.refresh(grant, with_for_update=True)
    if grant.relation == Relation.SELF:
        _refuse_second_self(session, account)
    service.make_room(session, account, elder.id, grant, account_id(account))
    service.settle_claims(session, account, elder.id_card, account_id(account))
    grant.account_id = account.id
    grant.holder_name = grant.holder_name or holder_name
    service.change(session, account, grant, Change.ACCEPT)
    return grant


def _refuse_second_self(session: Session, account: Actor) -> None:
    if grants.own_record_of(session, account_id(account)) is not None:
        raise Problem(409, "self-exists", "您已经登记过本人的资料，不用再登记")


def _find(session: Session, code: str) -> tuple[Invitation, Grant, Elder]:
    indexes = vault().searches(heard_code(code), _PLACE)
    found = grants.invitation(session, indexes, business_now())
    elder = (
        None
        if found is None or found[1].elder_id is None
        else elders.by_id(session, found[1].elder_id)
    )
    if found is None or elder is None or elder.status != Standing.ACTIVE:
        raise _unknown()
    return (*found, elder)


def _unknown() -> Problem:
    return Problem(404, "code-unknown", "这个邀请码不对、用过了或者过期了，请老人再发一个")
