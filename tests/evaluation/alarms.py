"""How well danger and fraud are seen, and how often they are seen where there are none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from intents.matching.evaluate import read_lines
from intents.signs.fraud import fraud_in
from intents.signs.signals import danger_in
from intents.words import noise
from tests.evaluation.matching import DATA, share

SETS: dict[str, tuple[str, Callable[[str], object], tuple[str, ...]]] = {
    "danger": (
        "danger",
        danger_in,
        (
            "danger",
            "danger_misheard",
            "danger_fresh",
            "danger_heldout7",
            "danger_heldout6",
            "danger_heldout5",
            "danger_heldout4",
            "danger_heldout3",
            "danger_heldout2",
            "danger_heldout",
        ),
    ),
    "fraud": (
        "fraud",
        fraud_in,
        (
            "fraud",
            "fraud_heldout5",
            "fraud_heldout4",
            "fraud_heldout3",
            "fraud_heldout2",
            "fraud_fresh",
        ),
    ),
}
NOISES = ("homophones", "accent", "dropped")


def seen(kind: str, name: str, noisy: str = "") -> dict[str, Any]:
    """Recall and false alarms of ``kind`` on a file; lines that are no danger are near ones."""
    field, look, _ = SETS[kind]
    rows = [
        (bool(row.get(field)), look(noise.noisy(row["q"], noisy, 1) if noisy else row["q"]))
        for row in read_lines(DATA / f"{name}.jsonl")
    ]
    real = [found is not None for wanted, found in rows if wanted]
    near = [found is not None for wanted, found in rows if not wanted]
    return {"real": len(real), "seen": share(real), "near": len(near), "false": share(near)}


def on_questions(kind: str, name: str) -> float:
    """How often questions for the base, or to be refused, are taken for ``kind``."""
    look = SETS[kind][1]
    return share(look(row["q"]) is not None for row in read_lines(DATA / f"{name}.jsonl"))
