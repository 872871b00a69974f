"""What is measured of a candidate. Every feature lies in 0–1, and more is better support.

``NAMES`` is the order of the columns; each name is also what staff read in the test panel.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from intents.concepts import Concepts
from intents.index import Floats, Hits, Index, body_tokens
from intents.model import Item
from intents.prepared import Prepared
from intents.segment import bigrams, syllables, words
from intents.slots import without_ages

POOL = 40
"""Phrasings looked at closely. The right one is nearly always among the first thirty."""

NAMES = (
    "words of the question in the phrasing",
    "words of the phrasing in the question",
    "words of the question in the entry",
    "words of the question in the answer",
    "answer score against the best",
    "entry score against the best",
    "character pairs of the question in the phrasing",
    "character pairs of the phrasing in the question",
    "sounds of the question in the phrasing",
    "sounds of the phrasing in the question",
    "word score against the best",
    "character score against the best",
    "sound score against the best",
    "edit likeness",
    "edit likeness of sounds",
    "longest common part",
    "subject named in both",
    "no other subject",
    "same kind of question",
    "age is the entry's own",
    "share of the pool",
)

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Pool:
    """The items that may be meant: one row of features each, and their best phrasing."""

    owners: list[int]
    places: list[int]
    rows: Matrix
    missing: Floats
    """Per item, the rarity of the rarest word that its phrasings, and that its answer, lacks."""


def pool(index: Index, text: str, allowed: NDArray[np.bool_], age: int | None = None) -> Pool:
    """Find and measure the candidates for ``text`` (normalised) among the ``allowed`` items."""
    text = without_ages(text)
    cut, told = words(text), body_tokens(text)
    hits = [
        index.words.search(cut),
        index.characters.search(bigrams(text)),
        index.sounds.search(syllables(text)),
    ]
    vocabulary, bodies = index.vocabulary.search(cut), index.bodies.search(told)
    support = (_against_best(vocabulary.bm25) + _against_best(bodies.bm25))[index.owners]
    places = _best_places(index, hits, support, allowed)
    if not len(places):
        return Pool([], [], np.zeros((0, len(NAMES))), np.zeros((0, 2)))
    owners = index.owners[places]
    columns = [
        hits[0].covered[places],
        hits[0].covers[places],
        vocabulary.covered[index.owners[places]],
        bodies.covered[index.owners[places]],
        _against_best(bodies.bm25)[index.owners[places]],
        _against_best(vocabulary.bm25)[index.owners[places]],
        hits[1].covered[places],
        hits[1].covers[places],
        hits[2].covered[places],
        hits[2].covers[places],
        *(_against_best(hit.bm25[places]) for hit in hits),
        *_compared(Prepared.of(text), [index.prepared[place] for place in places]),
        [_own_age(index.items[owner], age) for owner in owners],
    ]
    per_phrasing = np.stack([np.asarray(c, dtype=np.float64) for c in columns], axis=1)
    units = np.unique(owners)
    missing = np.column_stack(
        [index.vocabulary.missing(cut, units), index.bodies.missing(cut, units)]
    )
    return _by_item(owners, places, per_phrasing, missing)


def _own_age(item: Item, age: int | None) -> float:
    """1 where the entry is for just such ages, less the wider its range; 0 where none was named."""
    if age is None or (item.at_least is None and item.at_most is None):
        return 0.0
    return 1.0 if None not in (item.at_least, item.at_most) or (item.at_least or 0) > 80 else 0.5


def _best_places(
    index: Index, hits: list[Hits], support: Floats, allowed: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """The phrasings with the best scores over the channels, in a fixed order."""
    scores = support.copy()
    for hit in hits:
        scores += _against_best(hit.bm25)
    scores[~allowed[index.owners]] = 0
    most = min(POOL, len(scores))
    if not most:
        return np.zeros(0, np.int64)
    best = np.argpartition(-scores, most - 1)[:most]
    return np.sort(best[scores[best] > 0])


def _against_best(scores: Floats) -> Floats:
    top = scores.max() if len(scores) else np.float32(0)
    return scores / top if top > 0 else scores


def _compared(asked: Prepared, others: list[Prepared]) -> list[list[float]]:
    """Features that need both texts side by side."""
    rows = [
        (
            fuzz.ratio(asked.text, other.text) / 100,
            fuzz.ratio(asked.spoken, other.spoken) / 100,
            LCSseq.similarity(asked.text, other.text) / max(len(asked.text), 1),
            _overlap(asked.about.nouns, other.about.nouns),
            _no_other(asked.about, other.about),
            _overlap(asked.about.asks, other.about.asks),
        )
        for other in others
    ]
    return [list(column) for column in zip(*rows, strict=True)]


def _overlap(first: frozenset[str], second: frozenset[str]) -> float:
    """Shared part of two sets; a half where neither says anything."""
    union = first | second
    return len(first & second) / len(union) if union else 0.5


def _no_other(asked: Concepts, meant: Concepts) -> float:
    """1 where every subject of the question is the candidate's, less for each that is not.

    A place that we have no rules for is a subject of its own: nothing of ours answers it.
    """
    if asked.elsewhere and not meant.elsewhere:
        return 0.0
    return 1.0 / (1 + len(asked.nouns - meant.nouns))


def _by_item(
    owners: NDArray[np.int32], places: NDArray[np.int64], rows: Matrix, missing: Floats
) -> Pool:
    """Each item's best value of every feature, and the phrasing that is most alike.

    Places are in order and an item's phrasings stand together, so its rows are one run.
    """
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    lengths = np.diff(np.append(starts, len(owners)))
    merged = np.column_stack([np.maximum.reduceat(rows, starts, axis=0), lengths / len(owners)])
    likeness = rows.sum(axis=1)
    best = [
        int(places[start + np.argmax(likeness[start : start + length])])
        for start, length in zip(starts, lengths, strict=True)
    ]
    return Pool([int(owner) for owner in owners[starts]], best, merged, missing)
