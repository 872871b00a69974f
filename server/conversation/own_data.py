"""Conversations in an elder's copy of her data, in its erasure, and in the retention table."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from server.conversation import repository
from server.conversation.models import Feedback, Turn
from server.kit.clock import to_beijing
from server.people.acting import Acting
from server.people.registry import Registry

SENTENCES = {"conversation.asked": "替您问了一句话"}
"""What our actions are called in her list of what was done in her name."""


def init_app(app: Flask) -> None:
    """Register our part of people's rights over their data."""
    people: Registry = app.extensions["people"]
    people.exporters["conversations"] = export
    people.erasers["conversations"] = erase
    people.cleaners["conversation.turns"] = repository.drop_ended
    people.sentences |= SENTENCES


def export(session: Session, acting: Acting) -> list[list[dict[str, Any]]]:
    """What was asked about the elder and what was told, one list for each conversation.

    The numbers of conversations are left out: who holds one may go on with it.
    """
    found = groupby(repository.of_elder(session, acting.elder_id), lambda p: p[0].conversation_id)
    return [[_line(turn, word) for turn, word in turns] for _, turns in found]


def _line(turn: Turn, word: Feedback | None) -> dict[str, Any]:
    return {
        "at": to_beijing(turn.created_at),
        "asked": turn.text,
        "told": turn.reply["text"],
        "useful": word.useful if word else None,
        "reason": word.reason if word else None,
        "comment": word.comment if word else None,
    }


def erase(session: Session, acting: Acting) -> None:
    """Remove the conversations: nothing else points to them."""
    repository.drop_of_elder(session, acting.elder_id)
