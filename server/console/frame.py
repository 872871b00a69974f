"""What every page of the console has: who is signed in, the head, the words of codes."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, g, request, session, url_for
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from knowledge import divisions
from server.console import navigation
from server.errors import Problem
from server.identity import access, posts, staff
from server.identity.access import current_actor
from server.identity.sessions import Opened
from server.oversight.actor import Actor, ActorKind, Post, Role
from server.portal.forms import safe_next
from server.transaction import transaction

blueprint = Blueprint("console_frame", __name__)

HOME = "/console"


@dataclass(frozen=True)
class Desk:
    """Who works here, as the head says it."""

    actor: Actor
    name: str
    posts: tuple[str, ...]


def signed_in(opened: Opened) -> None:
    """Remember a session in this browser's cookie. The cookie is made anew, so that nothing that
    was planted before goes on (session fixation); of an elder's own things nothing is kept."""
    session.clear()
    access.remember(opened.token)
    g.pop("actor", None)
    g.pop("desk", None)


def signed_out() -> None:
    """Forget everything."""
    session.clear()
    g.pop("actor", None)
    g.pop("desk", None)


def desk() -> Desk | None:
    """Who works here; None before signing in, and while the database is away."""
    if "desk" not in g:
        try:
            g.desk = _find()
        except (DBAPIError, PoolTimeout):
            g.desk = None
    found: Desk | None = g.desk
    return found


def _find() -> Desk | None:
    actor = current_actor()
    if actor.kind is not ActorKind.STAFF:
        return None
    with transaction(writes=False) as unit:
        found = staff.named(unit, actor)
    return Desk(actor, found.name, tuple(map(post_in_words, actor.posts)))


@blueprint.app_template_global()
def post_in_words(post: Post) -> str:
    """``街道经办（西城区月坛街道）``."""
    where = place(post.district, post.street) if post.district else ""
    return posts.NAMES[post.role] + (f"（{where}）" if where else "")


@blueprint.app_template_global("place_in_words")
def place(district: str | None, street: str | None) -> str:
    """区 and 街道 of codes; without either 没有写明."""
    found = divisions.street(street) if street else None
    if found is not None:
        return str(found.full_name)
    return (divisions.district_name(district) or district) if district else "没有写明"


def street_named(district: str, street: str) -> str:
    """The code of a street as a form names it. Raises Problem 422."""
    if not district or not street:
        missing, said = ("street", "请写街道名") if district else ("district", "请选区")
        raise _wrong_place(missing, said)
    try:
        return posts.post(Role.STREET_CLERK, district, street).street or ""
    except ValueError as error:
        raise _wrong_place("street", str(error)) from None


def _wrong_place(field: str, said: str) -> Problem:
    return Problem(422, "invalid-input", said, errors=[{"field": field, "message": said}])


@blueprint.app_context_processor
def _head() -> dict[str, object]:
    """What the head of a console page needs; pages for elders do not pay for it."""
    if not is_console():
        return {}
    known = desk()
    entries = navigation.offered(known.actor) if known else []
    return {"desk": known, "entries": entries, "role_names": posts.NAMES}


def is_console() -> bool:
    """Whether the request is for a page of the console."""
    return request.path == HOME or request.path.startswith(f"{HOME}/")


def onward() -> str:
    """Where to go after signing in: the console page that was asked for, else the first."""
    wanted = safe_next(HOME)
    return wanted if wanted.startswith(HOME) else url_for("console.home")
