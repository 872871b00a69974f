"""我要反映: write it down, get a number, see how far it is, say whether one is content."""

from __future__ import annotations

import uuid

from flask import Blueprint, redirect, render_template, request, url_for

from knowledge import divisions
from knowledge.schema import DISTRICTS
from server.conversation.desk import throttle
from server.errors import Problem
from server.identity.access import Caller, access, current_actor
from server.kit.ids import new_capability
from server.payments.idempotency import FIELD
from server.people.states import Scope
from server.portal import preferences, words
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, tried
from server.portal.whom import knows_street, whom
from server.tickets import service
from server.tickets.service import Report
from server.tickets.states import Kind, Satisfaction, Source, Topic
from server.transaction import once_more, transaction

blueprint = Blueprint("report", __name__, url_prefix="/report")

CHOOSES_STREET = "street"


@blueprint.get("")
@access(Caller.ANYONE)
def page() -> Page:
    """The form, and what I reported before."""
    return _page(NOTHING_WRONG)


@blueprint.post("")
@tried
@access(Caller.ANYONE)
def post_report() -> Page:
    """Write it down."""

    def do() -> Page:
        if request.form.get("step") == CHOOSES_STREET:
            return _page(NOTHING_WRONG)
        said, actor = _report(), current_actor()
        throttle("ticket-", preferences.visitor())
        made = once_more(lambda session: service.report(session, actor, said))
        return redirect(url_for("report.status", link=made.link), 303)

    return attempt(do, _page)


@blueprint.get("/<link>")
@access(Caller.ANYONE)
def status(link: str) -> Page:
    """How far it is, for whoever holds the link."""
    return _status(link, NOTHING_WRONG)


@blueprint.post("/<link>/word")
@tried
@access(Caller.ANYONE)
def word(link: str) -> Page:
    """Content or not; if not, somebody looks again."""

    def judge() -> Page:
        said, actor = request.form.get("word", ""), current_actor()
        if said not in list(Satisfaction):
            raise Problem(422, "invalid-input", "请选一个：满意、一般、不满意")
        with transaction() as session:
            service.judge(session, actor, link, Satisfaction(said))
        return redirect(url_for("report.status", link=link), 303)

    return attempt(judge, lambda refusal: _status(link, refusal))


@blueprint.post("/<link>/withdraw")
@access(Caller.ANYONE)
def withdraw(link: str) -> Page:
    """It has settled itself."""
    actor = current_actor()
    with transaction() as session:
        service.withdraw(session, actor, link)
    return redirect(url_for("report.status", link=link), 303)


@blueprint.post("/mine/<uuid:ticket_id>")
@access(Caller.SIGNED_IN)
def mine(ticket_id: uuid.UUID) -> Page:
    """Open what I reported signed in."""
    with transaction() as session:
        link = service.link_again(session, current_actor(), ticket_id)
    return redirect(url_for("report.status", link=link), 303)


def _report() -> Report:
    given = {
        name: request.form.get(name, "") for name in ("kind", "topic", "text", "phone", "street")
    }
    wrong = [
        {"field": name, "message": "请选一个"}
        for name, known in (("kind", list(Kind)), ("topic", list(Topic)))
        if given[name] not in known
    ]
    if wrong:
        raise Problem(422, "invalid-input", "请选好是哪一类事", errors=wrong)
    chosen = whom().chosen
    return Report(
        Kind(given["kind"]),
        Topic(given["topic"]),
        given["text"],
        Source.PORTAL,
        given["phone"],
        chosen.elder_id if chosen and Scope.ASK in chosen.scopes else None,
        given["street"] if divisions.street(given["street"]) else None,
        request.form.get(FIELD),
    )


def _page(refusal: Refusal) -> str:
    district, actor = request.form.get("district", ""), current_actor()
    with transaction(writes=False) as session:
        before = service.of_account(session, actor)
    return render_template(
        "portal/report/page.html", key=request.form.get(FIELD) or new_capability(), refusal=refusal, kinds=words.TICKET_KINDS,
        topics=words.TICKET_TOPICS, statuses=words.TICKET_STATUSES, before=before,
        districts=DISTRICTS, knows_street=knows_street(), show_streets=CHOOSES_STREET,
        streets={each.code: each.name for each in divisions.streets_of(district)},
    )  # fmt: skip


def _status(link: str, refusal: Refusal) -> str:
    with transaction() as session:  # locks the row, as changing it does
        found = service.by_link(session, link)
    return render_template(
        "portal/report/status.html", ticket=found, link=link, refusal=refusal,
        kinds=words.TICKET_KINDS, topics=words.TICKET_TOPICS, statuses=words.TICKET_STATUSES,
        satisfactions=words.SATISFACTIONS,
    )  # fmt: skip
