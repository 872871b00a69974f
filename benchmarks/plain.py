"""The second reference: the same matcher call and the same rows, by plain Flask and a raw driver.

No ORM, no validation, no limits, no log: what remains is the work that the question itself needs.
Reads ``DATABASE_URL`` and ``DATA_DIR`` as :mod:`benchmarks.databases` sets them.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import threading
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import psycopg
import uuid_utils.compat
from flask import Flask, request

from benchmarks.databases import driver_url
from intents.matching.decide import decide
from intents.matching.index import Index
from intents.matching.matcher import Matcher
from intents.matching.model import Candidate, Decision
from intents.words import segment
from knowledge.loader import Base, load
from knowledge.schema import Entry

CONVERSATION = "INSERT INTO conversations (id, created_at, expires_at) VALUES (?, ?, ?)"
TURN = """INSERT INTO conversation_turns
 (id, conversation_id, text, input_mode, kind, entry_id, release, reply, reasons, created_at)
 VALUES (?, ?, ?, 'text', ?, ?, 1, ?, ?, ?)"""
_own = threading.local()

Reply = dict[str, Any]


class Store(Protocol):
    """Writes a conversation and its first turn in one transaction."""

    def write(self, conversation: Sequence[object], turn: Sequence[object]) -> None:
        """Commit both rows, or neither."""


class SqliteStore:
    """The embedded database, with the habits that ``server/extensions.py`` gives it."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=5)
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            self._connection.execute(f"PRAGMA {pragma}")

    def write(self, conversation: Sequence[object], turn: Sequence[object]) -> None:
        """See Store.write."""
        with self._connection:  # commits, or rolls back
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute(CONVERSATION, [_stored(value) for value in conversation])
            self._connection.execute(TURN, [_stored(value) for value in turn])


class PostgresStore:
    """The production database."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)

    def write(self, conversation: Sequence[object], turn: Sequence[object]) -> None:
        """See Store.write."""
        with self._connection.transaction():
            self._connection.execute(CONVERSATION.replace("?", "%s"), conversation)
            self._connection.execute(TURN.replace("?", "%s"), turn)


def _stored(value: object) -> object:
    """``value`` as SQLAlchemy stores it in SQLite."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", timespec="microseconds")
    return value.hex if isinstance(value, uuid.UUID) else value


def _store() -> Store:
    """This thread's own connection."""
    if not hasattr(_own, "store"):
        url = os.environ["DATABASE_URL"]
        path = url.removeprefix("sqlite:///")
        _own.store = SqliteStore(path) if path != url else PostgresStore(driver_url(url))
    store: Store = _own.store
    return store


def _index() -> Index:
    """The index that ``flask knowledge load`` left in the data folder: the one ours opens."""
    inside = (Path(os.environ["DATA_DIR"]) / "index").iterdir()
    (folder,) = (each for each in inside if each.is_dir())  # beside what is known of its phrasings
    return Index.open(folder)


def _prepared(base: Base, entry: Entry) -> Reply:
    cited = dict.fromkeys(citation.document for citation in entry.citations)
    return {
        "kind": "answer",
        "text": f"{entry.short}\n\n{entry.full}",
        "speech_text": entry.short,
        "entry_id": entry.id,
        "citations": [base.documents[name].model_dump(mode="json") for name in cited],
        "actions": [action.model_dump(mode="json") for action in entry.actions],
    }


def _reply(decision: Decision) -> Reply:
    if decision.kind == "answer":
        return {**PREPARED[decision.candidates[0].item_id], "confidence": decision.confidence}
    choices = [PREPARED[c.item_id]["speech_text"] for c in decision.candidates]
    return {"kind": decision.kind, "text": "请拨打12345", "entry_id": None, "choices": choices}


def _reasons(decision: Decision, candidates: Sequence[Candidate]) -> Reply:
    told = [
        {"entry_id": c.item_id, "confidence": c.confidence, **c.reasons} for c in candidates[:3]
    ]
    return {"because": decision.because, "candidates": told}


segment.warm()
BASE = load()
PREPARED = {entry.id: _prepared(BASE, entry) for entry in BASE.entries.values()}
MATCHER = Matcher(_index())
app = Flask(__name__)


@app.post("/api/v1/chat/messages")
def answer() -> Reply:
    """Match, keep, tell."""
    text = request.get_json()["text"]
    today = date.today()  # noqa: DTZ011 - a reference, not a rule
    without = frozenset(entry.id for entry in BASE.entries.values() if not entry.in_force(today))
    candidates = MATCHER.match(text, without=without)
    decision = decide(candidates)
    reply, now = _reply(decision), datetime.now(UTC)
    conversation, turn = secrets.token_urlsafe(16), uuid_utils.compat.uuid7()
    written, reasons = (
        json.dumps(value, ensure_ascii=False) for value in (reply, _reasons(decision, candidates))
    )
    kept = (turn, conversation, text, reply["kind"], reply["entry_id"], written, reasons, now)
    _store().write((conversation, now, now + timedelta(hours=24)), kept)
    return {"conversation_id": conversation, "message_id": str(turn), "reply": reply}
