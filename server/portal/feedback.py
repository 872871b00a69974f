"""有用 or 没用 under an answer: a plain form, and in its place where scripts run."""

from __future__ import annotations

from typing import cast, get_args

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from server.conversation import feedback
from server.conversation.desk import throttle
from server.conversation.feedback import Word
from server.conversation.owners import Asker
from server.conversation.schemas import Why
from server.errors import TITLES, Problem
from server.extensions import csrf
from server.identity.access import Caller, access, current_actor
from server.portal import preferences
from server.transaction import transaction

blueprint = Blueprint("portal_feedback", __name__)

STALE = "页面放得久了，请再点一次"

USEFUL, USELESS = "useful", "useless"


@blueprint.post("/feedback")
@csrf.exempt  # type: ignore[untyped-decorator]  # checked below, so that a stale page gets a fresh token
@access(Caller.ANYONE)
def post_feedback() -> str | tuple[str, int] | Response:
    """Keep what was pressed; answers with the page, or with what comes next for its script."""
    part = "X-Part" in request.headers
    try:
        csrf.protect()
        turn = _keep(request.form.get("message_id", ""), _word(request.form.get("word", "")))
    except CSRFError:
        if part:
            return render_template("portal/refusal.html", message=STALE), 400
        raise
    if part:
        return render_template("portal/feedback.html", turn=turn)
    return redirect(url_for("portal.home", _anchor=f"word-{turn['id']}"), 303)


def _word(pressed: str) -> Word:
    """The word behind a button. Raises Problem 422 for a button that we do not have."""
    if pressed in (USEFUL, USELESS):
        return Word(useful=pressed == USEFUL)
    if pressed not in get_args(Why):
        raise Problem(422, *TITLES[422])
    return Word(useful=False, reason=cast(Why, pressed))


def _keep(message_id: str, word: Word) -> dict[str, object]:
    """Keep the word, and give what the template needs."""
    throttle("feedback-", preferences.visitor())
    with transaction() as session:
        known = preferences.conversation_id() or ""
        kept = feedback.keep(session, known, Asker(current_actor()), message_id, word)
    return {"id": kept.turn.id, "judged": kept.feedback}


@blueprint.app_context_processor
def _reasons() -> dict[str, object]:
    """What every answer's frame needs."""
    return {"feedback_reasons": feedback.REASONS}
