"""One engine measured in a process of its own: ``python -m benchmarks.child build|ask …``.

Started by ``benchmarks.matcher``, which says where the items, the questions and the folder are.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.engines import ENGINES, Ask, Engine
from benchmarks.figures import latencies
from intents.matching.model import Item

T = TypeVar("T")

WARMING = 200
"""So many questions are asked first: they map the files and fill the caches."""


def main(arguments: list[str]) -> int:
    """Measure, and print what was found as JSON."""
    what, name, base, artefact = arguments
    engine = ENGINES[name]()
    engine.warm()
    measure = {"build": build, "ask": ask}[what]
    print(json.dumps(measure(engine, Path(base), Path(artefact))))
    return 0


def build(engine: Engine, base: Path, artefact: Path) -> dict[str, Any]:
    """Time and memory of building, and how large the artefact is."""
    rows = json.loads((base / "items.json").read_text("utf-8"))
    items = [Item(name, question, tuple(others), *rest) for name, question, others, *rest in rows]
    del rows
    before = _fresh_peak()
    build_s, save = _timed(lambda: engine.build(items, artefact))
    built = _memory()["VmHWM"]
    save_s, _ = _timed(save)
    size = sum(path.stat().st_size for path in artefact.rglob("*") if path.is_file())
    return {
        "build_s": round(build_s, 3),
        "save_s": round(save_s, 3),
        "disk_mb": round(size / (1 << 20), 1),
        "memory_mb": {"peak": built, "index_adds": round(built - before, 1)},
    }


def ask(engine: Engine, base: Path, artefact: Path) -> dict[str, Any]:
    """Time of opening, time of each question in milliseconds, and hits; memory of both."""
    asked = json.loads((base / "asked.json").read_text("utf-8"))
    before = _fresh_peak()
    open_s, find = _timed(lambda: engine.open(artefact))
    opened = _memory()["VmHWM"]
    _ask(find, asked[:WARMING])
    gc.collect()
    gc.freeze()
    spans, cpu, hits = _ask(find, asked[WARMING:])
    peak = _memory()["VmHWM"]
    return {
        "open_ms": round(open_s * 1000, 1),
        "latency_ms": latencies(spans, 3),
        "cpu_ms": latencies(cpu, 3),
        "hit_at_1": round(hits / len(spans), 4),
        "memory_mb": {
            "peak": peak,
            "open_adds": round(opened - before, 1),
            "index_adds": round(peak - before, 1),
        },
    }


def _ask(find: Ask, asked: list[tuple[str, str]]) -> tuple[list[float], list[float], int]:
    """Milliseconds by the clock and of this thread, and how often the right entry came first."""
    spans, cpu, hits = [], [], 0
    for text, target in asked:
        began, ran = time.perf_counter(), time.thread_time()
        found = find(text)
        ended, stopped = time.perf_counter(), time.thread_time()
        spans.append((ended - began) * 1000)
        cpu.append((stopped - ran) * 1000)
        hits += found == target
    return spans, cpu, hits


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    done = work()
    return time.perf_counter() - began, done


def _fresh_peak() -> float:
    """Memory now; from here on the peak is counted anew, where the system can do that."""
    gc.collect()
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        clear.write_text("5", encoding="ascii")
    return _memory()["VmRSS"]


def _memory() -> dict[str, float]:
    """Resident memory and its peak, in MB. On Linux from /proc: ``ru_maxrss`` also counts the
    parent's memory at the moment of the fork (it survives exec), which is not ours."""
    status = Path("/proc/self/status")
    if status.exists():
        rows = (line.split() for line in status.read_text("ascii").splitlines())
        found = {row[0][:-1]: int(row[1]) for row in rows if row[0] in ("VmHWM:", "VmRSS:")}
        return {name: round(size / 1024, 1) for name, size in found.items()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    size = round(peak / (1 << 20 if sys.platform == "darwin" else 1024), 1)
    return {"VmHWM": size, "VmRSS": size}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
