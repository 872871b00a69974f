"""我要反映 at the desk: what came in, taken up, answered; what a caller says; the file for 12345."""

from __future__ import annotations

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from knowledge import divisions
from knowledge.schema import DISTRICTS
from server.console.frame import place, street_named
from server.console.lists import as_file
from server.console.navigation import Entry
from server.errors import Problem
from server.identity import staff
from server.identity.access import Caller, access, current_actor
from server.kit import masking, sheets
from server.kit.clock import business_now, to_beijing
from server.kit.worklist import Asked
from server.oversight import audit
from server.oversight.actor import Role
from server.people import reach
from server.people.access import acting_for
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, id_in, tried
from server.portal.words import SATISFACTIONS, TICKET_KINDS, TICKET_STATUSES, TICKET_TOPICS
from server.tickets import service
from server.tickets.models import Ticket
from server.tickets.service import Report
from server.tickets.states import Kind, Source, Topic
from server.transaction import transaction

blueprint = Blueprint("console_tickets", __name__, url_prefix="/console/tickets")

ANSWERS = Caller.staff(*service.ANSWERS)
NUMBERS = Caller.staff(Role.STREET_CLERK, Role.DISTRICT_REVIEWER)
"""Who may read a number in full; whoever oversees them sees it masked."""

ENTRY = Entry("console_tickets.new", "登记诉求", frozenset(service.ANSWERS), order=20)
HEAD = (
    "编号",
    "类型",
    "事由",
    "内容",
    "区",
    "街道",
    "提出时间",
    "最晚答复",
    "状态",
    "答复",
    "满意度",
    "联系电话",
)
"""Columns of the file for 12345; the telephone number is masked."""


@blueprint.get("/new")
@access(ANSWERS)
def new() -> Page:
    """A form for what a caller says."""
    return _new(NOTHING_WRONG)


@blueprint.post("/new")
@tried
@access(ANSWERS)
def post_new() -> Page:
    """Write down what a caller says."""

    def do() -> Page:
        said, actor = _report(), current_actor()
        with transaction() as session:
            if said.elder_id is not None:
                acting_for(session, actor, said.elder_id)
            made = service.report(session, actor, said)
        return redirect(url_for("console_tickets.show", ticket_id=made.ticket.id), 303)

    return attempt(do, _new)


@blueprint.get("/export")
@access(ANSWERS)
def export() -> Response:
    """The file for 12345: every ticket of a status, as the actor's posts see them."""
    actor = current_actor()
    status = request.args.get("status", "")
    filters = {"status": status} if status in TICKET_STATUSES else {}
    with transaction() as session:
        rows = [
            _line(each)
            for each in service.every(session, actor, Asked(business_now(), filters=filters))
        ]
        audit.record(session, actor, "list.exported", about=("work_list", "12345"), count=len(rows))
    if request.args.get("format") == "csv":
        return as_file(sheets.as_csv(HEAD, rows), sheets.CSV, "12345工单.csv")
    return as_file(sheets.xlsx("工单", HEAD, rows), sheets.XLSX, "12345工单.xlsx")


@blueprint.get("/<uuid:ticket_id>")
@access(ANSWERS)
def show(ticket_id: uuid.UUID) -> Page:
    """One ticket and what became of it."""
    return _one(ticket_id, NOTHING_WRONG)


@blueprint.post("/<uuid:ticket_id>/take")
@access(ANSWERS)
def take(ticket_id: uuid.UUID) -> Page:
    """Own it."""
    with transaction() as session:
        service.take(session, current_actor(), ticket_id)
    return redirect(url_for("console_tickets.show", ticket_id=ticket_id), 303)


@blueprint.post("/<uuid:ticket_id>/number")
@access(NUMBERS)
def number(ticket_id: uuid.UUID) -> Page:
    """The number to ring, in full; reading it is audited."""
    with transaction() as session:
        full = service.number_to_ring(session, current_actor(), ticket_id)
    return _one(ticket_id, NOTHING_WRONG, full)


@blueprint.post("/<uuid:ticket_id>/answer")
@tried
@access(ANSWERS)
def answer(ticket_id: uuid.UUID) -> Page:
    """Answer it."""

    def do() -> Page:
        with transaction() as session:
            service.answer(session, current_actor(), ticket_id, request.form.get("answer", ""))
        return redirect(url_for("console_tickets.show", ticket_id=ticket_id), 303)

    return attempt(do, lambda refusal: _one(ticket_id, refusal))


def _report() -> Report:
    given = {
        name: request.form.get(name, "").strip()
        for name in ("kind", "topic", "text", "phone", "district", "street", "elder_id")
    }
    if given["kind"] not in list(Kind) or given["topic"] not in list(Topic):
        raise Problem(422, "invalid-input", "请选好类型和事由")
    return Report(
        Kind(given["kind"]), Topic(given["topic"]), given["text"], Source.CALLER,
        given["phone"] or None,
        id_in("elder_id") if given["elder_id"] else None,
        street_named(given["district"], given["street"]) if given["street"] else None,
    )  # fmt: skip


def _new(refusal: Refusal) -> str:
    here = next((post for post in current_actor().posts if post.district), None)
    street = divisions.street(here.street) if here and here.street else None
    return render_template(
        "console/tickets/new.html", refusal=refusal, kinds=TICKET_KINDS, topics=TICKET_TOPICS,
        districts=DISTRICTS, district=here.district if here else "",
        street=street.name if street else "", elder_id=request.values.get("elder_id", ""),
    )  # fmt: skip


def _one(ticket_id: uuid.UUID, refusal: Refusal, full: str | None = None) -> str:
    actor = current_actor()
    with transaction(writes=False) as session:
        found = service.find(session, actor, ticket_id)
        events = service.history(session, found)
        names = staff.names(session, [found.owner_id, *(each.actor_id for each in events)])
        name = reach.masked_name(session, found.elder_id) if found.elder_id else None
    return render_template(
        "console/tickets/one.html", ticket=found, name=name, events=events, names=names, refusal=refusal,
        mine=found.owner_id == actor.id, full=full, kinds=TICKET_KINDS, topics=TICKET_TOPICS,
        statuses=TICKET_STATUSES, satisfactions=SATISFACTIONS, now=business_now(),
        masked=masking.phone(found.phone) if found.phone else None,
    )  # fmt: skip


def _line(found: Ticket) -> tuple[str, ...]:
    return (
        found.number, TICKET_KINDS[found.kind], TICKET_TOPICS[found.topic], found.text or "",
        place(found.district, None), place(found.district, found.street),
        to_beijing(found.received_at), to_beijing(found.due_at), TICKET_STATUSES[found.status],
        found.answer or "", SATISFACTIONS.get(found.satisfaction or "", ""),
        masking.phone(found.phone) if found.phone else "",
    )  # fmt: skip
