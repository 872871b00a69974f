"""授权: who may act for an elder; inviting, accepting, ending, and what was done in her name."""

from __future__ import annotations

import uuid

from flask import Blueprint, redirect, render_template, request, url_for

from server.identity.access import Caller, access, current_actor
from server.kit.clock import to_beijing
from server.people import activity, invitations, limits
from server.people import grants as service
from server.people.access import acting_for
from server.people.grant_schemas import AcceptIn, GrantOut, InviteIn, LookOut, ReasonIn
from server.people.states import GIVEN_BY_CLAIM, IN_FORCE, OPEN, Relation, Scope
from server.portal import preferences
from server.portal.forms import (
    NOTHING_WRONG,
    Page,
    Refusal,
    attempt,
    id_in,
    place_asked_for,
    tried,
    written,
)
from server.portal.words import RELATIONS, SCOPES
from server.transaction import once_more, transaction

blueprint = Blueprint("my_grants", __name__, url_prefix="/grants")

INVITED_AS = (Relation.CHILD, Relation.SPOUSE, Relation.RELATIVE, Relation.NEIGHBOUR)
OFFERED = tuple(scope for scope in SCOPES if scope != Scope.MANAGE)
TICKED = GIVEN_BY_CLAIM
"""Paying, and what an assessment found, are given by nobody who has not ticked them herself."""
DAYS = {"90": "三个月", "365": "一年", "1095": "三年"}
LINES = 20


@blueprint.get("/of/<uuid:elder_id>")
@access(Caller.SIGNED_IN)
def of(elder_id: uuid.UUID) -> Page:
    """Who may act for the elder, and the form to invite somebody."""
    return _list(elder_id, NOTHING_WRONG)


@blueprint.post("/of/<uuid:elder_id>/invite")
@tried
@access(Caller.SIGNED_IN)
def invite(elder_id: uuid.UUID) -> Page:
    """A code to read out, shown this once."""

    def make() -> Page:
        said = written("relation", "days", "holder_name")
        asked = InviteIn.model_validate(
            said
            | {"days": request.form.get("days", 0, int)}
            | {"scopes": request.form.getlist("scopes")}
        )
        with transaction() as session:
            acting = acting_for(session, current_actor(), elder_id, Scope.MANAGE)
            code, grant, until = invitations.invite(session, acting, asked.offer())
        return render_template(
            "portal/people/invited.html", elder_id=elder_id, code=code, until=to_beijing(until),
            grant=GrantOut.of(grant),
        )  # fmt: skip

    return attempt(make, lambda refusal: _list(elder_id, refusal))


@blueprint.get("/of/<uuid:elder_id>/revoke")
@access(Caller.SIGNED_IN)
def confirm_revoke(elder_id: uuid.UUID) -> Page:
    """Ask once more, and say what ending means."""
    wanted = request.args.get("grant_id", "")
    found = next((each for each in _grants(elder_id) if str(each.id) == wanted), None)
    if found is None or found.status not in OPEN:
        return redirect(url_for("my_grants.of", elder_id=elder_id), 303)
    return render_template("portal/people/revoke.html", elder_id=elder_id, grant=found)


@blueprint.post("/of/<uuid:elder_id>/revoke")
@tried
@access(Caller.SIGNED_IN)
def revoke(elder_id: uuid.UUID) -> Page:
    """End a grant at once, or send it to the street where two wills stand against each other."""

    def end() -> Page:
        reason = written("reason").get("reason")
        with transaction() as session:
            acting = acting_for(session, current_actor(), elder_id)
            ended = service.revoke(session, acting, id_in("grant_id"), reason)
            is_own = ended.id == acting.grant_id
        goes_on = ended.status in IN_FORCE or not is_own
        there = url_for("my_grants.of", elder_id=elder_id) if goes_on else url_for("my_people.mine")
        return redirect(there, 303)

    return attempt(end, lambda refusal: _list(elder_id, refusal))


