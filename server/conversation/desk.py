"""How a question gets from an HTTP request to a kept turn; shared by the API and the page.

Danger is looked at before the limit, so that no emergency is ever answered with 429, unless nobody could write
so many messages: to look at each of them takes time that others wait for.
"""

from __future__ import annotations

import uuid

import structlog
from flask import current_app
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from intents.signs.signals import danger_in
from intents.words.repeats import as_read
from server.config import Settings
from server.conversation import service
from server.conversation.models import Turn
from server.conversation.owners import ANYBODY, Asker
from server.conversation.service import Question
from server.editorial.live import LiveKnowledge, NothingPublished, live_knowledge
from server.errors import Problem
from server.identity.access import current_actor
from server.identity.client import client_address
from server.kit.rate import Windows
from server.oversight.actor import Actor
from server.transaction import transaction

READ_ALL_THE_SAME = 5
"""So many times the limit is read for danger; whoever sends more, and everybody who shares an address with such
a crowd, is told the numbers to call without it."""

TOO_FAST = "您问得太快了，请等 {} 秒再问，急事请拨打12345"
UNREAD = "您发得太快了，请等 {} 秒再发。有人受伤、发病打120，有人要伤害您打110，着火打119"

log = structlog.get_logger()

VISITORS_PER_ADDRESS = 10
"""A station's visitors share one address: together they may ask this many times the limit."""


def asker(text: str, elder_id: uuid.UUID | None) -> Asker:
    """Who asks ``text``, and for whom. While the database is away nobody can be looked up: then an
    emergency is anybody's, and is answered."""
    try:
        return Asker(current_actor(), elder_id)
    except (DBAPIError, PoolTimeout):
        if danger_in(as_read(text)) is None:
            raise
        return ANYBODY


def ask(question: Question, visitor: str | None = None) -> Turn:
    """Answer a question and keep the turn.

    Raises Problem 429 (with Retry-After) beyond the rate limit, 404 for an unknown conversation.
    """
    _require_readable(question.asker.actor, visitor)
    understood = service.understand_danger(question)
    knowledge, ahead = None, None
    if understood.urgent is None:
        throttle("", visitor)
        knowledge = _knowledge()
        understood = service.understand(question, knowledge)
        with transaction(writes=False) as session:
            ahead = service.think_ahead(session, understood, knowledge)
    try:
        with transaction() as session:
            return service.take_turn(session, understood, knowledge, ahead)
    except (DBAPIError, PoolTimeout) as error:
        if understood.urgent is None:
            raise
        log.warning("emergency_not_kept", error=type(error).__name__)
        return service.unkept_turn(question, understood.urgent)


def _knowledge() -> LiveKnowledge | None:
    try:
        return live_knowledge(current_app)
    except NothingPublished:
        return None


def throttle(what: str, visitor: str | None) -> None:
    """Count one use of ``what`` for the caller. Raises Problem 429 beyond the rate limit.

    Who is signed in is counted by the account alone: a carrier puts many phones behind one address.
    """
    for key, callers in _counted(current_actor(), visitor):
        _count(f"{what}{key}", callers, TOO_FAST)


def _require_readable(actor: Actor, visitor: str | None) -> None:
    """Count one message, whatever it says. Raises Problem 429 beyond so many as nobody writes."""
    for key, callers in _counted(actor, visitor):
        _count(f"read-{key}", callers * READ_ALL_THE_SAME, UNREAD)


def _counted(actor: Actor, visitor: str | None) -> list[tuple[str, int]]:
    """By what a caller is counted, each with for how many callers it may stand."""
    address = client_address()
    if actor.id is not None:
        return [(f"account:{actor.id}", 1)]
    if visitor is None:
        return [(f"address:{address}", 1)]
    return [(f"visitor:{visitor}", 1), (f"visitors-at:{address}", VISITORS_PER_ADDRESS)]


def _count(key: str, times: int, title: str) -> None:
    """Count one use of ``key``, of which so many times the limit are allowed; ``title`` tells of the wait."""
    settings: Settings = current_app.extensions["settings"]
    windows: Windows = current_app.extensions["windows"]
    limit, seconds = settings.rate()
    verdict = windows.hit(key, limit * times, seconds)
    if not verdict.allowed:
        raise Problem(
            429,
            "rate-limited",
            title.format(verdict.retry_after),
            headers={"Retry-After": str(verdict.retry_after)},
        )
