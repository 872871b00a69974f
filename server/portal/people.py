"""为谁办: whom I may act for, whom I choose, what is known about an elder."""

from __future__ import annotations

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from server.errors import TITLES, Problem
from server.identity.access import Caller, access, current_actor
from server.people import consents, elders, facts, first_use, grants
from server.people.access import acting_for
from server.people.schemas import FactOut, HeldOut, PersonOut
from server.people.states import Relation, Scope
from server.portal import preferences
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, id_in, tried
from server.portal.whom import whom
from server.portal.words import ASKED, CHOICES, value_of
from server.transaction import transaction

blueprint = Blueprint("my_people", __name__, url_prefix="/people")

ON_TOP = ("birth_date", "residence_street")
"""Facts that the first card of the page tells already."""

SENSITIVE = "sensitive_facts"
"""The consent without which health and income are not kept."""


@blueprint.get("")
@access(Caller.SIGNED_IN)
def mine() -> Page:
    """Whom I may act for, what waits for the street, and how to begin."""
    with transaction(writes=False) as session:
        found = [HeldOut.of(*pair) for pair in grants.held_by(session, current_actor())]
    open_now = [each for each in found if each.scopes]
    waiting = [each for each in found if each.status in ("offered", "pending_street")]
    return render_template("portal/people/mine.html", held=open_now, waiting=waiting)


@blueprint.post("/choose")
@access(Caller.SIGNED_IN)
def choose() -> Page:
    """Do things for this elder from now on."""
    chosen = id_in("elder_id")
    if not any(each.elder_id == chosen for each in whom().held):
        raise Problem(404, *TITLES[404])
    preferences.remember_elder(chosen)
    return redirect(url_for("my_people.mine"), 303)


@blueprint.post("/claims/withdraw")
@access(Caller.SIGNED_IN)
def withdraw() -> Page:
    """Give up what waits for the street."""
    with transaction() as session:
        first_use.withdraw(session, current_actor(), id_in("grant_id"))
    return redirect(url_for("my_people.mine"), 303)


@blueprint.get("/<uuid:elder_id>")
@access(Caller.SIGNED_IN)
def show(elder_id: uuid.UUID) -> Page:
    """The record, masked, with what is known and where that comes from."""
    return _record(elder_id, NOTHING_WRONG)


@blueprint.post("/<uuid:elder_id>/facts")
@tried
@access(Caller.SIGNED_IN)
def post_fact(elder_id: uuid.UUID) -> Page:
    """State one fact that is picked from a few answers."""

    def keep() -> Page:
        name = request.form.get("name", "")
        picked = request.form.get("value", "")
        value = next((kept for kept in CHOICES.get(name, {}) if str(kept) == picked), None)
        if name not in ASKED or value is None:
            raise Problem(422, "invalid-input", "请先选一个，再点保存")
        with transaction() as session:
            acting = acting_for(session, current_actor(), elder_id, Scope.APPLY)
            if "agree" in request.form:
                _agree(session, elder_id)
            facts.state(session, acting, name, value)
        return redirect(url_for("my_people.show", elder_id=elder_id, _anchor="facts"), 303)

    return attempt(keep, lambda refusal: _record(elder_id, refusal))


def _agree(session: Session, elder_id: uuid.UUID) -> None:
    """Keep the elder's consent to the text that was shown beside the fact."""
    managing = acting_for(session, current_actor(), elder_id, Scope.MANAGE)
    version = request.form.get("agree", 0, int)
    consents.give(session, managing.actor, consents.of(managing), SENSITIVE, version, "online")


def _record(elder_id: uuid.UUID, refusal: Refusal) -> str:
    with transaction(writes=False) as session:
        acting = acting_for(session, current_actor(), elder_id)
        elder = elders.one(session, acting)
        known = facts.current(session, acting) if Scope.ASK in acting.scopes else []
        shown = PersonOut.of(elder, acting, elders.doubts(elder, known))
    told = [fact for fact in known if fact.name not in ON_TOP]
    rows = [(FactOut.of(fact), value_of(fact.name, fact.value)) for fact in told]
    to_state = {
        name: CHOICES[name]
        for name in ASKED
        if Scope.SEE_ASSESSMENT in acting.scopes or name != "assessment_level"
    }
    needs_consent = refusal.slug == "consent-missing"
    return render_template(
        "portal/people/record.html", elder=shown, facts=rows, refusal=refusal,
        to_state=to_state if Scope.APPLY in acting.scopes else {}, asked=ASKED,
        may_manage=Scope.MANAGE in acting.scopes, own=acting.relation is Relation.SELF,
        to_agree=consents.text(SENSITIVE) if needs_consent else None, nothing_wrong=NOTHING_WRONG,
    )  # fmt: skip
