"""What is measured of a candidate. Every feature lies in 0–1, and more is better support.

``NAMES`` is the order of the columns; each name is also what staff read in the test panel.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.matching.channel import LITTLE, Asked, First, Floats, Numbers, Overlap
from intents.matching.exchanges import NOTHING_TOLD, Apart, Exchanges
from intents.matching.finding import Found, Question
from intents.matching.index import BODIES, CHARACTERS, SOUNDS, VOCABULARY, WORDS, Index
from intents.matching.likeness import LINES, compared
from intents.words.concepts import Concepts, kinds_of
from intents.words.slots import is_negated

POOL = 40
"""Phrasings looked at closely. The right one is nearly always among the first thirty."""

NAMES = (
    "words of the question in the phrasing",
    "words of the phrasing in the question",
    "rarest word of the question in the phrasing",
    "rarest word of the phrasing in the question",
    "content of the question in the phrasing",
    "content of the phrasing in the question",
    "least common word of the question in the phrasing",
    "least common word of the phrasing in the question",
    "matter of the question in the phrasing",
    "matter of the phrasing in the question",
    "rarest matter of the question in the phrasing",
    "rarest matter of the phrasing in the question",
    "characters of the question in the phrasing",
    "characters of the phrasing in the question",
    "sounds of the question in the phrasing",
    "sounds of the phrasing in the question",
    "word score against the best",
    "character score against the best",
    "sound score against the best",
    "words of the question in the entry",
    "entry score against the best",
    "words of the question in the answer",
    "answer score against the best",
    "edit likeness",
    "edit likeness of sounds",
    "edit likeness of meanings",
    "content of the question heard in the phrasing",
    "least common word of the question heard in the phrasing",
    "longest common part of the question",
    "longest common part of the phrasing",
    "one within the other",
    "same negation",
    "same numbers",
    "subject named in both",
    "no other subject",
    "same kind of question",
    "no other kind of question",
    "age is the entry's own",
    "exchanged words",
    "share of the pool",
)

PHRASINGS = (WORDS, CHARACTERS, SOUNDS)
"""The channels whose units are phrasings."""

Matrix = NDArray[np.float64]
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Pool:
    """The items that may be meant: one row of features each, and their best phrasing."""

    owners: list[int]
    places: list[int]
    rows: Matrix
    missing: Floats
    """Per item, the rarity of the rarest word that its phrasings, and that its answer, lacks."""
    strange: float
    """Share of the question's words, by their rarity, that the whole base lacks."""
    length: int
    """Characters of the question."""
    one_way: float
    """Items for each phrasing of the base: 1 where every item is asked one way only."""

    @classmethod
    def empty(cls, length: int) -> Pool:
        """Nothing is like the question."""
        return cls([], [], np.zeros((0, len(NAMES))), np.zeros((0, 2)), 1.0, length, 1.0)


def pool(
    index: Index,
    found: Found,
    allowed: NDArray[np.bool_] | None = None,
    age: int | None = None,
    most: int = POOL,
) -> Pool:
    """Measure the candidates for a question among the ``allowed`` items: those of the ``most``
    likeliest phrasings."""
    asked, places = found.asked, found.best_places(index, allowed, most)
    if not len(places):
        return Pool.empty(found.length)
    owners = index.owners[places]
    fresh = np.ones(len(owners), np.bool_)
    np.not_equal(owners[1:], owners[:-1], out=fresh[1:])
    starts = fresh.nonzero()[0]
    units, of_unit = owners[starts], fresh.cumsum() - 1
    measured = _Measured.of(index, asked, places, units)
    entry_share, entry_lacks = measured.vocabulary
    answer_share, answer_lacks = measured.answer
    features = np.empty((len(NAMES) - 1, len(places)))
    for number, values in enumerate(
        (
            *measured.phrasings,
            *(found.share(channel, places) for channel in PHRASINGS),
            entry_share[of_unit],
            found.share(VOCABULARY, owners),
            answer_share[of_unit],
            found.share(BODIES, owners),
            *_compared(index, asked, places),
            *_about(index, asked.about, places),
            index.just_the_age[owners] if age is not None else 0.0,
            measured.exchanged,
        )
    ):
        features[number] = values
    lengths = np.bincount(of_unit)
    return Pool(
        owners=units.tolist(),
        places=_most_alike(starts, lengths, places, features),
        rows=_by_item(starts, lengths, features),
        missing=np.array([entry_lacks, answer_lacks]).T,
        strange=_strange(asked.tokens),
        length=found.length,
        one_way=index.one_way,
    )


