"""What the editors' pages list: entries, drafts on their way, releases, how entries are used."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any, Self

from sqlalchemy.orm import Session

from server.editorial import desk_repository, listening_repository, repository
from server.editorial.desk_models import Candidate, Draft, DraftEvent, RegressionQuestion
from server.editorial.listening_models import EntryUse
from server.editorial.models import KnowledgeItem, Release
from server.kit.clock import business_today
from server.kit.worklist import Asked
from server.oversight.actor import Actor

REVIEW_AFTER = timedelta(days=180)
"""An entry that nobody has checked for half a year is due."""
ENDING_SOON = timedelta(days=30)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Counts:
    """What is counted of an entry (``EntryUse``), over some days."""

    shown: int = 0
    useful: int = 0
    useless: int = 0
    led: int = 0
    checked: int = 0
    handed: int = 0

    @classmethod
    def of(cls, rows: Iterable[EntryUse]) -> Self:
        """The days of ``rows`` together."""
        found = list(rows)
        return cls(**{name: sum(getattr(row, name) for row in found) for name in COUNTERS})


COUNTERS = tuple(counter.name for counter in fields(Counts))


@dataclass(frozen=True)
class Use(Counts):
    """How an entry was used in 30 days, in the week up to today, and in the week before that."""

    this_week: Counts = Counts()
    last_week: Counts = Counts()

    def trend(self, counter: str) -> int:
        """How many more (or fewer) than the week before."""
        return int(getattr(self.this_week, counter) - getattr(self.last_week, counter))


@dataclass(frozen=True)
class Due:
    """An entry to look at again, why, and how often it is told."""

    row: KnowledgeItem
    why: str
    day: date
    """Until when it holds, or was to be checked."""
    ends: bool
    use: Use


def entries(
    session: Session, wanted: str, district: str, after: str, limit: int
) -> list[KnowledgeItem]:
    """Entries by id, after one, whose title, question or id holds ``wanted``."""
    return repository.found_entries(session, wanted, district, after, limit)


def entry(session: Session, entry_id: str) -> KnowledgeItem | None:
    """The working copy of an entry."""
    return desk_repository.working_entry(session, entry_id)


def titles(session: Session, entry_ids: Iterable[str]) -> dict[str, str]:
    """What entries are called; one that is gone keeps its id."""
    return repository.titles(session, entry_ids)


def documents(session: Session) -> dict[str, dict[str, Any]]:
    """The sources by id."""
    return {row.id: row.content for row in repository.documents(session)}


def entry_titles(session: Session) -> dict[str, str]:
    """Every entry by id, with its title."""
    return repository.titles(session, None)


def uses(session: Session, entry_ids: Iterable[str] | None = None) -> dict[str, Use]:
    """How entries were used in the last 30 days."""
    today = business_today()
    by_entry: dict[str, list[EntryUse]] = defaultdict(list)
    for row in listening_repository.uses(session, today - timedelta(days=30), entry_ids):
        by_entry[row.entry_id].append(row)
    return {name: _use(rows, today) for name, rows in by_entry.items()}


def _use(rows: list[EntryUse], today: date) -> Use:
    def week(until: date) -> Counts:
        return Counts.of(row for row in rows if until - WEEK < row.day <= until)

    return replace(Use.of(rows), this_week=week(today), last_week=week(today - WEEK))


def days(session: Session, entry_id: str) -> list[EntryUse]:
    """The counters of an entry, day by day for 30 days."""
    since = business_today() - timedelta(days=30)
    return listening_repository.uses(session, since, [entry_id])


def due(session: Session, limit: int | None = 200) -> list[Due]:
    """Entries not checked for long, ended or ending soon; the most used first."""
    today, used = business_today(), uses(session)
    rows = repository.dated_entries(session, today - REVIEW_AFTER, today + ENDING_SOON)
    found = [_due(row, today, used.get(row.id, Use())) for row in rows]
    return sorted(found, key=lambda each: (-each.use.shown, each.row.id))[:limit]


def _due(row: KnowledgeItem, today: date, use: Use) -> Due:
    """An end that is near goes before a check that is late."""
    until = row.content.get("valid_until")
    ends = date.fromisoformat(until) if until else None
    if ends is not None and ends < today:
        return Due(row, f"已在 {ends} 到期，不再回答", ends, True, use)
    if ends is not None and ends <= today + ENDING_SOON:
        return Due(row, f"{ends} 到期", ends, True, use)
    checked = date.fromisoformat(str(row.content["last_checked"]))
    return Due(row, f"{checked} 以后没有核对过", checked + REVIEW_AFTER, False, use)


def drafts(session: Session, limit: int = 200) -> list[Draft]:
    """Drafts on their way, the newest first."""
    return desk_repository.open_drafts(session, None, limit)


def drafts_to_publish(session: Session, actor: Actor, asked: Asked) -> list[Draft]:
    """A page of the drafts that wait for a second person."""
    return desk_repository.drafts_to_publish(session, asked, actor.id)


def draft_of(session: Session, entry_id: str) -> Draft | None:
    """The open draft of an entry."""
    return desk_repository.open_draft_of(session, entry_id)


def events(session: Session, draft_id: uuid.UUID) -> list[DraftEvent]:
    """What became of a draft, in order."""
    return desk_repository.events_of(session, draft_id)


def last_candidate(session: Session, draft_id: uuid.UUID) -> Candidate | None:
    """The last attempt to publish a draft."""
    return desk_repository.newest_candidate(session, draft_id)


def scheduled(session: Session) -> list[Candidate]:
    """What waits for its time, the next first."""
    return desk_repository.scheduled_candidates(session)


def releases(session: Session, before: int | None, limit: int) -> list[Release]:
    """Releases, the newest first, older than one."""
    return desk_repository.releases(session, before, limit)


def versions(session: Session, entry_id: str) -> list[tuple[Release, dict[str, Any]]]:
    """The releases that told an entry in other words than the release before, newest first."""
    found: list[tuple[Release, dict[str, Any]]] = []
    for release, content in repository.entry_history(session, entry_id):
        if not found or found[-1][1] != content:
            found.append((release, content))
    return found[::-1]


def regression_questions(
    session: Session, after: uuid.UUID | None, limit: int
) -> list[RegressionQuestion]:
    """Regression questions in the order in which they were written."""
    return desk_repository.questions(session, after, limit)
