"""The one place that decides who may act for whom (docs/adr/0010)."""

from __future__ import annotations

import uuid
from dataclasses import replace

from sqlalchemy.orm import Session

from server.errors import TITLES, Problem
from server.kit.clock import business_now
from server.kit.ids import new_key
from server.oversight.actor import SYSTEM, Actor, ActorKind, Post, Role
from server.people.acting import Acting
from server.people.models import Elder, Grant
from server.people.repository import elders, grants
from server.people.states import Relation, Scope, Standing

ASSISTED = frozenset(Scope) - {Scope.PAY}
"""What a clerk may do for an elder at the counter: everything but pay from somebody's account."""

_BY_POST = (
    Role.STREET_CLERK,
    Role.DISTRICT_REVIEWER,
    Role.CITY_SUPERVISOR,
    Role.ADMIN,
)
"""Roles that see people by where these live, the ones that may do most first."""


def acting_for(
    session: Session, actor: Actor, elder_id: uuid.UUID, scope: Scope | None = None
) -> Acting:
    """Whether ``actor`` may do what ``scope`` names for an elder; None is a masked look.

    Raises Problem 404 where the actor has nothing to do with the elder, in the same words as for
    an id that does not exist; 403 where she lacks the scope, and where the elder has died or
    moved away and the actor is no member of staff.
    """
    elder = elders.by_id(session, elder_id)
    found = None if elder is None else _found(session, actor, elder)
    if elder is None or found is None:
        raise Problem(404, *TITLES[404])
    hindrance = _hindrance(found, elder, scope)
    if hindrance is not None:
        raise hindrance
    return replace(found, scope=scope)


def acting_by_grants(session: Session, actor: Actor, scope: Scope) -> list[Acting]:
    """All elders for whom ``acting_for`` lets an account do what ``scope`` names, the grant that is
    oldest first; asked in one query, however many they are. Nobody for who is no account."""
    if actor.kind is not ActorKind.ACCOUNT or actor.id is None:
        return []
    pairs = grants.in_force_held_by(session, actor.id, business_now())
    found = [(_by_grant(actor, grant), elder) for grant, elder in pairs]
    return [
        replace(acting, scope=scope)
        for acting, elder in found
        if acting is not None and _hindrance(acting, elder, scope) is None
    ]


def _hindrance(found: Acting, elder: Elder, scope: Scope | None) -> Problem | None:
    """Why somebody who has to do with an elder may not do this now; None if nothing hinders."""
    if found.post is None and elder.status != Standing.ACTIVE:
        return _services_ended()
    if scope is not None and scope not in found.scopes:
        return _lacking(found)
    return None


def office_of(session: Session, actor: Actor, elder_id: uuid.UUID, *roles: Role) -> Acting:
    """A member of staff in her office, not on the elder's behalf: one of ``roles`` for her row.

    Raises Problem 404 for an elder of another street or district, 403 for another role.
    """
    found = acting_for(session, actor, elder_id)
    if found.post is None or found.post.role not in roles:
        raise Problem(403, *TITLES[403])
    return found


def job_for(elder_id: uuid.UUID) -> Acting:
    """The system itself, doing a job that concerns an elder: it sees everything, and tells nobody."""
    return Acting(SYSTEM, elder_id, None, frozenset(Scope))


def beginning(actor: Actor, post: Post | None = None) -> Acting:
    """Whoever begins a record acts for it while it is being begun: herself, or a clerk."""
    if post is not None:
        return Acting(actor, new_key(), None, frozenset(), post=post)
    return Acting(actor, new_key(), None, frozenset(Scope), Relation.SELF)


def _found(session: Session, actor: Actor, elder: Elder) -> Acting | None:
    if actor.kind is ActorKind.ACCOUNT and actor.id is not None:
        now = business_now()
        return _by_grant(actor, grants.in_force_for_account(session, elder.id, actor.id, now))
    if actor.kind is ActorKind.STAFF and actor.id is not None:
        return _by_post(session, actor, elder) or _by_provider(session, actor, elder)
    return None


def _by_grant(actor: Actor, grant: Grant | None) -> Acting | None:
    if grant is None or grant.elder_id is None:
        return None
    scopes = frozenset(map(Scope, grant.scopes))
    relation = Relation(grant.relation)
    return Acting(actor, grant.elder_id, None, scopes, relation, grant.id)


def _by_provider(session: Session, actor: Actor, elder: Elder) -> Acting | None:
    providers = {post.provider_id for post in actor.posts if post.provider_id is not None}
    if not providers:
        return None
    grant = grants.in_force_for_providers(session, elder.id, providers, business_now())
    return _by_grant(actor, grant)


def _by_post(session: Session, actor: Actor, elder: Elder) -> Acting | None:
    held = (post for role in _BY_POST for post in actor.posts if post.role is role)
    post = next((post for post in held if elders.covers(post, elder)), None)
    if post is None:
        return None
    if post.role is Role.STREET_CLERK:
        return _clerk(session, actor, elder, post)
    reviews = post.role is Role.DISTRICT_REVIEWER
    scopes = frozenset({Scope.SEE_ASSESSMENT}) if reviews else frozenset[Scope]()
    return Acting(actor, elder.id, None, scopes, post=post, masked_only=not reviews)


def _clerk(session: Session, actor: Actor, elder: Elder, post: Post) -> Acting:
    """A clerk looks at her street; to act for somebody she first says what for."""
    if actor.id is None:
        raise ValueError("a member of staff without an id")
    begun = grants.assistance(session, elder.id, actor.id, business_now())
    if begun is None:
        return Acting(actor, elder.id, None, frozenset(), post=post)
    return Acting(
        actor, elder.id, None, ASSISTED, Relation.STAFF_ASSISTED, post=post, purpose=begun.purpose
    )


def _services_ended() -> Problem:
    title = "这位老人的服务已经停止。如果弄错了，请带身份证到街道更正，或拨打12345"
    return Problem(403, "services-ended", title)


def _lacking(found: Acting) -> Problem:
    if found.post is not None and found.post.role is Role.STREET_CLERK:
        return Problem(403, "purpose-missing", "请先写明替这位老人办什么事，再开始办理")
    if found.post is not None:
        return Problem(403, *TITLES[403])
    return Problem(403, "scope-missing", "老人没有让您办这件事，请老人在“授权”里给您加上")