def _strange(asked: Asked) -> float:
    total = asked.totals[WORDS]
    return asked.strange(WORDS) / total if total else 1.0


@dataclass(frozen=True)
class _Measured:
    """How words, their content, characters and sounds explain one another."""

    phrasings: list[Floats]
    """The first sixteen features."""
    vocabulary: tuple[Floats, Floats]
    answer: tuple[Floats, Floats]
    """Per item, how much of the question its phrasings and its answer have, and the rarity of the
    rarest word that they lack; of answers what is lacking counts for words only, not for sounds."""
    exchanged: Floats | float

    @classmethod
    def of(cls, index: Index, asked: Question, places: Numbers, units: Numbers) -> _Measured:
        """Compare the question with phrasings, and with the items that they belong to."""
        tokens, one_way = asked.tokens, index.each_asked_one_way
        by_item = units[:0] if one_way else units
        overlap = index.lists.compared(tokens, [places, places, places, by_item, units])
        explained, explaining = overlap.explained()
        lacking = overlap.lacking(WORDS)
        heaviest = _heaviest(lacking, tokens.weights[tokens.of(WORDS)], tokens.strange(WORDS))
        first = overlap.first()
        return cls(
            [
                *(explained[WORDS], explaining[overlap.of(WORDS)]),
                *(1 - heaviest, 1 - first.superfluous(index.lists.weights)),
                *_content(index, asked, lacking, first),
                *index.matters.compared(asked.matter, places),
                *(explained[CHARACTERS], explaining[overlap.of(CHARACTERS)]),
                *(explained[SOUNDS], explaining[overlap.of(SOUNDS)]),
            ],
            (explained[WORDS], heaviest)
            if one_way
            else (explained[VOCABULARY], _of_entry(overlap)),
            (explained[BODIES], _of_answer(overlap, len(asked.rarities))),
            _exchanged(index, asked, overlap),
        )


def _exchanged(index: Index, asked: Question, overlap: Overlap) -> Floats | float:
    """What the words and characters say that stand in the place of others. Where an item is asked in many
    ways another phrasing would have them, and they say nothing."""
    if not index.mostly_asked_one_way:
        return NOTHING_TOLD
    words, letters = (
        Apart(keys, overlap.apart(channel), index.lists.keys[left], rows)
        for channel, keys in ((WORDS, asked.keys), (CHARACTERS, asked.letters))
        for left, rows in [overlap.left(channel)]
    )
    return Exchanges.load().told(words, letters)


def _heaviest(lacking: NDArray[np.bool_], weights: Floats, strange: float) -> Floats:
    """The largest weight of a token that is lacking: a known one, or a strange one if there is any."""
    found: Floats = (lacking * weights).max(axis=1, initial=min(strange, 1.0))
    return found


def _of_entry(overlap: Overlap) -> Floats:
    tokens = overlap.asked
    weights = tokens.weights[tokens.of(VOCABULARY)]
    return _heaviest(overlap.lacking(VOCABULARY), weights, tokens.strange(VOCABULARY))


def _of_answer(overlap: Overlap, size: int) -> Floats:
    """The rarest of the question's words, ``size`` in number, that each answer lacks."""
    tokens = overlap.asked
    known = int(tokens.there_in(BODIES)[:size].sum())
    weights = tokens.weights[tokens.of(BODIES)][:known]
    return _heaviest(overlap.lacking(BODIES)[:, :known], weights, size - known)


