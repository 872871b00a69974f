"""The test panel: a question on the live path, and questions put to a draft beside it."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.console.knowledge.desk import PREFIX, WRITES
from server.editorial import drafts, looking, trials
from server.editorial.live import NothingPublished
from server.errors import Problem
from server.identity.access import access, current_actor
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, tried
from server.transaction import transaction

blueprint = Blueprint("knowledge_trials", __name__, url_prefix=f"{PREFIX}/try")

LONGEST = 200


@blueprint.get("")
@access(WRITES)
def index() -> str:
    """What the live release makes of a question, with the best candidates and why."""
    question = request.args.get("q", "").strip()[:LONGEST]
    found = _on_live(question) if question else None
    named = [each["entry_id"] for each in found.candidates] if found else []
    named += [found.reply.entry_id] if found and found.reply.entry_id else []
    with transaction(writes=False) as session:
        titles = looking.titles(session, named)
    return render_template(
        "console/knowledge/try.html", question=question, found=found, titles=titles
    )


def _on_live(question: str) -> trials.Tried:
    try:
        return trials.on_live(question)
    except NothingPublished:
        raise Problem(409, "nothing-published", "还没有发布过，没有线上的版本可以试") from None


@blueprint.get("/drafts/<uuid:draft_id>")
@access(WRITES)
def ask(draft_id: uuid.UUID) -> Page:
    """What to put to a draft."""
    return _asked(draft_id, NOTHING_WRONG)


@blueprint.post("/drafts/<uuid:draft_id>")
@tried
@access(WRITES)
def post_ask(draft_id: uuid.UUID) -> Page:
    """Put the written questions, or yesterday's, to a draft and to what is live."""

    def do() -> Response:
        with transaction() as session:
            written = request.form.get("questions", "").splitlines()
            questions = trials.yesterdays(session) if "yesterday" in request.form else written
            trial_id = trials.ask(session, current_actor(), draft_id, questions).id
        return redirect(url_for("knowledge_trials.show", trial_id=trial_id), 303)

    return attempt(do, lambda refusal: _asked(draft_id, refusal))


@blueprint.get("/<uuid:trial_id>")
@access(WRITES)
def show(trial_id: uuid.UUID) -> str:
    """What came of each question; first where the draft answers otherwise than what is live."""
    with transaction(writes=False) as session:
        found = trials.find(session, trial_id)
        draft = drafts.find(session, found.draft_id)
        named = [
            each["entry_id"]
            for result in found.results
            for side in ("live", "draft")
            for each in result[side]["candidates"]
        ]
        titles = looking.titles(session, set(named))
    titles.setdefault(draft.entry_id, draft.content.get("title") or draft.entry_id)
    return render_template(
        "console/knowledge/trial.html", trial=found, draft=draft, titles=titles,
        results=sorted(found.results, key=lambda each: not differs(each)), differs=differs,
        other=sum(map(differs, found.results)),
    )  # fmt: skip


def differs(result: dict[str, dict[str, Any]]) -> bool:
    """Whether an elder gets something else from the draft than from what is live."""
    live, draft = (_told(result[side]) for side in ("live", "draft"))
    return any(live[part] != draft[part] for part in ("kind", "entry_id"))


def _told(side: dict[str, Any]) -> dict[str, Any]:
    """The reply, or what the matcher decided where that alone was kept."""
    found: dict[str, Any] = side.get("reply") or side
    return found


def _asked(draft_id: uuid.UUID, refusal: Refusal) -> str:
    with transaction(writes=False) as session:
        draft = drafts.find(session, draft_id)
    return render_template("console/knowledge/ask_draft.html", draft=draft, refusal=refusal)
