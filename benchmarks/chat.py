"""Chat over HTTP beside two references, on the same gunicorn settings: ``python -m benchmarks.chat``.

* ours: ``POST /api/v1/chat/messages`` with the rate limit out of the way;
* plain: a Flask route with the same matcher call that writes the same rows by the raw driver;
* bare: a three-line Flask application.

They are started in turn, round after round, so that whatever else the machine does meets all
three; figures are medians over the rounds and ratios are taken within a round. Then questions and long
stories are asked one at a time (``alone_ms``). Each start has a
database of its own (SQLite, or PostgreSQL where ``DATABASE_URL`` names it). Prints one JSON object;
what is going on goes to the error stream. Exit status 1 if any question was not answered with 200.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.databases import ROOT, Databases
from benchmarks.figures import PERCENTILES, latencies, percentile
from benchmarks.questions import questions
from benchmarks.serving import BARE, OURS, PLAIN, Application, Running, deployed_settings, running
from benchmarks.stories import stories

APPLICATIONS = (OURS, PLAIN, BARE)
OPEN_LOOP_RATE = 20
"""Questions a second for the latencies that speed bounds speak of (docs/operations.md)."""

DISTINCT = 20_000
STORIES = 1000


@dataclass(frozen=True)
class Plan:
    """How long to look, and how often."""

    rounds: int
    seconds: float
    open_seconds: float
    warm_up: float
    connections: int


@dataclass(frozen=True)
class Asked:
    """Files with what is asked."""

    questions: Path
    stories: Path


@dataclass(frozen=True)
class Load:
    """What the load generator saw."""

    seconds: float
    cpu_s: float
    failures: int
    latencies_ms: list[float]

    @property
    def answered(self) -> int:
        return len(self.latencies_ms)


@dataclass(frozen=True)
class Round:
    """One start of one application: as fast as it goes, and at a steady pace."""

    cold_start_s: float
    worker_pss_mb: float | None
    server_cpu_s: float
    closed: Load
    steady: Load
    question: Load
    story: Load
    """One after the other on one connection."""

    @property
    def loads(self) -> tuple[Load, ...]:
        return self.closed, self.steady, self.question, self.story

    @property
    def requests_per_s(self) -> float:
        return self.closed.answered / self.closed.seconds

    @property
    def cpu_ms(self) -> float:
        return 1000 * self.server_cpu_s / max(1, self.closed.answered)


def main(arguments: list[str]) -> int:
    """Exit status 0, or 1 when a question was not answered."""
    plan = _plan(arguments)
    with TemporaryDirectory(prefix="yinian-bench-") as name:
        folder = Path(name)
        asked = Asked(folder / "questions.json", folder / "stories.json")
        asked.questions.write_text(json.dumps(questions(DISTINCT)), encoding="utf-8")
        asked.stories.write_text(json.dumps(stories(STORIES)), encoding="utf-8")
        databases = Databases(folder)
        _say(f"preparing a database ({databases.kind})")
        with databases.prepared() as environment:
            deployed = deployed_settings(environment)
            rounds = _rounds(plan, databases, asked, deployed)
    settings = {**vars(plan), "database": databases.kind, "gunicorn": json.loads(deployed)}
    print(json.dumps(_report(settings, rounds), ensure_ascii=False, indent=1))
    taken = [load for rs in rounds.values() for r in rs for load in r.loads]
    return 1 if any(load.failures for load in taken) else 0


def _plan(arguments: list[str]) -> Plan:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chat", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="one short round, to see that it works"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=6.0, help="of each measurement, at most 8")
    parser.add_argument("--connections", type=int, default=8)
    options = parser.parse_args(arguments)
    if options.quick:
        return Plan(1, 2.0, 2.0, 0.5, options.connections)
    return Plan(options.rounds, options.seconds, options.seconds, 1.0, options.connections)


def _rounds(
    plan: Plan, databases: Databases, asked: Asked, deployed: str
) -> dict[str, list[Round]]:
    found: dict[str, list[Round]] = {application.name: [] for application in APPLICATIONS}
    for number in range(1, plan.rounds + 1):
        for application in APPLICATIONS:
            with _served(application, databases, deployed) as server:
                measured = _measure(server, plan, asked)
            found[application.name].append(measured)
            _say(f"round {number}, {application.name}: {measured.requests_per_s:.0f} requests/s")
    return found


@contextmanager
def _served(application: Application, databases: Databases, deployed: str) -> Iterator[Running]:
    """``application`` on a fresh database."""
    with databases.fresh() as environment:
        environment["DEPLOYED_GUNICORN"] = deployed
        log = databases.folder / f"{application.name}.log"
        with running(application, environment, log) as server:
            yield server


def _measure(server: Running, plan: Plan, asked: Asked) -> Round:
    def drive(seconds: float, rate: float = 0) -> Load:
        return _drive(server.port, plan.connections, seconds, rate, asked.questions)

    def alone(texts: Path) -> Load:
        return _drive(server.port, 1, plan.seconds, 0, texts)

    drive(plan.warm_up)
    before = server.cpu_s()
    closed = drive(plan.seconds)
    spent = server.cpu_s() - before
    steady = drive(plan.open_seconds, OPEN_LOOP_RATE)
    question, story = alone(asked.questions), alone(asked.stories)
    pss = server.worker_pss_mb()
    return Round(server.cold_start_s, pss, spent, closed, steady, question, story)


def _drive(port: int, connections: int, seconds: float, rate: float, asked: Path) -> Load:
    """Run the load generator in a process of its own."""
    command = [
        sys.executable, "-m", "benchmarks.load", "--port", str(port), "--connections",
        str(connections), "--seconds", str(seconds), "--rate", str(rate),
    ]  # fmt: skip
    with asked.open("rb") as lines:
        done = subprocess.run(command, cwd=ROOT, stdin=lines, capture_output=True, check=True)
    return Load(**json.loads(done.stdout))


def _report(settings: dict[str, Any], rounds: Mapping[str, list[Round]]) -> dict[str, Any]:
    machine = {
        "cpus": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.system(),
    }
    return {
        "settings": {**settings, "open_loop_per_s": OPEN_LOOP_RATE, **machine},
        "applications": {name: _summary(found) for name, found in rounds.items()},
        "ratios": {
            "requests_per_s_ours_to_bare": _ratio(rounds, "bare", lambda r: r.requests_per_s),
            "requests_per_s_ours_to_plain": _ratio(rounds, "plain", lambda r: r.requests_per_s),
            "cpu_ours_to_bare": _ratio(rounds, "bare", lambda r: r.cpu_ms),
            "cpu_ours_to_plain": _ratio(rounds, "plain", lambda r: r.cpu_ms),
        },
    }


def _ratio(
    rounds: Mapping[str, list[Round]], other: str, figure: Callable[[Round], float]
) -> float:
    """The median over the rounds of ours to the other's in the same round."""
    pairs = zip(rounds["ours"], rounds[other], strict=True)
    return round(
        median(figure(ours) / (figure(theirs) or float("inf")) for ours, theirs in pairs), 3
    )


