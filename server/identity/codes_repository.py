"""All queries on one-time codes. What may happen once is an UPDATE whose row count says who won."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from server.identity.codes_models import ClerkCode, LoginLock, SmsCode, SpentCode, WebLogin
from server.kit.rows import changed, insert_unless_there


def spend(session: Session, code_hash: str, now: datetime) -> bool:
    """Note that a code of WeChat's was used; whether it was so for the first time."""
    return insert_unless_there(session, SpentCode, code_hash=code_hash, spent_at=now)


def web_login(session: Session, scene: str) -> WebLogin | None:
    """The login in a browser that this scene belongs to, whatever became of it."""
    return session.scalars(select(WebLogin).where(WebLogin.scene == scene)).one_or_none()


def web_login_with(session: Session, secret_hash: str) -> WebLogin | None:
    """The login in a browser that holds this secret, whatever became of it."""
    chosen = select(WebLogin).where(WebLogin.secret_hash == secret_hash)
    return session.scalars(chosen).one_or_none()


def settle_web_login(
    session: Session, login_id: uuid.UUID, now: datetime, account_id: uuid.UUID | None
) -> bool:
    """Confirm a waiting login for an account, or end it (None); whether it was still waiting."""
    waiting = update(WebLogin).where(
        WebLogin.id == login_id,
        WebLogin.account_id.is_(None),
        WebLogin.ended_at.is_(None),
        WebLogin.expires_at > now,
    )
    values = {"account_id": account_id} if account_id else {"ended_at": now}
    return changed(session, waiting.values(values)) == 1


def use_web_login(session: Session, login_id: uuid.UUID, now: datetime) -> bool:
    """End a confirmed login, because its session is opened; False for a second time."""
    confirmed = update(WebLogin).where(
        WebLogin.id == login_id,
        WebLogin.account_id.is_not(None),
        WebLogin.ended_at.is_(None),
        WebLogin.expires_at > now,
    )
    return changed(session, confirmed.values(ended_at=now)) == 1


def end_sms_codes(session: Session, indexes: Sequence[str], purpose: str, now: datetime) -> None:
    """A new code replaces those before it."""
    earlier = update(SmsCode).where(
        SmsCode.phone_index.in_(indexes), SmsCode.purpose == purpose, SmsCode.ended_at.is_(None)
    )
    changed(session, earlier.values(ended_at=now))


def open_sms_code(
    session: Session, indexes: Sequence[str], purpose: str, now: datetime
) -> SmsCode | None:
    """The code that a phone can still use."""
    chosen = select(SmsCode).where(
        SmsCode.phone_index.in_(indexes),
        SmsCode.purpose == purpose,
        SmsCode.ended_at.is_(None),
        SmsCode.expires_at > now,
    )
    return session.scalars(chosen.order_by(SmsCode.expires_at.desc()).limit(1)).one_or_none()


def take_try(session: Session, code_id: uuid.UUID) -> bool:
    """Use up one of a code's tries; False if none was left."""
    left = update(SmsCode).where(SmsCode.id == code_id, SmsCode.tries_left > 0)
    return changed(session, left.values(tries_left=SmsCode.tries_left - 1)) == 1


def use_sms_code(session: Session, code_id: uuid.UUID, now: datetime) -> bool:
    """End a code that was right; False for a second time."""
    unused = update(SmsCode).where(SmsCode.id == code_id, SmsCode.ended_at.is_(None))
    return changed(session, unused.values(ended_at=now)) == 1


def end_clerk_codes(session: Session, account_id: uuid.UUID, now: datetime) -> None:
    """A new code of an account replaces those before it."""
    earlier = update(ClerkCode).where(
        ClerkCode.account_id == account_id, ClerkCode.ended_at.is_(None)
    )
    changed(session, earlier.values(ended_at=now))


def use_clerk_code(session: Session, indexes: Sequence[str], now: datetime) -> uuid.UUID | None:
    """End the open code with one of these indexes; whose account it is for."""
    chosen = select(ClerkCode).where(
        ClerkCode.code_index.in_(indexes),
        ClerkCode.ended_at.is_(None),
        ClerkCode.expires_at > now,
    )
    found = session.scalars(chosen).one_or_none()
    if found is None:
        return None
    unused = update(ClerkCode).where(ClerkCode.id == found.id, ClerkCode.ended_at.is_(None))
    return found.account_id if changed(session, unused.values(ended_at=now)) else None


def drop_codes(session: Session, before: datetime) -> None:
    """Remove one-time codes of every kind that ran out before a moment, and old failures."""
    for model, moment in (
        (SpentCode, SpentCode.spent_at),
        (WebLogin, WebLogin.expires_at),
        (SmsCode, SmsCode.expires_at),
        (ClerkCode, ClerkCode.expires_at),
        (LoginLock, LoginLock.last_at),
    ):
        changed(session, delete(model).where(moment < before))
