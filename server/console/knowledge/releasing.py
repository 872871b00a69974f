"""Publishing: through the gate, at a time, in spite of what is lost; and the way back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from server.console.knowledge.desk import PREFIX, PUBLISHES, WRITES
from server.console.knowledge.drafting import shown
from server.editorial import cleaning, drafts, looking, publishing
from server.errors import Problem
from server.identity import staff
from server.identity.access import access, current_actor
from server.kit.clock import BEIJING
from server.portal.forms import (
    NOTHING_WRONG,
    Page,
    Refusal,
    attempt,
    place_asked_for,
    require_sure,
    tried,
)
from server.transaction import transaction

blueprint = Blueprint("knowledge_releases", __name__, url_prefix=f"{PREFIX}/releases")

NO_TIME = "请写成 2026-12-01 08:00 这样的时间"
PAGE_ROWS = cleaning.IN_ONE_CLICK


@blueprint.get("")
@access(WRITES)
def index() -> Page:
    """Releases, the newest first, and what waits for its time."""
    return _index(NOTHING_WRONG)


@blueprint.post("/publish/<uuid:draft_id>")
@tried
@access(WRITES)
def publish(draft_id: uuid.UUID) -> Page:
    """Send a draft through the gate, to go live at once or at a time."""

    def do() -> Response:
        version = request.form.get("version", 0, type=int)
        with transaction() as session:
            made = publishing.ask(session, current_actor(), draft_id, version, _time()).id
        return redirect(url_for("knowledge_releases.show", candidate_id=made), 303)

    return attempt(do, lambda refusal: shown(draft_id, refusal))


def _time() -> datetime | None:
    """The Beijing time in the form. Raises Problem 422 for what is none."""
    given = request.form.get("publish_at", "").strip()
    if not given:
        return None
    try:
        return datetime.fromisoformat(given).replace(tzinfo=BEIJING)
    except ValueError:
        errors = [{"field": "publish_at", "message": NO_TIME}]
        raise Problem(422, "invalid-input", NO_TIME, errors=errors) from None


@blueprint.get("/candidates/<uuid:candidate_id>")
@access(WRITES)
def show(candidate_id: uuid.UUID) -> str:
    """How far a publication is, and what it would lose."""
    return _shown(candidate_id, NOTHING_WRONG)


@blueprint.post("/candidates/<uuid:candidate_id>/override")
@tried
@access(PUBLISHES)
def override(candidate_id: uuid.UUID) -> Page:
    """Publish in spite of what is lost, as a second person, with the reason."""
    reason = request.form.get("reason", "").strip()[:200]

    def do(session: Session) -> None:
        if len(reason) < 2:
            errors = [{"field": "reason", "message": "请写明为什么仍要发布"}]
            raise Problem(422, "invalid-input", "请写明为什么仍要发布", errors=errors)
        publishing.override(session, current_actor(), candidate_id, reason)

    return _step(candidate_id, do)


@blueprint.post("/candidates/<uuid:candidate_id>/call-off")
@tried
@access(WRITES)
def call_off(candidate_id: uuid.UUID) -> Page:
    """Take back what is scheduled."""
    return _step(candidate_id, lambda s: publishing.call_off(s, current_actor(), candidate_id))


@blueprint.post("/<int:number>/roll-back")
@tried
@access(PUBLISHES)
def roll_back(number: int) -> Page:
    """Let everybody have the content of a former release again."""

    def do() -> Response:
        require_sure()
        with transaction() as session:
            made = publishing.roll_back(session, current_actor(), number).number
        return redirect(url_for("knowledge_releases.index", made=made), 303)

    return attempt(do, _index)


def _step(candidate_id: uuid.UUID, unit: Callable[[Session], object]) -> Page:
    def do() -> Response:
        with transaction() as session:
            unit(session)
        return redirect(url_for("knowledge_releases.show", candidate_id=candidate_id), 303)

    return attempt(do, lambda refusal: _shown(candidate_id, refusal))


def _shown(candidate_id: uuid.UUID, refusal: Refusal) -> str:
    with transaction(writes=False) as session:
        found = publishing.find(session, candidate_id)
        draft = drafts.find(session, found.draft_id)
        named = [row["entry_id"] for lost in found.lost for row in lost["wins"]]
        titles = looking.titles(session, [*named, *(lost["expected"] for lost in found.lost)])
        names = staff.names(session, [found.requested_by, found.override_by, draft.author_id])
    return render_template(
        "console/knowledge/candidate.html", candidate=found, draft=draft, titles=titles,
        names=names, refusal=refusal, actor=current_actor(),
    )  # fmt: skip


def _index(refusal: Refusal) -> str:
    before = place_asked_for("before")
    with transaction(writes=False) as session:
        found = looking.releases(session, before, PAGE_ROWS + 1)
        waiting = looking.scheduled(session)
    return render_template(
        "console/knowledge/releases.html", releases=found[:PAGE_ROWS], waiting=waiting,
        onward=found[PAGE_ROWS - 1].number if len(found) > PAGE_ROWS else None,
        newest=found[0].number if found and before is None else None, refusal=refusal,
        made=place_asked_for("made"),
        may_roll_back=PUBLISHES.admits(current_actor()),
    )  # fmt: skip
