"""没答上的: questions that were not answered, each one tap from a phrasing, an entry, or leaving it."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from knowledge.schema import DISTRICTS
from server.console.knowledge import desk
from server.console.knowledge.desk import PREFIX, WRITES
from server.editorial import looking, unanswered
from server.editorial.desk_models import Draft
from server.identity.access import access, current_actor
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, tried
from server.transaction import transaction

blueprint = Blueprint("knowledge_queue", __name__, url_prefix=f"{PREFIX}/unanswered")

STATUSES = {"open": "等着办", "drafted": "正在写稿", "answered": "已答上", "ignored": "不收"}
LONGEST = 40


@blueprint.get("")
@access(WRITES)
def index() -> str:
    """Groups of questions alike, the commonest first; ``district``, ``street`` narrow it down."""
    status = request.args.get("status", "open")
    status = status if status in STATUSES else "open"
    district, street = (request.args.get(name, "")[:9] for name in ("district", "street"))
    with transaction(writes=False) as session:
        found = unanswered.waiting(session, status, district, street)
        titles = looking.titles(session, [g.suggestion for g in found if g.suggestion])
    return render_template(
        "console/knowledge/queue.html", groups=found, titles=titles, statuses=STATUSES,
        status=status, district=district if district in DISTRICTS else "", street=street,
    )  # fmt: skip


@blueprint.get("/<uuid:group_id>")
@access(WRITES)
def show(group_id: uuid.UUID) -> str:
    """One group: every wording, and what to do with it."""
    return _shown(group_id, NOTHING_WRONG)


@blueprint.post("/<uuid:group_id>/phrasing")
@tried
@access(WRITES)
def add_phrasing(group_id: uuid.UUID) -> Page:
    """Put the ticked wordings into an entry's draft."""

    def unit(session: Session) -> Draft:
        entry_id = desk.entry_written(looking.entry_titles(session))
        if not entry_id:
            raise desk.no_such_entry()
        texts = request.form.getlist("wording")
        return unanswered.add_as_phrasing(session, current_actor(), group_id, entry_id, texts)

    return _drafted(group_id, unit)


@blueprint.post("/<uuid:group_id>/entry")
@tried
@access(WRITES)
def begin_entry(group_id: uuid.UUID) -> Page:
    """Begin a new entry with these wordings."""
    return _drafted(group_id, lambda s: unanswered.begin_entry(s, current_actor(), group_id))


@blueprint.post("/<uuid:group_id>/ignore")
@tried
@access(WRITES)
def ignore(group_id: uuid.UUID) -> Page:
    """Leave it, with the reason."""
    reason = request.form.get("reason", "")[:200]

    def do() -> Response:
        with transaction() as session:
            unanswered.ignore(session, current_actor(), group_id, reason)
        return redirect(url_for("knowledge_queue.index"), 303)

    return attempt(do, lambda refusal: _shown(group_id, refusal))


@blueprint.post("/<uuid:group_id>/refuse")
@tried
@access(WRITES)
def refuse(group_id: uuid.UUID) -> Page:
    """It is not the suggested entry's."""
    entry_id = request.form.get("entry_id", "")[:64]

    def do() -> Response:
        with transaction() as session:
            unanswered.refuse(session, current_actor(), group_id, entry_id)
        return redirect(url_for("knowledge_queue.show", group_id=group_id), 303)

    return attempt(do, lambda refusal: _shown(group_id, refusal))


def _drafted(group_id: uuid.UUID, unit: Callable[[Session], Draft]) -> Page:
    def do() -> Response:
        with transaction() as session:
            draft_id = unit(session).id
        return redirect(url_for("knowledge_drafts.show", draft_id=draft_id), 303)

    return attempt(do, lambda refusal: _shown(group_id, refusal))


def _shown(group_id: uuid.UUID, refusal: Refusal) -> str:
    with transaction(writes=False) as session:
        found = unanswered.find(session, group_id)
        titles = looking.entry_titles(session)
    return render_template(
        "console/knowledge/group.html", group=found, titles=titles, refusal=refusal,
        statuses=STATUSES,
    )  # fmt: skip
