"""How a question gets from an HTTP request to a kept turn; shared by the API and the page.

Danger is looked at before the limit, so that no emergency is ever answered with 429.
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
from server.transaction import transaction

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
    settings: Settings = current_app.extensions["settings"]
    limit, seconds = settings.rate()
    account, address = current_actor().id, client_address()
    if account is not None:
        _count(f"{what}account:{account}", limit, seconds)
    elif visitor is None:
        _count(f"{what}address:{address}", limit, seconds)
    else:
        _count(f"{what}visitor:{visitor}", limit, seconds)
        _count(f"{what}visitors-at:{address}", limit * VISITORS_PER_ADDRESS, seconds)


def _count(key: str, limit: int, seconds: int) -> None:
    windows: Windows = current_app.extensions["windows"]
    verdict = windows.hit(key, limit, seconds)
    if not verdict.allowed:
        title = f"您问得太快了，请等 {verdict.retry_after} 秒再问，急事请拨打12345"
        raise Problem(
            429,
            "rate-limited",
            title,
            headers={"Retry-After": str(verdict.retry_after)},
        )
