"""How well questions find their entry, and how well others are refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from intents.matching.decide import decide
from intents.matching.evaluate import auroc, bench, read_lines, to_items
from intents.matching.index import Index
from intents.matching.matcher import Matcher
from intents.matching.model import Candidate
from intents.words import noise
from knowledge.loader import load
from server.editorial.live import to_item

DATA = Path(__file__).resolve().parents[1] / "data"
NEVER_FITTED = ("lungs", "street", "bones")
"""Foreign sets that are measured only."""

THRESHOLDS = (0.1, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)


@dataclass(frozen=True)
class Asked:
    """A labelled question and what was made of it."""

    text: str
    targets: tuple[str, ...]
    """The entry meant, then any other that answers this very question with the same words or figures."""
    style: str
    found: tuple[Candidate, ...]

    @property
    def target(self) -> str:
        """The entry meant."""
        return self.targets[0]

    @property
    def rank(self) -> int:
        """Place of the first right entry, from 1; 0 if there is none among the candidates."""
        right = (n for n, c in enumerate(self.found, 1) if c.item_id in self.targets)
        return next(right, 0)

    @property
    def confidence(self) -> float:
        """The first candidate's."""
        return self.found[0].confidence if self.found else 0.0

    @property
    def outcome(self) -> str:
        """What a person would see: answered rightly or not, the right one offered or not, nothing."""
        decision = decide(self.found)
        if decision.kind == "handoff":
            return "handed over"
        right = [candidate.item_id in self.targets for candidate in decision.candidates]
        if decision.kind == "answer":
            return "answered" if right[0] else "answered wrongly"
        return "offered" if any(right) else "offered wrongly"


@cache
def matcher() -> Matcher:
    """The shipped matcher over the shipped knowledge."""
    return Matcher(Index.build([to_item(entry) for _, entry in sorted(load().entries.items())]))


@cache
def topics() -> dict[str, str]:
    """The topic of each entry."""
    base = load()
    return {name: base.places[f"entries:{name}"].topic for name in base.entries}


@cache
def asked(name: str, noisy: str = "") -> tuple[Asked, ...]:
    """A file of labelled questions, as written or with one kind of noise."""
    return tuple(
        Asked(
            text,
            (row["id"], *row.get("also", ())),
            row["style"],
            tuple(matcher().match(text, most=5)),
        )
        for row in read_lines(DATA / f"{name}.jsonl")
        for text in [noise.noisy(row["q"], noisy, 1) if noisy else row["q"]]
    )


@cache
def refused(name: str = "refuse") -> tuple[tuple[str, float], ...]:
    """The kind of each question that is to be refused, and the confidence it got."""
    return tuple(
        (row["kind"], found[0].confidence if (found := matcher().match(row["q"], most=1)) else 0.0)
        for row in read_lines(DATA / f"{name}.jsonl")
    )


def share(flags: Iterable[bool]) -> float:
    """How many of them are true, 0–1."""
    listed = list(flags)
    return sum(listed) / len(listed) if listed else 0.0


def hits(rows: Sequence[Asked]) -> dict[str, Any]:
    """How often the right entry came first, among three, and what people would see."""
    outcomes = Counter(row.outcome for row in rows)
    return {
        "questions": len(rows),
        "first": share(row.rank == 1 for row in rows),
        "among 3": share(1 <= row.rank <= 3 for row in rows),
        "not handed over": 1 - outcomes["handed over"] / max(len(rows), 1),
        "answered": outcomes["answered"] / max(len(rows), 1),
        "wrongly": outcomes["answered wrongly"] / max(len(rows), 1),
    }


def by(rows: Sequence[Asked], group: str) -> dict[str, dict[str, Any]]:
    """``hits`` for each style or topic, the weakest first."""
    groups: dict[str, list[Asked]] = {}
    for row in rows:
        groups.setdefault(row.style if group == "style" else topics()[row.target], []).append(row)
    return dict(
        sorted(((name, hits(g)) for name, g in groups.items()), key=lambda g: g[1]["first"])
    )


def confused(rows: Sequence[Asked], most: int = 15) -> list[tuple[str, str, int]]:
    """The pairs of entries that are most often taken for one another: meant, found, how often."""
    pairs = Counter(
        (row.target, row.found[0].item_id) for row in rows if row.found and row.rank != 1
    )
    return [(meant, found, count) for (meant, found), count in pairs.most_common(most)]


def curve(rows: Sequence[Asked]) -> list[dict[str, float]]:
    """For each threshold: questions kept, kept and right; others refused, by kind."""
    kinds = sorted({kind for kind, _ in refused()})
    return [
        {
            "threshold": threshold,
            "kept": share(row.confidence >= threshold for row in rows),
            "kept and right": share(row.confidence >= threshold and row.rank == 1 for row in rows),
            "refused": share(sure < threshold for _, sure in refused()),
            **{
                f"refused {wanted}": share(
                    sure < threshold for kind, sure in refused() if kind == wanted
                )
                for wanted in kinds
            },
        }
        for threshold in THRESHOLDS
    ]


def separation(rows: Sequence[Asked]) -> float:
    """The chance that a question to be answered is surer than one to be refused (AUROC)."""
    return auroc([row.confidence for row in rows], [sure for _, sure in refused()])


@cache
def foreign(name: str) -> dict[str, Any]:
    """``python -m intents bench`` on a foreign set with the shipped model."""
    kb, queries, oos = (
        read_lines(DATA / "foreign" / f"{name}_{part}.jsonl") for part in ("kb", "queries", "oos")
    )
    return bench(to_items(kb), queries, oos)
