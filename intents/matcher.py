"""Ranks the items of an index for a question, each with a confidence and its reasons."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from intents.index import Channel, Index
from intents.model import Candidate
from intents.normalise import normalise, pieces
from intents.segment import bigrams, words
from intents.slots import age_in

POOL = 40
"""Phrasings looked at closely. The right one is nearly always among the first thirty."""

WEIGHTS = {
    "words of the question covered": 2.6,
    "words of the entry cover the question": 2.4,
    "words of the phrasing covered": 1.3,
    "characters covered": 1.7,
    "edit likeness": 1.8,
}
BIAS = -5.2
"""Chosen by hand on this project's own phrasings, each left out in turn; see docs/matching.md."""

PART_PENALTY = 0.92
"""A part of a message supports a topic a little less than the whole of it would."""


@dataclass(frozen=True)
class _Query:
    """A question cut once for all comparisons."""

    text: str
    words: frozenset[str]
    bigrams: frozenset[str]


@dataclass
class Matcher:
    """Finds what a question asks for. Deterministic; safe to share between threads."""

    index: Index
    _phrasings: list[_Query] = field(init=False)
    _vocabulary: list[frozenset[str]] = field(init=False)
    _exact: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self._phrasings = [_cut(text) for text in self.index.texts]
        self._exact = {
            text.replace(" ", ""): i
            for i, text in reversed([*enumerate(self.index.texts)])
        }
        grouped: list[set[str]] = [set() for _ in self.index.items]
        for place, owner in enumerate(self.index.owners):
            grouped[owner] |= self._phrasings[place].words
        self._vocabulary = [frozenset(group) for group in grouped]

    def match(
        self, text: str, *, without: Collection[str] = (), most: int = 10
    ) -> list[Candidate]:
        """The likeliest items for ``text``, best first, at most ``most``.

        ``without`` are ids not to be considered (not in force today, say). Items that are wrong
        for an age named in the text are left out.
        """
        age = age_in(text)
        allowed = [
            item.id not in without and item.fits_age(age) for item in self.index.items
        ]
        found: dict[int, Candidate] = {}
        whole = normalise(text)
        self._collect(found, whole, allowed, 1.0)
        parts = pieces(text)
        if len(parts) > 1:
            for part in parts:
                if len(part) >= 4:
                    self._collect(found, part, allowed, PART_PENALTY)
        ranked = sorted(found.values(), key=lambda c: (-c.confidence, c.item_id))
        return ranked[:most]

    def _collect(
        self, found: dict[int, Candidate], text: str, allowed: list[bool], factor: float
    ) -> None:
        """Add or better the candidates that ``text`` (normalised) supports."""
        if not text:
            return
        query = _cut(text)
        exact = self._exact.get(text.replace(" ", ""))
        for place in self._pool(query, exact):
            owner = int(self.index.owners[place])
            if not allowed[owner]:
                continue
            candidate = self._compare(query, place, owner, exact == place, factor)
            held = found.get(owner)
            if held is None or candidate.confidence > held.confidence:
                found[owner] = candidate

    def _pool(self, query: _Query, exact: int | None) -> list[int]:
        """Numbers of the phrasings worth comparing, from both channels."""
        size = len(self.index.texts)
        scores = _scaled(self.index.words.scores(query.words, size))
        scores += _scaled(self.index.characters.scores(query.bigrams, size))
        most = min(POOL, size)
        best = (
            np.argpartition(-scores, most - 1)[:most]
            if size
            else np.zeros(0, dtype=int)
        )
        pool = [int(place) for place in sorted(best) if scores[place] > 0]
        return pool if exact is None or exact in pool else [exact, *pool]

    def _compare(
        self, query: _Query, place: int, owner: int, exact: bool, factor: float
    ) -> Candidate:
        phrasing, channel = self._phrasings[place], self.index.words
        measured = {
            "words of the question covered": _coverage(
                query.words, phrasing.words, channel
            ),
            "words of the entry cover the question": _coverage(
                query.words, self._vocabulary[owner], channel
            ),
            "words of the phrasing covered": _coverage(
                phrasing.words, query.words, channel
            ),
            "characters covered": _coverage(
                query.bigrams, phrasing.bigrams, self.index.characters
            ),
            "edit likeness": fuzz.ratio(query.text, phrasing.text) / 100,
        }
        total = BIAS + sum(WEIGHTS[name] * value for name, value in measured.items())
        confidence = 1.0 if exact and factor == 1.0 else factor / (1 + math.exp(-total))
        reasons: dict[str, float | str] = {k: round(v, 3) for k, v in measured.items()}
        if exact:
            reasons["exact"] = phrasing.text
        item = self.index.items[owner]
        return Candidate(item.id, phrasing.text, round(confidence, 4), reasons)


def _cut(text: str) -> _Query:
    return _Query(text, frozenset(words(text)), frozenset(bigrams(text)))


def _scaled(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    top = float(scores.max()) if len(scores) else 0.0
    return scores / np.float32(top) if top > 0 else scores


def _coverage(wanted: Iterable[str], given: Collection[str], channel: Channel) -> float:
    """The share of ``wanted``, weighed by rarity, that ``given`` has."""
    weights = {token: channel.weight(token) for token in wanted}
    # fsum: the order in which a set is walked must not change the last digit.
    total = math.fsum(weights.values())
    covered = math.fsum(weight for token, weight in weights.items() if token in given)
    return covered / total if total else 0.0
