"""Jobs per second through the worker: ``python -m benchmarks.jobs``; prints JSON.

The handler does nothing, so what is measured is claiming, leases and recording. Beside it, in the
same run and on the same kind of database, a loop in plain SQL that claims as many at once and
records each job in a transaction of its own. ``DATABASE_URL`` names a PostgreSQL server; SQLite
without it. Each round has a process and a database of its own; medians of the rounds are told.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.databases import ROOT, Databases

WAYS = ("worker", "plain_sql")


def main() -> int:
    """Measure both ways by turns, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=4)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        databases = Databases(Path(folder))
        rounds: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
        with databases.prepared(knowledge=False):
            for _ in range(chosen.rounds):
                for way in WAYS:
                    rounds[way].append(_measure(databases, way, chosen.jobs, chosen.threads))
    found: dict[str, Any] = {way: _median(rounds[way]) for way in WAYS}
    ratio = found["worker"]["jobs_per_s"] / found["plain_sql"]["jobs_per_s"]
    told = {"database": databases.kind, "jobs": chosen.jobs, "threads": chosen.threads}
    print(json.dumps(told | found | {"worker_to_plain_sql": round(ratio, 2)}, indent=2))
    return 0


def _measure(databases: Databases, way: str, jobs: int, threads: int) -> dict[str, float]:
    """One round in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.jobs_child", way, str(jobs), str(threads)]
    with databases.fresh() as environment:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise RuntimeError(f"{way} failed:\n{done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _median(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(r[name] for r in rounds), 3) for name in rounds[0]}


if __name__ == "__main__":
    sys.exit(main())
