"""An elder's grants as her street sees them: one on paper is recorded here, any of them ended."""

from __future__ import annotations

import uuid

from flask import Blueprint, redirect, render_template, request, url_for

from server.errors import Problem
from server.identity.access import Caller, access, current_actor
from server.kit import masking
from server.oversight.actor import Role
from server.people import grants, papers
from server.people.access import office_of
from server.people.grant_schemas import GrantOut, PaperGrantIn, ReasonIn
from server.people.states import GIVEN_BY_INVITATION, OPEN, Relation
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, id_in, tried, written
from server.portal.words import MADE, RELATIONS, SCOPES, STATUSES
from server.transaction import transaction

blueprint = Blueprint(
    "console_papers", __name__, url_prefix="/console/people/<uuid:elder_id>/grants"
)

CLERK = Caller.staff(Role.STREET_CLERK)
TO_PERSONS = {
    code: words
    for code, words in RELATIONS.items()
    if code not in (Relation.INSTITUTION, Relation.STAFF_ASSISTED)
}
OFFERED = {code: words for code, words in SCOPES.items() if code in GIVEN_BY_INVITATION}


@blueprint.get("")
@access(CLERK)
def show(elder_id: uuid.UUID) -> Page:
    """Who may act for her, and the form for a paper."""
    return _all(elder_id, NOTHING_WRONG)


@blueprint.post("")
@tried
@access(CLERK)
def record(elder_id: uuid.UUID) -> Page:
    """Keep a grant for which a paper is on file; the code that accepts it is shown this once."""

    def do() -> Page:
        said = written("paper_reference", "relation", "days", "holder_name")
        if "days" in said:
            said["days"] = request.form.get("days", 0, int)
        asked = PaperGrantIn.model_validate(said | {"scopes": request.form.getlist("scopes")})
        with transaction() as session:
            made = papers.record(session, current_actor(), elder_id, asked.offer(), None)
            grant = GrantOut.of(made.grant)
        return render_template(
            "console/people/paper_code.html", elder_id=elder_id, grant=grant, code=made.code,
            until=made.until, relations=RELATIONS,
        )  # fmt: skip

    return attempt(do, lambda refusal: _all(elder_id, refusal))


@blueprint.post("/revoke")
@tried
@access(CLERK)
def revoke(elder_id: uuid.UUID) -> Page:
    """End a grant for a reason of the street's own, such as a forged paper."""

    def do() -> Page:
        if not request.form.get("grant_id"):
            raise Problem(422, "invalid-input", "请选要取消哪一项授权")
        asked = ReasonIn.model_validate(written("reason"))
        with transaction() as session:
            office = office_of(session, current_actor(), elder_id, Role.STREET_CLERK)
            grants.revoke_by_office(session, office, id_in("grant_id"), asked.reason)
        return redirect(url_for("console_papers.show", elder_id=elder_id), 303)

    return attempt(do, lambda refusal: _all(elder_id, refusal))


def _all(elder_id: uuid.UUID, refusal: Refusal) -> str:
    with transaction(writes=False) as session:
        elder, found = papers.of(session, current_actor(), elder_id)
        shown = [GrantOut.of(each) for each in found]
    return render_template(
        "console/people/grants.html", elder_id=elder_id, name=masking.name(elder.name),
        held=[each for each in shown if each.status in OPEN],
        past=[each for each in shown if each.status not in OPEN],
        relations=RELATIONS, statuses=STATUSES, made=MADE, to_persons=TO_PERSONS, offered=OFFERED,
        refusal=refusal, active=elder.status == "active",
    )  # fmt: skip
