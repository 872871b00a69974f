"""Staff sign in with password and second factor; a name that does not exist answers alike."""

from __future__ import annotations

import math
import uuid
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from server.errors import Problem
from server.identity import (
    audits,
    limits,
    login_locks,
    passwords,
    second_factor,
    sessions,
    staff,
    staff_repository,
)
from server.identity.models import Staff
from server.identity.repository import active_staff
from server.identity.sessions import Opened
from server.kit.clock import machine_now
from server.kit.crypto import vault
from server.oversight import audit
from server.oversight.actor import ANONYMOUS, Actor
from server.transaction import transaction

HOW = "password"
TOTP_DIGITS = 6


@dataclass(frozen=True)
class Proof:
    """Both factors; ``code`` is of the authenticator app, or a recovery code."""

    password: str = field(repr=False)
    code: str = field(repr=False)


def sign_in(login: str, proof: Proof, device: str, new_password: str | None = None) -> Opened:
    """Open a session of a member of staff.

    Raises Problem 401 whatever is wrong, 403 ``password-must-change`` where all is right but the
    password was handed over by somebody else, 422 for a bad new one, 429 while locked.
    """
    limits.STAFF_TRIES_AT_ADDRESS.insist(limits.address(), HOW)
    login = staff.normalised(login)
    _insist_on_good(new_password, login)
    staff_id = _with_password(login, proof.password)
    opened = _opened(staff_id, proof.code, device, new_password)
    if opened is None:
        raise _refused(login)
    limits.STAFF_TRIES_AT_ADDRESS.give_back(limits.address())
    return opened


def _opened(staff_id: uuid.UUID, code: str, device: str, new_password: str | None) -> Opened | None:
    with transaction() as session:
        found = _proven(session, staff_id, code)
        if found is None:
            return None
        _change_initial(found, new_password)
        return sessions.open_for_staff(session, found.id, HOW, device)


def change_password(actor: Actor, proof: Proof, new_password: str) -> None:
    """Set a new password; every other session ends. Raises Problem as ``sign_in`` does."""
    login = _login_of(actor)
    _insist_on_good(new_password, login)
    staff_id = _with_password(login, proof.password)
    with transaction() as session:
        found = _proven(session, staff_id, proof.code)
        if found is not None:
            _set_password(found, new_password)
            sessions.end_all(session, actor, keep=actor.session_id)
            audit.record(session, actor, "staff.password_changed", about=("staff", found.id))
            return
    raise _refused(login)


def renew_recovery_codes(actor: Actor, proof: Proof) -> list[str]:
    """New recovery codes, shown once. Raises Problem as ``sign_in`` does."""
    login = _login_of(actor)
    staff_id = _with_password(login, proof.password)
    with transaction() as session:
        found = _proven(session, staff_id, proof.code)
        if found is not None:
            audit.record(session, actor, "staff.recovery_renewed", about=("staff", found.id))
            return staff.new_recovery_codes(session, found)
    raise _refused(login)


def _with_password(login: str, password: str) -> uuid.UUID:
    """Who has this name and password. The slow hash is computed with no transaction open."""
    wait = login_locks.begin(login)
    if wait:
        audits.refused(HOW, "locked")
        minutes = math.ceil(wait / limits.MINUTE)
        title = f"密码试错太多次，请等 {minutes} 分钟再试，或请管理员重置"
        raise Problem(429, "login-locked", title, headers={"Retry-After": str(wait)})
    with transaction(writes=False) as session:
        found = staff_repository.by_login(session, login)
    works = found is not None and found.status == "active"
    if not passwords.matches(found.password_hash if found and works else None, password):
        raise _refused(login)
    assert found is not None  # noqa: S101 - nobody's password matches nothing
    return found.id


def _proven(session: Session, staff_id: uuid.UUID, code: str) -> Staff | None:
    """The member of staff, if the second factor is right too; it is used up then."""
    found = active_staff(session, staff_id)
    if found is None or not _accepts(session, found, code):
        return None
    login_locks.forget(session, found.login)
    return found


def _accepts(session: Session, found: Staff, code: str) -> bool:
    if len(second_factor.plain(code)) == TOTP_DIGITS:
        step = second_factor.step_of(found.totp_secret or "", code, machine_now())
        return step is not None and staff_repository.use_step(session, found.id, step)
    searches = vault().searches(staff.recovery_text(found, code), staff.RECOVERY)
    used = staff_repository.use_recovery_code(session, found.id, searches, machine_now())
    if used:
        by = staff.holder(found)
        audit.record(session, by, "staff.recovery_used", about=("staff", found.id))
    return used


def _change_initial(found: Staff, new_password: str | None) -> None:
    if not found.password_is_initial:
        return
    if new_password is None:  # raising rolls back: the code may be typed again with a password
        title = "第一次登录，请同时设一个自己的新密码（至少12个字符）"
        raise Problem(403, "password-must-change", title)
    _set_password(found, new_password)


def _set_password(found: Staff, password: str) -> None:
    found.password_hash, found.password_is_initial = passwords.hashed(password), False


def _insist_on_good(new_password: str | None, login: str) -> None:
    if new_password is None:
        return
    try:
        passwords.insist_on_good(new_password, login)
    except ValueError as error:
        wrong = [{"field": "new_password", "message": str(error)}]
        raise Problem(422, "invalid-input", str(error), errors=wrong) from None


def _login_of(actor: Actor) -> str:
    with transaction(writes=False) as session:
        return staff.named(session, actor).login


def _refused(login: str) -> Problem:
    """One answer whatever was wrong; the audit says when a name was locked, and whose it is."""
    with transaction() as session:
        audit.record(session, ANONYMOUS, "session.refused", how=HOW, reason="credentials")
        if login_locks.is_locked(session, login):
            known = staff_repository.by_login(session, login)
            about = ("staff", known.id) if known else None
            audit.record(session, ANONYMOUS, "login.locked", about=about)
    return Problem(401, "credentials-not-right", "登录名、密码或动态码不对，请核对后再试")
