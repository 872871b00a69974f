"""搬家、迁走、去世: what became of an elder, as a clerk of her street writes it down."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from knowledge.schema import DISTRICTS
from server.console.frame import street_named
from server.errors import Problem
from server.identity.access import Caller, access, current_actor
from server.kit.clock import business_today
from server.oversight.actor import Role
from server.people import elders, moving
from server.people.access import office_of
from server.people.rights_schemas import MoveIn, StandingIn
from server.people.schemas import PersonOut
from server.people.states import STANDINGS, Source, Standing
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, tried, written
from server.transaction import transaction

blueprint = Blueprint(
    "console_standing", __name__, url_prefix="/console/people/<uuid:elder_id>/standing"
)

CLERK = Caller.staff(Role.STREET_CLERK)
MOVED = "moved"
"""To another street: no standing, her services go on there."""

CALLED = {
    MOVED: "搬到北京市内别的街道",
    Standing.MOVED_AWAY: "迁出北京，服务停止",
    Standing.DECEASED: "去世，服务停止",
    Standing.ACTIVE: "回来了或登记错了，恢复服务",
}
SOURCES = {
    Source.FAMILY: "家人告知",
    Source.STAFF: "街道工作人员核实",
    Source.DOCUMENT: "看过材料",
}


@blueprint.get("")
@access(CLERK)
def page(elder_id: uuid.UUID) -> Page:
    """What is registered now, and what may have become of her."""
    return _page(elder_id, NOTHING_WRONG)


@blueprint.post("")
@tried
@access(CLERK)
def post(elder_id: uuid.UUID) -> Page:
    """Write it down. Whoever has moved to another street is looked after there from now on."""

    def do() -> Page:
        said = written("on", "source", "reason")
        if request.form.get("status") == MOVED:
            return _moved(elder_id, said)
        asked = StandingIn.model_validate(said | written("status"))
        with transaction() as session:
            office = office_of(session, current_actor(), elder_id, Role.STREET_CLERK)
            elders.set_standing(session, office, asked.status, asked.on, asked.source, asked.reason)
        return redirect(url_for("console_people.show", elder_id=elder_id), 303)

    return attempt(do, lambda refusal: _page(elder_id, refusal))


def _moved(elder_id: uuid.UUID, said: dict[str, Any]) -> Page:
    place = written("district", "street")
    street = street_named(place.get("district", ""), place.get("street", ""))
    asked = MoveIn.model_validate(said | {"street": street})
    with transaction() as session:
        moving.to_street(session, current_actor(), elder_id, asked.move())
    if _still_ours(elder_id):
        return redirect(url_for("console_people.show", elder_id=elder_id), 303)
    return redirect(url_for("console_people.search", moved=street), 303)


def _still_ours(elder_id: uuid.UUID) -> bool:
    try:
        with transaction(writes=False) as session:
            _hers(session, elder_id)
    except Problem:
        return False
    return True


def _hers(session: Session, elder_id: uuid.UUID) -> PersonOut:
    office = office_of(session, current_actor(), elder_id, Role.STREET_CLERK)
    return PersonOut.of(elders.one(session, office), office, [])


def _page(elder_id: uuid.UUID, refusal: Refusal) -> str:
    with transaction(writes=False) as session:
        office = office_of(session, current_actor(), elder_id, Role.STREET_CLERK)
        elder = elders.one(session, office)
        masked = PersonOut.of(elder, office, [])
    may_follow = STANDINGS[Standing(elder.status)]
    choices = {MOVED: CALLED[MOVED]} if elder.status == Standing.ACTIVE else {}
    choices |= {code: words for code, words in CALLED.items() if code in may_follow}
    return render_template(
        "console/people/standing.html", elder=elder, masked=masked, choices=choices,
        districts=DISTRICTS, sources=SOURCES, refusal=refusal, today=business_today().isoformat(),
    )  # fmt: skip
