"""转人工: the inbox, live by polling; a conversation that was handed over, and the reply into it."""

from __future__ import annotations

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.console.navigation import Entry
from server.conversation.handoff import office
from server.conversation.handoff import service as handoffs
from server.conversation.handoff.models import Handoff
from server.conversation.handoff.service import Outcome
from server.identity import staff
from server.identity.access import Caller, access, current_actor
from server.kit import masking
from server.kit.clock import business_now
from server.kit.worklist import Asked
from server.oversight.actor import Role
from server.people import reach
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, tried
from server.transaction import transaction

blueprint = Blueprint("console_handoffs", __name__, url_prefix="/console/handoffs")

ANSWERS = Caller.staff(*handoffs.ANSWERS)
NUMBERS = Caller.staff(Role.STREET_CLERK, Role.DISTRICT_REVIEWER)
"""Who may read a number in full; whoever oversees them sees it masked."""

ENTRY = Entry("console_handoffs.inbox", "转人工", frozenset(handoffs.ANSWERS), order=5)
SHOWN = 100
KINDS = {"reply": "等回复", "callback": "等回电话"}
STATUSES = {"waiting": "没人接", "taken": "有人在办", "done": "办结", "withdrawn": "对方撤回"}
OUTCOMES = {
    Outcome.ANSWERED: "已经回复清楚",
    Outcome.REACHED: "打通电话，说清楚了",
    Outcome.NOT_REACHED: "电话打不通",
    Outcome.PASSED_ON: "转给别的部门办",
}


@blueprint.get("")
@access(ANSWERS)
def inbox() -> str:
    """Who waits, the most urgent first; the table brings itself up to date."""
    return render_template("console/handoffs/inbox.html", **_inbox())


@blueprint.get("/rows")
@access(ANSWERS)
def rows() -> Response:
    """The table alone; 304 while nothing has changed."""
    return _part(render_template("console/handoffs/rows.html", **_inbox()))


@blueprint.get("/<uuid:handoff_id>")
@access(ANSWERS)
def show(handoff_id: uuid.UUID) -> Page:
    """A conversation that was handed over."""
    return _one(handoff_id, NOTHING_WRONG)


@blueprint.get("/<uuid:handoff_id>/turns")
@access(ANSWERS)
def turns(handoff_id: uuid.UUID) -> Response:
    """The transcript alone; 304 while nothing has been said."""
    actor = current_actor()
    with transaction(writes=False) as session:
        found = handoffs.find(session, actor, handoff_id)
        said, noted = (
            handoffs.transcript(session, found),
            handoffs.has_looked(session, actor, found),
        )
    if not noted:
        with transaction() as session:
            handoffs.look(session, actor, handoff_id)
    return _part(render_template("console/handoffs/turns.html", turns=said))


@blueprint.post("/<uuid:handoff_id>/take")
@tried
@access(ANSWERS)
def take(handoff_id: uuid.UUID) -> Page:
    """Take it up, or over from whom the page has named."""

    def do() -> Page:
        over = request.form.get("over") == "1"
        with transaction() as session:
            handoffs.take(session, current_actor(), handoff_id, over=over)
        return _back_to(handoff_id)

    return attempt(do, lambda refusal: _one(handoff_id, refusal))


@blueprint.post("/<uuid:handoff_id>/give-back")
@access(ANSWERS)
def give_back(handoff_id: uuid.UUID) -> Page:
    """Let somebody else take it up."""
    with transaction() as session:
        handoffs.give_back(session, current_actor(), handoff_id)
    return redirect(url_for("console_handoffs.inbox"), 303)


@blueprint.post("/<uuid:handoff_id>/reply")
@tried
@access(ANSWERS)
def reply(handoff_id: uuid.UUID) -> Page:
    """Say something in the conversation."""

    def say() -> Page:
        with transaction() as session:
            handoffs.answer(session, current_actor(), handoff_id, request.form.get("reply", ""))
        return _back_to(handoff_id)

    return attempt(say, lambda refusal: _one(handoff_id, refusal))


@blueprint.post("/<uuid:handoff_id>/number")
@access(NUMBERS)
def number(handoff_id: uuid.UUID) -> Page:
    """The number to ring, in full; reading it is audited."""
    with transaction() as session:
        full = handoffs.number_to_ring(session, current_actor(), handoff_id)
    return _one(handoff_id, NOTHING_WRONG, full=full)


@blueprint.post("/<uuid:handoff_id>/finish")
@tried
@access(ANSWERS)
def finish(handoff_id: uuid.UUID) -> Page:
    """It is done; the conversation answers by itself again."""

    def do() -> Page:
        outcome = request.form.get("outcome", "")
        with transaction() as session:
            handoffs.finish(
                session,
                current_actor(),
                handoff_id,
                Outcome(outcome) if outcome in list(Outcome) else Outcome.ANSWERED,
            )
        return redirect(url_for("console_handoffs.inbox"), 303)

    return attempt(do, lambda refusal: _one(handoff_id, refusal))


def _back_to(handoff_id: uuid.UUID) -> Response:
    return redirect(url_for("console_handoffs.show", handoff_id=handoff_id), 303)


def _part(text: str) -> Response:
    answer = Response(text, mimetype="text/html")
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


def _inbox() -> dict[str, object]:
    now = business_now()
    with transaction(writes=False) as session:
        found = handoffs.listed(session, current_actor(), Asked(now, limit=SHOWN))
        names = staff.names(session, [each.owner_id for each in found])
    return {
        "rows": [
            (each, each.due_at < now, names.get(each.owner_id) if each.owner_id else None)
            for each in found
        ],
        "is_open": office.hours().is_open(now), "me": current_actor().id,
        "kinds": KINDS, "statuses": STATUSES,
    }  # fmt: skip


def _one(handoff_id: uuid.UUID, refusal: Refusal, full: str | None = None) -> str:
    actor = current_actor()
    with transaction() as session:
        found: Handoff = handoffs.look(session, actor, handoff_id)
        said = handoffs.transcript(session, found)
        names = staff.names(session, [found.owner_id])
        name = reach.masked_name(session, found.elder_id) if found.elder_id else None
    owner = names.get(found.owner_id) if found.owner_id else None
    return render_template(
        "console/handoffs/one.html", handoff=found, name=name, turns=said, owner=owner, refusal=refusal,
        mine=found.owner_id == actor.id and found.status == "taken", full=full,
        masked=masking.phone(found.phone) if found.phone else None,
        kinds=KINDS, statuses=STATUSES, outcomes=_outcomes(found),
    )  # fmt: skip


def _outcomes(found: Handoff) -> dict[str, str]:
    """What can come of it: a call is reached or not, a question is answered."""
    fits = {
        "reply": (Outcome.ANSWERED, Outcome.PASSED_ON),
        "callback": (Outcome.REACHED, Outcome.NOT_REACHED, Outcome.PASSED_ON),
    }
    return {outcome.value: OUTCOMES[outcome] for outcome in fits[found.kind]}