def _summary(rounds: Sequence[Round]) -> dict[str, Any]:
    closed = [r.closed for r in rounds]
    pss = [r.worker_pss_mb for r in rounds if r.worker_pss_mb is not None]
    generator = [1000 * load.cpu_s / max(1, load.answered) for load in closed]
    return {
        "requests_per_s": round(median(r.requests_per_s for r in rounds), 1),
        "cpu_ms_per_request": round(median(r.cpu_ms for r in rounds), 3),
        "latency_ms": {
            f"p{n}": round(median(percentile(load.latencies_ms, n) for load in closed), 2)
            for n in PERCENTILES
        },
        "open_loop_latency_ms": latencies([ms for r in rounds for ms in r.steady.latencies_ms]),
        "alone_ms": {
            "question": _median_ms(r.question for r in rounds),
            "story": _median_ms(r.story for r in rounds),
        },
        "worker_pss_mb": median(pss) if pss else None,
        "cold_start_s": round(median(r.cold_start_s for r in rounds), 2),
        "generator_cpu_ms_per_request": round(median(generator), 3),
        "answered": sum(load.answered for r in rounds for load in r.loads),
        "failures": sum(load.failures for r in rounds for load in r.loads),
        "requests_per_s_by_round": [round(r.requests_per_s, 1) for r in rounds],
    }


def _median_ms(loads: Iterable[Load]) -> float:
    return round(median(ms for load in loads for ms in load.latencies_ms), 2)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
