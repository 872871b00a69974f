"""Hears danger or fraud in a whole sentence: linear models over its words, characters and sounds.

They catch what no pattern foresaw, and what a speech recogniser has misspelt, because they look at
sounds with accents merged. What stands in the first and in the last clause counts apart: there people
say what has happened and what they want. The weights are found by ``make train-alarm``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import zip_longest
from math import inf
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents.words.normalise import bare
from intents.words.segment import cut
from intents.words.sounds import sound

DATA = Path(__file__).parents[1] / "data"

TENTHS = 10


@dataclass(frozen=True)
class Alarm:
    """What one set of weights listens for.

    Sentences of fewer than ``shortest`` characters ("不知道") say too little by their sound; the
    patterns know the short cries. The bounds were chosen on held-out lines, see docs/matching.md:
    ``threshold`` in general, ``signed`` where a pattern has found a sign (which itself weighs for an alarm), ``plain`` where it is one that
    counts always and nothing calms it, or an attack that is going on, ``surer`` for fewer than ``short`` characters without one, ``surest`` for fewer than ``shorter``. ``doubt`` is how far below its bound a sentence leaves doubt.
    """

    path: Path
    kinds: tuple[str, ...]
    shortest: int
    threshold: float
    signed: float
    plain: float
    short: int = 0
    surer: float = 0.0
    shorter: int = 0
    surest: float = 0.0
    doubt: float = 0.0

    def bound(self, text: str, signs: Sequence[str] = ()) -> float:
        """The score above which ``text`` counts; ``signs`` are what patterns have found in it."""
        always = any(sign.startswith(ALWAYS) for sign in signs)
        if ACUTE in signs or (always and CALM not in signs):
            return self.plain
        if any(sign.startswith(FOUND) for sign in signs):
            return self.signed
        length = len(bare(text))
        if length < self.shorter:
            return self.surest
        return self.surer if length < self.short else self.threshold

    def heard_in(self, text: str, signs: Sequence[str] = ()) -> str | None:
        """The kind that ``text`` sounds like, None below the bound.

        ``signs`` are what patterns have found in it; they count however long the text is.
        """
        kind, above = self._listen(text, signs)
        return kind if above > 0 else None

    def above(self, text: str, signs: Sequence[str] = ()) -> float:
        """How far above its bound ``text`` sounds."""
        return self._listen(text, signs)[1]

    def doubted_in(self, text: str, signs: Sequence[str] = ()) -> str | None:
        """The kind that ``text`` may mean where it does not quite sound like it."""
        kind, above = self._listen(text, signs)
        return kind if -self.doubt < above <= 0 else None

    def _listen(self, text: str, signs: Sequence[str]) -> tuple[str | None, float]:
        """The likeliest kind, and how far above its bound the score is."""
        text = _spoken(text)
        if len(bare(text)) < self.shortest:
            return None, -inf
        model = _model(self.path)
        known, (heard, *sounds) = _heard_in(self.path, text)
        _, (seen, *signed) = model.weighed(signs)
        score = (heard / max(known, 1) ** 0.5 + seen) / TENTHS + model.bias
        named = {sign.rpartition(":")[2] for sign in signs if sign.startswith(FOUND)}
        pulls = [PULL * (kind in named) for kind in self.kinds]
        kinds = [*map(sum, zip(sounds, signed, pulls, strict=True))]
        return self.kinds[kinds.index(max(kinds))], score - self.bound(text, signs)


@dataclass(frozen=True)
class _Model:
    """Which row of ``weights`` belongs to each part of a sentence: what it weighs for an alarm at all, then for
    each kind, in tenths (finer ones make the file twice as large)."""

    rows: dict[str, int]
    weights: NDArray[np.int32]
    bias: float

    def weighed(self, parts: Iterable[str]) -> tuple[int, list[int]]:
        """How many of ``parts`` it knows, and the sums of what they weigh."""
        known = [self.rows[part] for part in parts if part in self.rows]
        return len(known), self.weights[known].sum(axis=0).tolist()


@lru_cache(maxsize=64)  # a message is listened to with one sign and another
def _heard_in(path: Path, text: str) -> tuple[int, list[int]]:
    return _model(path).weighed(parts(text))


PULL = 20
"""What the kind that a sign names is worth more, in tenths: it decides where two kinds are as likely."""

SIGN = "@"
"""How a part begins that a pattern has found, rather than a piece of the text."""

ALWAYS, ANY, CALM, ACUTE = f"{SIGN}always", f"{SIGN}any", f"{SIGN}calm", f"{SIGN}acute"
FOUND = (ALWAYS, ANY)
"""How the signs begin that speak for an alarm."""

DANGER = Alarm(
    DATA / "alarm.json",
    ("medical", "fire", "trapped", "missing", "violence", "despair"),
    shortest=5,
    threshold=-2.8,
    signed=-1.0,
    plain=-4.2,
    short=15,
    surer=0.4,
    shorter=7,
    surest=4.0,
    doubt=1.2,
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
    shortest=6,
    threshold=-2.2,
    signed=-2.2,
    plain=-2.2,
    short=12,
    surer=1.5,
)


_CLAUSES = re.compile(r"\W+")
_AGAIN = re.compile(r"(\D{1,12}?)\1{2,}")
_LETTERS = re.compile("[a-zA-Z]+")
_CHINESE = re.compile("[\u4e00-\u9fff]")


@lru_cache(maxsize=64)
def once(text: str) -> str:
    """``text`` with what is said three times and more in a row said once ("喂喂喂喂"); figures stay."""
    return _AGAIN.sub(r"\1", text)


@lru_cache(maxsize=64)
def _spoken(text: str) -> str:
    """What of ``text`` can be listened to: the models were shown Chinese sentences, and know nothing of
    another language, of an address, or of one key held down."""
    text = once(text)
    chinese = _CHINESE.findall(text)
    if len(chinese) < len("".join(_LETTERS.findall(text))):
        text = _LETTERS.sub("", text)
    return text if chinese else ""


@lru_cache(maxsize=64)  # danger and fraud listen to the same message, one after the other
def parts(text: str) -> frozenset[str]:
    """What a sentence is made of, each kind told apart by a sign.

    One to three neighbouring sounds, pairs of characters, how the text begins and ends, how long it
    is; words and characters of the whole, of its first and of its last clause.
    """
    plain = bare(text)
    heard = [sound(char) for char in plain]
    found = {
        "~" + " ".join(heard[place : place + length])
        for length in (1, 2, 3)
        for place in range(len(heard) - length + 1)
    }
    found |= {plain[place : place + 2] for place in range(len(plain) - 1)}
    for length in (2, 3):
        found |= {f"^{plain[:length]}", f"{plain[-length:]}$"}
    clauses = [clause for clause in map(bare, _CLAUSES.split(text)) if clause] or [""]
    for sign, piece in (("=", plain), ("<", clauses[0]), (">", clauses[-1])):
        found |= {sign + word for word in (*cut(piece), *piece)}
    return frozenset(found | {f"#{min(len(plain) // 6, 9)}"})


@cache
def _model(path: Path) -> _Model:
    """The model in ``path``, whose rows leave out the zeros at the end."""
    data = json.loads(path.read_text(encoding="utf-8"))
    weights = np.array([*zip_longest(*data["weights"].values(), fillvalue=0)], np.int32).T.copy()
    rows = {part: row for row, part in enumerate(data["weights"])}
    return _Model(rows, weights, float(data["bias"]))
