"""All queries on accounts, sessions, staff and API clients."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.identity.models import Account, ApiClient, SignIn, Staff, StaffPost, WeChatUser


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
        SignIn.account_id == account_id if account_id else SignIn.staff_id == staff_id,
        SignIn.ended_at.is_(None),
        SignIn.expires_at > now,
    )
    return list(session.scalars(chosen.order_by(SignIn.created_at.desc())))


def active_account(session: Session, account_id: uuid.UUID) -> Account | None:
    """An account that has not been blocked."""
    chosen = select(Account).where(Account.id == account_id, Account.status == "active")
    return session.scalars(chosen).one_or_none()


def active_staff(session: Session, staff_id: uuid.UUID) -> Staff | None:
    """A member of staff whose account is not closed."""
    chosen = select(Staff).where(Staff.id == staff_id, Staff.status == "active")
    return session.scalars(chosen).one_or_none()


def posts_of(session: Session, staff_id: uuid.UUID) -> list[StaffPost]:
    """The posts that a member of staff holds now."""
    chosen = select(StaffPost).where(StaffPost.staff_id == staff_id, StaffPost.ended_at.is_(None))
    return list(session.scalars(chosen.order_by(StaffPost.id)))


def api_client(session: Session, key_hash: str) -> ApiClient | None:
    """The client that holds this key, unless it was ended."""
    chosen = select(ApiClient).where(ApiClient.key_hash == key_hash, ApiClient.ended_at.is_(None))
    return session.scalars(chosen).one_or_none()


def newest_wechat_user(session: Session, account_id: uuid.UUID) -> WeChatUser | None:
    """The WeChat user with which an account signed in last for the first time."""
    chosen = select(WeChatUser).where(WeChatUser.account_id == account_id)
    return session.scalars(chosen.order_by(WeChatUser.created_at.desc()).limit(1)).one_or_none()


def wechat_user(session: Session, appid: str, indexes: Sequence[str]) -> WeChatUser | None:
    """The WeChat user of this app with one of these blind indexes of the openid."""
    chosen = select(WeChatUser).where(
        WeChatUser.appid == appid, WeChatUser.openid_index.in_(indexes)
    )
    return session.scalars(chosen.limit(1)).one_or_none()
