"""Members of staff: invited, given posts, let in again, unlocked, closed; for administrators."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from knowledge import divisions
from knowledge.schema import DISTRICTS
from server.console.navigation import Entry
from server.errors import TITLES, Problem
from server.identity import login_locks, posts, sessions, staff, staff_invitations
from server.identity.access import Caller, access, current_actor
from server.identity.models import Staff
from server.identity.staff_invitations import Invited
from server.oversight.actor import Actor, ActorKind, Post, Role
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, id_in, tried
from server.transaction import transaction

Result = TypeVar("Result")

blueprint = Blueprint("console_staff", __name__, url_prefix="/console/staff")

ADMIN = Caller.staff(Role.ADMIN)
ENTRY = Entry("console_staff.index", "员工账号", frozenset({Role.ADMIN}), order=800)


@blueprint.get("")
@access(ADMIN)
def index() -> Page:
    """Everybody with their posts, and who has been invited."""
    return _index(NOTHING_WRONG)


@blueprint.post("/invite")
@tried
@access(ADMIN)
def invite() -> Page:
    """A link for somebody new, shown once."""

    def make() -> Page:
        login, name = (request.form.get(each, "") for each in ("login", "name"))
        invited = _settled(
            lambda session: staff_invitations.invite(session, current_actor(), login, name, _post())
        )
        return _link(invited)

    return attempt(make, _index)


@blueprint.post("/invitations/withdraw")
@access(ADMIN)
def withdraw() -> Page:
    """Make a link void."""
    wanted = id_in("invitation_id")
    _settled(lambda session: staff_invitations.withdraw(session, current_actor(), wanted))
    return redirect(url_for("console_staff.index"), 303)


@blueprint.get("/<uuid:staff_id>")
@access(ADMIN)
def show(staff_id: uuid.UUID) -> Page:
    """One member of staff."""
    return _one(staff_id, NOTHING_WRONG)


@blueprint.post("/<uuid:staff_id>/grant")
@tried
@access(ADMIN)
def grant(staff_id: uuid.UUID) -> Page:
    """Give another post; it counts at once."""

    def give() -> Page:
        _for(staff_id, lambda session, login: staff.grant(session, current_actor(), login, _post()))
        return redirect(url_for("console_staff.show", staff_id=staff_id), 303)

    return attempt(give, lambda refusal: _one(staff_id, refusal))


@blueprint.post("/<uuid:staff_id>/revoke")
@access(ADMIN)
def revoke(staff_id: uuid.UUID) -> Page:
    """Take a post away; it counts at once."""
    _for(staff_id, lambda session, login: staff.revoke(session, current_actor(), login, _post()))
    return redirect(url_for("console_staff.show", staff_id=staff_id), 303)


@blueprint.post("/<uuid:staff_id>/unlock")
@access(ADMIN)
def unlock(staff_id: uuid.UUID) -> Page:
    """Let a locked name try again."""
    _for(staff_id, lambda session, login: staff.unlock(session, current_actor(), login))
    return redirect(url_for("console_staff.show", staff_id=staff_id), 303)


@blueprint.post("/<uuid:staff_id>/let-in-again")
@access(ADMIN)
def let_in_again(staff_id: uuid.UUID) -> Page:
    """A link for somebody who lost password or telephone."""
    return _link(
        _for(
            staff_id,
            lambda session, login: staff_invitations.let_in_again(session, current_actor(), login),
        )
    )


@blueprint.post("/<uuid:staff_id>/sign-out")
@access(ADMIN)
def sign_out(staff_id: uuid.UUID) -> Page:
    """End every session of somebody, at once."""
    holder = Actor(ActorKind.STAFF, staff_id)
    _for(staff_id, lambda session, _: sessions.end_all(session, current_actor(), holder))
    return redirect(url_for("console_staff.show", staff_id=staff_id), 303)


@blueprint.post("/<uuid:staff_id>/close")
@access(ADMIN)
def close(staff_id: uuid.UUID) -> Page:
    """Close an account; not one's own, so that one administrator stays."""
    if staff_id == current_actor().id:
        raise Problem(409, "own-account", "不能停用自己的账号，请另一位管理员来办")
    _for(staff_id, lambda session, login: staff.close(session, current_actor(), login))
    return redirect(url_for("console_staff.show", staff_id=staff_id), 303)


def _settled(unit: Callable[[Session], Result]) -> Result:
    """Do it in a transaction; what the service refuses is the page's refusal."""
    try:
        with transaction() as session:
            return unit(session)
    except ValueError as error:  # StaffError, or a place that is none
        raise Problem(422, "invalid-input", str(error)) from None


def _for(staff_id: uuid.UUID, unit: Callable[[Session, str], Result]) -> Result:
    return _settled(lambda session: unit(session, _found(session, staff_id).login))


def _found(session: Session, staff_id: uuid.UUID) -> Staff:
    found = staff.by_id(session, staff_id)
    if found is None:
        raise Problem(404, *TITLES[404])
    return found


def _post() -> Post:
    """The post that a form names. Raises ValueError with a Chinese sentence."""
    given = {name: request.form.get(name, "").strip() or None for name in ("district", "street")}
    provider = request.form.get("provider_id", "").strip()
    try:
        role = Role(request.form.get("role", ""))
        provider_id = uuid.UUID(provider) if provider else None
    except ValueError:
        raise ValueError("请从列表里选岗位；服务商要填它的编号") from None
    return posts.post(role, given["district"], given["street"], provider_id)


def _link(invited: Invited) -> str:
    address = url_for("console_join.page", token=invited.token, _external=True)
    return render_template(
        "console/staff/link.html", address=address, invitation=invited.invitation
    )


def _index(refusal: Refusal) -> str:
    with transaction(writes=False) as session:
        everybody = staff.everybody(session)
        waiting = staff_invitations.waiting(session)
    return render_template(
        "console/staff/index.html", everybody=everybody, waiting=waiting, refusal=refusal,
        districts=DISTRICTS,
    )  # fmt: skip


def _one(staff_id: uuid.UUID, refusal: Refusal) -> str:
    with transaction() as session:  # a lock that was never asked for is written down as none
        found = _found(session, staff_id)
        held = staff.held(session, found)
        locked = login_locks.is_locked(session, found.login)
        opened = sessions.open_of(session, staff.holder(found))
    return render_template(
        "console/staff/one.html", person=found, held=held, locked=locked, sessions=opened,
        refusal=refusal, districts=DISTRICTS, streets=divisions.streets_of,
    )  # fmt: skip
