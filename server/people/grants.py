"""Grants: how they begin, change and end. Every change is an event, an audit record, a message."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from server.errors import TITLES, Problem
from server.jobs.service import enqueue
from server.kit.clock import BEIJING, business_now
from server.kit.ids import new_key
from server.oversight import audit
from server.oversight.actor import SYSTEM, Actor
from server.people.acting import Acting, account_id
from server.people.models import Dispute, Elder, Grant, GrantEvent
from server.people.repository import grants
from server.people.states import (
    ELDERS_WISH,
    FAMILY,
    GIVEN_BY_INVITATION,
    IN_FORCE,
    MANAGERS,
    Change,
    Made,
    Relation,
    Scope,
    Status,
    after,
)

ANNOUNCE = "messages.announce"
"""The kind of job that tells people about a change; messages/ does it."""

_EVENTS = {
    Change.ACCEPT: "grant_active",
    Change.CONFIRM: "grant_active",
    Change.REFUSE: "grant_refused",
    Change.REVOKE: "grant_revoked",
    Change.UPHOLD: "grant_revoked",
    Change.EXPIRE: "grant_expired",
    Change.DISPUTE: "grant_disputed",
    Change.DISMISS: "grant_kept",
}
LONGEST = timedelta(days=3 * 365)
REMIND_BEFORE = timedelta(days=7)
_BATCH = 200


def begin(session: Session, actor: Actor, grant: Grant) -> Grant:
    """Write a new grant and the event that it began."""
    grant.id = new_key()
    grant.created_at = business_now()
    session.add(grant)
    session.flush()
    _note(session, actor, grant, "begin", None)
    return grant


def change(
    session: Session, actor: Actor, grant: Grant, what: Change, reason: str | None = None
) -> None:
    """Let ``what`` happen to a locked grant. Raises Problem 409 where it cannot."""
    grant.status = after(Status(grant.status), what)
    if grant.status not in IN_FORCE:
        grant.ended_at = business_now()
        _settle(session, actor, grant)
        if grant.relation == Relation.GUARDIAN:
            _withdraw_offers(session, actor, grant)
    session.flush()
    _note(session, actor, grant, what.value, reason)
    _announce(session, grant, what)


def revoke(session: Session, acting: Acting, grant_id: uuid.UUID, reason: str | None) -> Grant:
    """End a grant at once, or, where two wills stand against each other, ask the street.

    The elder ends what she likes at once; only against a guardian does the street decide. A
    guardian ends at once what the elder has not given herself. Everyone may give up their own.
    """
    grant = find(session, acting, grant_id)
    if grant.id != acting.grant_id and Scope.MANAGE not in acting.scopes:
        title = "只有老人本人或监护人能取消这项授权。您有不同意见，可以请街道处理"
        raise Problem(403, "scope-missing", title)
    if _against_a_will(acting, grant):
        dispute(session, acting, grant_id, reason)
    else:
        change(session, acting.actor, grant, Change.REVOKE, reason)
    return grant


def _against_a_will(acting: Acting, grant: Grant) -> bool:
    if grant.id == acting.grant_id or grant.status not in IN_FORCE:
        return False
    if acting.relation is Relation.SELF:
        return grant.relation == Relation.GUARDIAN
    return acting.relation is Relation.GUARDIAN and (
        grant.relation == Relation.SELF or grant.made_how in ELDERS_WISH
    )


def dispute(session: Session, acting: Acting, grant_id: uuid.UUID, reason: str | None) -> Dispute:
    """Ask the street to end somebody's grant; until it has decided nothing changes.

    Raises Problem 403 for staff who merely see the elder: they do not speak for her; 404 for a
    grant that is not shown to the actor.
    """
    if acting.relation is None:
        raise Problem(403, *TITLES[403])
    grant = find(session, acting, grant_id)
    if not _sees(acting, grant):
        raise Problem(404, *TITLES[404])
    if grant.status not in IN_FORCE:
        raise Problem(409, "grant-changed", "这项授权现在没有生效，不用再提意见")
    found = grants.open_dispute(session, grant.id)
    if found is not None:
        return found
    made = Dispute(
        id=new_key(),
        elder_id=acting.elder_id,
        grant_id=grant.id,
        raised_by_kind=acting.actor.kind.value,
        raised_by=acting.actor.id,
        raised_grant_id=acting.grant_id,
        reason=reason or "",
        raised_at=business_now(),
    )
    session.add(made)
    change(session, acting.actor, grant, Change.DISPUTE, reason)
    return made


def decide(session: Session, acting: Acting, found: Dispute, uphold: bool, reason: str) -> Grant:
    """The street decides a dispute: the grant ends, or goes on. ``acting`` is its clerk."""
    grant = find(session, acting, found.grant_id)
    found.outcome = "upheld" if uphold else "dismissed"
    found.decided_by, found.decided_at = acting.actor.id, business_now()
    found.decision = reason
    session.flush()
    change(session, acting.actor, grant, Change.UPHOLD if uphold else Change.DISMISS, reason)
    return grant


def give_to_provider(
    session: Session, acting: Acting, provider_id: uuid.UUID, scopes: frozenset[Scope], days: int,
    paper_reference: str | None = None,
) -> Grant:  # fmt: skip
    """Let the staff of an institution act for the elder, at once."""
    grant = Grant(
        elder_id=acting.elder_id,
        provider_id=provider_id,
        relation=Relation.INSTITUTION.value,
        status=Status.ACTIVE.value,
        paper_reference=paper_reference,
        **terms(acting, scopes, days),
    )
    begin(session, acting.actor, grant)
    _announce(session, grant, Change.ACCEPT)
    return grant


def terms(acting: Acting, scopes: frozenset[Scope], days: int) -> dict[str, Any]:
    """What a new grant allows, how long, and by whose will.

    Raises Problem 403 for scopes that cannot be given on, 422 for none at all.
    """
    if not scopes:
        raise Problem(422, "invalid-input", "请至少选一件让他办的事")
    own = GIVEN_BY_INVITATION if acting.post is not None else acting.scopes
    if not scopes <= own & GIVEN_BY_INVITATION:
        raise Problem(403, "scope-missing", "您自己没有的权限，不能再给别人")
    return {
        "scopes": sorted(scopes),
        "expires_at": business_now() + min(timedelta(days=days), LONGEST),
        "made_how": _will(acting).value,
    }


def _will(acting: Acting) -> Made:
    if acting.post is not None:
        return Made.STREET
    return Made.ELDER if acting.relation is Relation.SELF else Made.GUARDIAN


def of(session: Session, acting: Acting) -> list[Grant]:
    """The grants of an elder that the actor may see: ``_sees`` says which."""
    return [grant for grant in grants.of_elder(session, acting) if _sees(acting, grant)]


def _sees(acting: Acting, grant: Grant) -> bool:
    """All with manage, or by a post; of the family also who else acts now, to object to it."""
    if acting.post is not None or Scope.MANAGE in acting.scopes or grant.id == acting.grant_id:
        return True
    others = grant.status in IN_FORCE and grant.relation != Relation.SELF
    return others and acting.relation in FAMILY


def held_by(session: Session, account: Actor) -> list[tuple[Grant, Elder | None]]:
    """What an account holds and has claimed, each with its elder; claims have none."""
    return grants.held_by(session, account_id(account))


def make_room(
    session: Session, actor: Actor, elder_id: uuid.UUID, grant: Grant, account_id: uuid.UUID
) -> None:
    """End what the account already holds for this elder: ``grant`` takes its place.

    Raises Problem 409 where the account is the elder herself or her guardian.
    """
    older = grants.open_between(session, elder_id, account_id, grant.id)
    if older is None:
        return
    if older.relation in MANAGERS:
        raise Problem(409, "grant-exists", "您已经能替这位老人办事，不用再接受授权")
    change(session, actor, older, Change.REPLACE)


def settle_claims(
    session: Session, actor: Actor, id_card: str | None, account_id: uuid.UUID
) -> None:
    """What an account has claimed of somebody needs no street any more: she invited it herself."""
    for grant in grants.claims_of(session, account_id):
        if id_card is not None and (grant.claim or {}).get("id_card") == id_card:
            change(session, actor, grant, Change.REPLACE)


def revoke_by_office(session: Session, acting: Acting, grant_id: uuid.UUID, reason: str) -> Grant:
    """The street ends a grant for a reason of its own, such as a forged paper."""
    grant = find(session, acting, grant_id)
    change(session, acting.actor, grant, Change.REVOKE, reason)
    return grant


def expire(session: Session, now: datetime) -> int:
    """End grants whose time is over; how many. A clock job: reading already ignores them."""
    found = grants.past_their_end(session, now, _BATCH)
    for grant in found:
        change(session, SYSTEM, grant, Change.EXPIRE)
    return len(found)


def remind(session: Session, now: datetime) -> None:
    """Tell both sides, once, that a grant ends within a week. A clock job."""
    for grant in grants.ending_between(session, now, now + REMIND_BEFORE):
        _tell(session, grant, "grant_expiring", key=f"grant_expiring:{grant.id}:{_until(grant)}")


def find(session: Session, acting: Acting, grant_id: uuid.UUID) -> Grant:
    """A grant of this elder, locked. Raises Problem 404."""
    grant = grants.one(session, acting, grant_id)
    if grant is None:
        raise Problem(404, *TITLES[404])
    return grant


def _settle(session: Session, actor: Actor, grant: Grant) -> None:
    """A dispute about a grant that has ended has nothing left to decide."""
    left = grants.open_dispute(session, grant.id)
    if left is not None:
        left.outcome, left.decided_by, left.decided_at = "moot", actor.id, business_now()


def _withdraw_offers(session: Session, actor: Actor, ended: Grant) -> None:
    """Nobody accepts any more what a guardian has offered who is none now."""
    for offer in grants.offered_by_guardian(session, ended.elder_id):
        change(session, actor, offer, Change.REVOKE)


def _note(session: Session, actor: Actor, grant: Grant, what: str, reason: str | None) -> None:
    session.add(
        GrantEvent(
            grant_id=grant.id,
            elder_id=grant.elder_id,
            change=what,
            status=grant.status,
            actor_kind=actor.kind.value,
            actor_id=actor.id,
            reason=reason,
            at=business_now(),
        )
    )
    audit.record(
        session,
        actor,
        f"grant.{what}",
        elder_id=grant.elder_id,
        about=("grant", grant.id),
        relation=grant.relation,
        scopes=grant.scopes,
    )


def _announce(session: Session, grant: Grant, what: Change) -> None:
    """Tell both sides, in codes: the words are the messages' own."""
    event = _EVENTS.get(what)
    nobody = grant.account_id is None and grant.provider_id is None
    if event is not None and not nobody and grant.relation != Relation.SELF:
        _tell(session, grant, event)


def _tell(session: Session, grant: Grant, event: str, key: str | None = None) -> None:
    told = (
        [] if grant.elder_id is None else grants.accounts_of_elder_herself(session, grant.elder_id)
    )
    told += [grant.account_id] if grant.account_id and grant.account_id not in told else []
    enqueue(
        session,
        ANNOUNCE,
        {
            "event": event,
            "elder_id": None if grant.elder_id is None else str(grant.elder_id),
            "to": [str(account) for account in told],
            "values": {"relation": grant.relation, "scopes": grant.scopes, "until": _until(grant)},
        },
        key=key,
    )


def _until(grant: Grant) -> str | None:
    """The last day of a grant, in Beijing."""
    ends = grant.expires_at
    return None if ends is None else ends.astimezone(BEIJING).date().isoformat()
