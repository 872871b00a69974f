"""Hears danger in how a sentence sounds: a linear model over neighbouring sounds and characters.

It catches what no pattern foresaw, and what a speech recogniser has misspelt, because it looks at
sounds with accents merged. ``data/alarm.json`` holds its weights (``make train-alarm``).
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from intents.normalise import unify
from intents.sounds import sound

MODEL = Path(__file__).parent / "data" / "alarm.json"
KINDS = ("medical", "fire", "missing", "violence", "despair")
_EDGES = re.compile(r"[\s\W]+")
SHORTEST = 7
"""Fewer characters ("不知道") say too little by their sound; the patterns know the short cries."""

SHORT, SURER = 10, 1.0
"""Short remarks ("押金一直没退") must sound more like danger than the threshold: in five folds this lost no
cry, misheard or not, and took away three in ten false alarms."""

Weights = dict[str, list[float]]
"""For each part of a sentence: its weight for danger, then for each kind."""


def parts(text: str) -> set[str]:
    """One to three neighbouring sounds, and pairs of characters, told apart by a sign."""
    plain = _EDGES.sub("", unify(text))
    heard = [sound(char) for char in plain]
    found = {
        "~" + " ".join(heard[place : place + length])
        for length in (1, 2, 3)
        for place in range(len(heard) - length + 1)
    }
    return found | {plain[place : place + 2] for place in range(len(plain) - 1)}


@cache
def _model() -> tuple[Weights, float, float]:
    data = json.loads(MODEL.read_text(encoding="utf-8"))
    return data["weights"], float(data["bias"]), float(data["threshold"])


def length_of(text: str) -> int:
    """How many characters ``text`` has, spaces and signs left out."""
    return len(_EDGES.sub("", text))


def alarm_in(text: str) -> str | None:
    """The kind of danger that ``text`` sounds like, None below the threshold."""
    size = length_of(text)
    if size < SHORTEST:
        return None
    weights, bias, threshold = _model()
    known = [weights[part] for part in sorted(parts(text)) if part in weights]
    if not known:
        return None
    length = len(known) ** 0.5
    if sum(row[0] for row in known) / length + bias <= (SURER if size < SHORT else threshold):
        return None
    kinds = [sum(row[1 + n] for row in known) for n in range(len(KINDS))]
    return KINDS[kinds.index(max(kinds))]
