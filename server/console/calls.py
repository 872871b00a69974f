"""One telephone call to make: whom, what to say, the number for who rings, and what came of it."""

from __future__ import annotations

import uuid

from flask import Blueprint, redirect, render_template, request, url_for

from server.console.work.calls import HEARD, REASONS
from server.errors import Problem
from server.identity.access import Caller, access, current_actor
from server.kit.clock import business_now
from server.messages import calls, service
from server.messages.calls import Heard
from server.messages.templates import event_of
from server.oversight.actor import Role
from server.people import reach
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, tried
from server.transaction import transaction

blueprint = Blueprint("console_calls", __name__, url_prefix="/console/calls")

RINGS_UP = Caller.staff(*calls.RINGS_UP)
NUMBERS = Caller.staff(Role.STREET_CLERK, Role.DISTRICT_REVIEWER)
"""Who may read a number in full; whoever oversees them does not ring up."""


@blueprint.get("/<uuid:call_id>")
@access(RINGS_UP)
def show(call_id: uuid.UUID) -> Page:
    """Whom to ring up and what to say."""
    return _one(call_id, NOTHING_WRONG)


@blueprint.post("/<uuid:call_id>/number")
@access(NUMBERS)
def number(call_id: uuid.UUID) -> Page:
    """The number in full; reading it is audited."""
    actor = current_actor()
    with transaction() as session:
        full = calls.number_to_ring(session, actor, calls.find(session, actor, call_id))
    return _one(call_id, NOTHING_WRONG, full or "没有登记电话，请上门或写信告诉")


@blueprint.post("/<uuid:call_id>/heard")
@tried
@access(RINGS_UP)
def heard(call_id: uuid.UUID) -> Page:
    """What came of ringing."""

    def keep() -> Page:
        said = request.form.get("heard", "")
        if said not in HEARD:
            errors = [{"field": "heard", "message": "请选电话打得怎么样"}]
            raise Problem(422, "invalid-input", "请选电话打得怎么样", errors=errors)
        with transaction() as session:
            calls.close(session, current_actor(), call_id, Heard(said))
        return redirect(url_for("console_lists.show", name="calls"), 303)

    return attempt(keep, lambda refusal: _one(call_id, refusal))


def _one(call_id: uuid.UUID, refusal: Refusal, full: str | None = None) -> str:
    actor = current_actor()
    with transaction(writes=False) as session:
        found = calls.find(session, actor, call_id)
        text = calls.words(session, found)
        event = service.known(session, found.message_id).event
        name = reach.masked_name(session, found.elder_id) if found.elder_id else None
    return render_template(
        "console/calls/one.html", call=found, say=text.call if text else None, name=name,
        title=event_of(event).title, full=full, refusal=refusal, heard=HEARD, now=business_now(),
        why=REASONS.get(found.reason, found.reason), may_ring=NUMBERS.admits(actor),
    )  # fmt: skip
