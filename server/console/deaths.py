"""A death that a register or a colleague told of: it takes effect when a clerk has asked the family."""

from __future__ import annotations

import uuid

from flask import Blueprint, redirect, render_template, url_for

from server.console.work.people import TOLD
from server.identity.access import Caller, access, current_actor
from server.kit import masking
from server.oversight.actor import Role
from server.people import checks
from server.people.rights_schemas import DeathIn
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, tried, written
from server.transaction import transaction

blueprint = Blueprint("console_deaths", __name__, url_prefix="/console/deaths")

CLERK = Caller.staff(Role.STREET_CLERK)
ANSWERS = {"true": "确实去世了", "false": "消息是错的"}


@blueprint.get("/<uuid:check_id>")
@access(CLERK)
def show(check_id: uuid.UUID) -> Page:
    """What was told, by whom; that it was read is kept."""
    return _one(check_id, NOTHING_WRONG)


@blueprint.post("/<uuid:check_id>/confirm")
@tried
@access(CLERK)
def confirm(check_id: uuid.UUID) -> Page:
    """It is so, or it was a mistake."""

    def do() -> Page:
        asked = DeathIn.model_validate(written("so_it_is", "reason"))
        with transaction() as session:
            checks.confirm_death(session, current_actor(), check_id, asked.so_it_is, asked.reason)
        return redirect(url_for("console_lists.show", name="deaths"), 303)

    return attempt(do, lambda refusal: _one(check_id, refusal))


def _one(check_id: uuid.UUID, refusal: Refusal) -> str:
    with transaction() as session:
        found = checks.death_told_of(session, current_actor(), check_id)
    return render_template(
        "console/people/death.html", death=found, name=masking.name(found.elder.name),
        told=TOLD, answers=ANSWERS, refusal=refusal,
    )  # fmt: skip
