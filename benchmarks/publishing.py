"""Seconds of a publication through the gate: ``python -m benchmarks.publishing``; prints JSON.

A base of made-up entries is published as release 1; then one entry gets another answer and goes
through the gate as the worker takes it: index of the candidate, every regression question, the
release. ``submit_s`` is what an editor waits for when she hands her draft in. ``DATABASE_URL``
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
from pathlib import Path
from typing import Any

from flask import Flask

from benchmarks import made
from benchmarks.databases import Databases
from knowledge.loader import digest
from knowledge.schema import Document, Entry
from server.app import create_app
from server.config import load_settings
from server.editorial import drafts, publishing, regression, service, tasks
from server.editorial.regression import Expected
from server.extensions import db
from server.kit.ids import new_key
from server.oversight.actor import SYSTEM, Actor, ActorKind, Post, Role
from server.transaction import transaction

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
    base = _base(entries, phrasings)
    with transaction() as session:
        for item in (SOURCE, *base):
            kind = "document" if isinstance(item, Document) else "entry"
            content = item.model_dump(mode="json")
            publishing.put(session, kind, item.id, content, digest(item))
        session.flush()
        service.publish(session)
        asked = [Expected(e.phrasings.elder[n % phrasings], e.id) for n, e in enumerate(base)]
        regression.seed(session, SYSTEM, asked[:questions])
    told = base[-1].model_dump(mode="json") | {"full": "改过的说明。"}
    with transaction() as session:
        draft = drafts.begin(session, EDITOR, base[-1].id, told, "样例")
        draft_id, version = draft.id, draft.version
    began = time.perf_counter()
    with transaction() as session:
        version = drafts.submit(session, EDITOR, draft_id, version).version
    submitted = time.perf_counter() - began
    return {"submit_s": round(submitted, 2)} | _gate(draft_id, version)


def _gate(draft_id: uuid.UUID, version: int) -> dict[str, Any]:
    began, spent = time.perf_counter(), time.process_time()
    with transaction() as session:
        candidate_id = publishing.ask(session, PUBLISHER, draft_id, version).id
    tasks.gate({"candidate_id": str(candidate_id)})
    seconds, cpu = time.perf_counter() - began, time.process_time() - spent
    with transaction(writes=False) as session:
        found = publishing.find(session, candidate_id)
        outcome = {"status": found.status, "asked": found.asked, "lost": len(found.lost)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return outcome | {"publish_s": round(seconds, 2), "cpu_s": round(cpu, 2), "rss_mb": peak}


def _base(count: int, phrasings: int) -> list[Entry]:
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
