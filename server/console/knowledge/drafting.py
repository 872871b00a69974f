"""A draft: written with its preview, compared with what is live, handed on."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from pydantic import ValidationError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from knowledge.schema import SHORT_ANSWER_LIMIT, Document, Entry
from server.console.knowledge import faults, forms
from server.console.knowledge.desk import PREFIX, PUBLISHES, WRITES
from server.conversation import compose
from server.conversation.schemas import ReplyOut
from server.editorial import drafts, looking, overlays, sources, unanswered
from server.editorial.desk_models import Draft
from server.editorial.words import ACTIONS, AUDIENCES, FIGURE_KINDS, MARKS, VALUES
from server.errors import Problem
from server.identity import staff
from server.identity.access import access, current_actor
from server.kit.clock import business_today
from server.kit.ids import new_key
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, require_sure, tried
from server.transaction import transaction

blueprint = Blueprint("knowledge_drafts", __name__, url_prefix=f"{PREFIX}/drafts")

LARGEST = 400 * 1024
"""Bytes of a form: nine for a Chinese character, so some 45,000 of them."""
SPOKEN_A_SECOND = 4
"""Characters that a voice reads to an elder in a second, to tell how long an answer takes."""
SAID = {"saved": "已保存", "submitted": "已提交，等另一位发布员审核"}
"""What the page says after a form was sent."""


@blueprint.get("")
@access(WRITES)
def index() -> str:
    """Drafts on their way."""
    with transaction(writes=False) as session:
        found = looking.drafts(session)
        names = staff.names(session, [draft.author_id for draft in found])
    return render_template("console/knowledge/drafts.html", drafts=found, names=names)


@blueprint.post("/of/<entry_id>")
@access(WRITES)
def begin(entry_id: str) -> Response:
    """Go on with the entry's draft, begun if none is open."""
    with transaction() as session:
        draft = looking.draft_of(session, entry_id) or drafts.begin(
            session, current_actor(), entry_id, None, ""
        )
        found = draft.id
    return redirect(url_for("knowledge_drafts.show", draft_id=found), 303)


@blueprint.post("/new")
@access(WRITES)
def begin_new() -> Response:
    """Begin an entry that does not exist yet."""
    name = f"q-{new_key().hex[-12:]}"
    with transaction() as session:
        draft = drafts.begin(session, current_actor(), name, unanswered.blank(name), "")
        found = draft.id
    return redirect(url_for("knowledge_drafts.show", draft_id=found), 303)


@blueprint.get("/<uuid:draft_id>")
@access(WRITES)
def show(draft_id: uuid.UUID) -> str:
    """A draft with its form, its preview, what is wrong with it and what it changes."""
    return shown(draft_id, NOTHING_WRONG)


@blueprint.post("/<uuid:draft_id>")
@tried
@access(WRITES)
def write(draft_id: uuid.UUID) -> Page:
    """Keep what was written, whether it holds yet or not; ``submit`` hands it on too, ``try`` goes
    on to put questions to it."""
    request.max_content_length = LARGEST

    def keep() -> Response:
        with transaction() as session:
            actor, version = current_actor(), _version()
            content = forms.content_of(request.form, drafts.find(session, draft_id).entry_id)
            note = request.form.get("note", "").strip()[:200]
            draft = drafts.write(session, actor, draft_id, version, content, note)
            version = draft.version
        if "submit" in request.form:  # in a unit of its own: what was written stays in any case
            with transaction() as session:
                drafts.submit(session, actor, draft_id, version)
        if "try" in request.form:
            return redirect(url_for("knowledge_trials.ask", draft_id=draft_id), 303)
        said = "submitted" if "submit" in request.form else "saved"
        return redirect(url_for("knowledge_drafts.show", draft_id=draft_id, said=said), 303)

    return attempt(keep, lambda refusal: shown(draft_id, refusal))


@blueprint.post("/<uuid:draft_id>/preview")
@tried
@access(WRITES)
def preview(draft_id: uuid.UUID) -> Page:
    """What is written at this moment as an elder would see and hear it; nothing is kept."""
    request.max_content_length = LARGEST
    return attempt(lambda: _previewed(draft_id), lambda refusal: refusal.message)


def _previewed(draft_id: uuid.UUID) -> str:
    with transaction(writes=False) as session:
        written = forms.content_of(request.form, drafts.find(session, draft_id).entry_id)
        documents = looking.documents(session)
    return render_template(
        "console/knowledge/preview.html", fields=forms.shown(written),
        preview=preview_of(written, documents),
    )  # fmt: skip


