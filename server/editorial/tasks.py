"""The gate, done by the worker: build the candidate's index, ask the questions, publish or block."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from flask import current_app
from sqlalchemy.orm import Session

from server.editorial import (
    audiences,
    cleaning,
    desk_repository,
    drafts,
    listening,
    live,
    outcomes,
    publishing,
    regression,
    trials,
)
from server.editorial.desk_models import Candidate
from server.editorial.live import NothingPublished
from server.editorial.regression import Expected
from server.editorial.service import Published
from server.jobs.outcome import Retry
from server.kit.clock import BEIJING, business_now, business_today
from server.transaction import transaction

log = structlog.get_logger()

MEANWHILE = timedelta(seconds=1)
"""Something else was published while the questions were put: they are put again after this."""

SUGGESTED = 3


def gate(payload: dict[str, Any]) -> None:
    """``{"candidate_id"}``: publish the candidate if no question is lost by it, else say which.

    The index lies where the release will look for it, so every process has it at once.
    """
    candidate_id = uuid.UUID(payload["candidate_id"])
    with transaction(writes=False) as session:
        candidate = publishing.find(session, candidate_id)
        if candidate.status != "waiting":
            return
        content = publishing.content_with(session, drafts.find(session, candidate.draft_id))
        asked = [Expected(q.question, q.entry_id) for q in desk_repository.questions(session)]
        stand = desk_repository.questions_stand(session)
        day = _day(candidate)
    folder: Path = current_app.extensions["live"].folder
    matcher = live.opened(folder, content)
    lost = regression.lost(matcher, asked, content.not_in_force(day))
    with transaction() as session:
        _decide(session, candidate_id, content, stand, lost)


def _day(candidate: Candidate) -> date:
    """The day in Beijing on which it would be live: what ends before then answers nothing."""
    at = candidate.publish_at
    return max(at.astimezone(BEIJING).date(), business_today()) if at else business_today()


def start_due() -> None:
    """What is scheduled goes live on time: a clock job."""
    with transaction() as session:
        publishing.start_due(session)


def listen() -> None:
    """Count what was told, and queue what was not answered: a clock job."""
    with transaction(writes=False) as session:
        unknown = [turn for turn in listening.next_turns(session) if turn.not_known]
    suggested = {turn.seq: _suggested(turn.question) for turn in unknown}
    with transaction() as session:
        for turn in listening.listen(session):
            listening.group(session, turn, suggested.get(turn.seq, ()), unhappy=False)


def count_outcomes() -> None:
    """Count which answers led to an order or application: a clock job."""
    with transaction() as session:
        outcomes.count(session)


def count_audiences() -> None:
    """Count who was told the figures that wait to be corrected: a clock job."""
    with transaction(writes=False) as session:
        waiting = audiences.to_count(session)
    for correction_id in waiting:
        with transaction() as session:
            audiences.count(session, correction_id)


def clean_indexes() -> None:
    """Remove the indexes that nobody needs any more: a clock job."""
    with transaction(writes=False) as session:
        digests = cleaning.needed(session)
    cleaning.clean(current_app.extensions["live"].folder, digests)


def unhappy(payload: dict[str, Any]) -> None:
    """``{"message_id"}``: queue a question whose answer did not help."""
    with transaction(writes=False) as session:
        turn = listening.ears().turn(session, uuid.UUID(payload["message_id"]))
    if turn is None or turn.not_known:  # erased, or in the queue already
        return
    suggested = _suggested(turn.question)
    with transaction() as session:
        listening.group(session, turn, suggested, unhappy=True)


def _suggested(question: str) -> list[str]:
    """The entries that the live release finds nearest."""
    try:
        return trials.nearest(question, SUGGESTED)
    except NothingPublished:
        return []


def _decide(
    session: Session,
    candidate_id: uuid.UUID,
    content: Published,
    stand: tuple[int, datetime | None],
    lost: list[dict[str, Any]],
) -> None:
    candidate = desk_repository.locked_candidate(session, candidate_id)
    if candidate is None or candidate.status != "waiting":
        return
    draft = drafts.locked(session, candidate.draft_id)
    candidate.asked, candidate.asked_until = stand
    candidate.digest = content.digest
    if draft.version != candidate.draft_version:
        publishing.fail(session, candidate, "draft_changed")
    elif drafts.stale(session, draft):
        publishing.fail(session, candidate, "entry_changed")
    elif publishing.digest_with(session, draft) != content.digest:
        raise Retry(MEANWHILE, "base_changed_meanwhile")
    elif lost and not _overridden(candidate, lost):
        publishing.block(session, candidate, lost)
    elif candidate.publish_at is not None and candidate.publish_at > business_now():
        publishing.schedule(session, candidate, lost)
    else:
        candidate.lost = lost
        release = publishing.publish(session, candidate, draft)
        log.info("release_published", release=release.number, entries=len(content.entries))


def _overridden(candidate: Candidate, lost: list[dict[str, Any]]) -> bool:
    """Whether somebody decided to lose just these; one more, and she has to be asked again."""
    seen = {one["question"] for one in candidate.lost}
    return candidate.override_by is not None and all(one["question"] in seen for one in lost)
