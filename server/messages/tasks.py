"""The jobs of messages, and what has to hold before any is done."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import structlog
from flask import Flask

from server.config import Settings, SettingsError
from server.jobs.hands import current_job_id
from server.jobs.outcome import GiveUp, Retry
from server.jobs.registry import Registry
from server.kit.clock import machine_now
from server.messages import own_data, push, sending, service
from server.messages.service import Announcement
from server.messages.template_ids import TemplateIds
from server.messages.templates import UnknownEvent, book
from server.people.registry import Registry as People
from server.transaction import transaction

log = structlog.get_logger()

ANNOUNCE = "messages.announce"
AGAIN = timedelta(seconds=30)
LOOKED_AFTER = timedelta(minutes=10)
RESTS = 3 * max(sending.PAUSES)
"""No message on its way waits that long unless its job was given up, by a fault of ours."""


def init_app(app: Flask) -> None:
    """Register the jobs, and our part of people's rights over their data. Raises SettingsError for templates that nothing is known of."""
    settings: Settings = app.extensions["settings"]
    _check(settings.wechat_templates)
    jobs: Registry = app.extensions["jobs"]
    jobs.handle(ANNOUNCE, announce)
    jobs.handle(service.SEND, send)
    jobs.handle(push.APPLY, apply_push)
    jobs.every(LOOKED_AFTER, "messages.wake", wake)
    people: People = app.extensions["people"]
    people.exporters["messages"] = own_data.export
    people.erasers["messages"] = own_data.erase
    people.movers["messages"] = own_data.move
    people.cleaners |= own_data.CLEANERS
    people.sentences |= own_data.SENTENCES


def _check(setting: str) -> None:
    try:
        unknown = set(TemplateIds.parse(setting).by_name) - set(book().wechat)
    except ValueError as error:
        raise SettingsError(f"Cannot start: WECHAT_TEMPLATES: {error}.") from None
    if unknown:
        names = ", ".join(sorted(unknown))
        raise SettingsError(f"Cannot start: WECHAT_TEMPLATES: names {names}, which nobody uses.")


def announce(payload: dict[str, Any]) -> None:
    """``{"event", "elder_id", "to": [account ids], "values"}``: write the messages, once a job."""
    said = Announcement(
        origin=str(current_job_id()),
        event=payload["event"],
        elder_id=uuid.UUID(payload["elder_id"]) if payload.get("elder_id") else None,
        to=[uuid.UUID(account) for account in payload.get("to", ())],
        details=payload.get("values"),
    )
    try:
        with transaction() as session:
            service.announce(session, said)
    except (UnknownEvent, ValueError) as error:
        raise GiveUp(type(error).__name__) from None


def send(payload: dict[str, Any]) -> None:
    """``{"message_id", "turn"}``: take a message as far as it goes now."""
    sending.send(uuid.UUID(payload["message_id"]), payload["turn"])


def apply_push(payload: dict[str, Any]) -> None:
    """``{"push_id"}``: apply what WeChat told us."""
    if not push.apply(uuid.UUID(payload["push_id"])):
        raise Retry(AGAIN, "message_not_known_yet")


def wake() -> None:
    """Nothing is lost because a job was: have messages that rest too long tried again."""
    with transaction() as session:
        woken = service.wake(session, machine_now() - RESTS)
    if woken:
        log.error("messages_were_at_rest", problems=woken)
