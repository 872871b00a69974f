"""The matcher alone, beside a reference: ``python -m benchmarks.matcher [--entries 1000 10000]``.

Bases of the given sizes are made from templates, and the real base is measured too, each in a
child process so that its memory is its own. For each: build time, memory, time per question on
one thread, and hits; then ``rapidfuzz.process.extractOne`` with ``WRatio`` over the same texts, in
the same process. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from benchmarks import made
from benchmarks.databases import ROOT
from benchmarks.figures import PERCENTILES, latencies
from benchmarks.questions import misheard
from intents import segment
from intents.index import Index
from intents.matcher import Matcher
from intents.model import Item
from knowledge.loader import load
from server.editorial.live import to_item

REAL = "real"
QUESTIONS = 1000
REFERENCE_S = 20.0
"""The reference is asked the same questions in the same order until this time is over."""

Asked = list[tuple[str, str]]


def main(arguments: list[str]) -> int:
    """Exit status 0, or that of the first child that failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matcher", description=__doc__)
    parser.add_argument("--entries", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    parser.add_argument("--only", help=argparse.SUPPRESS)  # what a child measures
    options = parser.parse_args(arguments)
    if options.only:
        print(json.dumps(measure(options.only, options.questions)))
        return 0
    reports = {}
    for name in (REAL, *map(str, options.entries)):
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        command = [
            sys.executable,
            "-m",
            "benchmarks.matcher",
            "--only",
            name,
            "--questions",
            str(options.questions),
        ]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=False)
        if done.returncode:
            return done.returncode
        reports[name] = json.loads(done.stdout)
    print(json.dumps(reports, ensure_ascii=False, indent=1))
    return 0


def measure(name: str, count: int) -> dict[str, Any]:
    """Build one base, ask ``count`` questions, then ask the reference."""
    items, asked = _real(count) if name == REAL else _made(int(name), count)
    segment.warm()
    before = _peak_mb()
    began = time.perf_counter()
    matcher = Matcher(Index.build(items))
    build_s = time.perf_counter() - began
    built = _peak_mb()
    ours = _ask(lambda text: _first(matcher, text), asked, float("inf"))
    peak = _peak_mb()
    texts = [(item.id, text) for item in items for text in item.phrasings()]
    theirs = _ask(_reference(texts), asked, REFERENCE_S)
    return {
        "entries": len(items),
        "phrasings": len(texts),
        "build_s": round(build_s, 2),
        "memory_mb": {"before": before, "index": round(built - before, 1), "peak": peak},
        "ours": ours,
        "rapidfuzz_wratio": theirs,
        "ratios": {
            f"{p}_ours_to_rapidfuzz": _ratio(ours, theirs, p)
            for p in (f"p{n}" for n in PERCENTILES)
        },
    }


def _real(count: int) -> tuple[list[Item], Asked]:
    """This project's knowledge, asked with a character lost or doubled in two of three questions."""
    items = [to_item(entry) for _, entry in sorted(load().entries.items())]
    chance = random.Random(made.SEED)
    drawn = [chance.choice(items) for _ in range(count)]
    return items, [(misheard(chance.choice(item.phrasings()), chance), item.id) for item in drawn]


def _made(size: int, count: int) -> tuple[list[Item], Asked]:
    base = made.entries(size)
    return [Item(e.id, e.question, e.alternates) for e in base], made.asked(base, count)


def _first(matcher: Matcher, text: str) -> str | None:
    found = matcher.match(text)
    return found[0].item_id if found else None


def _reference(texts: Sequence[tuple[str, str]]) -> Callable[[str], str | None]:
    choices = [text for _, text in texts]

    def ask(text: str) -> str | None:
        best = process.extractOne(text, choices, scorer=fuzz.WRatio)
        return texts[best[2]][0] if best else None

    return ask


def _ask(ask: Callable[[str], str | None], asked: Asked, limit_s: float) -> dict[str, Any]:
    """Time per question in milliseconds, and how often the first answer was the right one."""
    times, hits, until = [], 0, time.perf_counter() + limit_s
    for text, target in asked:
        began = time.perf_counter()
        found = ask(text)
        times.append((time.perf_counter() - began) * 1000)
        hits += found == target
        if began > until:
            break
    return {
        "questions": len(times),
        "hit_at_1": round(hits / len(times), 4),
        "latency_ms": latencies(times, 3),
    }


def _ratio(ours: dict[str, Any], theirs: dict[str, Any], name: str) -> float:
    mine, its = float(ours["latency_ms"][name]), float(theirs["latency_ms"][name])
    return round(mine / its, 3)


def _peak_mb() -> float:
    """Peak resident memory. On Linux from /proc: ``ru_maxrss`` also counts the parent's memory at
    the moment of the fork (it survives exec), which is not ours."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="ascii").splitlines()
        return round(
            next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024, 1
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1 << 20 if sys.platform == "darwin" else 1024), 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
