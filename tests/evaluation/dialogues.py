"""Whole conversations played to an application, and what is not as expected of each reply."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from intents.matching.evaluate import read_lines
from knowledge.loader import load
from server.app import create_app
from server.conversation.asked.parts import Parts
from server.conversation.asked.questions import Questions
from tests.conftest import dispose, publish
from tests.databases import Databases, settings
from tests.evaluation.matching import DATA, matcher, share
from tests.server.talk import ask

FILES = (
    "dialogues",
    "dialogues_fresh",
    "dialogues_new",
    "dialogues_third",
    "dialogues_fourth",
    "sums",
)
WRITTEN_ON = "2026-11-28T12:00:00+08:00"
"""Ages and years are meant as of that day."""

SEVERAL = ("several", "several_new")


def what_is_wrong(turn: dict[str, Any], reply: dict[str, Any]) -> list[str]:
    """Every expectation of ``turn`` that ``reply`` does not meet."""
    wrong = [f"lacks {words}" for words in turn.get("says", []) if words not in reply["text"]]
    wrong += [f"says {words}" for words in turn.get("never", []) if words in reply["text"]]
    if reply["kind"] not in turn.get("kind", [reply["kind"]]):
        wrong.append(f"is {reply['kind']}")
    if reply["kind"] == "answer" and reply["entry_id"] not in turn.get(
        "entry", [reply["entry_id"]]
    ):
        wrong.append(f"tells {reply['entry_id']}")
    if reply["total_fen_per_month"] != turn.get("total_fen", reply["total_fen_per_month"]):
        wrong.append(f"sums up to {reply['total_fen_per_month']}")
    return wrong


def played(client: FlaskClient, turns: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """The turns that did not go as expected, and what was wrong."""
    known, wrong = None, []
    for turn in turns:
        said = ask(client, turn["user"], conversation_id=known)
        known = said["conversation_id"]
        wrong.append((turn["user"], what_is_wrong(turn, said["reply"])))
    return [found for found in wrong if found[1]]


def measured() -> dict[str, dict[str, Any]]:
    """How many dialogues go as expected, and how many messages are taken apart as they should be."""
    with _application() as client:
        found = {
            name: [not played(client, row["turns"]) for row in read_lines(DATA / f"{name}.jsonl")]
            for name in FILES
        }
    found |= {name: several_taken_apart(name) for name in SEVERAL}
    return {name: {"of": len(rows), "right": share(rows)} for name, rows in found.items()}


def several_taken_apart(name: str) -> list[bool]:
    """For each message with several questions of a file, whether it is taken apart as it should be."""
    questions, right = Questions(matcher(), frozenset()), []
    for row in read_lines(DATA / f"{name}.jsonl"):
        parts = Parts(questions).several(questions.ask(row["q"]))
        found = [part.answered_by for part in parts if part.answered_by]
        right.append(found == row["ids"] and len(parts) - len(found) == row.get("unanswered", 0))
    return right


@contextmanager
def _application() -> Iterator[FlaskClient]:
    """An application with the knowledge published, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder, Databases(Path(folder)).fresh() as url:
        app = create_app(settings(url, Path(folder) / "data", app_now=WRITTEN_ON))
        with app.app_context():
            publish(load())
        yield app.test_client()
        dispose(app)