def _content(
    index: Index, asked: Question, lacking: NDArray[np.bool_], first: First
) -> list[Floats]:
    """The words weighed by their rarity in the language at large: how much each side has of the
    other, and 1 less the rarest that it lacks."""
    there = asked.tokens.there_in(WORDS)
    mine, strange = asked.rarities[there], asked.rarities[~there]
    common, total = first.weighed(index.rarity)
    return [
        common / max(float(asked.rarities.sum()), LITTLE),
        common / np.maximum(total, LITTLE),
        1 - _heaviest(lacking, mine, strange.max(initial=0.0)),
        1 - first.superfluous(index.rarity),
    ]


def _compared(index: Index, asked: Question, places: Numbers) -> list[Floats]:
    """Features that need both texts side by side."""
    mine = asked.text, asked.plain, asked.heard
    return [
        *compared(mine, asked.said, asked.said_rarities, index.compared, places),
        index.negated[places] == is_negated(asked.text),
        _same_numbers(index, asked.text, places),
    ]


def _same_numbers(index: Index, text: str, places: Numbers) -> Floats:
    """How far both name the same numbers; all of it where neither names any."""
    asked, numbered = _numbers(text), index.numbered[places]
    if not asked:
        return np.where(numbered, 0.0, 1.0)
    same = np.zeros(len(places))
    texts = index.compared.some(places[numbered], LINES)[::LINES]
    same[numbered] = [_overlap(asked, _numbers(other)) for other in texts]
    return same


def _numbers(text: str) -> frozenset[str]:
    return frozenset(_NUMBER.findall(text))


def _overlap(first: frozenset[str], second: frozenset[str]) -> float:
    """Shared part of two sets that are not both empty."""
    return len(first & second) / len(first | second)


def _about(index: Index, asked: Concepts, places: Numbers) -> list[Floats]:
    """Whether subjects and kinds of question agree."""
    theirs = np.array([index.nouns[places], index.manners[places]])
    nouns, manners = theirs
    others = np.bitwise_count(np.uint64(asked.nouns) & ~nouns)
    no_other = 1.0 / (1 + others)
    if asked.elsewhere:
        # A place that we have no rules for is a subject of its own: nothing of ours answers it.
        no_other = np.where(index.elsewhere[places] == asked.elsewhere, no_other, 0.0)
    if needed := asked.foreign | asked.of_two:
        no_other = np.where(np.uint64(needed) & ~nouns, 0.0, no_other)
    apart = np.bitwise_count(np.uint64(asked.kinds) ^ kinds_of(manners))
    subject, kind = _alike(np.array([[asked.nouns], [asked.manner]], np.uint64), theirs)
    return [subject, no_other, kind, 1.0 / (1 + apart)]


def _alike(mine: NDArray[np.uint64], theirs: NDArray[np.uint64]) -> Floats:
    """Shared part of sets of concepts; a half where neither says anything."""
    union = np.bitwise_count(mine | theirs)
    return np.where(union, np.bitwise_count(mine & theirs) / np.maximum(union, 1), 0.5)


def _by_item(starts: Numbers, lengths: Numbers, features: Matrix) -> Matrix:
    """Each item's best value of every feature, and its share of the pool.

    Places are in order and an item's phrasings stand together, so its columns are one run.
    """
    rows = np.empty((len(starts), len(NAMES)))
    alone = len(starts) == features.shape[1]
    rows[:, :-1] = (features if alone else np.maximum.reduceat(features, starts, axis=1)).T
    rows[:, -1] = lengths / features.shape[1]
    return rows


def _most_alike(starts: Numbers, lengths: Numbers, places: Numbers, features: Matrix) -> list[int]:
    """The phrasing of each item that is most like the question; of equal ones the first."""
    if len(starts) == len(places):  # each item has one phrasing here
        alone: list[int] = places.tolist()
        return alone
    likeness = features.sum(axis=0)
    best = np.maximum.reduceat(likeness, starts).repeat(lengths)
    spots = np.where(likeness == best, np.arange(len(likeness)), len(likeness))
    found: list[int] = places[np.minimum.reduceat(spots, starts)].tolist()
    return found
