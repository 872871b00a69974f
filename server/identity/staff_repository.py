"""All queries on members of staff, their posts, second factors and locks; API clients."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from server.identity.codes_models import LoginLock, RecoveryCode, StaffInvitation
from server.identity.models import ApiClient, Staff, StaffPost
from server.identity.repository import holds
from server.kit.clock import machine_now
from server.kit.rows import changed


def by_login(session: Session, login: str) -> Staff | None:
    """A member of staff, whether active or closed."""
    return session.scalars(select(Staff).where(Staff.login == login)).one_or_none()


def everybody(session: Session) -> list[Staff]:
    """All members of staff by login name."""
    return list(session.scalars(select(Staff).order_by(Staff.login)))


def posts_of_all(session: Session) -> list[StaffPost]:
    """The posts that are held now."""
    chosen = select(StaffPost).where(holds(machine_now()))
    return list(session.scalars(chosen.order_by(StaffPost.id)))


def use_step(session: Session, staff_id: uuid.UUID, step: int) -> bool:
    """Accept the code of a time step, unless it or a later one was accepted before."""
    later = or_(Staff.totp_step.is_(None), Staff.totp_step < step)
    chosen = update(Staff).where(Staff.id == staff_id, later)
    return changed(session, chosen.values(totp_step=step)) == 1


def use_recovery_code(
    session: Session, staff_id: uuid.UUID, indexes: Sequence[str], now: datetime
) -> bool:
    """Use up a recovery code of this member of staff; whether there was one."""
    chosen = update(RecoveryCode).where(
        RecoveryCode.staff_id == staff_id,
        RecoveryCode.code_index.in_(indexes),
        RecoveryCode.used_at.is_(None),
    )
    return changed(session, chosen.values(used_at=now)) == 1


def drop_recovery_codes(session: Session, staff_id: uuid.UUID) -> None:
    """New codes replace all those before them."""
    changed(session, delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))


def login_lock(session: Session, login_hash: str) -> LoginLock:
    """The failures under a login name, locked until the transaction ends."""
    chosen = select(LoginLock).where(LoginLock.login_hash == login_hash)
    return session.scalars(chosen.with_for_update()).one()


def client_named(session: Session, name: str) -> ApiClient | None:
    """An API client, whether ended or not."""
    return session.scalars(select(ApiClient).where(ApiClient.name == name)).one_or_none()


def clients(session: Session) -> list[ApiClient]:
    """All API clients by name."""
    return list(session.scalars(select(ApiClient).order_by(ApiClient.name)))


def open_invitations(session: Session, now: datetime) -> list[StaffInvitation]:
    """Invitations that can still be accepted, the newest first."""
    chosen = select(StaffInvitation).where(_open_at(now))
    return list(session.scalars(chosen.order_by(StaffInvitation.id.desc())))


def invitation_with(session: Session, token_hash: str, now: datetime) -> StaffInvitation | None:
    """The invitation with this token, locked, unless it was used, withdrawn or is over."""
    chosen = select(StaffInvitation).where(StaffInvitation.token_hash == token_hash, _open_at(now))
    return session.scalars(chosen.with_for_update()).one_or_none()


def open_invitation(
    session: Session, invitation_id: uuid.UUID, now: datetime
) -> StaffInvitation | None:
    """An invitation that can still be withdrawn."""
    chosen = select(StaffInvitation).where(StaffInvitation.id == invitation_id, _open_at(now))
    return session.scalars(chosen.with_for_update()).one_or_none()


def invited_as(session: Session, login: str, now: datetime) -> StaffInvitation | None:
    """The open invitation to this login name."""
    chosen = select(StaffInvitation).where(StaffInvitation.login == login, _open_at(now))
    return session.scalars(chosen.with_for_update()).first()


def _open_at(now: datetime) -> ColumnElement[bool]:
    return and_(StaffInvitation.closed_at.is_(None), StaffInvitation.expires_at > now)


def taken_posts(session: Session, unreviewed_only: bool, limit: int) -> list[StaffPost]:
    """Posts that were taken in an emergency, the newest first."""
    chosen = select(StaffPost).where(StaffPost.taken_at.is_not(None))
    if unreviewed_only:
        chosen = chosen.where(StaffPost.reviewed_at.is_(None))
    return list(session.scalars(chosen.order_by(StaffPost.taken_at.desc()).limit(limit)))


def taken_post(session: Session, post_id: uuid.UUID) -> StaffPost | None:
    """A post that was taken in an emergency and that nobody has looked at, locked."""
    chosen = select(StaffPost).where(
        StaffPost.id == post_id, StaffPost.taken_at.is_not(None), StaffPost.reviewed_at.is_(None)
    )
    return session.scalars(chosen.with_for_update()).one_or_none()


def by_ids(session: Session, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Staff]:
    """Members of staff by id, whether active or closed."""
    chosen = select(Staff).where(Staff.id.in_(list(ids)))
    return {found.id: found for found in session.scalars(chosen)}
