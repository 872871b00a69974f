"""Links by which staff enrol themselves: their own password and second factor, seen by nobody else.

The same link lets somebody in again who lost both: the old ways in end when it is accepted.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.orm import Session

from server.errors import Problem
from server.identity import login_locks, passwords, second_factor, sessions, staff, staff_repository
from server.identity.codes_models import StaffInvitation
from server.identity.models import Staff
from server.identity.sessions import Opened, hashed
from server.identity.staff import StaffError
from server.kit.clock import machine_now
from server.kit.ids import new_token
from server.oversight import audit
from server.oversight.actor import Actor, Post, Role

LASTS = timedelta(hours=72)


@dataclass(frozen=True)
class Invited:
    """An invitation just made; ``token`` is shown now and kept nowhere."""

    invitation: StaffInvitation
    token: str = field(repr=False)


@dataclass(frozen=True)
class Enrolled:
    """Somebody who has just come in by a link. The recovery codes are shown this once."""

    opened: Opened
    recovery_codes: list[str] = field(repr=False)


def invite(session: Session, actor: Actor, login: str, name: str, post: Post) -> Invited:
    """A link for a new member of staff; an earlier one for the same name is void. Raises StaffError."""
    login = staff.checked_name(session, login, name)
    made = _made(session, actor, login, name.strip())
    made.invitation.role, made.invitation.district = post.role.value, post.district
    made.invitation.street, made.invitation.provider_id = post.street, post.provider_id
    about = ("staff_invitation", made.invitation.id)
    audit.record(session, actor, "staff.invited", about=about, role=post.role.value)
    return made


def let_in_again(session: Session, actor: Actor, login: str) -> Invited:
    """A link for somebody who lost password or telephone. Until it is used nothing changes.
    Raises StaffError."""
    found = staff.active(session, login)
    made = _made(session, actor, found.login, found.name)
    made.invitation.staff_id = found.id
    audit.record(session, actor, "staff.reset_offered", about=("staff", found.id))
    return made


def waiting(session: Session) -> list[StaffInvitation]:
    """Invitations that nobody has accepted yet."""
    return staff_repository.open_invitations(session, machine_now())


def withdraw(session: Session, actor: Actor, invitation_id: uuid.UUID) -> None:
    """Make a link void. Raises StaffError."""
    now = machine_now()
    found = staff_repository.open_invitation(session, invitation_id, now)
    if found is None:
        raise StaffError("这个邀请已经用过、收回或过期了")
    found.closed_at = now
    audit.record(session, actor, "staff.invitation_withdrawn", about=("staff_invitation", found.id))


def look(session: Session, token: str) -> StaffInvitation:
    """What a link offers. Raises Problem 404 for one that is void."""
    found = staff_repository.invitation_with(session, hashed(token), machine_now())
    if found is None:
        raise Problem(404, "invitation-void", "这个链接已经用过或过期了，请找管理员再发一个")
    return found


def accept(session: Session, token: str, password: str, code: str, device: str) -> Enrolled:
    """Enrol: a password of one's own, and the first code of the authenticator app as its proof.

    Raises Problem 404 for a void link, 422 naming the field that is not good.
    """
    found = look(session, token)
    _insist(found, password, code)
    member = _member(session, found)
    member.password_hash, member.password_is_initial = passwords.hashed(password), False
    member.totp_secret = found.totp_secret
    member.totp_step = second_factor.step_of(found.totp_secret, code, machine_now())
    session.add(member)
    session.flush()
    found.closed_at = machine_now()
    who = staff.holder(member)
    _settle(session, found, member, who)
    codes = staff.new_recovery_codes(session, member)
    return Enrolled(sessions.open_for_staff(session, member.id, "password", device), codes)


def _made(session: Session, actor: Actor, login: str, name: str) -> Invited:
    now, token = machine_now(), new_token()
    before = staff_repository.invited_as(session, login, now)
    if before is not None:
        before.closed_at = now
    made = StaffInvitation(
        token_hash=hashed(token),
        login=login,
        name=name,
        totp_secret=second_factor.new_secret(),
        invited_by=actor.id,
        created_at=now,
        expires_at=now + LASTS,
    )
    session.add(made)
    session.flush()
    return Invited(made, token)


def _insist(found: StaffInvitation, password: str, code: str) -> None:
    wrong = []
    try:
        passwords.insist_on_good(password, found.login)
    except ValueError as error:
        wrong.append({"field": "new_password", "message": str(error)})
    if second_factor.step_of(found.totp_secret, code, machine_now()) is None:
        said = "动态码不对。请确认手机时间准确，填验证器里现在的六位数字"
        wrong.append({"field": "totp", "message": said})
    if wrong:
        raise Problem(422, "invalid-input", wrong[0]["message"], errors=wrong)


def _member(session: Session, found: StaffInvitation) -> Staff:
    """Whom the link is for: somebody who is there already, or somebody new."""
    try:
        if found.staff_id is not None:
            return staff.active(session, found.login)
        staff.checked_name(session, found.login, found.name)
    except StaffError as error:
        raise Problem(409, "invitation-void", str(error)) from None
    return Staff(login=found.login, name=found.name, status="active", created_at=machine_now())


def _settle(session: Session, found: StaffInvitation, member: Staff, who: Actor) -> None:
    """End what held before, or give the post that was offered."""
    login_locks.forget(session, member.login)
    if found.staff_id is not None:
        sessions.end_all(session, who)
        audit.record(session, who, "staff.reset", about=("staff", member.id))
        return
    audit.record(session, who, "staff.created", about=("staff", member.id))
    if found.role is not None:
        post = Post(Role(found.role), found.district, found.street, found.provider_id)
        staff.grant(session, Actor(who.kind, found.invited_by), member.login, post)
