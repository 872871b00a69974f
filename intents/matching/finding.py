"""Finds the candidates for a question: what of it the index knows, and what that is found in.

Cheap beside measuring them (``features``), so that two readings of a question can be looked up
before either is measured.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.matching.channel import Asked, Floats, Numbers
from intents.matching.index import BODIES, CHARACTERS, SOUNDS, VOCABULARY, WORDS, Index
from intents.matching.keys import LETTERS, character_keys, character_pairs, heard_keys, word_key
from intents.matching.texts import BREAK
from intents.words.concepts import Concepts, concepts
from intents.words.segment import cut, matter, plain_words, rarity, words
from intents.words.slots import without_ages
from intents.words.sounds import spoken


@dataclass(frozen=True)
class Question:
    """A question cut for every channel."""

    text: str
    plain: str
    """Each word by the commonest that means the same."""
    matter: str
    """What it is about."""
    about: Concepts
    heard: str
    """The sounds of the text."""
    said: tuple[str, ...]
    """The sounds of each word."""
    said_rarities: Floats
    """Of these words in the language at large."""
    tokens: Asked
    keys: NDArray[np.uint64]
    """Of its words as tokens."""
    letters: NDArray[np.uint64]
    """Of its characters and pairs of neighbours, as they stand in the lists."""
    rarities: Floats
    """Of these, in the language at large. In the answers' channel they stand first,
    sounds behind them."""

    @classmethod
    def of(cls, index: Index, text: str) -> Question:
        """Look up ``text`` (normalised) in ``index``."""
        text = without_ages(text)
        about = concepts(text)
        found = cut(text)
        said = list(dict.fromkeys(found))
        plain = plain_words(found)
        tokens = list(dict.fromkeys(words(plain, about)))
        keys, letters = [word_key(word) for word in tokens], character_keys(text)
        heard = spoken(text)
        answer = dict.fromkeys((*keys, *character_pairs(heard)))
        return cls(
            text,
            "".join(plain),
            matter(plain),
            about,
            heard,
            tuple(spoken(BREAK.join(said)).split(BREAK)),
            np.array([rarity(word) for word in said]),
            index.lists.asked((keys, letters, heard_keys(heard), keys, [*answer])),
            np.array(keys, np.uint64),
            np.array(letters, np.uint64) | np.uint64(LETTERS),
            np.array([rarity(word) for word in tokens]),
        )


@dataclass(frozen=True)
class Found:
    """A question looked up in an index."""

    asked: Question
    hits: list[Floats]
    """By channel, the score of every unit."""
    tops: list[float]
    """By channel, the best of them."""
    length: int
    """Characters of the question."""

    @classmethod
    def of(cls, index: Index, text: str, written: Found | None = None) -> Found:
        """Look up ``text`` (normalised). It sounds mostly as it was ``written``: where all of it does,
        what is found by its sound is the same, which is the longest list of all."""
        asked = Question.of(index, text)
        same = written if written and written.asked.heard == asked.heard else None
        hits = index.lists.scores(asked.tokens, without=[SOUNDS] if same else ())
        tops = [
            float(hit.max(initial=0.0)) if asked.tokens.knows(channel) else 0.0
            for channel, hit in enumerate(hits)
        ]
        if index.each_asked_one_way:
            hits[VOCABULARY], tops[VOCABULARY] = hits[WORDS], tops[WORDS]
        if same:
            hits[SOUNDS], tops[SOUNDS] = same.hits[SOUNDS], same.tops[SOUNDS]
        return cls(asked, hits, tops, len(text))

    @property
    def support(self) -> float:
        """How much the index has of the question: its best scores over all channels."""
        return sum(self.tops)

    def share(self, channel: int, units: Numbers) -> Floats:
        """The scores of some units of a channel against the best."""
        return self.hits[channel][units] / (self.tops[channel] or 1.0)

    def best_places(self, index: Index, allowed: NDArray[np.bool_] | None, most: int) -> Numbers:
        """The phrasings with the best scores over the channels, in a fixed order; only those of
        ``allowed`` items."""
        hits, tops = self.hits, self.tops
        scores = hits[WORDS] / (tops[WORDS] or 1.0)
        for channel in (CHARACTERS, SOUNDS):
            if tops[channel]:
                scores += hits[channel] / tops[channel]
        items = [VOCABULARY, BODIES] if hits[VOCABULARY] is not hits[WORDS] else [BODIES]
        support = [hits[channel] / tops[channel] for channel in items if tops[channel]]
        if support:
            by_item = sum(support[1:], support[0])
            scores += by_item if index.each_asked_one_way else by_item[index.owners]
        if allowed is not None and not allowed.all():
            scores[~allowed[index.owners]] = 0
        return _largest(scores, most)


def _largest(scores: Floats, most: int) -> Numbers:
    """Where the ``most`` largest positive scores stand, ascending; of equal ones the first."""
    top = scores.max(initial=0.0)
    for least in (top / 2, top / 4, 0.0):
        worth: Numbers = (scores > least).nonzero()[0]
        if len(worth) >= most:
            break
    if len(worth) <= most:
        return worth
    among = scores[worth]
    bound = np.partition(among, len(among) - most)[len(among) - most]
    kept = among >= bound
    if np.count_nonzero(kept) == most:
        best: Numbers = worth[kept]
        return best
    above, equal = worth[among > bound], worth[among == bound]
    return np.sort(np.concatenate([above, equal[: most - len(above)]]))
