"""What can be used once: login codes of every kind, and what stands in a guesser's way."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import Model
from server.kit.columns import Encrypted, Json, UtcDateTime
from server.kit.ids import new_key


class SpentCode(Model):
    """A code of WeChat's that we have sent there: it works once, so it is never sent again."""

    __tablename__ = "identity_spent_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    spent_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class WebLogin(Model):
    """A browser that waits for somebody to confirm in the mini program.

    ``scene`` is in the picture for everybody to see and grants nothing; the session goes to
    whoever holds the secret.
    """

    __tablename__ = "identity_web_logins"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scene: Mapped[str] = mapped_column(String(32), unique=True)
    number: Mapped[str] = mapped_column(String(2))
    """Shown in the browser; whoever confirms picks it among others."""
    others: Mapped[list[str]] = mapped_column(Json)
    device: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("identity_accounts.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SmsCode(Model):
    """A code sent to a phone. Number and code are kept as keyed hashes only."""

    __tablename__ = "identity_sms_codes"
    __table_args__ = (Index("ix_identity_sms_codes_phone_index_purpose", "phone_index", "purpose"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    phone_index: Mapped[str] = mapped_column(String(96))
    purpose: Mapped[str] = mapped_column(String(16))
    code_index: Mapped[str] = mapped_column(String(96))
    tries_left: Mapped[int] = mapped_column(Integer)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ClerkCode(Model):
    """A code that a clerk read out or wrote down for somebody without another way in."""

    __tablename__ = "identity_clerk_codes"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    code_index: Mapped[str] = mapped_column(String(96), unique=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("identity_accounts.id"), index=True)
    issued_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RecoveryCode(Model):
    """For a member of staff whose phone with the second factor is gone; each works once."""

    __tablename__ = "identity_recovery_codes"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("identity_staff.id"), index=True)
    code_index: Mapped[str] = mapped_column(String(96), unique=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LoginLock(Model):
    """Failures under one staff login name, whether it exists or not: both answer alike."""

    __tablename__ = "identity_login_locks"

    login_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WeChatToken(Model):
    """The access token of an app, and who is fetching the next one."""

    __tablename__ = "identity_wechat_tokens"

    appid: Mapped[str] = mapped_column(String(64), primary_key=True)
    token: Mapped[str | None] = mapped_column(Encrypted("identity_wechat_tokens.token"))
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    forced: Mapped[list[float]] = mapped_column(Json)
    """When it was refreshed by force in the last day, in epoch seconds."""
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    leased_by: Mapped[str | None] = mapped_column(String(32))


class StaffInvitation(Model):
    """A link by which somebody becomes a member of staff, or gets in again: ``staff_id`` then.

    The second factor's secret is made at the first look; nobody but who opens the link learns it.
    """

    __tablename__ = "identity_staff_invitations"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    login: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(64))
    staff_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("identity_staff.id"))
    role: Mapped[str | None] = mapped_column(String(32))
    district: Mapped[str | None] = mapped_column(String(32))
    street: Mapped[str | None] = mapped_column(String(64))
    provider_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    totp_secret: Mapped[str] = mapped_column(Encrypted("identity_staff_invitations.totp_secret"))
    invited_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was accepted, withdrawn or replaced by another."""
