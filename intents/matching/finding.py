"""Finds the candidates for a question: what of it the index knows, and what that is found in.

Cheap beside measuring them (``features``), so that two readings of a question can be looked up
before either is measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from intents.matching.channel import Asked, Floats, Numbers, Scored
from intents.matching.index import BODIES, CHARACTERS, SOUNDS, VOCABULARY, WORDS, Index
from intents.matching.keys import LETTERS, character_keys, character_pairs, heard_keys, word_key
from intents.matching.texts import BREAK
from intents.words.concepts import Concepts, concepts
from intents.words.segment import cut, matter, plain_words, rarity, words
from intents.words.slots import without_ages
from intents.words.sounds import spoken


@dataclass(frozen=True)
class Question:
    """A question cut for every channel. What only measuring needs is worked out when it is asked for: most
    of what is heard in a question is looked up and not measured."""

    text: str
    about: Concepts
    written: list[str]
    """Its words."""
    meanings: list[str]
    """Each of them by the commonest that means the same."""
    words: list[str]
    """Those that are tokens."""
    heard: str
    """The sounds of the text."""
    grams: tuple[list[int], list[int], list[int]]
    """The keys of its characters, of its sounds, and of pairs of sounds."""
    tokens: Asked
    """Those of all channels. In the answers' channel words stand first, sounds behind them."""

    @classmethod
    def of(cls, index: Index, text: str, like: Question | None = None) -> Question:
        """Look up ``text`` (normalised) in ``index``. What sounds ``like`` another question has its sounds."""
        text = without_ages(text)
        about, written, heard = concepts(text), cut(text), spoken(text)
        meanings = plain_words(written)
        found = list(dict.fromkeys(words(meanings, about)))
        keys, letters = [word_key(word) for word in found], character_keys(text)
        if like and like.heard == heard:
            _, sounds, pairs = like.grams
        else:
            sounds, pairs = heard_keys(heard), character_pairs(heard)
        answer = list(dict.fromkeys((*keys, *pairs)))
        tokens = index.lists.asked((keys, letters, sounds, keys, answer))
        return cls(text, about, written, meanings, found, heard, (letters, sounds, pairs), tokens)

    @property
    def plain(self) -> str:
        """Each word by the commonest that means the same."""
        return "".join(self.meanings)

    @property
    def matter(self) -> str:
        """What it is about."""
        return matter(self.meanings)

    @cached_property
    def _said(self) -> list[str]:
        return list(dict.fromkeys(self.written))

    @property
    def said(self) -> str:
        """The sounds of each word, a break between them."""
        return spoken(BREAK.join(self._said))

    @property
    def said_rarities(self) -> Floats:
        """Of these words in the language at large."""
        return np.array([*map(rarity, self._said)])

    @cached_property
    def rarities(self) -> Floats:
        """Of the words that are tokens, in the language at large."""
        return np.array([*map(rarity, self.words)])

    @property
    def keys(self) -> NDArray[np.uint64]:
        """Of its words as tokens."""
        return np.array([*map(word_key, self.words)], np.uint64)

    @property
    def letters(self) -> NDArray[np.uint64]:
        """Of its characters and pairs of neighbours, as they stand in the lists."""
        return np.array(self.grams[0], np.uint64) | np.uint64(LETTERS)


@dataclass(frozen=True)
class Found:
    """A question looked up in an index."""

    asked: Question
    scored: Scored
    hits: list[Floats]
    """By channel, the score of every unit."""
    tops: list[float]
    """By channel, the best of them."""
    length: int
    """Characters of the question."""

    @classmethod
    def of(cls, index: Index, text: str, like: Found | None = None) -> Found:
        """Look up ``text`` (normalised), which may be very much ``like`` what was looked up before."""
        asked = Question.of(index, text, like.asked if like else None)
        scored = index.lists.scores(asked.tokens, like.scored if like else None)
        hits = index.lists.by_channel(scored.units)
        tops = [
            float(hit.max(initial=0.0)) if asked.tokens.knows(channel) else 0.0
            for channel, hit in enumerate(hits)
        ]
        if index.each_asked_one_way:
            hits[VOCABULARY], tops[VOCABULARY] = hits[WORDS], tops[WORDS]
        return cls(asked, scored, hits, tops, len(text))

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
            scores += by_item if index.each_asked_one_way else by_item.repeat(index.ways)
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
