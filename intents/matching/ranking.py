"""The models behind the matcher: one ranks candidates, the other says how sure the first is.

``data/model.json`` holds both, found by ``python -m intents.training`` (make train).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from intents.matching.channel import Floats, Numbers
from intents.matching.features import NAMES, Pool
from intents.matching.index import FEW_WAYS
from intents.matching.trees import Trees

MODEL = Path(__file__).parents[1] / "data" / "model.json"

SURE = (
    *NAMES,
    "rarest word missing from the entry",
    "rarest word missing from the answer",
    "rarest word missing from both",
    "weaker direction of words",
    "weaker direction of content",
    "weaker direction of matter",
    "weaker direction of characters",
    "weaker direction of sounds",
    "share of words that nothing has",
    "shortness of the question",
    "asked one way",
    "lead over the next",
)
"""Features of the confidence: those of the ranking, and what is left unexplained."""

_ONE_WAY, _OTHER_WAY = (
    np.array(
        [
            NAMES.index(f"{kind} of the {one}")
            for kind in ("words", "content", "matter", "characters", "sounds")
        ]
    )
    for one in ("question in the phrasing", "phrasing in the question")
)
_SHORT = 10


@dataclass(frozen=True)
class Model:
    """Weights of the ranking and trees of the confidence, for each kind of base.

    Where each item has one phrasing, sure means that this very item is meant; where items are asked
    in many ways, that the matter is theirs: which of them is meant can still be asked.
    """

    many_ways: tuple[Floats, Trees]
    one_way: tuple[Floats, Trees]

    @classmethod
    @cache
    def load(cls) -> Model:
        """The shipped model. Raises ValueError if it was trained on other features."""
        data = json.loads(MODEL.read_text(encoding="utf-8"))
        if tuple(data["sure"]["features"]) != SURE or any(
            tuple(rank) != NAMES for rank in data["rank"].values()
        ):
            raise ValueError("intents/data/model.json was trained on other features: train again")
        many, one = (
            (np.array([*data["rank"][kind].values()]), Trees.of(data["sure"][kind]))
            for kind in ("many ways", "one way")
        )
        return cls(many, one)

    def _for(self, found: Pool) -> tuple[Floats, Trees]:
        return self.one_way if found.one_way > FEW_WAYS else self.many_ways

    def scores(self, found: Pool) -> Floats:
        """The ranking score of each item of a pool."""
        return found.rows @ self._for(found)[0]

    def confidences(self, found: Pool, scores: Floats, which: Numbers) -> Floats:
        """How likely the matter of each item of ``which`` is what was asked about, 0–1."""
        raw = self._for(found)[1].scores(sure_rows(found, scores, which))
        return 1 / (1 + np.exp(-raw))


def sure_rows(found: Pool, scores: Floats, which: Numbers | None = None) -> Floats:
    """The confidence features of every item of a pool, or of ``which``; ``scores`` are those of the
    ranking."""
    ranked = np.sort(scores)
    second = ranked[-2] if len(ranked) > 1 else ranked[-1] - 4
    rival = np.where(scores == ranked[-1], second, ranked[-1])
    lead, rows, missing = rival - scores, found.rows, found.missing
    if which is not None:
        lead, rows, missing = lead[which], rows[which], missing[which]
    made = np.empty((len(rows), len(SURE)))
    end = len(NAMES)
    made[:, :end] = rows
    made[:, end : end + 2] = missing
    missing.min(axis=1, out=made[:, end + 2])
    weaker = end + 3 + len(_ONE_WAY)
    np.minimum(rows[:, _ONE_WAY], rows[:, _OTHER_WAY], out=made[:, end + 3 : weaker])
    made[:, weaker:-1] = (found.strange, 1 / (1 + found.length / _SHORT), found.one_way)
    made[:, -1] = 1 / (1 + np.exp(lead))
    return made
