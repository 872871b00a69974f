"""One desk: find an elder, see what concerns her, open the record for a purpose, act for her."""

from __future__ import annotations

import uuid

from flask import Blueprint, redirect, render_template, request, url_for

from knowledge import divisions
from server.console import timeline
from server.console.navigation import Entry
from server.conversation import desk
from server.conversation.models import Turn
from server.conversation.owners import Asker
from server.conversation.schemas import MessageIn, ReplyOut
from server.conversation.service import Question
from server.errors import Problem
from server.identity.access import Caller, access, current_actor
from server.oversight.actor import Role
from server.people import assisting, elders
from server.people.access import acting_for
from server.people.rights_schemas import SearchIn
from server.people.schemas import PersonOut, PurposeIn
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, tried, written
from server.transaction import transaction

blueprint = Blueprint("console_people", __name__, url_prefix="/console/people")

SEARCHERS = Caller.staff(Role.STREET_CLERK, Role.DISTRICT_REVIEWER)
LOOKS = SEARCHERS | Caller.staff(Role.CITY_SUPERVISOR, Role.ADMIN)
CLERK = Caller.staff(Role.STREET_CLERK)
ENTRY = Entry("console_people.search", "找老人", SEARCHERS.roles, order=15)


@blueprint.get("")
@access(SEARCHERS)
def search() -> Page:
    """Find an elder by a whole number; half a number finds nobody."""
    return _search(NOTHING_WRONG)


@blueprint.post("")
@tried
@access(SEARCHERS)
def post_search() -> Page:
    """Elders of the own street or district who have this number, masked."""

    def find() -> Page:
        asked = SearchIn.model_validate(written("id_card", "phone", "purpose"))
        actor = current_actor()
        with transaction() as session:
            found = elders.find(
                session, actor, SEARCHERS.roles, asked.id_card, asked.phone, asked.purpose
            )
            shown = [PersonOut.of(each, acting_for(session, actor, each.id), []) for each in found]
        if len(shown) == 1:
            return redirect(url_for("console_people.show", elder_id=shown[0].id), 303)
        return _search(NOTHING_WRONG, shown)

    return attempt(find, _search)


@blueprint.get("/<uuid:elder_id>")
@access(LOOKS)
def show(elder_id: uuid.UUID) -> Page:
    """Her record, masked, and her time line in brief; in full while a clerk assists her."""
    return _one(elder_id, NOTHING_WRONG)


@blueprint.post("/<uuid:elder_id>/open")
@tried
@access(SEARCHERS)
def open_record(elder_id: uuid.UUID) -> Page:
    """The record and the time line in full, this once, for a purpose that she can read."""

    def opened() -> Page:
        asked = PurposeIn.model_validate(written("purpose"))
        return _one(elder_id, NOTHING_WRONG, asked.purpose)

    return attempt(opened, lambda refusal: _one(elder_id, refusal))


@blueprint.post("/<uuid:elder_id>/assist")
@tried
@access(CLERK)
def assist(elder_id: uuid.UUID) -> Page:
    """Act for her for two hours."""

    def begin() -> Page:
        asked = PurposeIn.model_validate(written("purpose"))
        with transaction() as session:
            assisting.begin(session, current_actor(), elder_id, asked.purpose)
        return redirect(url_for("console_people.show", elder_id=elder_id), 303)

    return attempt(begin, lambda refusal: _one(elder_id, refusal))


@blueprint.post("/<uuid:elder_id>/ask")
@tried
@access(CLERK)
def ask(elder_id: uuid.UUID) -> Page:
    """Ask in her name, with what is known of her, while a clerk assists; she can read it."""

    def question() -> Page:
        said = MessageIn.model_validate(written("text", "conversation_id"))
        with transaction(writes=False) as session:
            if acting_for(session, current_actor(), elder_id).purpose is None:
                raise Problem(403, "not-assisting", "请先写明办什么事，开始办理再替她问")
        asker = Asker(current_actor(), elder_id)
        turn = desk.ask(Question(said.text, conversation_id=said.conversation_id, asker=asker))
        return _one(elder_id, NOTHING_WRONG, turn=turn)

    return attempt(question, lambda refusal: _one(elder_id, refusal))


@blueprint.post("/<uuid:elder_id>/assist/end")
@access(CLERK)
def end_assisting(elder_id: uuid.UUID) -> Page:
    """The clerk is done."""
    with transaction() as session:
        assisting.end_for(session, current_actor(), elder_id)
    return redirect(url_for("console_people.show", elder_id=elder_id), 303)


def _search(refusal: Refusal, found: list[PersonOut] | None = None) -> str:
    moved = divisions.street(request.args.get("moved", ""))
    return render_template(
        "console/people/search.html", refusal=refusal, found=found,
        moved=moved.full_name if moved else None,
    )  # fmt: skip


def _one(
    elder_id: uuid.UUID, refusal: Refusal, purpose: str | None = None, turn: Turn | None = None
) -> str:
    """Opened for a purpose, or for what a clerk who assists has stated: that it was read is kept."""
    actor, only = current_actor(), request.args.get("only")
    with transaction() as session:
        acting = acting_for(session, actor, elder_id)
        why = purpose or acting.purpose
        elder = elders.read_in_full(session, acting, why) if why else elders.look(session, acting)
        masked = PersonOut.of(elder, acting, [])
        lines = timeline.of(session, acting, only)
    return render_template(
        "console/people/one.html", elder=elder, masked=masked, opened=bool(why), why=why,
        asked=turn, told=ReplyOut.model_validate(turn.reply) if turn else None,
        assists=acting.purpose is not None, lines=lines, sources=timeline.sources(), only=only,
        refusal=refusal, may_open=bool(actor.roles & SEARCHERS.roles) and not acting.masked_only,
        may_assist=Role.STREET_CLERK in actor.roles and acting.post is not None,
    )  # fmt: skip
