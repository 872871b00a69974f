"""请工作人员来帮我: a reply in the conversation, or a call back; live where scripts run."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from knowledge import divisions
from knowledge.schema import DISTRICTS
from server.conversation import service
from server.conversation.desk import throttle
from server.conversation.handoff import office
from server.conversation.handoff import service as handoffs
from server.conversation.handoff.service import Asking, Kind, Wanted
from server.conversation.owners import Asker
from server.errors import Problem
from server.identity.access import Caller, access, current_actor
from server.kit.clock import business_now
from server.people.states import Scope
from server.portal import preferences, waiting
from server.portal.chat import shown_turns
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, place_asked_for, tried
from server.portal.whom import knows_street, whom
from server.transaction import once_more, transaction

blueprint = Blueprint("help", __name__, url_prefix="/help")

CHOOSES_STREET = "street"


@blueprint.get("")
@access(Caller.ANYONE)
def page() -> Page:
    """The ways to reach a person, and how far one's own wish is."""
    return _page(NOTHING_WRONG)


@blueprint.post("")
@tried
@access(Caller.ANYONE)
def ask() -> Page:
    """Ask for a reply or a call back."""

    def do() -> Page:
        if request.form.get("step") == CHOOSES_STREET:
            return _page(NOTHING_WRONG)
        wanted = _wanted()
        throttle("handoff-", preferences.visitor())
        who = _asker()
        known, found = once_more(lambda session: _ask(session, who, wanted))
        handoffs.require_here(found)
        preferences.remember_conversation(known)
        preferences.wait_in(known)
        return redirect(url_for("portal.home", _anchor="standing"), 303)

    return attempt(do, _page)


@blueprint.post("/withdraw")
@access(Caller.ANYONE)
def withdraw() -> Page:
    """Nobody needs to answer any more."""
    who = Asker(current_actor())
    with transaction() as session:
        waiting.withdraw(session, who)
    return redirect(url_for("portal.home"), 303)


@blueprint.post("/read")
@access(Caller.ANYONE)
def read() -> Page:
    """Put away what persons have said in conversations that are put away themselves."""
    who = Asker(current_actor())
    with transaction(writes=False) as session:
        waiting.put_replies_away(session, who)
    return redirect(url_for("portal.home"), 303)


@blueprint.get("/now")
@access(Caller.ANYONE)
def now() -> Response:
    """How far it is, and what a person has said after turn ``after``; 304 while nothing is new."""
    who, after = Asker(current_actor()), place_asked_for("after") or 0
    with transaction(writes=False) as session:
        found = waiting.standings(session, who)
        said = waiting.said_since(session, who, after)
    part = render_template("portal/now.html", standings=found, turns=shown_turns(said))
    answer = Response(part, mimetype="text/html")
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


def _asker() -> Asker:
    """Whoever asks, for whom the page's head names, if they may ask for her."""
    chosen = whom().chosen
    for_her = chosen.elder_id if chosen and Scope.ASK in chosen.scopes else None
    return Asker(current_actor(), for_her)


def _ask(session: Session, who: Asker, wanted: Wanted) -> tuple[str, Asking]:
    known = preferences.conversation_id() or service.begin(session, who).id
    try:
        return known, handoffs.ask(session, known, who, wanted)
    except Problem as problem:
        if problem.slug != "unknown-conversation":
            raise
        known = service.begin(session, who).id
        return known, handoffs.ask(session, known, who, wanted)


def _wanted() -> Wanted:
    asked = ("phone", "note", "wish", "street", "district")
    given = {name: request.form.get(name, "") for name in asked}
    street = given["street"] if divisions.street(given["street"]) else None
    district = given["district"] if given["district"] in DISTRICTS else None
    try:
        kind = Kind(request.form.get("kind", ""))
    except ValueError:
        raise Problem(422, "invalid-input", "请先选要工作人员怎么帮您") from None
    return Wanted(
        kind, given["phone"], given["note"][:500], given["wish"] or None, street or district
    )


def _page(refusal: Refusal) -> str:
    moment, hours = business_now(), office.hours()
    district = request.form.get("district", "")
    streets = {each.code: each.name for each in divisions.streets_of(district)}
    who = Asker(current_actor())
    with transaction(writes=False) as session:
        standings = waiting.standings(session, who)
    return render_template(
        "portal/help.html", refusal=refusal, standings=standings,
        wishes={each.code: each.label for each in office.wishes(moment)},
        is_open=hours.is_open(moment), opens_at=hours.next_open(moment), hours=hours,
        districts=DISTRICTS, streets=streets, show_streets=CHOOSES_STREET,
        knows_street=knows_street(),
    )  # fmt: skip
