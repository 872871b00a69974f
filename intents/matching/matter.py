"""What each phrasing is about (``segment.matter``), compared with what a question is about.

Two questions with one frame ("…丢了怎么补") share most of their words and mean different things; two
with one matter are about the same thing, whatever frame they stand in. Single characters are
compared, so that "手机号" and "手机号码" have most in common, weighed by their rarity in the language.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from intents.matching.channel import LITTLE, Floats, Numbers, spans
from intents.matching.texts import BREAK, Texts
from intents.words.segment import rarity


@dataclass(frozen=True)
class Matters:
    """The matter of every phrasing."""

    texts: Texts
    """Each of its characters once."""
    rarities: Floats
    """Of all letters of ``texts``, in the language at large; a break says nothing."""

    @classmethod
    def of(cls, matters: Iterable[str]) -> Matters:
        """Those of phrasings, in their order."""
        texts = Texts.of(map(_once_each, matters))
        letters, place = np.unique(texts.letters, return_inverse=True)
        rare = np.array([_rarity(code) for code in letters.tolist()], np.float32)
        return cls(texts, rare[place])

    def compared(self, asked: str, places: Numbers) -> list[Floats]:
        """How much of a question's matter each of these phrasings has, and the question of theirs;
        then 1 less the rarest character that the phrasing, and that the question, lacks. All 0–1."""
        said = sorted({*asked.replace(" ", "")})
        mine = np.array([*map(ord, said)], np.uint32)
        weights = np.array([*map(rarity, said)])
        starts = self.texts.starts[places]
        lengths = self.texts.starts[places + 1] - starts  # each with its line break, never empty
        where, firsts = spans(starts, lengths), lengths.cumsum() - lengths
        letters, theirs = self.texts.letters[where], self.rarities[where].astype(np.float64)
        rows, spots = np.arange(len(places)).repeat(lengths), mine.searchsorted(letters)
        there = mine.take(spots, mode="clip") == letters if len(mine) else rows[:0]
        hits = there.nonzero()[0]
        both = np.zeros((len(places), len(mine)), np.bool_)
        both[rows[hits], spots[hits]] = True
        lacking = ~both * weights
        total = np.add.reduceat(theirs, firsts)
        theirs[hits] = 0.0
        left = np.add.reduceat(theirs, firsts)
        return [
            1 - lacking.sum(axis=1) / max(float(weights.sum()), LITTLE),
            1 - left / np.maximum(total, LITTLE),
            1 - lacking.max(axis=1, initial=0.0),
            1 - np.maximum.reduceat(theirs, firsts),
        ]


def _rarity(code: int) -> float:
    return 0.0 if code == ord(BREAK) else rarity(chr(code))


def _once_each(text: str) -> str:
    return "".join(dict.fromkeys(text.replace(" ", "")))
