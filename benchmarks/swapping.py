"""What people feel of a new release: ``python -m benchmarks.swapping``; prints JSON.

A base of made-up entries on two gunicorn workers that are asked 20 questions a second (open loop).
First nothing else happens; then a release with another answer is made every few seconds, its index
built beforehand, as the worker builds it before a release. ``more_ms`` is by how much the 99th
percentile of the second time is above that of the first; ``opened`` counts the releases that the
processes opened (one before the fork, then each in each). ``DATABASE_URL`` names a PostgreSQL
server; SQLite without it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask

from benchmarks import load
from benchmarks.databases import Databases
from benchmarks.figures import latencies
from benchmarks.load import Load
from benchmarks.publishing import made_base, publish_all
from benchmarks.serving import OURS, running
from intents.words import segment
from knowledge.loader import digest
from knowledge.schema import Entry
from server.app import create_app
from server.config import load_settings
from server.editorial import live, publishing, service
from server.editorial.service import Published
from server.extensions import db
from server.transaction import transaction

RATE = 20.0
CONNECTIONS = 8


def main() -> int:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=5000)
    parser.add_argument("--phrasings", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--swaps", type=int, default=5)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        databases = Databases(Path(folder))
        with databases.prepared(knowledge=False), databases.fresh() as environment:
            os.environ.update(environment)
            app = create_app(load_settings())
            with app.app_context():
                found = _measure(app, chosen, environment, Path(folder) / "web.log")
                db.engine.dispose()
    print(json.dumps({"database": databases.kind} | vars(chosen) | found, indent=2))
    return 0


def _measure(
    app: Flask, chosen: argparse.Namespace, environment: dict[str, str], log: Path
) -> dict[str, Any]:
    segment.warm()
    base = made_base(chosen.entries, chosen.phrasings)
    release, folder = publish_all(base), app.extensions["live"].folder
    live.build(folder, release)
    answers = [_answered(base[0], number) for number in range(chosen.swaps)]
    for entry in answers:
        live.build(folder, _with(release, entry))
    asked = [entry.phrasings.elder[n % chosen.phrasings] for n, entry in enumerate(base[:500])]
    bodies = [json.dumps({"text": text}).encode() for text in asked]
    with running(OURS, environment, log) as server:
        _drive(server.port, bodies, 5.0)  # everything has been touched once
        spent = [server.cpu_s()]
        before = _drive(server.port, bodies, chosen.seconds)
        spent.append(server.cpu_s())
        swaps = threading.Thread(target=_publish, args=(app, answers, chosen.seconds))
        swaps.start()
        during = _drive(server.port, bodies, chosen.seconds)
        swaps.join()
        spent.append(server.cpu_s())
    opened = log.read_text(encoding="utf-8").count("release_opened")
    more = latencies(during["latencies_ms"])["p99"] - latencies(before["latencies_ms"])["p99"]
    return {
        "before_ms": latencies(before["latencies_ms"]),
        "during_ms": latencies(during["latencies_ms"]),
        "more_ms": round(more, 2),
        "failures": before["failures"] + during["failures"],
        "opened": opened,
        "cpu_ms_a_request": [
            round(1000 * (after - at) / max(len(part["latencies_ms"]), 1), 2)
            for at, after, part in zip(spent, spent[1:], (before, during), strict=False)
        ],
        "asked": len(before["latencies_ms"]) + len(during["latencies_ms"]),
    }


def _answered(entry: Entry, number: int) -> Entry:
    return Entry.model_validate(entry.model_dump() | {"full": f"第{number}次改过的说明。"})


def _with(release: Published, entry: Entry) -> Published:
    """What a release will be that has this entry."""
    entries = release.entries | {entry.id: entry}
    items = [(("document", d.id), digest(d)) for d in release.documents.values()]
    items += [(("entry", e.id), digest(e)) for e in entries.values()]
    return replace(release, digest=service.digest_of(dict(items)), entries=entries)


def _publish(app: Flask, answers: list[Entry], seconds: float) -> None:
    """One release after another, spread over the time."""
    pause = threading.Event()
    with app.app_context():
        for entry in answers:
            pause.wait(seconds / (len(answers) + 1))
            with transaction() as session:
                content = entry.model_dump(mode="json")
                publishing.put(session, "entry", entry.id, content, digest(entry))
                service.publish(session)


def _drive(port: int, bodies: list[bytes], seconds: float) -> dict[str, Any]:
    return dict(load.run(Load(port, bodies, seconds, RATE), CONNECTIONS))


if __name__ == "__main__":
    sys.exit(main())
