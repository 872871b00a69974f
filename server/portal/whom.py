"""Who has signed in on this browser, and for whom they do things (为谁办): on every page's head."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import Blueprint, g, request, session
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from server.identity import access
from server.identity.access import current_actor
from server.identity.sessions import Opened
from server.kit import masking
from server.kit.ids import new_capability
from server.oversight.actor import ActorKind
from server.people import grants
from server.people.states import IN_FORCE, Relation, Scope, Standing
from server.portal import preferences
from server.transaction import transaction

blueprint = Blueprint("whom", __name__)

KEPT_AT_SIGN_IN = ("font", "conversation")


@dataclass(frozen=True)
class Held:
    """Somebody whom the signed-in person may act for."""

    elder_id: uuid.UUID
    name: str
    is_self: bool
    scopes: frozenset[Scope]
    has_street: bool


@dataclass(frozen=True)
class Whom:
    """Whether somebody has signed in, whom they may act for, and whom they have chosen."""

    signed_in: bool
    held: tuple[Held, ...] = ()
    chosen: Held | None = None


NOBODY = Whom(signed_in=False)


def knows_street() -> bool:
    """Whether whose street answers is known by for whom it is asked: if not, the page asks."""
    chosen = whom().chosen
    return chosen is not None and chosen.has_street and Scope.ASK in chosen.scopes


def signed_in(opened: Opened) -> None:
    """Remember a session in this browser's cookie, made anew so that nothing planted stays."""
    kept = {name: session[name] for name in KEPT_AT_SIGN_IN if name in session}
    session.clear()
    session.update(kept | {"visitor": new_capability()})
    access.remember(opened.token)
    g.pop("actor", None)


def signed_out() -> None:
    """Forget everything but the type size."""
    size = preferences.font_size()
    session.clear()
    preferences.remember_font(size)
    g.pop("actor", None)


def whom() -> Whom:
    """Looked up once a request. While the database is away nobody has signed in."""
    if "whom" not in g:
        try:
            g.whom = _find()
        except (DBAPIError, PoolTimeout):
            g.whom = NOBODY
    found: Whom = g.whom
    return found


def _find() -> Whom:
    actor = current_actor()
    if actor.kind is not ActorKind.ACCOUNT:
        return NOBODY
    with transaction(writes=False) as unit:
        pairs = grants.held_by(unit, actor)
        held = tuple(
            Held(
                elder.id,
                masking.name(elder.name),
                grant.relation == Relation.SELF,
                frozenset(map(Scope, grant.scopes)),
                elder.street is not None,
            )
            for grant, elder in pairs
            if elder and grant.status in IN_FORCE and elder.status == Standing.ACTIVE
        )
    return Whom(True, held, _chosen(held))


def _chosen(held: tuple[Held, ...]) -> Held | None:
    """Whom the browser chose, if that still holds; the only one, or oneself, without a choice."""
    wanted = preferences.elder_id()
    found = next((each for each in held if each.elder_id == wanted), None)
    if found is None and wanted is not None:  # the grant was ended meanwhile
        preferences.remember_elder(None)
    own = next((each for each in held if each.is_self), None)
    only = held[0] if len(held) == 1 else None
    return found or own or only


@blueprint.app_context_processor
def _head() -> dict[str, object]:
    """What every page's head needs."""
    here = request.full_path.rstrip("?") if request.method == "GET" else ""
    return {"whom": whom(), "here": here}
