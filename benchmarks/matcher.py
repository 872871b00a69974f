"""The matcher beside others: ``python -m benchmarks.matcher [--entries 1000 10000 100000]``.

The real base and made-up ones (``made``) of the given sizes, the same texts and questions for our
matcher, bm25s and tantivy with jieba's words, and rapidfuzz's WRatio where that can be waited for
(``engines``). Each is built in a process of its own, then opened and asked in another by one thread
(``child``), in rounds that take turns because the machine may be busy; medians are given. A time
per question includes cutting it into words; ``cpu_ms`` is what the thread itself ran. Prints one JSON object with ratios and bounds.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import made
from benchmarks.child import WARMING
from benchmarks.databases import ROOT
from benchmarks.engines import ENGINES
from benchmarks.figures import PERCENTILES
from intents.matching.model import Item
from knowledge.loader import load
from server.editorial.live import to_item

REAL = "real"
UTTERANCES = ROOT / "tests" / "data" / "utterances.jsonl"
SIZES = (1000, 10_000, 100_000)
QUESTIONS, ROUNDS = 1000, 3

WAITED_FOR = 10_000
"""WRatio goes through every phrasing: 9 ms a question at so many."""

P99_MS = {1000: 2.0, 10_000: 3.0, 100_000: 5.0}
"""Bound of the 99th percentile up to so many entries."""

BUILD_S_PER_10K = 1.0
MEMORY_MB = 250.0

Asked = list[tuple[str, str]]
Report = dict[str, Any]


def main(arguments: list[str]) -> int:
    """Exit status 0 when everything was measured, whether or not the bounds hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matcher", description=__doc__)
    parser.add_argument("--entries", type=int, nargs="*", default=SIZES, help="sizes of made bases")
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(arguments)
    bases = {
        name: measured(name, options.questions, options.rounds)
        for name in (REAL, *map(str, options.entries))
    }
    held = [bound["holds"] for base in bases.values() for bound in base["bounds"].values()]
    report = {"machine": _machine(), "bases": bases, "all_bounds_hold": all(held)}
    print(json.dumps(report, ensure_ascii=False, indent=1))
    return 0


def measured(name: str, count: int, rounds: int) -> Report:
    """Everything about one base."""
    items, asked = _real(count) if name == REAL else _made(int(name), count)
    phrasings = sum(len(item.phrasings()) for item in items)
    names = [n for n in ENGINES if n != "rapidfuzz_wratio" or phrasings <= WAITED_FOR]
    with TemporaryDirectory(prefix="matcher-") as temporary:
        base = Path(temporary)
        _write(base / "items.json", [astuple(item) for item in items])
        _write(base / "asked.json", asked)
        built = {engine: _child("build", engine, base) for engine in names}
        taken = [{engine: _child("ask", engine, base) for engine in names} for _ in range(rounds)]
    engines = {
        engine: built[engine] | _medians([turn[engine] for turn in taken])
        | {"memory_mb": {"build": built[engine]["memory_mb"], "asked": taken[-1][engine]["memory_mb"]}}
        for engine in names
    }  # fmt: skip
    return {
        "entries": len(items),
        "phrasings": phrasings,
        "questions": len(asked) - WARMING,
        "build_s_per_10k_phrasings": round(built["ours"]["build_s"] * 10_000 / phrasings, 3),
        "engines": engines,
        "ours_to": {other: _ratios(engines["ours"], engines[other]) for other in names[1:]},
        "bounds": bounds(len(items), engines["ours"]),
    }


def bounds(entries: int, ours: Report) -> dict[str, Report]:
    """Whether our figures are within what was asked for."""
    most_ms = next((most for size, most in P99_MS.items() if entries <= size), P99_MS[SIZES[-1]])
    memory = max(ours["memory_mb"][when]["index_adds"] for when in ("build", "asked"))
    return {
        "p99_ms": _bound(ours["latency_ms"]["p99"], most_ms),
        "build_s_per_10k": _bound(ours["build_s"] * 10_000 / max(entries, 10_000), BUILD_S_PER_10K),
        "memory_mb_index_adds": _bound(memory, MEMORY_MB),
    }


def _bound(found: float, most: float) -> Report:
    return {"is": round(found, 3), "at_most": most, "holds": found <= most}


def _medians(rounds: Sequence[Report]) -> Report:
    """Each figure's median over the rounds; hits are the same in all of them."""
    return {
        "open_ms": statistics.median(turn["open_ms"] for turn in rounds),
        **{kind: _median_of(rounds, kind) for kind in ("latency_ms", "cpu_ms")},
        "p99_ms_of_each_round": [turn["latency_ms"]["p99"] for turn in rounds],
        "hit_at_1": rounds[0]["hit_at_1"],
    }


def _median_of(rounds: Sequence[Report], kind: str) -> dict[str, float]:
    names = [f"p{n}" for n in PERCENTILES]
    return {name: statistics.median(turn[kind][name] for turn in rounds) for name in names}


def _ratios(ours: Report, theirs: Report) -> Mapping[str, float | None]:
    pairs = {
        name: (value, theirs["latency_ms"][name]) for name, value in ours["latency_ms"].items()
    }
    pairs |= {name: (ours[name], theirs[name]) for name in ("build_s", "open_ms", "disk_mb")}
    for when in ("build", "asked"):
        both = ours["memory_mb"][when]["index_adds"], theirs["memory_mb"][when]["index_adds"]
        pairs[f"{when}_memory"] = both
    return {name: round(mine / its, 2) if its else None for name, (mine, its) in pairs.items()}


def _real(count: int) -> tuple[list[Item], Asked]:
    """This project's knowledge, asked what readers asked who had seen an entry's title only."""
    items = [to_item(entry) for _, entry in sorted(load().entries.items())]
    rows = map(json.loads, UTTERANCES.read_text("utf-8").splitlines())
    asked = [(row["q"], row["id"]) for row in rows]
    random.Random(made.SEED).shuffle(asked)
    return items, asked[: count + WARMING]


def _made(size: int, count: int) -> tuple[list[Item], Asked]:
    base = made.entries(size)
    return [Item(entry.id, entry.question) for entry in base], made.asked(base, count + WARMING)


def _write(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _child(what: str, engine: str, base: Path) -> Report:
    """What a child process measured. Raises CalledProcessError if it failed."""
    print(f"{what}: {engine}", file=sys.stderr, flush=True)
    command = [
        sys.executable,
        "-m",
        "benchmarks.child",
        what,
        engine,
        str(base),
        str(base / engine),
    ]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    found: Report = json.loads(done.stdout)
    return found


def _machine() -> Report:
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
