"""为谁办: whom I may act for, whom I choose, beginning a record, what is known about an elder."""

from __future__ import annotations

import uuid

from flask import Blueprint, redirect, render_template, request, url_for

from knowledge import divisions
from knowledge.schema import DISTRICTS
from server.errors import TITLES, Problem
from server.identity.access import Caller, access, current_actor
from server.people import elders, fact_values, facts, first_use, grants, limits
from server.people.access import acting_for
from server.people.first_use import Registration
from server.people.schemas import FactOut, HeldOut, PersonIn, PersonOut
from server.people.states import Relation, Scope
from server.portal import preferences
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, id_in, written
from server.portal.whom import whom
from server.portal.words import CHOICES, RELATIONS, value_of
from server.transaction import transaction

blueprint = Blueprint("my_people", __name__, url_prefix="/people")

CLAIMED_AS = (
    Relation.CHILD,
    Relation.SPOUSE,
    Relation.RELATIVE,
    Relation.NEIGHBOUR,
    Relation.GUARDIAN,
)
STATED_HERE = (
    "hukou", "income_class", "lives", "alone", "residence_permit", "family_planning_special",
    "assessment_level",
)  # fmt: skip
"""Facts that are picked from a few answers; the others are told in the chat or at the street."""


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


@blueprint.get("/new")
@access(Caller.SIGNED_IN)
def new() -> Page:
    """The form for a record: my own, or that of somebody I care for."""
    return _new_form(NOTHING_WRONG)


@blueprint.post("/new")
@access(Caller.SIGNED_IN)
def post_new() -> Page:
    """Begin a record; one's own works at once, for others the street looks first."""
    actor = current_actor()

    def begin() -> Page:
        said = written("name", "relation", "id_card", "phone", "birth_date", "street", "my_name")
        asked = PersonIn.model_validate(said)
        if asked.id_card is not None:
            limits.count(actor, "id-card", limits.ID_CARDS)
        told = Registration(asked.relation, asked.identity(), asked.my_name)
        with transaction() as session:
            grant, _ = first_use.begin(session, actor, told)
        if grant.elder_id is not None:
            preferences.remember_elder(grant.elder_id)
        return redirect(url_for("my_people.mine"), 303)

    return attempt(begin, _new_form)


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
@access(Caller.SIGNED_IN)
def post_fact(elder_id: uuid.UUID) -> Page:
    """State one fact that is picked from a few answers."""

    def keep() -> Page:
        name = request.form.get("name", "")
        picked = request.form.get("value", "")
        value = next((kept for kept in CHOICES.get(name, {}) if str(kept) == picked), None)
        if name not in STATED_HERE or value is None:
            raise Problem(422, "invalid-input", "请先选一个，再点保存")
        with transaction() as session:
            acting = acting_for(session, current_actor(), elder_id, Scope.APPLY)
            facts.state(session, acting, name, value)
        return redirect(url_for("my_people.show", elder_id=elder_id, _anchor="facts"), 303)

    return attempt(keep, lambda refusal: _record(elder_id, refusal))


def _record(elder_id: uuid.UUID, refusal: Refusal) -> str:
    with transaction(writes=False) as session:
        acting = acting_for(session, current_actor(), elder_id)
        elder = elders.one(session, acting)
        known = facts.current(session, acting) if Scope.ASK in acting.scopes else []
        shown = PersonOut.of(elder, acting, elders.doubts(elder, known))
    rows = [(FactOut.of(fact), value_of(fact.name, fact.value)) for fact in known]
    to_state = {
        name: CHOICES[name]
        for name in STATED_HERE
        if Scope.SEE_ASSESSMENT in acting.scopes or name != "assessment_level"
    }
    return render_template(
        "portal/people/record.html", elder=shown, facts=rows, refusal=refusal,
        to_state=to_state if Scope.APPLY in acting.scopes else {}, labels=fact_values.LABELS,
        may_manage=Scope.MANAGE in acting.scopes,
    )  # fmt: skip


def _new_form(refusal: Refusal) -> str:
    own = request.values.get("for", "self") == "self"
    district = request.values.get("district", "")
    return render_template(
        "portal/people/new.html", refusal=refusal, own=own, district=district,
        districts=DISTRICTS, streets=divisions.streets_of(district) if district else (),
        relations={code: RELATIONS[code] for code in CLAIMED_AS},
    )  # fmt: skip