@blueprint.post("/of/<uuid:elder_id>/dispute")
@tried
@access(Caller.SIGNED_IN)
def dispute(elder_id: uuid.UUID) -> Page:
    """Ask the street to look at somebody's grant; nothing changes meanwhile."""

    def ask() -> Page:
        asked = ReasonIn.model_validate(written("reason"))
        with transaction() as session:
            acting = acting_for(session, current_actor(), elder_id)
            service.dispute(session, acting, id_in("grant_id"), asked.reason)
        return redirect(url_for("my_grants.of", elder_id=elder_id), 303)

    return attempt(ask, lambda refusal: _list(elder_id, refusal))


@blueprint.get("/of/<uuid:elder_id>/activity")
@access(Caller.SIGNED_IN)
def done(elder_id: uuid.UUID) -> Page:
    """Everything that was done in her name, the newest first."""
    before = place_asked_for("before")
    with transaction(writes=False) as session:
        acting = acting_for(session, current_actor(), elder_id, Scope.MANAGE)
        found = activity.of(session, acting, before, LINES + 1)
    return render_template(
        "portal/people/activity.html", elder_id=elder_id, lines=found[:LINES],
        older=found[LINES - 1].seq if len(found) > LINES else None,
    )  # fmt: skip


@blueprint.get("/accept")
@access(Caller.SIGNED_IN)
def code() -> Page:
    """Where an invitation's code is typed in."""
    return _code_form(NOTHING_WRONG)


@blueprint.post("/look")
@tried
@access(Caller.SIGNED_IN)
def look() -> Page:
    """What a code would allow, before it is accepted."""

    def show() -> Page:
        typed, actor = request.form.get("code", ""), current_actor()
        limits.count(actor, "code", limits.CODES)
        with transaction(writes=False) as session:
            offer = LookOut.of(*invitations.look(session, typed))
        return render_template(
            "portal/people/offer.html", offer=offer, code=typed, refusal=NOTHING_WRONG
        )

    return attempt(show, _code_form)


@blueprint.post("/accept")
@tried
@access(Caller.SIGNED_IN)
def accept() -> Page:
    """Hold what a code offers, and do things for that elder from now on."""

    def take() -> Page:
        typed, actor = request.form.get("code", ""), current_actor()
        asked = AcceptIn.model_validate(written("my_name"))
        limits.count(actor, "code", limits.CODES)
        grant = once_more(lambda session: invitations.accept(session, actor, typed, asked.my_name))
        preferences.remember_elder(grant.elder_id)
        return redirect(url_for("my_people.mine"), 303)

    return attempt(take, _code_form)


def _grants(elder_id: uuid.UUID) -> list[GrantOut]:
    with transaction(writes=False) as session:
        acting = acting_for(session, current_actor(), elder_id)
        return [GrantOut.of(each, acting.grant_id) for each in service.of(session, acting)]


def _is_own(grant: GrantOut) -> bool:
    return grant.is_mine and grant.relation is Relation.SELF


def _list(elder_id: uuid.UUID, refusal: Refusal) -> str:
    found = _grants(elder_id)
    with transaction(writes=False) as session:
        acting = acting_for(session, current_actor(), elder_id)
    return render_template(
        "portal/people/grants.html", elder_id=elder_id, refusal=refusal, days=DAYS,
        held=[each for each in found if each.status in OPEN and not _is_own(each)],
        past=[each for each in found if each.status not in OPEN],
        may_manage=Scope.MANAGE in acting.scopes, offered=OFFERED, ticked=TICKED, scopes=SCOPES,
        relations={code: RELATIONS[code] for code in INVITED_AS},
        own=acting.relation is Relation.SELF,
    )  # fmt: skip


def _code_form(refusal: Refusal) -> str:
    typed = request.form.get("code", "")
    return render_template("portal/people/accept.html", refusal=refusal, code=typed)
