"""Sessions: opened by a login of any kind, found by their token, ended one by one or all at once."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta

from sqlalchemy.orm import Session

from server.identity import repository
from server.identity.models import SignIn
from server.kit.clock import machine_now
from server.kit.ids import new_token
from server.oversight import audit
from server.oversight.actor import Actor, ActorKind, Post, Role

ACCOUNT_LASTS = timedelta(days=90)
"""Slow fingers are not asked to sign in again every week; each use pushes the end on."""

STAFF_LASTS = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=10)
"""How exactly ``last_seen_at`` is kept: not a write for every request."""


def open_for_account(session: Session, account_id: uuid.UUID, how: str, device: str) -> str:
    """Open a session of an account; returns its token, which is kept nowhere."""
    return _open(session, SignIn(account_id=account_id, how=how, device=device), ACCOUNT_LASTS)


def open_for_staff(session: Session, staff_id: uuid.UUID, how: str, device: str) -> str:
    """Open a session of a member of staff; returns its token."""
    return _open(session, SignIn(staff_id=staff_id, how=how, device=device), STAFF_LASTS)


def _open(session: Session, made: SignIn, lasts: timedelta) -> str:
    token, now = new_token(), machine_now()
    made.token_hash = hashed(token)
    made.created_at = made.last_seen_at = now
    made.expires_at = now + lasts
    session.add(made)
    session.flush()
    holder = _holder(made)
    audit.record(session, holder, "session.opened", about=("session", made.id), how=made.how)
    return token


def hashed(token: str) -> str:
    """What is kept of a token or key. They are 256 random bits: a plain hash suffices."""
    return hashlib.sha256(token.encode()).hexdigest()


def actor_of(session: Session, token: str) -> Actor | None:
    """Who holds ``token``; None for one that is unknown, ended or expired."""
    found = repository.open_session(session, hashed(token), machine_now())
    if found is None:
        return None
    if found.account_id is not None:
        known = repository.active_account(session, found.account_id)
        return _holder(found) if known else None
    staff = repository.active_staff(session, found.staff_id) if found.staff_id else None
    if staff is None:
        return None
    posts = tuple(
        Post(Role(post.role), post.district, post.street, post.provider_id)
        for post in repository.posts_of(session, staff.id)
    )
    return Actor(ActorKind.STAFF, staff.id, found.id, posts)


def client_of(session: Session, key: str) -> Actor | None:
    """The API client that holds ``key``; None for one that is unknown or ended."""
    found = repository.api_client(session, hashed(key))
    if found is None:
        return None
    return Actor(ActorKind.API_CLIENT, found.id, scopes=frozenset(found.scopes))


def _holder(found: SignIn) -> Actor:
    kind = ActorKind.ACCOUNT if found.account_id else ActorKind.STAFF
    return Actor(kind, found.account_id or found.staff_id, found.id)
