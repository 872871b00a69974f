"""Members of staff: made by command, given posts, reset, closed. Never deleted."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from server.identity import login_locks, passwords, second_factor, sessions, staff_repository
from server.identity.codes_models import RecoveryCode
from server.identity.models import Staff, StaffPost
from server.identity.repository import active_staff, posts_of
from server.identity.sessions import as_post
from server.kit.clock import machine_now
from server.kit.crypto import vault
from server.oversight import audit
from server.oversight.actor import Actor, ActorKind, Post

RECOVERY = "identity_recovery_codes.code"
_LOGIN = re.compile(r"[a-z][a-z0-9._-]{2,31}")


class StaffError(ValueError):
    """What was asked cannot be done; the Chinese sentence says why."""


@dataclass(frozen=True)
class Handover:
    """What a member of staff is handed once; none of it is kept in the clear."""

    login: str
    password: str = field(repr=False)
    enrolment: str = field(repr=False)
    recovery_codes: list[str] = field(repr=False)


def create(session: Session, actor: Actor, login: str, name: str, post: Post) -> Handover:
    """Make a member of staff with a first post. Raises StaffError."""
    login = checked_name(session, login, name)
    made = Staff(
        login=login, name=name, status="active", created_at=machine_now(), password_hash=""
    )
    handed = _hand_over(session, made)
    audit.record(session, actor, "staff.created", about=("staff", made.id))
    grant(session, actor, login, post)
    return handed


def checked_name(session: Session, login: str, name: str) -> str:
    """The login name as it is kept, if somebody new can have it. Raises StaffError."""
    login = normalised(login)
    if not _LOGIN.fullmatch(login):
        raise StaffError("登录名用 3 到 32 个小写字母、数字、点、横线，以字母开头")
    if not 1 <= len(name.strip()) <= 64:
        raise StaffError("姓名要 1 到 64 个字")
    if staff_repository.by_login(session, login) is not None:
        raise StaffError(f"已经有登录名 {login} 了")
    return login


def reset(session: Session, actor: Actor, login: str) -> Handover:
    """New password, second factor and recovery codes; every session ends. Raises StaffError."""
    found = active(session, login)
    handed = _hand_over(session, found)
    login_locks.forget(session, found.login)
    sessions.end_all(session, actor, holder(found))
    audit.record(session, actor, "staff.reset", about=("staff", found.id))
    return handed


def close(session: Session, actor: Actor, login: str) -> None:
    """Close an account: nobody signs in to it any more. Raises StaffError."""
    found = active(session, login)
    found.status = "closed"
    sessions.end_all(session, actor, holder(found))
    audit.record(session, actor, "staff.closed", about=("staff", found.id))


def grant(session: Session, actor: Actor, login: str, post: Post) -> None:
    """Give a post; it counts from the next request on. Raises StaffError."""
    found = active(session, login)
    if post in held(session, found):
        raise StaffError("这个岗位已经有了")
    session.add(
        StaffPost(
            staff_id=found.id,
            role=post.role.value,
            district=post.district,
            street=post.street,
            provider_id=post.provider_id,
        )
    )
    _note(session, actor, "staff.granted", found, post)


def revoke(session: Session, actor: Actor, login: str, post: Post) -> None:
    """Take a post away; it counts from the next request on. Raises StaffError."""
    found = active(session, login)
    for row in posts_of(session, found.id):
        if as_post(row) == post:
            row.ended_at = machine_now()
            _note(session, actor, "staff.revoked", found, post)
            return
    raise StaffError("没有这个岗位")


def everybody(session: Session) -> list[tuple[Staff, list[Post]]]:
    """All members of staff with the posts they hold."""
    rows = staff_repository.posts_of_all(session)
    return [
        (each, [as_post(row) for row in rows if row.staff_id == each.id])
        for each in staff_repository.everybody(session)
    ]


def new_recovery_codes(session: Session, found: Staff) -> list[str]:
    """Codes that replace all those before them."""
    staff_repository.drop_recovery_codes(session, found.id)
    codes = [second_factor.new_recovery_code() for _ in range(second_factor.RECOVERY_CODES)]
    for code in codes:
        index = vault().index(recovery_text(found, code), RECOVERY)
        session.add(RecoveryCode(staff_id=found.id, code_index=index))
    session.flush()
    return codes


def recovery_text(found: Staff, code: str) -> str:
    """What a recovery code is indexed as: each is somebody's."""
    return f"{found.id}:{second_factor.plain(code)}"


def active(session: Session, login: str) -> Staff:
    """A member of staff who may work. Raises StaffError."""
    found = staff_repository.by_login(session, normalised(login))
    if found is None or found.status != "active":
        raise StaffError(f"没有登录名为 {normalised(login)} 的在用账号")
    return found


def named(session: Session, actor: Actor) -> Staff:
    """The member of staff who acts. Raises StaffError."""
    found = active_staff(session, actor.id) if actor.id else None
    if found is None:
        raise StaffError("没有这个在用账号")
    return found


def held(session: Session, found: Staff) -> list[Post]:
    """The posts of a member of staff."""
    return [as_post(row) for row in posts_of(session, found.id)]


def holder(found: Staff) -> Actor:
    """A member of staff as the holder of sessions."""
    return Actor(ActorKind.STAFF, found.id)


def by_id(session: Session, staff_id: uuid.UUID) -> Staff | None:
    """A member of staff, whether active or closed."""
    return staff_repository.by_ids(session, [staff_id]).get(staff_id)


def names(session: Session, ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """What members of staff are called."""
    found = staff_repository.by_ids(session, {each for each in ids if each is not None})
    return {each.id: each.name for each in found.values()}


def unlock(session: Session, actor: Actor, login: str) -> None:
    """Let a locked name try again. Raises StaffError."""
    found = active(session, login)
    login_locks.forget(session, found.login)
    audit.record(session, actor, "staff.unlocked", about=("staff", found.id))


def normalised(login: str) -> str:
    """A login name as it is kept."""
    return login.strip().lower()


def _hand_over(session: Session, found: Staff) -> Handover:
    password, secret = passwords.new_initial(), second_factor.new_secret()
    found.password_hash, found.password_is_initial = passwords.hashed(password), True
    found.totp_secret, found.totp_step = secret, None
    session.add(found)
    session.flush()
    codes = new_recovery_codes(session, found)
    return Handover(found.login, password, second_factor.enrolment(secret, found.login), codes)


def _note(session: Session, actor: Actor, action: str, found: Staff, post: Post) -> None:
    audit.record(
        session,
        actor,
        action,
        about=("staff", found.id),
        role=post.role.value,
        district=post.district,
        street=post.street,
        provider=str(post.provider_id) if post.provider_id else None,
    )
