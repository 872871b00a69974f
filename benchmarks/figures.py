"""Figures that both benchmarks report in the same way."""

from __future__ import annotations

from collections.abc import Sequence

PERCENTILES = (50, 95, 99)


def percentile(ordered: Sequence[float], percent: int) -> float:
    """The nearest-rank percentile of ``ordered`` values; 0 when there are none."""
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)] if ordered else 0.0


def latencies(times_ms: Sequence[float], digits: int = 2) -> dict[str, float]:
    """``{"p50": …, "p95": …, "p99": …}`` of times in any order."""
    ordered = sorted(times_ms)
    return {f"p{n}": round(percentile(ordered, n), digits) for n in PERCENTILES}
