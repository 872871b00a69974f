"""Conversations in an elder's copy of her data, its erasure, at her move, in the retention table."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from server.conversation import repository
from server.conversation.handoff import repository as handoff_repository
from server.conversation.handoff import service as handoffs
from server.conversation.models import Feedback, Turn
from server.kit.clock import to_beijing
from server.people.acting import Acting
from server.people.registry import Registry, Unfinished

SENTENCES = {
    "conversation.asked": "替您问了一句话",
    "handoff.read": "打开了您要工作人员帮忙的事，看了那段对话",
    "handoff.taken": "接手了您要工作人员帮忙的事",
    "handoff.answered": "在对话里回复了您",
    "handoff.moved": "把您要工作人员帮忙的事转到了您现在住的街道",
    "handoff.done": "办结了您要工作人员帮忙的事",
    "personal_data.read": "为了办您的事，看了完整的资料",
}
"""What our audit records are called in her list of what was done in her name."""

_CUT_OFF = {
    "callback": "您请工作人员回的电话还没有办完，删除以后就不会再打给您了",
    "reply": "您请工作人员回复的话还没有办完，删除以后就看不到回复了",
}
"""What she is told of a hand-off before its record goes, by kind."""

_LINES = 10_000


def init_app(app: Flask) -> None:
    """Register our part of people's rights over their data."""
    people: Registry = app.extensions["people"]
    people.exporters["conversations"] = export
    people.exporters["handoffs"] = export_handoffs
    people.erasers["conversations"] = erase
    people.openings["handoffs"] = unfinished
    people.movers["handoffs"] = move
    people.sentences |= SENTENCES
    people.cleaners["conversation.turns"] = handoff_repository.drop_ended


def export(session: Session, acting: Acting) -> list[list[dict[str, Any]]]:
    """What was asked about the elder and what was told, one list for each conversation.

    The numbers of conversations are left out: who holds one may go on with it.
    """
    found = groupby(repository.of_elder(session, acting.elder_id), lambda p: p[0].conversation_id)
    return [[_line(turn, word) for turn, word in turns] for _, turns in found]


def export_handoffs(session: Session, acting: Acting) -> list[dict[str, Any]]:
    """When a person was asked for about the elder, and what came of it."""
    return [
        {
            "at": to_beijing(found.asked_at),
            "kind": found.kind,
            "note": found.note,
            "phone": found.phone,
            "wish": found.wish,
            "outcome": found.outcome,
        }
        for found in handoff_repository.of_elder(session, acting.elder_id, _LINES)
    ]


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


def unfinished(session: Session, acting: Acting) -> list[Unfinished]:
    """The persons asked for who have not answered yet: once it is erased, nobody knows of it."""
    return [
        Unfinished(_CUT_OFF[found.kind])
        for found in handoff_repository.of_elder(session, acting.elder_id, _LINES)
        if found.status in handoff_repository.OPEN
    ]


def move(session: Session, acting: Acting) -> None:
    """Who was asked for is now somebody of her new street."""
    handoffs.follow(session, acting.actor, acting.elder_id)