@blueprint.post("/<uuid:draft_id>/submit")
@tried
@access(WRITES)
def submit(draft_id: uuid.UUID) -> Page:
    """Hand a draft to a second person."""
    return _step(draft_id, lambda s: drafts.submit(s, current_actor(), draft_id, _version()))


@blueprint.post("/<uuid:draft_id>/approve")
@tried
@access(PUBLISHES)
def approve(draft_id: uuid.UUID) -> Page:
    """Say that a colleague's draft is good."""
    return _step(draft_id, lambda s: drafts.approve(s, current_actor(), draft_id, _version()))


@blueprint.post("/<uuid:draft_id>/give-back")
@tried
@access(PUBLISHES)
def give_back(draft_id: uuid.UUID) -> Page:
    """Send it back with the reason."""
    reason = request.form.get("reason", "").strip()[:200]

    def back(session: Session) -> Draft:
        if len(reason) < 2:
            errors = [{"field": "reason", "message": "请写明要改什么"}]
            raise Problem(422, "invalid-input", "请写明要改什么", errors=errors)
        return drafts.give_back(session, current_actor(), draft_id, _version(), reason)

    return _step(draft_id, back)


@blueprint.post("/<uuid:draft_id>/withdraw")
@tried
@access(WRITES)
def withdraw(draft_id: uuid.UUID) -> Page:
    """End it without publishing."""

    def end(session: Session) -> Draft:
        require_sure()
        return drafts.withdraw(session, current_actor(), draft_id, _version())

    return _step(draft_id, end)


def _step(draft_id: uuid.UUID, unit: Callable[[Session], Draft]) -> Page:
    def do() -> Response:
        with transaction() as session:
            unit(session)
        return redirect(url_for("knowledge_drafts.show", draft_id=draft_id), 303)

    return attempt(do, lambda refusal: shown(draft_id, refusal))


def _version() -> int:
    """The version that the page showed. Raises Problem 422."""
    given = request.form.get("version", "")
    if not (given.isascii() and given.isdigit() and len(given) < 9):
        raise Problem(422, "invalid-input", "请刷新页面后再试")
    return int(given)


def shown(draft_id: uuid.UUID, refusal: Refusal) -> str:
    """The page of a draft, with what was refused on it."""
    with transaction(writes=False) as session:
        draft = drafts.find(session, draft_id)
        known = _written_or(draft, refusal)
        found = faults.told(drafts.problems(session, draft))
        documents = looking.documents(session)
        changes, events = drafts.differences(session, draft), looking.events(session, draft_id)
        page = {
            "draft": draft, "fields": forms.shown(known), "problems": found,
            "changes": changes, "events": events,
            "names": staff.names(session, [draft.author_id, *(e.actor_id for e in events)]),
            "phrasings_only": drafts.phrasings_only(session, draft),
            "stale": drafts.stale(session, draft), "is_new": draft.base_digest is None,
            "candidate": looking.last_candidate(session, draft_id),
            "documents": {name: c["title"] for name, c in documents.items()},
            "overlays": overlays.of(session, str(known.get("title") or ""), draft.entry_id),
        }  # fmt: skip
        preview = preview_of(known, documents)
    return render_template(
        "console/knowledge/draft.html", refusal=refusal, preview=preview, limit=SHORT_ANSWER_LIMIT,
        spoken_a_second=SPOKEN_A_SECOND, marks=MARKS, audiences=AUDIENCES, kinds=FIGURE_KINDS,
        actions=ACTIONS, values=VALUES, actor=current_actor(), **page,
        source_fields=sources.FIELDS, new_sources=sources.unreleased(documents, _cited(known)),
        said="" if refusal.message else SAID.get(request.args.get("said", ""), ""),
    )  # fmt: skip


def _cited(content: dict[str, Any]) -> list[str]:
    return [str(each.get("document") or "") for each in content.get("citations") or ()]


def _written_or(draft: Draft, refusal: Refusal) -> dict[str, Any]:
    """After a refused save what was written stands in the form again."""
    if refusal.message and "title" in request.form:
        return forms.content_of(request.form, draft.entry_id)
    return dict(draft.content)


def preview_of(content: dict[str, Any], documents: dict[str, dict[str, Any]]) -> ReplyOut | None:
    """The reply that an elder would get; None while the content does not hold."""
    try:
        entry = Entry.model_validate(content)
        sources = {
            c.document: Document.model_validate(documents[c.document]) for c in entry.citations
        }
    except (ValidationError, KeyError):
        return None
    return compose.answer(entry, sources, {}, confidence=1.0, release=0, today=business_today())
