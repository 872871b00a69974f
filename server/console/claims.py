"""Grants that wait for the street: the claim beside the papers, confirmed or refused."""

from __future__ import annotations

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from server.identity.access import Caller, access, current_actor
from server.oversight.actor import Role
from server.people import first_use
from server.people.grant_schemas import ConfirmIn, ReasonIn
from server.people.states import GIVEN_BY_CLAIM, MORE_BY_CLAIM, Relation, Scope
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, tried, written
from server.portal.words import RELATIONS, SCOPES
from server.transaction import once_more, transaction

blueprint = Blueprint("console_claims", __name__, url_prefix="/console/claims")

CLERK = Caller.staff(Role.STREET_CLERK)


@blueprint.get("/<uuid:grant_id>")
@access(CLERK)
def show(grant_id: uuid.UUID) -> Page:
    """What was claimed, in full, to be held against the papers; that it was read is kept."""
    return _one(grant_id, NOTHING_WRONG)


@blueprint.post("/<uuid:grant_id>/confirm")
@tried
@access(CLERK)
def confirm(grant_id: uuid.UUID) -> Page:
    """The papers bear the claim out."""

    def do() -> Page:
        asked = ConfirmIn.model_validate(
            written("paper_reference")
            | {"days": request.form.get("days", 0, int), "more": request.form.getlist("more")}
        )
        actor = current_actor()

        def settle(session: Session) -> None:
            more = frozenset[Scope](asked.more)
            first_use.confirm(session, actor, grant_id, asked.paper_reference, asked.days, more)

        once_more(settle)
        return redirect(url_for("console_lists.show", name="claims"), 303)

    return attempt(do, lambda refusal: _one(grant_id, refusal))


@blueprint.post("/<uuid:grant_id>/refuse")
@tried
@access(CLERK)
def refuse(grant_id: uuid.UUID) -> Page:
    """They do not."""

    def do() -> Page:
        asked = ReasonIn.model_validate(written("reason"))
        with transaction() as session:
            first_use.refuse(session, current_actor(), grant_id, asked.reason)
        return redirect(url_for("console_lists.show", name="claims"), 303)

    return attempt(do, lambda refusal: _one(grant_id, refusal))


def _one(grant_id: uuid.UUID, refusal: Refusal) -> str:
    with transaction() as session:
        found = first_use.claim_in_full(session, current_actor(), grant_id)
        phone = first_use.applicants_phone(session, current_actor(), found)
    return render_template(
        "console/claims/one.html", claim=found, said=found.claim or {}, refusal=refusal,
        relation=RELATIONS[found.relation], phone=phone, own=found.relation == Relation.SELF,
        gives=[SCOPES[each] for each in Scope if each in GIVEN_BY_CLAIM],
        more={each: SCOPES[each] for each in MORE_BY_CLAIM}, days=request.form.get("days", "365"),
    )  # fmt: skip
