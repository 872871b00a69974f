"""Two wills about one grant: what both hold, and the street's decision."""

from __future__ import annotations

import uuid

from flask import Blueprint, redirect, render_template, url_for

from server.identity.access import Caller, access, current_actor
from server.kit import masking
from server.oversight.actor import Role
from server.people import disputes
from server.people.grant_schemas import DecisionIn
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, tried, written
from server.portal.words import MADE, RELATIONS
from server.transaction import transaction

blueprint = Blueprint("console_disputes", __name__, url_prefix="/console/disputes")

CLERK = Caller.staff(Role.STREET_CLERK)
DECISIONS = {"false": "授权继续有效", "true": "取消这项授权"}


@blueprint.get("/<uuid:dispute_id>")
@access(CLERK)
def show(dispute_id: uuid.UUID) -> Page:
    """What is disputed and by whom; that it was read is kept."""
    return _one(dispute_id, NOTHING_WRONG)


@blueprint.post("/<uuid:dispute_id>/decide")
@tried
@access(CLERK)
def decide(dispute_id: uuid.UUID) -> Page:
    """The grant ends, or goes on; both sides are told."""

    def do() -> Page:
        asked = DecisionIn.model_validate(written("uphold", "reason"))
        with transaction() as session:
            disputes.decide(session, current_actor(), dispute_id, asked.uphold, asked.reason)
        return redirect(url_for("console_lists.show", name="disputes"), 303)

    return attempt(do, lambda refusal: _one(dispute_id, refusal))


def _one(dispute_id: uuid.UUID, refusal: Refusal) -> str:
    with transaction() as session:
        case = disputes.case(session, current_actor(), dispute_id)
    return render_template(
        "console/people/dispute.html", case=case, name=masking.name(case.elder.name),
        relations=RELATIONS, made=MADE, decisions=DECISIONS, refusal=refusal,
    )  # fmt: skip
