"""Measures a matcher on questions with known answers and on questions it must refuse."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from intents.matching.index import Index
from intents.matching.matcher import Matcher
from intents.matching.model import Item

DEPTH = 10
REFUSED_SHARE = 0.95


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file. Raises ValueError naming the line that is not JSON."""
    return list(lines(path))


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file one by one. Raises ValueError as ``read_lines``."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield json.loads(line)
                except json.JSONDecodeError as error:
                    raise ValueError(f"{path}:{number}: not JSON: {error}") from None


def to_items(rows: Iterable[dict[str, Any]]) -> list[Item]:
    """Knowledge lines ``{"id", "question", "alternates": […]}`` as items; title, body and ages may be there."""
    return [
        Item(
            id=str(row["id"]),
            question=row["question"],
            alternates=tuple(row.get("alternates") or ()),
            title=row.get("title", ""),
            body=row.get("body", ""),
            at_least=row.get("at_least"),
            at_most=row.get("at_most"),
        )
        for row in rows
    ]


def bench(
    items: Sequence[Item], queries: Sequence[dict[str, Any]], oos: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Build an index and measure it; queries are ``{"q", "target"}``, refusals ``{"q"}``."""
    started = time.perf_counter()
    matcher = Matcher(Index.build(items))
    build_s = time.perf_counter() - started
    ranks, confidences, times = [], [], []
    for query in queries:
        begun = time.perf_counter()
        found = matcher.match(query["q"], most=DEPTH)
        times.append((time.perf_counter() - begun) * 1000)
        ids = [candidate.item_id for candidate in found]
        target = str(query["target"])
        ranks.append(ids.index(target) + 1 if target in ids else 0)
        confidences.append(found[0].confidence if found else 0.0)
    report = {
        "queries": len(queries),
        "hit_at_1": _share(rank == 1 for rank in ranks),
        "hit_at_3": _share(1 <= rank <= 3 for rank in ranks),
        "mrr_at_10": round(float(np.mean([1 / r if r else 0.0 for r in ranks])), 4)
        if ranks
        else 0.0,
        "latency_ms": _latency(times),
        "build_s": round(build_s, 3),
        "rss_mb": round(_peak_mb(), 1),
    }
    if oos:
        refused = [matcher.match(row["q"], most=1) for row in oos]
        outside = [found[0].confidence if found else 0.0 for found in refused]
        report["oos"] = refusal(confidences, [rank == 1 for rank in ranks], outside)
    return report


def refusal(
    inside: Sequence[float], right: Sequence[bool], outside: Sequence[float]
) -> dict[str, Any]:
    """How well confidence tells what can be answered from what must be refused.

    ``hit_at_1_at_95_rejected``: share of in-scope questions that are answered and right at the
    lowest threshold that refuses 95 % of the others.
    """
    ordered = np.sort(np.asarray(outside))
    cut = float(ordered[min(len(ordered) - 1, int(np.ceil(REFUSED_SHARE * len(ordered))) - 1)])
    kept = [ok and confidence > cut for confidence, ok in zip(inside, right, strict=True)]
    return {
        "questions": len(outside),
        "auroc": round(auroc(inside, outside), 4),
        "threshold": round(cut, 4),
        "hit_at_1_at_95_rejected": _share(kept),
    }


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The chance that a positive has the larger value, ties counting half."""
    values = np.concatenate([positive, negative])
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    n, m = len(positive), len(negative)
    return float((ranks[:n].sum() - n * (n + 1) / 2) / (n * m)) if n and m else 0.0


def _share(flags: Iterable[bool]) -> float:
    listed = list(flags)
    return round(sum(listed) / len(listed), 4) if listed else 0.0


def _latency(times: Sequence[float]) -> dict[str, float]:
    if not times:
        return {"p50": 0.0, "p95": 0.0, "p99": 0.0}
    p50, p95, p99 = np.percentile(times, [50, 95, 99])
    return {"p50": round(float(p50), 3), "p95": round(float(p95), 3), "p99": round(float(p99), 3)}


def _peak_mb() -> float:
    """Peak resident memory of this process; macOS counts bytes, Linux kilobytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20) if sys.platform == "darwin" else peak / 1024
