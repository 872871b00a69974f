"""What people ask, as the editors read it: kept apart from the conversations, which end.

``conversation`` comes after this domain, so it lends its ears: ``app.extensions["ears"]``.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from flask import current_app
from rapidfuzz import fuzz, process
from sqlalchemy.orm import Session

from knowledge.checks import bare
from server.editorial import listening_repository as repository
from server.editorial.desk_models import Draft
from server.editorial.listening_models import EntryUse, Heard, Unanswered, UnansweredWording
from server.editorial.states import Status
from server.kit.clock import BEIJING

EARS = "ears"
UNHAPPY = "editorial.unhappy"
"""The job that hears of an answer which did not help: ``{"message_id"}``."""
ALIKE = 72
"""From this edit ratio (of 100) on two questions are one group."""
LONGEST = 200
AT_ONCE = 500


@dataclass(frozen=True)
class Turn:
    """One turn of the chat: the question, personal numbers masked, and what became of it."""

    seq: int
    at: datetime
    question: str
    entry_id: str | None
    not_known: bool
    district: str = ""
    street: str = ""


@dataclass(frozen=True)
class Listener:
    """Who was told an entry, last at ``at``, and can be reached: by an account, or as an elder for
    whom somebody at the desk asked."""

    account_id: uuid.UUID | None
    elder_id: uuid.UUID | None
    at: datetime


@dataclass(frozen=True)
class Audience:
    """Everybody who was told an entry: conversations in all, how many people are known, and who
    they are, the last first; all of them, or so many as were asked for."""

    conversations: int
    count: int
    known: tuple[Listener, ...]


class Ears(Protocol):
    """What the chat lends."""

    def newest(self, session: Session) -> int:
        """The number of the newest turn, 0 before the first."""

    def turns(self, session: Session, after: int, upto: int, limit: int) -> list[Turn]:
        """Turns in order, after one number and up to another."""

    def turn(self, session: Session, message_id: uuid.UUID) -> Turn | None:
        """One turn, unless it has been erased."""

    def told(
        self, session: Session, entry_id: str, releases: Sequence[int], limit: int | None
    ) -> Audience:
        """Who was told this entry as of these releases; the last of those who are known."""

    def told_to(
        self,
        session: Session,
        elder_id: uuid.UUID,
        account_id: uuid.UUID | None,
        since: datetime,
        upto: datetime,
    ) -> set[str]:
        """The entries told between two instants in conversations of this account, or for this elder."""

    def told_in(
        self, session: Session, conversation_id: str, since: datetime, before: datetime
    ) -> set[str]:
        """The entries that were answers in a conversation, from one instant until before another."""

    def asked_on(self, session: Session, day: date, limit: int) -> list[str]:
        """The questions of a day in Beijing, each once, the commonest first."""


def ears() -> Ears:
    """The chat's."""
    found: Ears = current_app.extensions[EARS]
    return found


def next_turns(session: Session) -> list[Turn]:
    """What ``listen`` will read; changes nothing."""
    place = session.get(Heard, "turns")
    return ears().turns(session, place.seq, place.seen, AT_ONCE) if place else []


def listen(session: Session) -> list[Turn]:
    """Count the turns since the last time; those that were not answered, for ``group``.

    Read is what the run before had seen: whoever writes a turn may commit later than somebody
    with a higher number, but not by the time between two runs.
    """
    place = repository.place(session, "turns")
    found = ears().turns(session, place.seq, place.seen, AT_ONCE)
    for turn in found:
        if turn.entry_id is not None:
            use_of(session, turn.entry_id, turn.at).shown += 1
    _go_on(session, place, found)
    return [turn for turn in found if turn.not_known]


def _go_on(session: Session, place: Heard, found: Sequence[Turn]) -> None:
    if len(found) == AT_ONCE:
        place.seq = found[-1].seq
        return
    place.seq, place.seen = place.seen, ears().newest(session)


def word(session: Session, turn: Turn, useful: bool, before: bool | None) -> None:
    """Count what somebody thinks of an answer; ``before`` is what they had said of it."""
    if turn.entry_id is None or useful == before:
        return
    use = use_of(session, turn.entry_id, turn.at)
    use.useful += (useful is True) - (before is True)
    use.useless += (useful is False) - (before is False)


def use_of(session: Session, entry_id: str, at: datetime) -> EntryUse:
    """The counters of an entry on the day of ``at``, locked."""
    return repository.use(session, entry_id, at.astimezone(BEIJING).date())


def group(session: Session, turn: Turn, suggested: Sequence[str], *, unhappy: bool) -> Unanswered:
    """Put a question to those like it. What is decided already and asked again stays decided,
    unless it was published: then the answer does not reach, and it is open again."""
    words = bare(turn.question)[:LONGEST]
    wording = repository.wording(session, words, turn.district, turn.street)
    known = wording or repository.same_words(session, words)
    found = repository.locked_group(session, known.group_id) if known else _alike(session, words)
    if found is None:
        found = _new(session, turn, suggested)
    if wording is None:
        wording = _wording(session, found, turn, words)
    wording.asked += 1
    found.asked += 1
    found.unhappy += unhappy
    found.last_at = wording.last_at = max(turn.at, found.last_at)
    if found.status == "answered":
        found.status, found.draft_id = "open", None
    return found


def _alike(session: Session, words: str) -> Unanswered | None:
    near = repository.recent_words(session, LONGEST * 10)
    best = process.extractOne(words, near, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return repository.locked_group(session, best[2]) if best else None


def _new(session: Session, turn: Turn, suggested: Sequence[str]) -> Unanswered:
    made = Unanswered(
        question=turn.question[:LONGEST], status="open", asked=0, unhappy=0, first_at=turn.at,
        last_at=turn.at, suggested=list(suggested), refused=[],
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _wording(session: Session, of: Unanswered, turn: Turn, words: str) -> UnansweredWording:
    made = UnansweredWording(
        group_id=of.id, bare=words, question=turn.question[:LONGEST], district=turn.district,
        street=turn.street, asked=0, last_at=turn.at,
    )  # fmt: skip
    session.add(made)
    return made


def settle(session: Session, draft: Draft) -> None:
    """A draft has ended: its questions are answered, or wait again."""
    for found in repository.groups_of_draft(session, draft.id):
        if draft.status == Status.PUBLISHED:
            found.status = "answered"
        elif draft.status == Status.WITHDRAWN:
            found.status, found.draft_id = "open", None
