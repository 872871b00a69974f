"""All queries on drafts, regression questions and candidates."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.editorial.desk_models import OPEN, Candidate, Draft, DraftEvent, RegressionQuestion
from server.editorial.models import KnowledgeItem, Release
from server.kit import worklist
from server.kit.worklist import Asked, Frame


def locked_draft(session: Session, draft_id: uuid.UUID) -> Draft | None:
    """A draft that nobody else changes until the unit ends."""
    return session.scalars(
        select(Draft).where(Draft.id == draft_id).with_for_update()
    ).one_or_none()


def draft(session: Session, draft_id: uuid.UUID) -> Draft | None:
    """A draft."""
    return session.get(Draft, draft_id)


def open_draft_of(session: Session, entry_id: str) -> Draft | None:
    """The draft of an entry that is neither published nor withdrawn."""
    return session.scalars(select(Draft).where(Draft.entry_id == entry_id, OPEN)).one_or_none()


def open_drafts(session: Session, before: uuid.UUID | None, limit: int) -> list[Draft]:
    """Drafts on their way, the newest first, older than ``before``."""
    chosen = select(Draft).where(OPEN)
    if before is not None:
        chosen = chosen.where(Draft.id < before)
    return list(session.scalars(chosen.order_by(Draft.id.desc()).limit(limit)))


def events_of(session: Session, draft_id: uuid.UUID) -> list[DraftEvent]:
    """What became of a draft, in order."""
    chosen = select(DraftEvent).where(DraftEvent.draft_id == draft_id)
    return list(session.scalars(chosen.order_by(DraftEvent.seq)))


def drafts_to_publish(session: Session, asked: Asked, me: uuid.UUID | None) -> list[Draft]:
    """A page of the drafts that a second person has to look at, by when each was handed on; "mine"
    are those that I wrote."""
    rows = select(Draft).where(Draft.status.in_(("submitted", "approved")))
    frame = Frame(Draft.id, Draft.changed_at, Draft.author_id)
    return worklist.items(session, rows, frame, asked, me)


def working_entry(session: Session, entry_id: str) -> KnowledgeItem | None:
    """The working copy of one entry."""
    return session.get(KnowledgeItem, ("entry", entry_id))


def question(session: Session, question_id: uuid.UUID) -> RegressionQuestion | None:
    """A regression question."""
    return session.get(RegressionQuestion, question_id)


def same_question(session: Session, text: str) -> RegressionQuestion | None:
    """The regression question in these words."""
    chosen = select(RegressionQuestion).where(RegressionQuestion.question == text)
    return session.scalars(chosen).one_or_none()


def questions(
    session: Session, after: uuid.UUID | None = None, limit: int | None = None
) -> list[RegressionQuestion]:
    """Regression questions in the order in which they were written."""
    chosen = select(RegressionQuestion).order_by(RegressionQuestion.id)
    if after is not None:
        chosen = chosen.where(RegressionQuestion.id > after)
    return list(session.scalars(chosen.limit(limit)))


def questions_stand(session: Session) -> tuple[int, datetime | None]:
    """How many regression questions there are, and when the newest of them was changed."""
    chosen = select(func.count(), func.max(RegressionQuestion.changed_at))
    count, newest = session.execute(chosen).one()
    return count, newest


def locked_candidate(session: Session, candidate_id: uuid.UUID) -> Candidate | None:
    """A candidate that nobody else changes until the unit ends."""
    return session.scalars(
        select(Candidate).where(Candidate.id == candidate_id).with_for_update()
    ).one_or_none()


def candidate(session: Session, candidate_id: uuid.UUID) -> Candidate | None:
    """A candidate."""
    return session.get(Candidate, candidate_id)


def candidate_on_its_way(session: Session, draft_id: uuid.UUID) -> Candidate | None:
    """The candidate of a draft that the gate has not judged yet, or that waits for its time."""
    chosen = select(Candidate).where(
        Candidate.draft_id == draft_id, Candidate.status.in_(("waiting", "scheduled"))
    )
    return session.scalars(chosen).first()


def newest_candidate(session: Session, draft_id: uuid.UUID) -> Candidate | None:
    """The last attempt to publish a draft."""
    chosen = select(Candidate).where(Candidate.draft_id == draft_id)
    return session.scalars(chosen.order_by(Candidate.id.desc()).limit(1)).first()


def digests_on_their_way(session: Session) -> set[str]:
    """The digests of what passed the gate or was blocked by it, and may still be published."""
    chosen = select(Candidate.digest).where(
        Candidate.status.in_(("waiting", "blocked", "scheduled")), Candidate.digest.is_not(None)
    )
    return {digest for digest in session.scalars(chosen.distinct()) if digest is not None}


def due_candidates(session: Session, by: datetime) -> list[Candidate]:
    """Scheduled candidates whose time has come by then, locked."""
    chosen = select(Candidate).where(Candidate.status == "scheduled", Candidate.publish_at <= by)
    order = (Candidate.publish_at, Candidate.id)
    return list(session.scalars(chosen.order_by(*order).with_for_update()))


def scheduled_candidates(session: Session) -> list[Candidate]:
    """What waits for its time, the next first."""
    chosen = select(Candidate).where(Candidate.status == "scheduled")
    return list(session.scalars(chosen.order_by(Candidate.publish_at, Candidate.id)))


def releases(session: Session, before: int | None, limit: int) -> list[Release]:
    """Releases, the newest first, older than ``before``."""
    chosen = select(Release)
    if before is not None:
        chosen = chosen.where(Release.number < before)
    return list(session.scalars(chosen.order_by(Release.number.desc()).limit(limit)))
