"""Hears danger or fraud in how a sentence sounds: linear models over neighbouring sounds and characters.

They catch what no pattern foresaw, and what a speech recogniser has misspelt, because they look at
sounds with accents merged. Their weights are found by ``make train-alarm``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from intents.normalise import bare
from intents.sounds import sound

DATA = Path(__file__).parent / "data"

Weights = dict[str, list[float]]
"""For each part of a sentence: its weight for an alarm at all, then for each kind."""


@dataclass(frozen=True)
class Alarm:
    """What one set of weights listens for.

    Sentences of fewer than ``shortest`` characters ("不知道") say too little by their sound; the
    patterns know the short cries. ``threshold`` was chosen on folds, see docs/matching.md; those
    of fewer than ``short`` characters ("押金一直没退") must be surer than that.
    """

    path: Path
    kinds: tuple[str, ...]
    shortest: int
    threshold: float
    short: int = 0
    surer: float = 0.0

    def bound(self, text: str) -> float:
        """The score above which ``text`` counts."""
        return self.surer if len(bare(text)) < self.short else self.threshold

    def heard_in(self, text: str) -> str | None:
        """The kind that ``text`` sounds like, None below the threshold."""
        if len(bare(text)) < self.shortest:
            return None
        weights, bias = _model(self.path)
        known = [weights[part] for part in sorted(parts(text)) if part in weights]
        if not known:
            return None
        length = len(known) ** 0.5
        if sum(row[0] for row in known) / length + bias <= self.bound(text):
            return None
        kinds = [sum(row[1 + n] for row in known) for n in range(len(self.kinds))]
        return self.kinds[kinds.index(max(kinds))]


DANGER = Alarm(
    DATA / "alarm.json",
    ("medical", "fire", "missing", "violence", "despair"),
    shortest=7,
    threshold=0.2,
    short=10,
    surer=1.0,
)
FRAUD = Alarm(
    DATA / "fraud_alarm.json",
    (
        "high_return",
        "membership",
        "prepaid",
        "deposit",
        "house",
        "health",
        "agent",
        "impersonation",
        "giveaway",
        "paid",
    ),
    shortest=8,
    threshold=0.7,
)


def parts(text: str) -> set[str]:
    """One to three neighbouring sounds, and pairs of characters, told apart by a sign."""
    plain = bare(text)
    heard = [sound(char) for char in plain]
    found = {
        "~" + " ".join(heard[place : place + length])
        for length in (1, 2, 3)
        for place in range(len(heard) - length + 1)
    }
    return found | {plain[place : place + 2] for place in range(len(plain) - 1)}


@cache
def _model(path: Path) -> tuple[Weights, float]:
    data = json.loads(path.read_text(encoding="utf-8"))
    return data["weights"], float(data["bias"])
