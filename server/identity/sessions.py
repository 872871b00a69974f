"""Sessions: opened by a login of any kind, found by their token, ended one by one or all at once."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from server.identity import repository
from server.identity.models import SignIn, StaffPost
from server.kit.clock import machine_now
from server.kit.ids import new_token
from server.oversight import audit
from server.oversight.actor import Actor, ActorKind, Post, Role

ACCOUNT_LASTS = timedelta(days=90)
"""Slow fingers are not asked to sign in again every week; each use pushes the end on."""

STAFF_LASTS = timedelta(hours=12)
"""A working day, used or not: the next one begins with both factors."""

KEPT = timedelta(days=90)
"""How long an ended session can still be looked up; the audit knows of it for longer."""

SEEN_EVERY = timedelta(minutes=10)
"""How exactly ``last_seen_at`` is kept: not a write for every request."""


@dataclass(frozen=True)
class Opened:
    """A session just opened. ``token`` is shown to its bearer now and kept nowhere."""

    token: str = field(repr=False)
    id: uuid.UUID
    holder_id: uuid.UUID
    expires_at: datetime


def open_for_account(session: Session, account_id: uuid.UUID, how: str, device: str) -> Opened:
    """Open a session of an account."""
    return _open(session, SignIn(account_id=account_id, how=how, device=device), ACCOUNT_LASTS)


def open_for_staff(session: Session, staff_id: uuid.UUID, how: str, device: str) -> Opened:
    """Open a session of a member of staff."""
    return _open(session, SignIn(staff_id=staff_id, how=how, device=device), STAFF_LASTS)


def _open(session: Session, made: SignIn, lasts: timedelta) -> Opened:
    token, now = new_token(), machine_now()
    made.token_hash = hashed(token)
    made.created_at = made.last_seen_at = now
    made.expires_at = now + lasts
    session.add(made)
    session.flush()
    holder = _holder(made)
    audit.record(session, holder, "session.opened", about=("session", made.id), how=made.how)
    return Opened(token, made.id, made.account_id or made.staff_id or made.id, made.expires_at)


def hashed(token: str) -> str:
    """What is kept of a token or key. They are 256 random bits: a plain hash suffices."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True)
class Known:
    """Who a token belongs to, and whether it is time to write down that it is in use."""

    actor: Actor
    due: bool


def actor_of(session: Session, token: str) -> Actor | None:
    """Who holds ``token``; None for one that is unknown, ended or expired."""
    known = look_up(session, token)
    return known.actor if known else None


def look_up(session: Session, token: str) -> Known | None:
    """Who holds ``token``; None for one that is unknown, ended or expired."""
    now = machine_now()
    found = repository.open_session(session, hashed(token), now)
    actor = _actor(session, found) if found else None
    if found is None or actor is None:
        return None
    return Known(actor, found.last_seen_at <= now - SEEN_EVERY)


def _actor(session: Session, found: SignIn) -> Actor | None:
    if found.account_id is not None:
        known = repository.active_account(session, found.account_id)
        return _holder(found) if known else None
    staff = repository.active_staff(session, found.staff_id) if found.staff_id else None
    if staff is None:
        return None
    posts = tuple(as_post(row) for row in repository.posts_of(session, staff.id))
    return Actor(ActorKind.STAFF, staff.id, found.id, posts)


def seen(session: Session, session_id: uuid.UUID) -> None:
    """Write down that a session is used; for an account this pushes its end on."""
    now = machine_now()
    repository.mark_seen(session, session_id, now, now + ACCOUNT_LASTS)


def open_of(session: Session, actor: Actor) -> list[SignIn]:
    """The open sessions of whoever acts, the newest first: their list of devices."""
    return repository.open_sessions_of(session, machine_now(), **_holding(actor))


def end(session: Session, actor: Actor, session_id: uuid.UUID) -> bool:
    """End one session of ``actor``; whether it was theirs and open."""
    ended = repository.end_sessions(session, machine_now(), **_holding(actor), only=session_id)
    if ended:
        audit.record(session, actor, "session.ended", about=("session", session_id))
    return ended > 0


def end_all(
    session: Session, actor: Actor, holder: Actor | None = None, keep: uuid.UUID | None = None
) -> int:
    """End every session of ``holder`` (of ``actor`` themselves without one) but ``keep``."""
    holding = _holding(holder or actor)
    ended = repository.end_sessions(session, machine_now(), **holding, but=keep)
    about = ("sessions_of", (holder or actor).id)
    audit.record(session, actor, "sessions.ended", about=about, count=ended)
    return ended


def _holding(holder: Actor) -> dict[str, uuid.UUID | None]:
    account = holder.kind is ActorKind.ACCOUNT
    held = {"account_id": holder.id} if account else {"staff_id": holder.id}
    return {"account_id": None, "staff_id": None} | held


def as_post(row: StaffPost) -> Post:
    """A kept post as the access rules read it."""
    return Post(Role(row.role), row.district, row.street, row.provider_id)


def client_of(session: Session, key: str) -> Actor | None:
    """The API client that holds ``key``; None for one that is unknown or ended."""
    found = repository.api_client(session, hashed(key))
    if found is None:
        return None
    return Actor(ActorKind.API_CLIENT, found.id, scopes=frozenset(found.scopes))


def _holder(found: SignIn) -> Actor:
    kind = ActorKind.ACCOUNT if found.account_id else ActorKind.STAFF
    return Actor(kind, found.account_id or found.staff_id, found.id)
