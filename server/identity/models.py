"""Accounts of elders and families, their WeChat users and sessions; staff; API clients.

One-time codes have their tables in ``codes_models.py``.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import Model
from server.kit.columns import Encrypted, Json, UtcDateTime, index_of
from server.kit.ids import new_key


class Account(Model):
    """Somebody who signs in: an elder, a relative, a carer. Whom they act for, people/ knows."""

    __tablename__ = "identity_accounts"
    __table_args__ = (CheckConstraint("status IN ('active', 'blocked')", name="status"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    status: Mapped[str] = mapped_column(String(16), default="active")
    phone: Mapped[str | None] = mapped_column(Encrypted("identity_accounts.phone"))
    phone_index: Mapped[str | None] = mapped_column(
        String(96), unique=True, info=index_of("phone", "identity_accounts.phone")
    )
    consent_version: Mapped[str | None] = mapped_column(String(32))
    """Which text was agreed to when the phone number was given, and when."""
    consented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class WeChatUser(Model):
    """An openid, which means something only together with its appid, and whose it is."""

    __tablename__ = "identity_wechat_users"
    __table_args__ = (UniqueConstraint("appid", "openid_index"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("identity_accounts.id"), index=True)
    appid: Mapped[str] = mapped_column(String(32))
    openid: Mapped[str] = mapped_column(Encrypted("identity_wechat_users.openid"))
    openid_index: Mapped[str] = mapped_column(
        String(96), info=index_of("openid", "identity_wechat_users.openid")
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignIn(Model):
    """A session of an account or of a member of staff. Only the hash of its token is kept."""

    __tablename__ = "identity_sessions"
    __table_args__ = (
        CheckConstraint("(account_id IS NULL) <> (staff_id IS NULL)", name="one_holder"),
        Index("ix_identity_sessions_account_id_ended_at", "account_id", "ended_at"),
        Index("ix_identity_sessions_staff_id_ended_at", "staff_id", "ended_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("identity_accounts.id"))
    staff_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("identity_staff.id"))
    how: Mapped[str] = mapped_column(String(16))
    """How it was opened: mini_program, web_code, sms, clerk_code, password."""
    device: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Staff(Model):
    """A member of staff. Created by command or invitation; never deleted, only closed."""

    __tablename__ = "identity_staff"
    __table_args__ = (CheckConstraint("status IN ('active', 'closed')", name="status"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16), default="active")
    password_hash: Mapped[str] = mapped_column(String(256))
    password_is_initial: Mapped[bool] = mapped_column(default=True)
    """Handed over by somebody else: the first login has to bring a new one."""
    totp_secret: Mapped[str | None] = mapped_column(Encrypted("identity_staff.totp_secret"))
    totp_step: Mapped[int | None] = mapped_column(Integer)
    """The last time step whose code was accepted: a code is good once (RFC 6238, 5.2)."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StaffPost(Model):
    """A role of a member of staff and the rows it holds for; what is null is not restricted."""

    __tablename__ = "identity_staff_posts"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("identity_staff.id"), index=True)
    role: Mapped[str] = mapped_column(String(32))
    district: Mapped[str | None] = mapped_column(String(32))
    street: Mapped[str | None] = mapped_column(String(64))
    provider_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Only of a post that its holder took in an emergency (``break_glass``), with why, and who
    looked at it afterwards."""
    reason: Mapped[str | None] = mapped_column(String(200))
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewed_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ApiClient(Model):
    """A program of another body. Its key is shown once; only the hash is kept."""

    __tablename__ = "identity_api_clients"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
