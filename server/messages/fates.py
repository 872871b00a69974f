"""What became of messages that were announced for one occasion: sent, refused, given up, rung up."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from server.messages import repository
from server.messages.calls import Heard
from server.messages.models import Message
from server.messages.states import Status


class Fate(StrEnum):
    """Where a message has got to, for whoever had it announced."""

    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    TO_RING = "to_ring"
    RUNG_IN_VAIN = "rung_in_vain"
    TOLD_BY_PHONE = "told_by_phone"
    WRONG_NUMBER = "wrong_number"
    NEVER_ANSWERED = "never_answered"
    REFUSED = "refused"
    GIVEN_UP = "given_up"


_GIVEN_UP: Mapping[str | None, Fate] = {
    Heard.WRONG_NUMBER: Fate.WRONG_NUMBER,
    Heard.NO_ANSWER: Fate.NEVER_ANSWERED,
}


@dataclass(frozen=True)
class Told:
    """One message: to whom, since when it is where it is. Its words stay unread."""

    message_id: uuid.UUID
    account_id: uuid.UUID | None
    elder_id: uuid.UUID | None
    fate: Fate
    since: datetime


def counted(session: Session, occasion: str) -> Mapping[Fate, int]:
    """How many messages of an occasion have come to each end."""
    found: Counter[Fate] = Counter()
    for status, call, outcome, tried, count in repository.counted_of_occasion(session, occasion):
        found[_fate(Status(status), call, outcome, tried)] += count
    return found


def each(session: Session, occasion: str, after: uuid.UUID | None, limit: int) -> list[Told]:
    """A page of them in the order in which they were written."""
    return [
        _told(message, call.status, call.outcome, call.tries > 0, call.done_at)
        if call
        else _told(message)
        for message, call in repository.of_occasion(session, occasion, after, limit)
    ]


def _told(
    message: Message, call: str | None = None, outcome: str | None = None, tried: bool = False,
    done_at: datetime | None = None,
) -> Told:  # fmt: skip
    fate = _fate(Status(message.status), call, outcome, tried)
    since = max(message.changed_at, done_at or message.changed_at)
    return Told(message.id, message.account_id, message.elder_id, fate, since)


def _fate(status: Status, call: str | None, outcome: str | None, tried: bool) -> Fate:
    """The message's own status decides; a call says how a person carried it further. A call that
    was made before staff had the message tried anew says nothing any more."""
    if status in (Status.CREATED, Status.SENDING):
        return Fate.WAITING
    if status is Status.REFUSED:
        return Fate.REFUSED
    if status is Status.DELIVERED:
        return Fate.TOLD_BY_PHONE if outcome == Heard.REACHED else Fate.DELIVERED
    if status is Status.GIVEN_UP:
        return _GIVEN_UP.get(outcome, Fate.GIVEN_UP)
    if call == "open":
        return Fate.RUNG_IN_VAIN if tried else Fate.TO_RING
    return Fate.SENT
