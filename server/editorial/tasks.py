"""The gate, done by the worker: build the candidate's index, ask the questions, publish or block."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from flask import current_app
from sqlalchemy.orm import Session

from intents.index import Index
from intents.matcher import Matcher
from server.editorial import desk_repository, drafts, live, publishing, regression
from server.editorial.desk_models import Candidate
from server.editorial.regression import Expected
from server.editorial.service import Published
from server.jobs.outcome import Retry
from server.kit.clock import business_today
from server.transaction import transaction

log = structlog.get_logger()

MEANWHILE = timedelta(seconds=1)
"""Something else was published while the questions were put: they are put again after this."""


def gate(payload: dict[str, Any]) -> None:
    """``{"candidate_id"}``: publish the candidate if no question is lost by it, else say which.

    The index lies where the release will look for it, so every process has it at once.
    """
    candidate_id = uuid.UUID(payload["candidate_id"])
    with transaction(writes=False) as session:
        candidate = publishing.find(session, candidate_id)
        if candidate.status != "waiting":
            return
        content = publishing.content_with(session, candidate)
        asked = [Expected(q.question, q.entry_id) for q in desk_repository.questions(session)]
    folder: Path = current_app.extensions["live"].folder
    matcher = Matcher(Index.open(live.build(folder, content)))
    lost = regression.lost(matcher, asked, _not_in_force(content))
    with transaction() as session:
        _decide(session, candidate_id, content, len(asked), lost)


def _not_in_force(content: Published) -> frozenset[str]:
    today = business_today()
    return frozenset(e.id for e in content.entries.values() if not e.in_force(today))


def _decide(
    session: Session,
    candidate_id: uuid.UUID,
    content: Published,
    asked: int,
    lost: list[dict[str, Any]],
) -> None:
    candidate = desk_repository.locked_candidate(session, candidate_id)
    if candidate is None or candidate.status != "waiting":
        return
    draft = drafts.locked(session, candidate.draft_id)
    candidate.asked = asked
    if draft.version != candidate.draft_version:
        publishing.fail(session, candidate, "draft_changed")
    elif drafts.stale(session, draft):
        publishing.fail(session, candidate, "entry_changed")
    elif publishing.content_with(session, candidate).digest != content.digest:
        raise Retry(MEANWHILE, "base_changed_meanwhile")
    elif lost and not _overridden(candidate, lost):
        publishing.block(session, candidate, lost)
    else:
        candidate.digest, candidate.lost = content.digest, lost
        release = publishing.publish(session, candidate, draft)
        log.info("release_published", release=release.number, entries=len(content.entries))


def _overridden(candidate: Candidate, lost: list[dict[str, Any]]) -> bool:
    """Whether somebody decided to lose just these; one more, and she has to be asked again."""
    seen = {one["question"] for one in candidate.lost}
    return candidate.override_by is not None and all(one["question"] in seen for one in lost)
