"""What is measured of a candidate. Every feature lies in 0–1, and more is better support.

``NAMES`` is the order of the columns; each name is also what staff read in the test panel.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

from intents.channel import Asked, Channel, Floats, Numbers
from intents.concepts import Concepts, concepts
from intents.index import Index
from intents.keys import character_keys, single_keys, sound_keys, sound_pair_keys, word_key
from intents.model import Item
from intents import segment
from intents.segment import cut, plain_words, rarity, words
from intents.slots import is_negated, without_ages
from intents.sounds import spoken

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
    "age is the entry's own",
    "share of the pool",
)

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


@dataclass(frozen=True)
class Question:
    """A question cut for every channel."""

    text: str
    plain: str
    """Each word by the commonest that means the same."""
    about: Concepts
    said: tuple[tuple[str, float], ...]
    """The sound of each word, and its rarity in the language at large."""
    words: Asked
    characters: Asked
    sounds: Asked
    matter: Asked
    vocabulary: Asked
    bodies: Asked
    """Words and pairs of sounds; as their other rarity 1 for words, 0 for sounds."""

    @classmethod
    def of(cls, index: Index, text: str) -> Question:
        """Look up ``text`` (normalised) in ``index``."""
        text = without_ages(text)
        about = concepts(text)
        found = cut(text)
        plain = plain_words(found)
        tokens = list(dict.fromkeys(words(plain, about)))
        keys = [word_key(word) for word in tokens]
        at_large = [rarity(word) for word in tokens]
        heard = [key for key in sound_pair_keys(text) if key not in keys]
        return cls(
            text,
            "".join(plain),
            about,
            tuple((spoken(word), rarity(word)) for word in dict.fromkeys(found)),
            index.words.asked(keys, at_large),
            index.characters.asked(character_keys(text)),
            index.sounds.asked(sound_keys(text)),
            index.matter.asked(*_matter(plain)),
            index.vocabulary.asked(keys),
            index.bodies.asked(keys + heard, [1.0] * len(keys) + [0.0] * len(heard)),
        )


def _matter(plain: Sequence[str]) -> tuple[list[int], list[float]]:
    """The characters of what a question is about, and their rarity in the language at large."""
    keys = single_keys(segment.matter(plain))
    return keys, [rarity(chr(key)) for key in keys]


def pool(
    index: Index, text: str, allowed: NDArray[np.bool_] | None = None, age: int | None = None
) -> Pool:
    """Find and measure the candidates for ``text`` (normalised) among the ``allowed`` items."""
    asked = Question.of(index, text)
    hits = [
        index.words.bm25(asked.words),
        index.characters.bm25(asked.characters),
        index.sounds.bm25(asked.sounds),
    ]
    entry = hits[0] if index.each_asked_one_way else index.vocabulary.bm25(asked.vocabulary)
    answer = index.bodies.bm25(asked.bodies)
    places = _best_places(index, hits, entry, answer, allowed)
    if not len(places):
        return Pool.empty(len(text))
    owners = index.owners[places]
    units, of_unit = np.unique(owners, return_inverse=True)
    entry_share, entry_left = _of_question(index.vocabulary, asked.vocabulary, units)
    answer_share, answer_left = _of_answer(index, asked.bodies, units)
    per_phrasing = np.column_stack(
        [
            *_explained(index, asked, places),
            *(_against_best(hit, places) for hit in hits),
            entry_share[of_unit],
            _against_best(entry, owners),
            answer_share[of_unit],
            _against_best(answer, owners),
            *_compared(index, asked, places),
            *_about(index, asked.about, places),
            [_own_age(index.items[owner], age) for owner in owners],
        ]
    )
    missing = 1 - np.column_stack([entry_left, answer_left])
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    return Pool(
        owners=units.tolist(),
        places=_most_alike(starts, places, per_phrasing),
        rows=_by_item(starts, per_phrasing),
        missing=missing,
        strange=_strange(asked.words),
        length=len(text),
        one_way=len(index.items) / max(len(index.texts), 1),
    )


def _strange(asked: Asked) -> float:
    strange = float(asked.as_rare_as_can_be.sum())
    total = float(asked.idf.sum()) + strange
    return strange / total if total else 1.0


def _own_age(item: Item, age: int | None) -> float:
    """1 where the entry is for just such ages, less the wider its range; 0 where none was named."""
    if age is None or (item.at_least is None and item.at_most is None):
        return 0.0
    return 1.0 if None not in (item.at_least, item.at_most) or (item.at_least or 0) > 80 else 0.5


def _best_places(
    index: Index,
    hits: list[Floats],
    entry: Floats,
    answer: Floats,
    allowed: NDArray[np.bool_] | None,
) -> Numbers:
    """The phrasings with the best scores over the channels, in a fixed order."""
    scores = sum((_normal(hit) for hit in hits), np.zeros(len(index.texts)))
    support = [_normal(found) for found in (entry, answer) if found is not hits[0] and found.any()]
    if support:
        scores += np.sum(support, axis=0)[index.owners]
    if allowed is not None and not allowed.all():
        scores[~allowed[index.owners]] = 0
    return _largest(scores)


def _largest(scores: Floats) -> Numbers:
    """Where the POOL largest positive scores stand, ascending; of equal ones the first."""
    worth: Numbers = np.flatnonzero(scores > scores.max(initial=0.0) / 4)
    if len(worth) < POOL:
        worth = np.flatnonzero(scores > 0)
    if len(worth) <= POOL:
        return worth
    among = scores[worth]
    least = np.partition(among, len(among) - POOL)[len(among) - POOL]
    above, equal = worth[among > least], worth[among == least]
    return np.sort(np.concatenate([above, equal[: POOL - len(above)]]))


def _normal(scores: Floats) -> Floats:
    top = scores.max(initial=0.0)
    return scores / top if top > 0 else scores


def _against_best(scores: Floats, places: Numbers) -> Floats:
    top = scores.max(initial=0.0)
    return scores[places] / top if top > 0 else np.zeros(len(places))


def _of_question(channel: Channel, asked: Asked, units: Numbers) -> tuple[Floats, Floats]:
    """How much of the question each unit has, by rarity, and how little it lacks."""
    return channel.explained(asked, units).question(asked.idf, asked.as_rare_as_can_be)


def _of_answer(index: Index, asked: Asked, units: Numbers) -> tuple[Floats, Floats]:
    """The same of the answers; what is lacking counts for words only, not for sounds."""
    overlap = index.bodies.explained(asked, units)
    share, _ = overlap.question(asked.idf, asked.as_rare_as_can_be)
    _, left = overlap.question(asked.idf * asked.rarity, asked.strange)
    return share, left


def _explained(index: Index, asked: Question, places: Numbers) -> list[Floats]:
    """How words, their content, characters and sounds explain one another."""
    by_word = index.words.explained(asked.words, places)
    by_character = index.characters.explained(asked.characters, places)
    by_sound = index.sounds.explained(asked.sounds, places)
    found, left = by_word.question(asked.words.idf, asked.words.as_rare_as_can_be)
    back, back_left = by_word.unit(index.words.idf / index.words.rarest)
    content, content_left = by_word.question(asked.words.rarity, asked.words.strange)
    content_back, content_back_left = by_word.unit(index.rarity)
    by_matter = index.matter.explained(asked.matter, places)
    matter, matter_left = by_matter.question(asked.matter.rarity, asked.matter.strange)
    matter_back, matter_back_left = by_matter.unit(index.matter_rarity)
    return [
        *(found, back, left, back_left),
        *(content, content_back, content_left, content_back_left),
        *(matter, matter_back, matter_left, matter_back_left),
        by_character.question(asked.characters.idf, asked.characters.as_rare_as_can_be)[0],
        by_character.unit(index.characters.idf)[0],
        by_sound.question(asked.sounds.idf, asked.sounds.as_rare_as_can_be)[0],
        by_sound.unit(index.sounds.idf)[0],
    ]


def _compared(index: Index, asked: Question, places: Numbers) -> list[Floats]:
    """Features that need both texts side by side."""
    texts = [index.topics[place] for place in places]
    plain = [index.plain[place] for place in places]
    heard = [spoken(text) for text in texts]
    common = _each(LCSseq.similarity, asked.plain, plain)
    lengths = np.array([len(other) for other in plain])
    return [
        _each(fuzz.ratio, asked.text, texts) / 100,
        _each(fuzz.ratio, spoken(asked.text), heard) / 100,
        _each(fuzz.ratio, asked.plain, plain) / 100,
        *_heard(asked.said, heard),
        common / max(len(asked.plain), 1),
        common / np.maximum(lengths, 1),
        _each(fuzz.partial_ratio, asked.plain, plain) / 100,
        index.negated[places] == is_negated(asked.text),
        _same_numbers(index, asked.text, places, texts),
    ]


def _heard(said: Sequence[tuple[str, float]], texts: Sequence[str]) -> list[list[float]]:
    """How much of the words' rarity can be heard in each text, and 1 less the rarest that cannot.

    A word that nothing has may only be misspelt; one that cannot even be heard is another matter.
    """
    total = sum(weight for _, weight in said) or 1.0
    lacking = [[weight for sound, weight in said if sound not in text] for text in texts]
    return [
        [1 - sum(weights) / total for weights in lacking],
        [1 - max(weights, default=0.0) for weights in lacking],
    ]


def _each(scorer: Callable[..., float], text: str, others: Sequence[str]) -> Floats:
    """What ``scorer`` says of ``text`` and each of the others."""
    scores: Floats = process.cdist([text], others, scorer=scorer, dtype=np.float32)[0]
    return scores


def _same_numbers(
    index: Index, text: str, places: Numbers, texts: Sequence[str]
) -> Floats | list[float]:
    """How far both name the same numbers; all of it where neither names any."""
    asked = _numbers(text)
    if not asked:
        return np.where(index.numbered[places], 0.0, 1.0)
    return [_overlap(asked, _numbers(other)) for other in texts]


def _numbers(text: str) -> frozenset[str]:
    return frozenset(_NUMBER.findall(text))


def _overlap(first: frozenset[str], second: frozenset[str]) -> float:
    """Shared part of two sets that are not both empty."""
    return len(first & second) / len(first | second)


def _about(index: Index, asked: Concepts, places: Numbers) -> list[Floats]:
    """Whether subjects and kinds of question agree."""
    nouns, asks = index.nouns[places], index.asks[places]
    others = np.bitwise_count(np.uint64(asked.nouns) & ~nouns)
    no_other = 1.0 / (1 + others)
    if asked.elsewhere:
        # A place that we have no rules for is a subject of its own: nothing of ours answers it.
        no_other = np.where(index.elsewhere[places] == asked.elsewhere, no_other, 0.0)
    return [_alike(asked.nouns, nouns), no_other, _alike(asked.asks, asks)]


def _alike(asked: int, theirs: NDArray[np.uint64]) -> Floats:
    """Shared part of sets of concepts; a half where neither says anything."""
    mine = np.uint64(asked)
    union = np.bitwise_count(mine | theirs)
    return np.where(union, np.bitwise_count(mine & theirs) / np.maximum(union, 1), 0.5)


def _by_item(starts: Numbers, rows: Matrix) -> Matrix:
    """Each item's best value of every feature, and its share of the pool.

    Places are in order and an item's phrasings stand together, so its rows are one run.
    """
    lengths = np.diff(np.append(starts, len(rows)))
    return np.column_stack([np.maximum.reduceat(rows, starts, axis=0), lengths / len(rows)])


def _most_alike(starts: Numbers, places: Numbers, rows: Matrix) -> list[int]:
    """The phrasing of each item that is most like the question; of equal ones the first."""
    likeness = rows.sum(axis=1)
    best = np.repeat(np.maximum.reduceat(likeness, starts), np.diff(np.append(starts, len(rows))))
    spots = np.where(likeness == best, np.arange(len(rows)), len(rows))
    found: list[int] = places[np.minimum.reduceat(spots, starts)].tolist()
    return found
