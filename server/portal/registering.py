"""Beginning a record, one's own or somebody else's, and filling in later what was left out."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from knowledge import divisions
from knowledge.schema import DISTRICTS
from server.errors import TITLES, Problem
from server.identity.access import Caller, access, current_actor
from server.people import consents, elders, facts, first_use, limits
from server.people.access import acting_for
from server.people.acting import Acting
from server.people.first_use import Registration
from server.people.models import Grant
from server.people.schemas import PersonIn, PersonOut
from server.people.states import Relation, Scope
from server.portal import dates, preferences
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, tried, written
from server.portal.words import RELATIONS
from server.transaction import once_more, transaction

blueprint = Blueprint("registering", __name__, url_prefix="/people")

CLAIMED_AS = (
    Relation.CHILD,
    Relation.SPOUSE,
    Relation.RELATIVE,
    Relation.NEIGHBOUR,
    Relation.GUARDIAN,
)
IDENTITY = ("id_card", "phone", "birth_date", "street")
SHOW_STREETS = "streets"
"""What the button says that asks for the streets of the chosen district, without scripts."""


@blueprint.get("/new")
@access(Caller.SIGNED_IN)
def new() -> Page:
    """The form for a record: my own, or that of somebody I care for."""
    return _new_form(NOTHING_WRONG)


@blueprint.post("/new")
@tried
@access(Caller.SIGNED_IN)
def post_new() -> Page:
    """Begin a record; one's own works at once, for others the street looks first."""
    return attempt(_streets_shown(_new_form) or _begin, _new_form)


def _begin() -> Page:
    actor, said = current_actor(), written("name", "relation", "my_name", *IDENTITY)
    asked = PersonIn.model_validate(_in_order(said))
    if asked.id_card is not None:
        limits.count(actor, "id-card", limits.ID_CARDS)
    told = Registration(asked.relation, asked.identity(), asked.my_name)

    def begin(session: Session) -> Grant:
        grant, elder = first_use.begin(session, actor, told)
        if elder is not None:
            _agree(session, acting_for(session, actor, elder.id, Scope.MANAGE))
        return grant

    grant = once_more(begin)
    if grant.elder_id is not None:
        preferences.remember_elder(grant.elder_id)
    return redirect(url_for("my_people.mine"), 303)


def _agree(session: Session, acting: Acting) -> None:
    """Whoever registers herself has read what for: the text stands above the button."""
    shown = request.form.get("version", 0, int)
    consents.give(session, acting.actor, consents.of(acting), "basic", shown, "online")


@blueprint.get("/<uuid:elder_id>/edit")
@access(Caller.SIGNED_IN)
def edit(elder_id: uuid.UUID) -> Page:
    """The form for what was left out at the beginning, or has changed."""
    return _edit_form(elder_id, NOTHING_WRONG)


@blueprint.post("/<uuid:elder_id>/edit")
@tried
@access(Caller.SIGNED_IN)
def post_edit(elder_id: uuid.UUID) -> Page:
    """Keep what was filled in; what was left empty stays as it is."""

    def again(refusal: Refusal) -> str:
        return _edit_form(elder_id, refusal)

    return attempt(_streets_shown(again) or (lambda: _amend(elder_id)), again)


def _amend(elder_id: uuid.UUID) -> Page:
    actor, said = current_actor(), _in_order(written(*IDENTITY))
    with transaction(writes=False) as session:
        acting_for(session, actor, elder_id, Scope.MANAGE)
    asked = PersonIn.model_validate(said | {"name": "-"}).identity()
    if asked.id_card is not None:
        limits.count(actor, "id-card", limits.ID_CARDS)
    with transaction() as session:
        acting = acting_for(session, actor, elder_id, Scope.MANAGE)
        if asked.id_card or asked.phone:
            version = request.form.get("version", 0, int)
            changes = elders.Amendment(version, id_card=asked.id_card, phone=asked.phone)
            elders.amend(session, acting, changes)
        for name, value in _as_facts(asked).items():
            facts.state(session, acting, name, value)
    return redirect(url_for("my_people.show", elder_id=elder_id), 303)


def _as_facts(asked: elders.Identity) -> dict[str, str]:
    born = asked.birth_date.isoformat() if asked.birth_date else None
    told = {"birth_date": born, "residence_street": asked.street}
    return {name: value for name, value in told.items() if value}


def _in_order(said: Mapping[str, Any]) -> dict[str, Any]:
    """What was written, with the date as one; a street of another district is asked for again."""
    kept, district = dict(said), request.form.get("district", "")
    if "birth_date" in kept:
        kept["birth_date"] = _date(kept["birth_date"])
    if district and not kept.get("street", "").startswith(district):
        raise _wrong("street", "请再选一下街道（乡镇）")
    return kept


def _date(text: str) -> date:
    try:
        return dates.read(text)
    except ValueError as error:
        raise _wrong("birth_date", str(error)) from None


def _wrong(field: str, message: str) -> Problem:
    return Problem(422, *TITLES[422], errors=[{"field": field, "message": message}])


def _streets_shown(form: Any) -> Any:
    """The form with the streets of the district, where that button was pressed."""
    wanted = request.form.get("step") == SHOW_STREETS
    return (lambda: form(NOTHING_WRONG)) if wanted else None


def _place() -> dict[str, object]:
    """The districts, and the streets of the one that was chosen."""
    district = request.form.get("district", "")
    listed = divisions.streets_of(district) if district in DISTRICTS else ()
    streets = {each.code: each.name for each in listed if not each.is_zone}
    return {"districts": DISTRICTS, "streets": streets, "show_streets": SHOW_STREETS}


def _new_form(refusal: Refusal) -> str:
    return render_template(
        "portal/people/new.html", refusal=refusal, **_place(),
        own=request.values.get("for", "self") == "self", basic=consents.text("basic"),
        relations={code: RELATIONS[code] for code in CLAIMED_AS},
    )  # fmt: skip


def _edit_form(elder_id: uuid.UUID, refusal: Refusal) -> str:
    with transaction(writes=False) as session:
        acting = acting_for(session, current_actor(), elder_id, Scope.MANAGE)
        shown = PersonOut.of(elders.one(session, acting), acting, [])
    return render_template("portal/people/edit.html", elder=shown, refusal=refusal, **_place())
