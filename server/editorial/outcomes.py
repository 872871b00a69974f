"""What an answer led to: an order, an application, a check, a person who was asked for.

Each domain in which something is ordered or applied for registers its ``Outcome`` (in ``app.py``); a
clock job counts for every entry that the same person, or somebody for the same elder, was told in
the ``WITHIN`` before. What happens in a conversation counts for the entries told there before. That
says what went together, not what was the cause.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from flask import Flask, current_app
from sqlalchemy.orm import Session

from server.editorial import listening
from server.editorial import listening_repository as repository
from server.kit.clock import business_now

EXTENSION = "outcomes"
WITHIN = timedelta(hours=24)
"""So long before an order an answer may have led to it."""
SETTLED = timedelta(seconds=30)
"""What is younger is left for the next run: a unit that began before may commit after."""
AT_ONCE = 500
LONGEST = 16
"""Of the name under which it is kept up to where an outcome was counted (``Heard.name``)."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


Counter = Literal["led", "checked", "handed"]
"""A column of ``EntryUse``."""


@dataclass(frozen=True)
class Happened:
    """Something was ordered or applied for. ``at`` by the business clock, as turns of the chat
    are kept; ``account_id`` is who did it, None for staff."""

    at: datetime
    elder_id: uuid.UUID
    account_id: uuid.UUID | None

    def told(self, session: Session) -> set[str]:
        """The entries told to whoever did it in the time before."""
        since = self.at - WITHIN
        return listening.ears().told_to(session, self.elder_id, self.account_id, since, self.at)


@dataclass(frozen=True)
class HappenedThere:
    """Something came of a conversation, whoever it is that speaks."""

    at: datetime
    conversation_id: str

    def told(self, session: Session) -> set[str]:
        """The entries told there in the time before."""
        since = self.at - WITHIN
        return listening.ears().told_in(session, self.conversation_id, since, self.at)


@dataclass(frozen=True)
class Outcome:
    """A domain's part. ``since(session, after, upto, limit)`` are those kept after one instant and
    up to another, in their order; of one instant all or none."""

    name: str
    since: Callable[[Session, datetime, datetime, int], Sequence[Happened | HappenedThere]]
    counter: Counter = "led"


def init_app(app: Flask, *outcomes: Outcome) -> None:
    """Have these. Raises ValueError where two have one name, or one a name too long to be kept."""
    known = {each.name: each for each in outcomes}
    if len(known) < len(outcomes) or any(len(_place(name)) > LONGEST for name in known):
        raise ValueError("two outcomes have one name, or one has too long a name")
    app.extensions[EXTENSION] = known


def count(session: Session) -> int:
    """Count what happened since the last time; how many happenings were looked at."""
    known: dict[str, Outcome] = current_app.extensions[EXTENSION]
    return sum(_count(session, outcome) for outcome in known.values())


def _place(name: str) -> str:
    return f"led:{name}"


def _count(session: Session, outcome: Outcome) -> int:
    upto = business_now() - SETTLED
    place = repository.place(session, _place(outcome.name))
    found = outcome.since(session, _EPOCH + place.seq * _TICK, upto, AT_ONCE)
    for happened in found:
        for entry_id in sorted(happened.told(session)):
            use = listening.use_of(session, entry_id, happened.at)
            setattr(use, outcome.counter, getattr(use, outcome.counter) + 1)
    end = found[-1].at if len(found) >= AT_ONCE else upto
    place.seq = place.seen = max(place.seq, (end - _EPOCH) // _TICK)
    return len(found)
