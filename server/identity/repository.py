"""All queries on accounts, sessions, staff and API clients."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from server.identity.models import Account, ApiClient, SignIn, Staff, StaffPost, WeChatUser
from server.kit.clock import machine_now
from server.kit.rows import changed


def open_session(session: Session, token_hash: str, now: datetime) -> SignIn | None:
    """The session with this token, unless it has ended or expired."""
    chosen = select(SignIn).where(
        SignIn.token_hash == token_hash, SignIn.ended_at.is_(None), SignIn.expires_at > now
    )
    return session.scalars(chosen).one_or_none()


def open_sessions_of(
    session: Session, now: datetime, *, account_id: uuid.UUID | None, staff_id: uuid.UUID | None
) -> list[SignIn]:
    """All open sessions of one holder, the newest first."""
    chosen = select(SignIn).where(
        _held_by(account_id, staff_id), SignIn.ended_at.is_(None), SignIn.expires_at > now
    )
    return list(session.scalars(chosen.order_by(SignIn.created_at.desc())))


def end_sessions(
    session: Session,
    now: datetime,
    *,
    account_id: uuid.UUID | None,
    staff_id: uuid.UUID | None,
    only: uuid.UUID | None = None,
    but: uuid.UUID | None = None,
) -> int:
    """End open sessions of one holder: ``only`` one, all ``but`` one, or all; how many."""
    chosen = update(SignIn).where(_held_by(account_id, staff_id), SignIn.ended_at.is_(None))
    if only is not None:
        chosen = chosen.where(SignIn.id == only)
    if but is not None:
        chosen = chosen.where(SignIn.id != but)
    return changed(session, chosen.values(ended_at=now))


def mark_seen(
    session: Session, session_id: uuid.UUID, now: datetime, account_until: datetime
) -> None:
    """Keep when an open session was used last; one of an account then lasts longer."""
    row = update(SignIn).where(SignIn.id == session_id, SignIn.ended_at.is_(None))
    changed(session, row.values(last_seen_at=now))
    changed(session, row.where(SignIn.account_id.is_not(None)).values(expires_at=account_until))


def drop_sessions(session: Session, before: datetime) -> int:
    """Remove sessions that ended or expired before a moment; how many."""
    over = (SignIn.ended_at < before) | (SignIn.expires_at < before)
    return changed(session, delete(SignIn).where(over))


def _held_by(account_id: uuid.UUID | None, staff_id: uuid.UUID | None) -> ColumnElement[bool]:
    return SignIn.account_id == account_id if account_id else SignIn.staff_id == staff_id


def account_by_openid(session: Session, appid: str, indexes: Sequence[str]) -> Account | None:
    """The account whose WeChat user of this app has one of these blind indexes."""
    users = select(WeChatUser.account_id).where(
        WeChatUser.appid == appid, WeChatUser.openid_index.in_(indexes)
    )
    return session.scalars(select(Account).where(Account.id.in_(users))).one_or_none()


def account_by_phone(session: Session, indexes: Sequence[str]) -> Account | None:
    """The account whose phone number has one of these blind indexes."""
    chosen = select(Account).where(Account.phone_index.in_(indexes))
    return session.scalars(chosen).one_or_none()


def account(session: Session, account_id: uuid.UUID | None) -> Account:
    """An account that is known to be there. Raises NoResultFound."""
    return session.scalars(select(Account).where(Account.id == account_id)).one()


def active_account(session: Session, account_id: uuid.UUID) -> Account | None:
    """An account that has not been blocked."""
    chosen = select(Account).where(Account.id == account_id, Account.status == "active")
    return session.scalars(chosen).one_or_none()


def active_staff(session: Session, staff_id: uuid.UUID) -> Staff | None:
    """A member of staff whose account is not closed."""
    chosen = select(Staff).where(Staff.id == staff_id, Staff.status == "active")
    return session.scalars(chosen).one_or_none()


def holds(now: datetime) -> ColumnElement[bool]:
    """Whether a post is held: not ended, and not taken for a time that is over."""
    unexpired = or_(StaffPost.expires_at.is_(None), StaffPost.expires_at > now)
    return and_(StaffPost.ended_at.is_(None), unexpired)


def posts_of(session: Session, staff_id: uuid.UUID) -> list[StaffPost]:
    """The posts that a member of staff holds now."""
    chosen = select(StaffPost).where(StaffPost.staff_id == staff_id, holds(machine_now()))
    return list(session.scalars(chosen.order_by(StaffPost.id)))


def api_client(session: Session, key_hash: str) -> ApiClient | None:
    """The client that holds this key, unless it was ended."""
    chosen = select(ApiClient).where(ApiClient.key_hash == key_hash, ApiClient.ended_at.is_(None))
    return session.scalars(chosen).one_or_none()


def newest_wechat_user(session: Session, account_id: uuid.UUID) -> WeChatUser | None:
    """The WeChat user with which an account signed in last for the first time."""
    chosen = select(WeChatUser).where(WeChatUser.account_id == account_id)
    return session.scalars(chosen.order_by(WeChatUser.created_at.desc()).limit(1)).one_or_none()
