"""Seconds of a publication through the gate: ``python -m benchmarks.publishing``; prints JSON.

A base of made-up entries is published as release 1 (``first_index``: its index from nothing); then
one entry gets another answer and goes through the gate as the worker takes it: index of the
candidate, every regression question, the release. Half of the questions are phrasings, half are
``reworded``: other words and slips of speech, so that they have to be measured. ``submit_s`` is what an editor waits for when she hands her draft in. ``DATABASE_URL``
names a PostgreSQL server; SQLite without it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask

from benchmarks import made
from benchmarks.databases import Databases
from intents.matching.decide import decide
from intents.matching.index import Index
from intents.matching.matcher import Matcher
from intents.words import segment
from knowledge.loader import digest
from knowledge.schema import Document, Entry
from server.app import create_app
from server.config import load_settings
from server.editorial import drafts, live, publishing, regression, service, tasks
from server.editorial.regression import Expected
from server.editorial.service import Published
from server.extensions import db
from server.kit.ids import new_key
from server.oversight.actor import SYSTEM, Actor, ActorKind, Post, Role
from server.transaction import transaction

CLEAR = 0.6
"""A question at the edge of being answered would tell of the made-up base, not of the gate."""

SOURCE = Document(id="source", title="样例来源", issuer="样例", published_on="2026-01-01")
EDITOR = Actor(ActorKind.STAFF, new_key(), posts=(Post(Role.EDITOR),))
PUBLISHER = Actor(ActorKind.STAFF, new_key(), posts=(Post(Role.PUBLISHER),))


def main() -> int:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=5000)
    parser.add_argument("--phrasings", type=int, default=10)
    parser.add_argument("--questions", type=int, default=2000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        databases = Databases(Path(folder))
        with databases.prepared(knowledge=False), databases.fresh() as environment:
            os.environ.update(environment)
            app = create_app(load_settings())
            with app.app_context():
                found = _measure(app, chosen.entries, chosen.phrasings, chosen.questions)
                db.engine.dispose()
    print(json.dumps({"database": databases.kind} | vars(chosen) | found, indent=2))
    return 0


def _measure(app: Flask, entries: int, phrasings: int, questions: int) -> dict[str, Any]:
    segment.warm()  # as in a worker that has worked before
    base = made_base(entries, phrasings)
    release = publish_all(base)
    began, spent = time.perf_counter(), time.process_time()
    artefact = live.build(app.extensions["live"].folder, release)
    first = _since(began, spent, "first_index")
    matcher = Matcher(Index.open(artefact))
    with transaction() as session:
        asked = [*_reworded(matcher, entries, phrasings, questions // 2)]
        asked += [Expected(e.phrasings.elder[0], e.id) for e in base[: questions - len(asked)]]
        regression.seed(session, SYSTEM, asked)
    told = base[-1].model_dump(mode="json") | {"full": "改过的说明。"}
    with transaction() as session:
        draft = drafts.begin(session, EDITOR, base[-1].id, told, "样例")
        draft_id, version = draft.id, draft.version
    began = time.perf_counter()
    with transaction() as session:
        version = drafts.submit(session, EDITOR, draft_id, version).version
    submitted = time.perf_counter() - began
    reworded = min(questions // 2, len(asked))
    return (
        {"reworded": reworded, "submit_s": round(submitted, 2)} | first | _gate(draft_id, version)
    )


def publish_all(base: list[Entry]) -> Published:
    """Make release 1 of a base."""
    with transaction() as session:
        for item in (SOURCE, *base):
            kind = "document" if isinstance(item, Document) else "entry"
            content = item.model_dump(mode="json")
            publishing.put(session, kind, item.id, content, digest(item))
        session.flush()
        service.publish(session)
    with transaction(writes=False) as session:
        return service.published(session, 1)


def _reworded(matcher: Matcher, entries: int, phrasings: int, count: int) -> Iterator[Expected]:
    """Questions in other words, with dropped and misheard characters, whose answer is clear now."""
    kept = 0
    for question, _ in made.asked(made.entries(entries * phrasings), count * 4):
        decision = decide(matcher.match(question))
        if decision.kind == "answer" and CLEAR < decision.confidence < 1 and kept < count:
            kept += 1
            yield Expected(question, decision.candidates[0].item_id)


def _since(began: float, spent: float, what: str) -> dict[str, float]:
    return {
        f"{what}_s": round(time.perf_counter() - began, 2),
        f"{what}_cpu_s": round(time.process_time() - spent, 2),
    }


def _gate(draft_id: uuid.UUID, version: int) -> dict[str, Any]:
    began, spent = time.perf_counter(), time.process_time()
    with transaction() as session:
        candidate_id = publishing.ask(session, PUBLISHER, draft_id, version).id
    tasks.gate({"candidate_id": str(candidate_id)})
    seconds = _since(began, spent, "publish")
    with transaction(writes=False) as session:
        found = publishing.find(session, candidate_id)
        outcome = {"status": found.status, "asked": found.asked, "lost": len(found.lost)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return outcome | seconds | {"rss_mb": peak}


def made_base(count: int, phrasings: int) -> list[Entry]:
    """Entries with ``phrasings`` made-up questions each, no two alike."""
    texts = [each.question for each in made.entries(count * phrasings)]
    return [
        Entry.model_validate(
            {
                "id": f"e{number}", "title": f"样例{number}", "question": f"请说明样例{number}",
                "phrasings": {"elder": texts[number * phrasings : (number + 1) * phrasings]},
                "short": "样例的短答案。", "full": "样例的详细说明。", "last_checked": "2026-11-21",
                "citations": [{"document": "source", "mark": "原文"}], "audience": ["elder"],
            }
        )
        for number in range(count)
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
