"""Tickets in an elder's copy of her data, in its erasure, at her move, and in her list of doings."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from server.kit.clock import to_beijing
from server.people.acting import Acting
from server.people.registry import Registry
from server.tickets import repository, service

SENTENCES = {
    "ticket.reported": "反映了一件事",
    "ticket.taken": "接手了您反映的事",
    "ticket.answered": "答复了您反映的事",
    "ticket.moved": "把您反映的事转到了您现在住的街道",
}
_LINES = 10_000


def init_app(app: Flask) -> None:
    """Register our part of people's rights over their data."""
    people: Registry = app.extensions["people"]
    people.exporters["tickets"] = export
    people.erasers["tickets"] = erase
    people.movers["tickets"] = move
    people.sentences |= SENTENCES


def export(session: Session, acting: Acting) -> list[dict[str, Any]]:
    """What was reported about the elder, and what was answered."""
    return [
        {
            "number": found.number,
            "at": to_beijing(found.received_at),
            "kind": found.kind,
            "topic": found.topic,
            "text": found.text,
            "phone": found.phone,
            "status": found.status,
            "answer": found.answer,
            "satisfaction": found.satisfaction,
        }
        for found in repository.of_elder(session, acting.elder_id, _LINES)
    ]


def erase(session: Session, acting: Acting) -> None:
    """Overwrite words and numbers; that something was reported and done stays."""
    repository.forget_about(session, acting.elder_id)


def move(session: Session, acting: Acting) -> None:
    """What was reported about her is her new street's."""
    service.follow(session, acting.actor, acting.elder_id)
